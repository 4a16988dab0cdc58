// npm run e2e -- <Playwright's arguments>: builds, then drives the built app.
import fs from 'node:fs';
import path from 'node:path';
import { buildOrExit } from './build.mjs';
import { hasDisplay, isElectronInstalled, standInEnvironment } from './electron.mjs';
import { endLike, inProject, isStartedScript, runHere } from './project.mjs';
import { onProjectNode } from './setup.mjs';

/**
 * Runs the e2e specs on the real Electron where it is installed, else on the stand-in.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [extra]
 */
export function runEndToEnd(args, extra = {}) {
  const playwright = [inProject('node_modules', 'playwright', 'cli.js'), 'test', ...args];
  const env = { ...process.env, ...extra };
  if (!isElectronInstalled()) return runHere(process.execPath, playwright, standInEnvironment(env));
  const needsDisplay = !hasDisplay() && findInPath('xvfb-run');
  return needsDisplay
    ? runHere('xvfb-run', ['-a', process.execPath, ...playwright], env)
    : runHere(process.execPath, playwright, env);
}

/** @param {string} program */
function findInPath(program) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.some((folder) => fs.existsSync(path.join(folder, program)));
}

if (isStartedScript(import.meta.url)) {
  await onProjectNode(import.meta.url);
  await buildOrExit();
  endLike(await runEndToEnd(process.argv.slice(2)));
}
