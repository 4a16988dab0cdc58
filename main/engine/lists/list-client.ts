import type { Transferable } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import type { ListApi } from '#contract/worker-messages.ts';
import type { MessageEnd } from '../worker-rpc.ts';
import { createCaller } from '../worker-rpc.ts';

export interface ListClient extends ListApi {
  /** Ends the thread; calls that wait are rejected. */
  close(): Promise<void>;
}

export interface ListClientOptions {
  readonly workerFile: string;
  /** Called when the thread ended by itself, which is a bug; every call is rejected from then on. */
  onGone(error: Error): void;
}

/** Starts the list thread. */
export function startLists({ workerFile, onGone }: ListClientOptions): ListClient {
  const worker = new Worker(workerFile, { name: 'lists' });
  let isClosing = false;
  const end: MessageEnd = {
    post: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: (listener) => void worker.on('message', listener),
  };
  const caller = createCaller<ListApi>(end);
  const gone = (error: Error) => {
    caller.fail(error);
    if (!isClosing) onGone(error);
    isClosing = true;
  };
  worker.on('error', (error) => gone(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => gone(new Error('The list thread has ended')));

  return {
    openDraft: (a) => caller.call('openDraft', a),
    appendDraft: (a) => caller.call('appendDraft', a),
    endDraft: (a) => caller.call('endDraft', a),
    getDraftLines: (a) => caller.call('getDraftLines', a),
    getSummary: (a) => caller.call('getSummary', a),
    closeDraft: (a) => caller.call('closeDraft', a),
    spool: (a) => caller.call('spool', a),
    sendRows: (a) => caller.call('sendRows', a, [a.port as Transferable]),
    async close() {
      isClosing = true;
      await worker.terminate();
    },
  };
}
