import { beforeEach, describe, expect, test, vi } from 'vitest';
import { calls, callsOf, electron, FakeContents, FakeSession, resetElectron } from './fake-electron.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);
const { denyEverything, secureBeforeReady, secureContents } = await import(
  '../../../main/electron/security.ts'
);

beforeEach(resetElectron);
const silent = () => {};

test('S2, S5: switches the sandbox on first, then registers our scheme without rights it does not need', () => {
  secureBeforeReady();
  expect(calls[0]?.name).toBe('app.enableSandbox');
  expect(callsOf('protocol.registerSchemesAsPrivileged')).toEqual([
    [
      [
        {
          scheme: 'app',
          privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
        },
      ],
    ],
  ]);
  expect(callsOf('app.appendSwitch').flat()).toContain('disable-background-networking');
});

describe('S7: a page never leaves itself', () => {
  test.each(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'])(
    'stops %s',
    (name) => {
      secureContents(silent);
      const contents = new FakeContents();
      electron.app.emit('web-contents-created', {}, contents);
      const preventDefault = vi.fn();
      contents.emit(name, { preventDefault });
      expect(preventDefault).toHaveBeenCalledOnce();
    },
  );

  test('denies every other window', () => {
    secureContents(silent);
    const contents = new FakeContents();
    electron.app.emit('web-contents-created', {}, contents);
    expect(contents.openHandler?.({ url: 'https://evil.example' })).toEqual({ action: 'deny' });
  });
});

describe('S8, S25: a session', () => {
  const confined = () => {
    const session = new FakeSession();
    secureContents(silent);
    electron.app.emit('session-created', session);
    return session;
  };

  test.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem'])(
    'is never granted %s',
    (permission) => {
      const session = confined();
      const granted = vi.fn();
      session.permissionRequest?.(null, permission, granted);
      expect(granted).toHaveBeenCalledExactlyOnceWith(false);
      expect(session.permissionCheck?.()).toBe(false);
      expect(session.devicePermission?.()).toBe(false);
    },
  );

  test('fetches no dictionary', () => {
    confined();
    expect(callsOf('session.setSpellCheckerEnabled')).toEqual([[false]]);
  });

  test.each([
    ['app://pixhaul/index.html', false],
    ['app://pixhaul/thumb/x.jpg', false],
    ['data:image/png;base64,AA', false],
    ['app://pixhaul.evil/index.html', true],
    ['app://pixhaul@evil/', true],
    ['app://evil@pixhaul/', true],
    ['https://pixhaul/', true],
    ['http://127.0.0.1:9222/', true],
    ['file:///etc/passwd', true],
    ['ws://pixhaul/', true],
    ['blob:https://evil/1', true],
    ['not a url', true],
  ])('S4: is asked for %s: stopped is %s', (url, cancel) => {
    const session = confined();
    const answered = vi.fn();
    session.beforeRequest?.({ url }, answered);
    expect(answered).toHaveBeenCalledExactlyOnceWith({ cancel });
  });

  test('is bound once, however often it is met', () => {
    const session = new FakeSession();
    denyEverything(session as never, silent);
    denyEverything(session as never, silent);
    expect(callsOf('session.setSpellCheckerEnabled')).toHaveLength(1);
  });
});
