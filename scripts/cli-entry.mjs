#!/usr/bin/env node
// Becomes dist/main/cli.js. Plain JavaScript that any Node loads: the command line itself needs Node 24,
// so an older one looks for the project's own and runs this file again on it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const needed = 24;

if (Number(process.versions.node.split('.')[0]) >= needed) {
  await import(new URL('./command-line.js', import.meta.url).href);
} else {
  runOnProjectNode();
}

function runOnProjectNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = fileURLToPath(new URL(`../../node_modules/node/bin/${name}`, import.meta.url));
  if (!existsSync(node)) {
    process.stderr.write(
      `pixhaul needs Node ${needed} or newer; this is Node ${process.versions.node}.\n` +
        'Install a newer Node, or run it from its source folder with: npm run pixhaul -- <arguments>\n',
    );
    process.exitCode = 2;
    return;
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; a signal sent to this process alone is passed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => {
    if (signal !== null) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else {
      process.exit(code ?? 1);
    }
  });
}
