import type { MessagePort } from 'node:worker_threads';
import type { ListApi } from '#contract/worker-messages.ts';
import type { ThreadOptions } from '../worker-thread.ts';
import { startThread } from '../worker-thread.ts';

export interface ListClient extends ListApi {
  /** Ends the thread; calls that wait are rejected. */
  close(): Promise<void>;
}

/** Starts the list thread. */
export function startLists(options: ThreadOptions): ListClient {
  const { call, terminate } = startThread<ListApi>(options);
  return {
    openDraft: (a) => call('openDraft', a),
    appendDraft: (a) => call('appendDraft', a),
    endDraft: (a) => call('endDraft', a),
    getDraftLines: (a) => call('getDraftLines', a),
    getSummary: (a) => call('getSummary', a),
    closeDraft: (a) => call('closeDraft', a),
    spool: (a) => call('spool', a),
    sendRows: (a) => call('sendRows', a, [a.port as MessagePort]),
    close: terminate,
  };
}
