import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FakeWindow } from './fake-electron.ts';
import { answers, callsOf, electron, resetElectron } from './fake-electron.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);
const { createWindow } = await import('../../../main/electron/window.ts');

let stateFolder: string;
beforeEach(async () => {
  resetElectron();
  stateFolder = await mkdtemp(path.join(os.tmpdir(), 'pixhaul-window-'));
});
afterEach(() => rm(stateFolder, { recursive: true, force: true }));

const open = () =>
  createWindow({
    stateFolder,
    preloadFile: '/app/preload/index.cjs',
    log: () => {},
  }) as unknown as FakeWindow;

test('S1: a window is isolated, sandboxed and without Node, by literal options', () => {
  expect(open().options).toEqual({
    width: 1280,
    height: 832,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Pixhaul',
    backgroundColor: '#ffffff',
    webPreferences: {
      preload: '/app/preload/index.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      spellcheck: false,
      devTools: true,
    },
  });
});

test('S17: a packaged app has no developer tools', () => {
  answers.isPackaged = true;
  expect(open().options['webPreferences']).toMatchObject({ devTools: false });
});

test('shows itself when its page can be seen, on the background of the theme', () => {
  electron.nativeTheme.shouldUseDarkColors = true;
  const window = open();
  electron.nativeTheme.shouldUseDarkColors = false;
  expect(window.options['backgroundColor']).toBe('#1b1c1f');
  expect(callsOf('window.loadURL')).toEqual([['app://pixhaul/index.html']]);
  expect(callsOf('window.show')).toHaveLength(0);
  window.emit('ready-to-show');
  expect(callsOf('window.show')).toHaveLength(1);
});

test('opens where it was closed', async () => {
  open().emit('close', { preventDefault: () => {} });
  expect(JSON.parse(await readFile(path.join(stateFolder, 'window.json'), 'utf8'))).toEqual({
    x: 10,
    y: 20,
    width: 900,
    height: 700,
    isMaximized: false,
  });
  expect(open().options).toMatchObject({ x: 10, y: 20, width: 900, height: 700 });
});

test.each([
  ['off every screen', { x: 5000, y: 20, width: 900, height: 700, isMaximized: false }],
  ['with its title above the screen', { x: 0, y: -400, width: 900, height: 700, isMaximized: false }],
  ['too small', { x: 0, y: 0, width: 10, height: 10, isMaximized: false }],
  ['not a place at all', 'nonsense'],
])('opens in the middle when the remembered place is %s', async (_, place) => {
  await writeFile(path.join(stateFolder, 'window.json'), JSON.stringify(place));
  expect(open().options).toMatchObject({ width: 1280, height: 832 });
  expect(open().options).not.toHaveProperty('x');
});

test('H1: a page that dies comes back, and one that keeps dying is left alone', () => {
  const { webContents } = open();
  for (let time = 0; time < 6; time += 1) webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(callsOf('webContents.reload')).toHaveLength(3);
});

test('keeps its own title, whatever the page is called', () => {
  const preventDefault = vi.fn();
  open().emit('page-title-updated', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});
