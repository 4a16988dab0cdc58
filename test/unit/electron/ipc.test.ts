import { beforeEach, describe, expect, test, vi } from 'vitest';
import { callsOf, electron, FakeContents, handlers, resetElectron } from './fake-electron.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);
const { connectWindow } = await import('../../../main/electron/ipc.ts');

beforeEach(resetElectron);

function connect() {
  const window = new electron.BrowserWindow();
  const dispatch = vi.fn(async () => ({ ok: true, value: 'answer' }) as const);
  const log = vi.fn();
  const registerDrop = vi.fn((_file: string) => 'an-id');
  const send = connectWindow({ window: window as never, dispatch, registerDrop, log });
  const ask = (event: unknown) => handlers.get('pixhaul:request')?.(event, 'getSnapshot', {});
  const drop = (event: unknown, file: unknown) => handlers.get('pixhaul:drop')?.(event, file);
  return { window, dispatch, registerDrop, log, send, ask, drop };
}

const own = 'app://pixhaul/index.html';
const gone = {
  get parent(): never {
    throw new Error('Render frame was disposed before WebFrameMain could be accessed');
  },
  url: own,
};

describe('S9, H4: a message', () => {
  test('of our own page in the main frame of our own window is answered', async () => {
    const { window, dispatch, ask } = connect();
    const event = { sender: window.webContents, senderFrame: { parent: null, url: own } };
    expect(await ask(event)).toEqual({ ok: true, value: 'answer' });
    expect(dispatch).toHaveBeenCalledExactlyOnceWith('getSnapshot', {});
  });

  test.each([
    ['of a frame that is gone', null],
    ['of a frame that goes while it is looked at', gone],
    ['of a frame inside the page', { parent: { url: own }, url: own }],
    ['of another site', { parent: null, url: 'https://evil.example/' }],
    ['of a site that calls itself like ours', { parent: null, url: 'app://pixhaul.evil/index.html' }],
    ['of our host under another scheme', { parent: null, url: 'https://pixhaul/index.html' }],
    ['of our host with another port', { parent: null, url: 'app://pixhaul:1/index.html' }],
    ['of our host behind a user name', { parent: null, url: 'app://pixhaul@evil/' }],
    ['of an empty page', { parent: null, url: 'about:blank' }],
    ['of a page without an address', { parent: null, url: '' }],
  ])('%s is refused and logged', async (_, senderFrame) => {
    const { window, dispatch, log, ask } = connect();
    const answer = await ask({ sender: window.webContents, senderFrame });
    expect(answer).toEqual({ ok: false, error: 'Only the page of Pixhaul is answered.' });
    expect(dispatch).not.toHaveBeenCalled();
    expect(log).toHaveBeenCalledOnce();
  });

  test('of another window, or after the window is gone, is refused', async () => {
    const { window, dispatch, ask } = connect();
    const senderFrame = { parent: null, url: own };
    await ask({ sender: new FakeContents(), senderFrame });
    window.isGone = true;
    await ask({ sender: window.webContents, senderFrame });
    expect(dispatch).not.toHaveBeenCalled();
  });
});

test('events go to the window by one channel, and nowhere when it is gone', () => {
  const { window, send } = connect();
  send('commandChosen', { command: 'add' });
  window.isGone = true;
  send('commandChosen', { command: 'search' });
  expect(callsOf('webContents.send')).toEqual([['pixhaul:event', 'commandChosen', { command: 'add' }]]);
});

test('a dropped file is taken by its absolute path from our own page only', () => {
  const { window, registerDrop, drop } = connect();
  const event = { sender: window.webContents, senderFrame: { parent: null, url: own } };
  expect(drop(event, '/home/ada/spring.csv')).toBe('an-id');
  for (const file of ['spring.csv', '', 7, null, { toString: () => '/etc/passwd' }, '/'.repeat(50_000)]) {
    expect(drop(event, file)).toBeNull();
  }
  expect(drop({ ...event, senderFrame: { parent: null, url: 'https://evil.example/' } }, '/a')).toBeNull();
  expect(registerDrop).toHaveBeenCalledExactlyOnceWith('/home/ada/spring.csv');
});
