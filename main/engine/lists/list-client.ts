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
    rememberFrom: (a) => call('rememberFrom', a),
    openDraft: (a) => call('openDraft', a),
    appendDraft: (a) => call('appendDraft', a),
    readFile: (a) => call('readFile', a),
    endDraft: (a) => call('endDraft', a),
    readDraftAs: (a) => call('readDraftAs', a),
    getDraftLines: (a) => call('getDraftLines', a),
    getDraftText: (a) => call('getDraftText', a),
    previewNames: (a) => call('previewNames', a),
    getNewRows: (a) => call('getNewRows', a),
    keepRows: (a) => call('keepRows', a),
    getSummary: (a) => call('getSummary', a),
    getColumns: (a) => call('getColumns', a),
    closeDraft: (a) => call('closeDraft', a),
    spool: (a) => call('spool', a),
    readSpool: (a) => call('readSpool', a),
    sendRows: (a) => call('sendRows', a, [a.port as MessagePort]),
    close: terminate,
  };
}
