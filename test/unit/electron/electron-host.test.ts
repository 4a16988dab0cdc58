import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answers, callsOf, resetElectron } from './fake-electron.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);
const { choosePlaces, createElectronHost } = await import('../../../main/electron/electron-host.ts');

let folder: string;
beforeEach(async () => {
  resetElectron();
  folder = await mkdtemp(path.join(os.tmpdir(), 'pixhaul-host-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const written: unknown[][] = [];
const log = { write: (...parts: unknown[]) => void written.push(parts), flush: async () => {} };
const host = (built = '/app/dist') =>
  createElectronHost({ stateFolder: folder, picturesFolder: '/pictures' }, built, log);

test('keeps state, and what Chromium keeps, where the environment says; the folder is private', async () => {
  const state = path.join(folder, 'state');
  expect(choosePlaces({ PIXHAUL_STATE: state, PIXHAUL_PICTURES: '/mnt/pictures' })).toEqual({
    stateFolder: state,
    picturesFolder: path.resolve('/mnt/pictures'),
  });
  expect(callsOf('app.setPath')).toEqual([['userData', path.join(state, 'electron')]]);
  expect((await stat(state)).isDirectory()).toBe(true);
  if (process.platform !== 'win32') expect((await stat(state)).mode & 0o077).toBe(0);
});

test.each([undefined, '', 'relative/folder'])(
  'suggests the pictures folder of the system when given %j',
  (given) => {
    const environment = {
      PIXHAUL_STATE: folder,
      ...(given === undefined ? {} : { PIXHAUL_PICTURES: given }),
    };
    expect(choosePlaces(environment).picturesFolder).toBe(path.join('/home/ada/pictures', 'Pixhaul'));
  },
);

test('S15: starts the image worker with a reduced environment, piped output and no shell', () => {
  vi.stubEnv('SECRET_TOKEN', 'sesame');
  vi.stubEnv('NODE_OPTIONS', '--inspect');
  host().startImageWorker();
  vi.unstubAllEnvs();
  const [file, args, options] = callsOf('utilityProcess.fork')[0] as [
    string,
    string[],
    Record<string, unknown>,
  ];
  expect(file).toBe(path.join('/app/dist/workers/image.js'));
  expect(args).toEqual(process.platform === 'linux' ? ['--image-decoder=wasm'] : []);
  expect(options).toMatchObject({ serviceName: 'Pixhaul image worker', stdio: 'pipe' });
  expect(Object.keys(options['env'] as object)).not.toContain('SECRET_TOKEN');
  expect(Object.keys(options['env'] as object)).not.toContain('NODE_OPTIONS');
  expect(Object.keys(options['env'] as object)).toContain('PATH');
});

test('loads workers from beside the archive in a package', () => {
  const packaged = host('/opt/Pixhaul/resources/app.asar/dist');
  expect(packaged.workerFile('store')).toBe(
    path.join('/opt/Pixhaul/resources/app.asar.unpacked/dist/workers/store.js'),
  );
  expect(host('/home/app.asar.d/dist').workerFile('lists')).toBe(
    path.join('/home/app.asar.d/dist/workers/lists.js'),
  );
});

test('a worker that was killed has no exit code, one that ended by itself has its own', () => {
  const heard: unknown[] = [];
  const killed = host().startImageWorker();
  killed.onExit((exit) => heard.push(exit));
  killed.kill();
  answers.utility?.emit('exit', 0);
  const crashed = host().startImageWorker();
  crashed.onExit((exit) => heard.push(exit));
  answers.utility?.emit('exit', 11);
  answers.utility?.emit('exit', 11);
  expect(heard).toEqual([{ code: null }, { code: 11 }]);
});

test('messages go both ways as they are', () => {
  const worker = host().startImageWorker();
  const heard: unknown[] = [];
  worker.onMessage((message) => heard.push(message));
  answers.utility?.emit('message', { callId: 1 });
  worker.post({ callId: 2 });
  expect(heard).toEqual([{ callId: 1 }]);
  expect(callsOf('utility.postMessage')).toEqual([[{ callId: 2 }]]);
  expect(worker.pid).toBe(4242);
});
