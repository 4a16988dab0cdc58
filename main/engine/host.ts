import type { MessageEnd } from './worker-rpc.ts';

/** A process that runs the image worker: a forked child on plain Node, a utility process in Electron. */
export interface WorkerProcess extends MessageEnd {
  /** Called once, when the process is gone for whatever reason. */
  onExit(listener: (exit: { readonly code: number | null }) => void): void;
  kill(): void;
  readonly pid: number | undefined;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** All that the engine needs from what runs it: Electron's main process, the command line, or a test. */
export interface EngineHost {
  /** Database, thumbnails and logs. Exists. */
  readonly stateFolder: string;
  /** Where folders for new lists are suggested. */
  readonly picturesFolder: string;
  /** For the User-Agent. */
  readonly appVersion: string;
  /** File of a worker thread. */
  workerFile(name: 'lists' | 'store' | 'views'): string;
  startImageWorker(): WorkerProcess;
  /** Facts must be safe to write down: no URL with its query, no header values. */
  log(level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** Epoch milliseconds. */
  now(): number;
  /** 0 ≤ x < 1, for jitter. */
  random(): number;
}
