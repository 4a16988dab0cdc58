import type { MessagePort, Transferable } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import type { StoreApi, StoreNotices, ViewApi } from '#contract/worker-messages.ts';
import type { Caller } from '../worker-rpc.ts';
import { createCaller } from '../worker-rpc.ts';

/** A thread as main holds it. */
interface ThreadHandle {
  /** Puts everything in order, then ends the thread. */
  close(): Promise<void>;
  /** Ends the thread at once, without what `close` puts in order first. */
  terminate(): Promise<void>;
}

/** The store thread. */
export interface StoreClient extends Omit<StoreApi, 'close'>, ThreadHandle {}
/** The view thread. */
export interface ViewClient extends Omit<ViewApi, 'close'>, ThreadHandle {}

interface ThreadOptions {
  readonly workerFile: string;
  /** Told once when the thread ended without being asked to; calls that wait for it reject. */
  onGone?(error: Error): void;
}

export interface StoreOptions extends ThreadOptions {
  onChanged(change: StoreNotices['storeChanged']): void;
}

interface Thread<Api> {
  readonly call: Caller<Api>['call'];
  terminate(): Promise<void>;
}

function startThread<Api>(
  options: ThreadOptions,
  onNotice: (name: string, value: unknown) => void,
): Thread<Api> {
  const worker = new Worker(options.workerFile, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  let isEnding = false;
  let cause: Error | null = null;
  const caller = createCaller<Api>(
    {
      post: (message, transfer) => worker.postMessage(message, transfer as Transferable[] | undefined),
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
    if (!isEnding) options.onGone?.(gone);
  });
  return {
    call: caller.call,
    async terminate() {
      isEnding = true;
      await worker.terminate();
    },
  };
}

/** Starts the store thread; the first call is `open`. */
export function startStore(options: StoreOptions): StoreClient {
  const { call, terminate } = startThread<StoreApi>(options, (name, value) => {
    if (name === 'storeChanged') options.onChanged(value as StoreNotices['storeChanged']);
  });
  return {
    open: (a) => call('open', a),
    createBatch: (a) => call('createBatch', a, [a.port as MessagePort]),
    continueBatch: (a) => call('continueBatch', a, [a.port as MessagePort]),
    take: (a) => call('take', a),
    apply: (a) => call('apply', a),
    settleRecovered: (a) => call('settleRecovered', a),
    setPaused: (a) => call('setPaused', a),
    cancel: (a) => call('cancel', a),
    retry: (a) => call('retry', a),
    remove: (a) => call('remove', a),
    removeBatch: (a) => call('removeBatch', a),
    undoRemove: (a) => call('undoRemove', a),
    setBatchProblem: (a) => call('setBatchProblem', a),
    saveSettings: (a) => call('saveSettings', a),
    getOutcomes: (a) => call('getOutcomes', a),
    flush: (a) => call('flush', a),
    async close() {
      await call('close', {});
      await terminate();
    },
    terminate,
  };
}

/** Starts the view thread; the first call is `open`, when the store is open. */
export function startViews(options: ThreadOptions): ViewClient {
  const { call, terminate } = startThread<ViewApi>(options, () => {});
  return {
    open: (a) => call('open', a),
    openView: (a) => call('openView', a),
    getPage: (a) => call('getPage', a),
    getIds: (a) => call('getIds', a),
    getTask: (a) => call('getTask', a),
    getUrls: (a) => call('getUrls', a),
    closeView: (a) => call('closeView', a),
    async close() {
      await call('close', {});
      await terminate();
    },
    terminate,
  };
}
