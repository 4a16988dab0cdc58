import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import type { DevTools } from './devtools.ts';
import { connectDevTools } from './devtools.ts';
import type { FoundChromium } from './find.ts';

/** A Chromium of ours that runs. */
export type RunningChromium = {
  readonly devTools: DevTools;
  readonly isHeadless: boolean;
  /** Resolves when it has ended, with its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Asks it to end, ends it after three seconds, and removes its profile. */
  readonly close: () => Promise<void>;
};

const closeMs = 3000;

// Nothing of Chromium's own goes to a network: no updates, no sync, no variations, no safe browsing, no DNS.
const quietFlags = [
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--no-service-autorun',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-component-extensions-with-background-pages',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-quic',
  '--disable-extensions',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-search-engine-choice-screen',
  '--disable-infobars',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,DialMediaRouteProvider',
  '--metrics-recording-only',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--password-store=basic',
  '--use-mock-keychain',
];
// Electron's renderers are not throttled by a hidden or covered window during a test.
const windowFlags = [
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--force-color-profile=srgb',
  '--test-type',
  '--keep-alive-for-test',
];

/** The switches for a Chromium of ours; `port` is what `--remote-debugging-port` asked for, `language` what `--lang` did. */
export function chromiumFlags(options: {
  readonly profile: string;
  readonly isHeadless: boolean;
  readonly isRoot: boolean;
  readonly port: string | undefined;
  readonly language: string | undefined;
}): readonly string[] {
  return [
    ...quietFlags,
    ...windowFlags,
    `--user-data-dir=${options.profile}`,
    // Always the pipe: Chromium ends by itself when the pipe does, even if this process is killed.
    '--remote-debugging-pipe',
    ...(options.port === undefined ? [] : [`--remote-debugging-port=${options.port}`]),
    ...(options.language ? [`--lang=${options.language}`, `--accept-lang=${options.language}`] : []),
    ...(options.isRoot ? ['--no-sandbox'] : []),
    ...(options.isHeadless ? ['--headless=new', '--no-startup-window'] : ['--app=data:text/html,']),
  ];
}

/** Chromium's version as it tells it, such as "156.0.8078.79"; undefined when it does not. */
export async function chromiumVersion(found: FoundChromium): Promise<string | undefined> {
  const { stdout } = await promisify(execFile)(found.path, ['--version'], { timeout: 20_000 });
  return /\d+\.\d+\.\d+\.\d+/.exec(stdout)?.[0];
}

// If this process is killed, its pipe to this shell ends: the shell gives Chromium five seconds, then ends it and
// removes the profile. It is a session of its own, so that a kill of our process group does not reach it.
const reaperScript = `cat >/dev/null; n=0
while kill -0 "$1" 2>/dev/null && [ $n -lt 50 ]; do sleep 0.1; n=$((n+1)); done
kill -9 "$1" 2>/dev/null; rm -rf "$2" 2>/dev/null; sleep 0.3; rm -rf "$2"`;

function startReaper(pid: number, profile: string): void {
  const reaper = spawn('/bin/sh', ['-c', reaperScript, 'pixhaul-stand-in-reaper', String(pid), profile], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  reaper.unref();
  const pipe = reaper.stdin as Writable & { unref?: () => void };
  pipe.on('error', () => {});
  pipe.unref?.();
}

/** What @sparticuz/chromium needs where the machine has no fonts of its own. */
function fontEnv(found: FoundChromium): Record<string, string> {
  const fonts = path.join(path.dirname(found.path), 'fonts');
  const isNeeded = found.kind === 'npm' && !fs.existsSync('/etc/fonts/fonts.conf') && fs.existsSync(fonts);
  return isNeeded ? { FONTCONFIG_PATH: fonts } : {};
}

/** Waits for Chromium's own line that names its port; rejects with what it said when it ends before. */
function debuggingAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-20_000);
      const address = /^DevTools listening on (ws:\/\/\S+)/m.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once('exit', () => reject(new Error(`Chromium ended while it started:\n${said}`)));
  });
}

function removeProfile(profile: string): void {
  try {
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  } catch {
    // Still being written: the reaper removes it when this process has ended.
  }
}

async function closeChromium(child: ChildProcess, devTools: DevTools, profile: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    const timer = setTimeout(() => child.kill('SIGKILL'), closeMs);
    devTools.send('Browser.close').catch(() => child.kill('SIGKILL'));
    await exit;
    clearTimeout(timer);
  }
  removeProfile(profile);
}

/**
 * Starts `found` with a profile of its own and connects to it; with a `port`, also passes its "DevTools listening"
 * line on, as Electron does for test drivers. Rejects when it ends before it answers.
 */
export async function startChromium(
  found: FoundChromium,
  options: {
    readonly isHeadless: boolean;
    readonly port: string | undefined;
    readonly language: string | undefined;
  },
): Promise<RunningChromium> {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'pixhaul-stand-in-'));
  const isHeadless = options.isHeadless || found.headlessOnly;
  const flags = chromiumFlags({ ...options, profile, isHeadless, isRoot: process.getuid?.() === 0 });
  const child = spawn(found.path, flags, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...fontEnv(found) },
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const spawned = once(child, 'spawn');
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  ended.catch(() => {});
  await spawned;
  if (child.pid !== undefined) startReaper(child.pid, profile);
  const listening = options.port === undefined ? undefined : debuggingAddress(child);
  child.stderr?.resume();
  const devTools = connectDevTools(child.stdio[4] as Readable, child.stdio[3] as Writable);
  await devTools.send('Target.setDiscoverTargets', { discover: true });
  const address = await listening;
  if (address !== undefined) process.stderr.write(`\nDevTools listening on ${address}\n`);
  return { devTools, isHeadless, ended, close: () => closeChromium(child, devTools, profile) };
}
