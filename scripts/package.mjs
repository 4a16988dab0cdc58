// npm run package -- <electron-builder's arguments>: an installer, or with --dir an unpacked app.
import { existsSync } from 'node:fs';
import { buildOrExit } from './build.mjs';
import { isElectronInstalled } from './electron.mjs';
import { endLike, inProject, runHere } from './project.mjs';
import { onProjectNode } from './setup.mjs';

await onProjectNode(import.meta.url);
await buildOrExit();
endLike(await runHere(process.execPath, builderArguments(process.argv.slice(2))));

/** @param {readonly string[]} args */
function builderArguments(args) {
  const cli = inProject('node_modules', 'electron-builder', 'cli.js');
  return [cli, '--publish', 'never', ...electronFolder(), ...args];
}

/** A folder with Electron saves the builder a download: one that was named, or the installed one. */
function electronFolder() {
  const named = process.env['PIXHAUL_ELECTRON_DIST'];
  const installed = inProject('node_modules', 'electron', 'dist');
  const folder = named ?? (isElectronInstalled() && existsSync(installed) ? installed : undefined);
  return folder === undefined ? [] : [`--config.electronDist=${folder}`];
}
