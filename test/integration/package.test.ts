import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.mjs';
import { inProject, readJson } from '../../scripts/project.mjs';

const run = promisify(execFile);

/** Electron's binary holds its fuses behind this mark: version 1, their number, and one byte each. */
const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fusesOfElectron = `\u0001\u0009${'1'.repeat(9)}`;

let folder = '';
let resources = '';
let executable = '';

/** Makes what electron-builder expects of an unpacked Electron, so that packaging needs no network. */
function makeElectronFolder(place: string): string {
  const { version } = readJson(inProject('node_modules', 'electron', 'package.json'));
  for (const part of ['locales', 'resources']) fs.mkdirSync(path.join(place, part), { recursive: true });
  fs.writeFileSync(path.join(place, 'version'), version);
  fs.writeFileSync(path.join(place, 'LICENSE'), 'of a stand-in');
  fs.writeFileSync(path.join(place, 'LICENSES.chromium.html'), '');
  const binary = Buffer.from(`#!/bin/sh\nexit 1\n# ${fuseMark}${fusesOfElectron}\n`, 'latin1');
  fs.writeFileSync(path.join(place, 'electron'), binary, { mode: 0o755 });
  return place;
}

beforeAll(async () => {
  await build();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pixhaul-package-'));
  const electron = makeElectronFolder(path.join(folder, 'electron'));
  const builder = inProject('node_modules', 'electron-builder', 'cli.js');
  const settings = [`--config.electronDist=${electron}`, `--config.directories.output=${folder}/release`];
  await run(process.execPath, [builder, '--linux', 'dir', '--x64', '--publish', 'never', ...settings], {
    cwd: inProject(),
  });
  resources = path.join(folder, 'release', 'linux-unpacked', 'resources');
  executable = path.join(folder, 'release', 'linux-unpacked', 'pixhaul');
}, 120_000);

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Lists the files of a folder, relative to it, with `/` between the parts. */
function filesOf(place: string): string[] {
  return fs
    .readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(place, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

describe('the Linux package', () => {
  test('holds every built file', () => {
    const packed = new Set(listPackage(path.join(resources, 'app.asar'), { isPack: false }));
    const built = filesOf(inProject('dist')).filter((file) => !file.endsWith('.map'));
    expect(built.filter((file) => !packed.has(`/dist/${file}`))).toEqual([]);
    expect(packed).toContain('/package.json');
    expect(packed).toContain('/assets/icons/512x512.png');
  });

  test('holds nothing of the sources, the tests or the build', () => {
    const packed = listPackage(path.join(resources, 'app.asar'), { isPack: false });
    const tops = new Set(packed.map((file) => file.split('/')[1]));
    expect([...tops].sort()).toEqual(['assets', 'dist', 'node_modules', 'package.json']);
    expect(packed.filter((file) => /\.(tsx?|map|test\.js)$|\/node_modules\/electron\//.test(file))).toEqual(
      [],
    );
  });

  test('leaves outside the asar, where nothing checks them, only the workers and sharp', () => {
    const unpacked = filesOf(path.join(resources, 'app.asar.unpacked'));
    const owners = new Set(
      unpacked.map((file) => /^(node_modules\/(@[^/]+\/)?[^/]+|dist\/[^/]+)/.exec(file)?.[0]),
    );
    expect([...owners].sort()).toEqual([
      'dist/workers',
      'node_modules/@emnapi/runtime',
      'node_modules/@img/colour',
      'node_modules/@img/sharp-wasm32',
      'node_modules/detect-libc',
      'node_modules/semver',
      'node_modules/sharp',
      'node_modules/tslib',
    ]);
    for (const worker of ['image', 'lists', 'store', 'views']) {
      expect(unpacked).toContain(`dist/workers/${worker}.js`);
    }
  });

  test('carries a sharp that decodes pictures from its unpacked folder', async () => {
    const program = `
      import sharp from 'sharp';
      const png = await sharp({ create: { width: 8, height: 6, channels: 3, background: 'red' } }).png().toBuffer();
      const { width, height } = await sharp(png).metadata();
      console.log(JSON.stringify({ width, height, wasm: sharp.versions.emscripten !== undefined }));`;
    // Written beside the unpacked workers, so that it finds the packages as they do.
    const script = path.join(resources, 'app.asar.unpacked', 'dist', 'workers', 'try-sharp.mjs');
    fs.writeFileSync(script, program);
    const { stdout } = await run(process.execPath, [script]);
    fs.rmSync(script);
    expect(JSON.parse(stdout)).toEqual({ width: 8, height: 6, wasm: true });
  });

  test('has a complete main: every module that it names is packaged or built in', () => {
    const app = path.join(folder, 'app');
    extractAll(path.join(resources, 'app.asar'), app);
    const { main } = readJson(path.join(app, 'package.json'));
    expect(fs.existsSync(path.join(app, main))).toBe(true);
    const scripts = filesOf(path.join(app, 'dist')).filter((file) =>
      /^(main|workers|preload)\/.*js$/.test(file),
    );
    const named = scripts.flatMap((file) => {
      const text = fs.readFileSync(path.join(app, 'dist', file), 'utf8');
      const found = text.matchAll(/^(?:import|export)\b[^'"\n]*?["']([^"'\n]+)["'];?$/gm);
      return [...found].map((match) => ({ file, specifier: match[1] ?? '' }));
    });
    expect(named.length).toBeGreaterThan(0);
    const missing = named.filter(({ file, specifier }) => {
      if (specifier.startsWith('.'))
        return !fs.existsSync(path.resolve(app, 'dist', path.dirname(file), specifier));
      return !isBuiltin(specifier) && !['electron', 'sharp'].includes(specifier);
    });
    expect(missing).toEqual([]);
  });

  test('has its fuses set: no Node, no inspector, only the asar', async () => {
    const wire = await getCurrentFuseWire(executable);
    const isOn = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      v8Snapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      fileProtocol: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      inspect: false,
      asarIntegrity: true,
      onlyAsar: true,
      v8Snapshot: false,
      fileProtocol: false,
    });
  });
});
