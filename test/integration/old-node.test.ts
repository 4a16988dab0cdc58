import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';

const oldNode = findOldNode();
let folder = '';

/** Finds a Node in PATH that is older than the one that Pixhaul needs. */
function findOldNode(): string | undefined {
  const nodes = (process.env['PATH'] ?? '').split(path.delimiter).map((place) => path.join(place, 'node'));
  return nodes.find((node) => {
    const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    return stdout ? Number(/\d+/.exec(stdout)?.[0]) < 24 : false;
  });
}

/** Lays out a project whose command line is this program, and answers the path of its cli.js. */
function makeProject(program: string, withOwnNode: boolean): string {
  const main = path.join(folder, 'dist', 'main');
  fs.mkdirSync(main, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  fs.copyFileSync(inProject('scripts', 'cli-entry.mjs'), path.join(main, 'cli.js'));
  fs.writeFileSync(path.join(main, 'command-line.js'), program);
  if (withOwnNode) {
    const bin = path.join(folder, 'node_modules', 'node', 'bin');
    fs.mkdirSync(bin, { recursive: true });
    fs.symlinkSync(process.execPath, path.join(bin, 'node'));
  }
  return path.join(main, 'cli.js');
}

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pixhaul-old-node-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

describe.skipIf(oldNode === undefined)('the command line on an old Node (needs one in PATH)', () => {
  const node = oldNode ?? '';

  test("runs on the project's own Node with its arguments and its exit code", () => {
    const cli = makeProject(
      'console.log(process.version, ...process.argv.slice(2)); process.exitCode = 3;',
      true,
    );
    const { stdout, status } = spawnSync(node, [cli, 'a', 'b c'], { encoding: 'utf8' });
    expect(stdout).toBe(`${process.version} a b c\n`);
    expect(status).toBe(3);
  });

  test('passes a signal on and ends as the program ended', async () => {
    const cli = makeProject(
      "process.once('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready');",
      true,
    );
    const child = spawn(node, [cli], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', () => child.kill('SIGTERM'));
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(7);
  });

  test('says what it needs when there is no newer one, with status 2', () => {
    const cli = makeProject("console.log('started')", false);
    const { stdout, stderr, status } = spawnSync(node, [cli], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(stderr).toContain('pixhaul needs Node 24 or newer');
    expect(status).toBe(2);
  });
});
