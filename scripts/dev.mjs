// npm run dev: builds on every change and starts the app again.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { BuildError, buildConfigurations, checkEntries, writeCompanions } from './build.mjs';
import { electronArguments, obtainElectron, standInEnvironment } from './electron.mjs';
import { inProject, say } from './project.mjs';
import { onProjectNode } from './setup.mjs';

/** Several parts are often rebuilt by one change: they lead to one restart. */
const settleMs = 200;

await onProjectNode(import.meta.url);
try {
  checkEntries();
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

const isReal = await obtainElectron();
const env = isReal ? process.env : standInEnvironment();
const configurations = await buildConfigurations(inProject('dist'), true);
/** @type {import('node:child_process').ChildProcess | undefined} */
let app;
/** @type {NodeJS.Timeout | undefined} */
let timer;
const unbuilt = new Set(configurations);

// What dist/ holds from now on is not what `npm run build` makes.
fs.rmSync(inProject('.cache', 'build.json'), { force: true });
const { build } = await import('vite');
for (const configuration of configurations) await watch(configuration);
say('Watching for changes; Ctrl-C ends.');

/** @param {import('vite').InlineConfig} configuration */
async function watch(configuration) {
  const watcher = await build({ ...configuration, build: { ...configuration.build, watch: {} } });
  if (!('on' in watcher)) throw new Error('Vite did not answer a watcher.');
  watcher.on('event', (event) => {
    if (event.code === 'ERROR') say(String(event.error));
    if (event.code !== 'BUNDLE_END') return;
    unbuilt.delete(configuration);
    clearTimeout(timer);
    if (unbuilt.size === 0) timer = setTimeout(restart, settleMs);
  });
}

function restart() {
  writeCompanions(inProject('dist'));
  const old = app;
  if (old === undefined || old.exitCode !== null || old.signalCode !== null) startApp();
  else {
    old.once('exit', startApp);
    old.removeListener('exit', endWithApp);
    old.kill('SIGTERM');
  }
}

function startApp() {
  const args = electronArguments(isReal, process.argv.slice(2));
  app = spawn(process.execPath, args, { stdio: 'inherit', env });
  app.once('exit', endWithApp);
}

/** Closing the app's window ends the watching too. @param {number | null} code */
function endWithApp(code) {
  process.exit(code ?? 0);
}

process.once('SIGTERM', () => {
  app?.kill('SIGTERM');
  process.exit(0);
});
