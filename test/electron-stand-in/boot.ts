// What Electron's own default app does: read the command line, load the app's main module, say that it is ready.
import fs from 'node:fs';
import inspector from 'node:inspector';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FoundChromium } from './chromium/find.ts';
import { findChromium } from './chromium/find.ts';
import { chromiumVersion, startChromium } from './chromium/start.ts';
import { getHost, hasDisplay, setHost } from './host.ts';
import { hookElectron } from './module-hook.ts';
import { recorded } from './record.ts';
import type { CommandLine } from './switches.ts';
import { inspectorPort, parseCommandLine } from './switches.ts';

type AppPackage = { name?: string; productName?: string; version?: string; main?: string; type?: string };
type AppToRun = { readonly folder: string; readonly main: string; readonly package: AppPackage };

const standInFolder = import.meta.dirname;
const require = createRequire(import.meta.url);

function electronVersion(): string {
  return (require('electron/package.json') as { version: string }).version;
}

function readJson(file: string): AppPackage {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as AppPackage;
}

function locateApp(named = '.'): AppToRun {
  const place = path.resolve(named);
  if (!fs.statSync(place, { throwIfNoEntry: false })?.isDirectory())
    return { folder: path.dirname(place), main: place, package: {} };
  const found = readJson(path.join(place, 'package.json'));
  return { folder: place, main: path.join(place, found.main ?? 'index.js'), package: found };
}

/** Makes this process look like Electron's main process. */
function dressProcess(args: readonly string[], chrome: string): void {
  process.argv = [path.join(standInFolder, 'electron'), ...args];
  const versions = Object.freeze({ ...process.versions, electron: electronVersion(), chrome });
  Object.defineProperties(process, {
    type: { value: 'browser' },
    defaultApp: { value: true },
    resourcesPath: { value: path.join(standInFolder, 'resources') },
    versions: { value: versions },
  });
}

async function needChromium(): Promise<FoundChromium> {
  const found = await findChromium();
  if (found) return found;
  console.error(
    'The Electron stand-in needs a Chromium and finds none: install chromium, or set PIXHAUL_CHROMIUM.',
  );
  process.exit(1);
}

async function runMain({ main, package: { type } }: AppToRun): Promise<void> {
  const isModule = main.endsWith('.mjs') || (type === 'module' && !main.endsWith('.cjs'));
  if (isModule) await import(pathToFileURL(main).href);
  else createRequire(main)(main);
}

async function start(commandLine: CommandLine, args: readonly string[]): Promise<void> {
  const appToRun = locateApp(commandLine.app);
  const appName = appToRun.package.productName ?? appToRun.package.name ?? 'Electron';
  const chromium = await needChromium();
  const chrome = (await chromiumVersion(chromium)) ?? '0.0.0.0';
  console.error(
    `${appName} is running on the Electron stand-in (Node ${process.versions.node}, Chromium ${chrome})`,
  );
  setHost({
    standInFolder,
    appFolder: appToRun.folder,
    appName,
    appVersion: appToRun.package.version ?? electronVersion(),
    switches: new Map(commandLine.switches),
    chromium,
  });
  dressProcess(args, chrome);
  const { electron } = await import('./api/electron.ts');
  const { becomeReady, app } = await import('./api/app.ts');
  const { lifecycle } = await import('./api/lifecycle.ts');
  hookElectron(electron);
  Object.defineProperty(globalThis, 'pixhaulStandIn', { value: Object.freeze({ recorded }) });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

  const inspect = commandLine.switches.get('inspect');
  if (inspect !== undefined) inspector.open(inspectorPort(inspect), '127.0.0.1');
  for (const preload of commandLine.preloads) require(path.resolve(preload));
  await runMain(appToRun);
  // After a lost lock the app has asked to quit: it is never ready.
  if (lifecycle.isQuitting()) return;
  const running = await startChromium(chromium, {
    isHeadless: !hasDisplay(),
    port: getHost().switches.get('remote-debugging-port'),
    language: getHost().switches.get('lang'),
  });
  lifecycle.setChromium(running);
  void running.ended.then((code) => {
    if (code === 0 || lifecycle.isQuitting()) return;
    console.error(`Chromium ended unexpectedly (${code ?? 'by a signal'})`);
    app.exit(1);
  });
  if (!lifecycle.isQuitting()) becomeReady();
}

const args = process.argv.slice(2);
const commandLine = parseCommandLine(args);
if (commandLine.showVersion) console.log(`v${electronVersion()} (Pixhaul's stand-in for Electron)`);
else await start(commandLine, args);
