/** One worker process of the pool, from its start to its end. */
import type { ImageJob, ImageReport, ImageWorkerApi } from '#contract/worker-messages.ts';
import type { WorkerProcess } from '../host.ts';
import { createCaller } from '../worker-rpc.ts';

export interface PoolWorker {
  /** Counts up: a later worker is a fresher one. */
  readonly number: number;
  readonly isReady: boolean;
  /** Takes no more jobs: it has grown too large, or it is being ended. */
  readonly isRetiring: boolean;
  /** Rejects when the worker threw or died; `onExit` comes before that. */
  check(job: ImageJob): Promise<ImageReport>;
  retire(): void;
  kill(): void;
  readonly exited: Promise<void>;
}

export interface PoolWorkerEvents {
  onReady(): void;
  onExit(exit: { readonly code: number | null; readonly wasReady: boolean }): void;
  onTrouble(message: string): void;
  /** Its memory, after each job. */
  onMemory(bytes: number): void;
}

/** A worker that is not ready by then is ended; loading WebAssembly on a slow machine takes some seconds. */
const START_TIMEOUT_MS = 30_000;

/** Watches over one started process. */
export function watchWorker(process: WorkerProcess, number: number, events: PoolWorkerEvents): PoolWorker {
  let isReady = false;
  let isRetiring = false;
  const startTimer = setTimeout(() => process.kill(), START_TIMEOUT_MS);
  const caller = createCaller<ImageWorkerApi>(process, (name, value) => {
    if (name === 'ready') {
      clearTimeout(startTimer);
      isReady = true;
      events.onReady();
    } else if (name === 'memory' && typeof value === 'number') events.onMemory(value);
    else if (name === 'trouble') events.onTrouble(String(value));
  });
  const exited = new Promise<void>((resolve) => {
    process.onExit(({ code }) => {
      clearTimeout(startTimer);
      isRetiring = true;
      events.onExit({ code, wasReady: isReady });
      caller.fail(new Error('The image worker ended.'));
      resolve();
    });
  });
  return {
    number,
    get isReady() {
      return isReady;
    },
    get isRetiring() {
      return isRetiring;
    },
    check: (job) => caller.call('check', job),
    retire() {
      isRetiring = true;
    },
    kill() {
      isRetiring = true;
      process.kill();
    },
    exited,
  };
}
