import type { MessagePort } from 'node:worker_threads';
import type { StoreApi, StoreNotices, ViewApi } from '#contract/worker-messages.ts';
import type { ThreadOptions } from '../worker-thread.ts';
import { startThread } from '../worker-thread.ts';

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

export interface StoreOptions extends ThreadOptions {
  onChanged(change: StoreNotices['storeChanged']): void;
}

/** Starts the store thread; the first call is `open`. */
export function startStore(options: StoreOptions): StoreClient {
  const { call, terminate } = startThread<StoreApi>(options, (name, value) => {
    if (name === 'storeChanged') options.onChanged(value as StoreNotices['storeChanged']);
  });
  return {
    open: (a) => call('open', a),
    createBatch: (a) => call('createBatch', a, [a.port as MessagePort]),
    extendBatch: (a) => call('extendBatch', a, [a.port as MessagePort]),
    getLastLine: (a) => call('getLastLine', a),
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
  const { call, terminate } = startThread<ViewApi>(options);
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
