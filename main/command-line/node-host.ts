import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';
import type { EngineHost, LogLevel } from '../engine/host.ts';
import { forkImageWorker } from '../engine/images/fork-worker.ts';

/** Beside the built file, or beside the source when it runs as TypeScript. */
const WORKERS_FOLDER = import.meta.filename.endsWith('.ts')
  ? path.join(import.meta.dirname, '../../workers')
  : path.join(import.meta.dirname, '../workers');
const EXTENSION = path.extname(import.meta.filename);

/** The file of a worker, wherever this program runs from. */
export const workerFile = (name: 'image' | 'lists' | 'store' | 'views'): string =>
  path.join(WORKERS_FOLDER, `${name}${EXTENSION}`);

export interface NodeHostOptions {
  readonly stateFolder: string;
  readonly picturesFolder: string;
  readonly appVersion: string;
  log(level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>): void;
}

/** The engine's host on plain Node: worker threads and forked image workers from this program's own folder. */
export function createNodeHost(options: NodeHostOptions): EngineHost {
  return {
    ...options,
    workerFile,
    startImageWorker: () => forkImageWorker(workerFile('image')),
    log: options.log,
    now: () => Date.now(),
    random: Math.random,
  };
}

/** Where this system keeps what programs remember for a person (XDG Base Directory, Known Folders, Apple's guide). */
function stateHome(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return path.join(homedir(), 'Library/Application Support/Pixhaul');
  if (platform === 'win32') {
    return path.join(environment['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData/Local'), 'Pixhaul');
  }
  return path.join(environment['XDG_STATE_HOME'] || path.join(homedir(), '.local/state'), 'pixhaul');
}

/** The state folder that belongs to an output folder, given by its real path. */
export function stateFolderFor(
  outRealPath: string,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const digest = createHash('sha256').update(outRealPath).digest('hex').slice(0, 16);
  return path.join(stateHome(environment, platform), 'folders', digest);
}
