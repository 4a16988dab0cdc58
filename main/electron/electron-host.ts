import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { UtilityProcess } from 'electron';
import { app, utilityProcess } from 'electron';
import type { EngineHost, WorkerProcess } from '../engine/host.ts';
import { IMAGE_WORKER_FLAGS } from '../engine/images/fork-worker.ts';
import type { Log } from './log.ts';

/** What a worker needs of the environment: no tokens, no proxies, no switches for Node. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'SystemRoot',
  'windir',
];
/** What a worker says at most, in characters, before the rest is no longer written down. */
const MAX_SPOKEN_LENGTH = 20_000;

export interface Places {
  readonly stateFolder: string;
  readonly picturesFolder: string;
}

/**
 * Says where state and pictures go, and makes Chromium keep its own files beside the state. `PIXHAUL_STATE` and
 * `PIXHAUL_PICTURES` (absolute folders) take the place of the system's: for portable use and for tests.
 * Call it before the app is ready and before the lock, which belongs to the state.
 */
export function choosePlaces(environment: NodeJS.ProcessEnv): Places {
  const state = absoluteFolder(environment['PIXHAUL_STATE']);
  if (state) app.setPath('userData', path.join(state, 'electron'));
  const stateFolder = state ?? path.join(app.getPath('userData'), 'state');
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
  return {
    stateFolder,
    picturesFolder:
      absoluteFolder(environment['PIXHAUL_PICTURES']) ?? path.join(app.getPath('pictures'), 'Pixhaul'),
  };
}

const absoluteFolder = (value: string | undefined): string | null =>
  value && path.isAbsolute(value) ? path.resolve(value) : null;

/** The engine's host inside Electron: worker threads from files, image workers as utility processes. */
export function createElectronHost(places: Places, builtFolder: string, log: Log): EngineHost {
  const workers = path.join(unpacked(builtFolder), 'workers');
  return {
    ...places,
    appVersion: app.getVersion(),
    workerFile: (name) => path.join(workers, `${name}.js`),
    startImageWorker: () => forkImageWorker(path.join(workers, 'image.js'), log),
    log: log.write,
    now: Date.now,
    random: Math.random,
  };
}

/** Threads and native modules cannot be loaded from inside the archive; the package unpacks them beside it. */
const unpacked = (folder: string): string => folder.replace(/app\.asar(?=$|[\\/])/, 'app.asar.unpacked');

function forkImageWorker(file: string, log: Log): WorkerProcess {
  // Electron's GLib and the one inside sharp's native build clash on Linux (sharp #4522).
  const args = process.platform === 'linux' ? ['--image-decoder=wasm'] : [];
  const child = utilityProcess.fork(file, args, {
    serviceName: 'Pixhaul image worker',
    stdio: 'pipe',
    execArgv: [...IMAGE_WORKER_FLAGS],
    env: reducedEnvironment(process.env),
  });
  writeDown(child.stdout, log);
  writeDown(child.stderr, log);
  return adapt(child);
}

/** Makes a utility process look like any worker: one that was killed has no exit code (Electron reports 0). */
function adapt(child: UtilityProcess): WorkerProcess {
  let isKilled = false;
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener({ code: isKilled ? null : code })),
    kill() {
      isKilled = true;
      child.kill();
    },
    get pid() {
      return child.pid;
    },
  };
}

function reducedEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function writeDown(stream: NodeJS.ReadableStream | null, log: Log): void {
  let left = MAX_SPOKEN_LENGTH;
  // It is read to its end even when nothing is written down any more, or the worker would stand still.
  (stream as Readable | null)?.setEncoding('utf8').on('data', (text: string) => {
    if (left > 0) log.write('warn', 'An image worker said something', { text: text.slice(0, left) });
    left -= text.length;
  });
}
