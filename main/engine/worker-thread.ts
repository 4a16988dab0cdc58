import { Worker } from 'node:worker_threads';
import type { Caller } from './worker-rpc.ts';
import { createCaller } from './worker-rpc.ts';

export interface ThreadOptions {
  readonly workerFile: string;
  /** Told once when the thread ended without being asked to; calls that wait for it reject. */
  onGone?(error: Error): void;
}

/** A worker thread as main holds it. */
export interface WorkerThread<Api> {
  readonly call: Caller<Api>['call'];
  /** Ends the thread at once. */
  terminate(): Promise<void>;
}

/** Starts a worker thread that answers the methods of `Api`; `onNotice` gets what it tells without being asked. */
export function startThread<Api>(
  { workerFile, onGone }: ThreadOptions,
  onNotice?: (name: string, value: unknown) => void,
): WorkerThread<Api> {
  const worker = new Worker(workerFile, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  let isEnding = false;
  let cause: Error | null = null;
  const caller = createCaller<Api>(
    {
      post: (message, transfer) => worker.postMessage(message, transfer),
      onMessage: (listener) => void worker.on('message', listener),
    },
    onNotice,
  );
  worker.on('error', (error) => {
    cause = error instanceof Error ? error : new Error(String(error));
  });
  worker.on('exit', (code) => {
    const gone = cause ?? new Error(`A worker thread ended (code ${code})`);
    caller.fail(gone);
    if (!isEnding) onGone?.(gone);
  });
  return {
    call: caller.call,
    async terminate() {
      isEnding = true;
      await worker.terminate();
    },
  };
}
