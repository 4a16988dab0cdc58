import { describe, expect, test } from 'vitest';
import { findChromium, installedCandidates } from '../../electron-stand-in/chromium/find.ts';
import { chromiumFlags } from '../../electron-stand-in/chromium/start.ts';

const unpack = async (): Promise<string> => '/cache/chromium';
const only =
  (...files: string[]) =>
  (file: string): boolean =>
    files.includes(file);

describe('the search for a Chromium', () => {
  test('takes PIXHAUL_CHROMIUM before anything else', async () => {
    const env = { PIXHAUL_CHROMIUM: '/mine/chrome', PATH: '/usr/bin' };
    const isExecutable = only('/mine/chrome', '/usr/bin/chromium');
    expect(await findChromium({ env, platform: 'linux', isExecutable, unpack })).toEqual({
      path: '/mine/chrome',
      kind: 'given',
      headlessOnly: false,
    });
  });

  test('says so when PIXHAUL_CHROMIUM is no program, and does not look further', async () => {
    const env = { PIXHAUL_CHROMIUM: '/gone', PATH: '/usr/bin' };
    await expect(
      findChromium({ env, platform: 'linux', isExecutable: only('/usr/bin/chromium'), unpack }),
    ).rejects.toThrow('PIXHAUL_CHROMIUM is not an executable file: /gone');
  });

  test('knows that a headless shell shows no window', async () => {
    const env = { PIXHAUL_CHROMIUM: '/x/chrome-headless-shell' };
    const found = await findChromium({ env, platform: 'linux', isExecutable: () => true, unpack });
    expect(found?.headlessOnly).toBe(true);
  });

  test('takes an installed browser before the npm package, chromium before chrome before edge', async () => {
    const env = { PATH: '/opt/bin:/usr/bin:relative' };
    const every = ['/usr/bin/microsoft-edge', '/opt/bin/google-chrome', '/usr/bin/chromium'];
    for (const expected of every.toReversed()) {
      const found = await findChromium({ env, platform: 'linux', isExecutable: only(...every), unpack });
      expect(found).toEqual({ path: expected, kind: 'installed', headlessOnly: false });
      every.pop();
    }
  });

  test('finds the apps of macOS and the programs of Windows', () => {
    expect(installedCandidates('darwin', {})).toContain(
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    );
    expect(installedCandidates('win32', { PROGRAMFILES: '/c' })).toContain(
      '/c/Google/Chrome/Application/chrome.exe',
    );
  });

  test("falls back to npm's browser, which is headless only, or to nothing", async () => {
    const none = { env: {}, platform: 'linux' as const, isExecutable: () => false };
    expect(await findChromium({ ...none, unpack })).toEqual({
      path: '/cache/chromium',
      kind: 'npm',
      headlessOnly: true,
    });
    expect(await findChromium({ ...none, unpack: async () => undefined })).toBeUndefined();
  });
});

describe("Chromium's switches", () => {
  const options = { profile: '/p', isHeadless: true, isRoot: false, port: undefined, language: undefined };

  test('keep the sandbox except for root', () => {
    expect(chromiumFlags(options)).not.toContain('--no-sandbox');
    expect(chromiumFlags({ ...options, isRoot: true })).toContain('--no-sandbox');
  });

  test('always have the pipe that ends Chromium with us, and a port only when asked', () => {
    expect(chromiumFlags(options)).toContain('--remote-debugging-pipe');
    expect(chromiumFlags(options).join(' ')).not.toContain('--remote-debugging-port');
    const asked = chromiumFlags({ ...options, port: '0' });
    expect(asked).toContain('--remote-debugging-port=0');
    expect(asked).toContain('--remote-debugging-pipe');
  });

  test('let no name be resolved', () => {
    expect(chromiumFlags(options)).toContain('--host-resolver-rules=MAP * ~NOTFOUND');
  });
});
