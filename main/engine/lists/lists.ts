import { rm } from 'node:fs/promises';
import { MessagePort } from 'node:worker_threads';
import type { DraftId } from '#contract/model.ts';
import type { ListApi } from '#contract/worker-messages.ts';
import { toFailure } from '../failures.ts';
import type { Draft } from './draft.ts';
import { createDraft } from './draft.ts';
import { sendRows } from './send-rows.ts';

/** The drafts of one list thread. Naming a draft that is not there is a broken promise, except for closing it. */
export function createLists(): ListApi {
  const drafts = new Map<DraftId, Draft>();
  let lastDraftId = 0;
  const draftOf = (draftId: DraftId): Draft => {
    const draft = drafts.get(draftId);
    if (!draft) throw new Error(`No draft ${draftId}`);
    return draft;
  };

  return {
    async openDraft({ listName }) {
      lastDraftId += 1;
      drafts.set(lastDraftId, createDraft(lastDraftId, listName));
      return { draftId: lastDraftId };
    },
    async appendDraft({ draftId, text }) {
      const draft = draftOf(draftId);
      draft.append(text);
      return draft.summary();
    },
    async endDraft({ draftId }) {
      const draft = draftOf(draftId);
      draft.end();
      return draft.summary();
    },
    getDraftLines: async ({ draftId, ...request }) => draftOf(draftId).page(request),
    getSummary: async ({ draftId }) => drafts.get(draftId)?.summary() ?? null,
    async closeDraft({ draftId }) {
      drafts.delete(draftId);
    },
    async spool({ draftId, file }) {
      try {
        await draftOf(draftId).spool(file);
        return { ok: true, value: null };
      } catch (error) {
        // Half a list is worse than none: it would be read on from after a kill.
        await rm(file, { force: true });
        return { ok: false, failure: toFailure(error) };
      }
    },
    async sendRows({ draftId, port }) {
      if (!(port instanceof MessagePort)) throw new Error('Rows need a port to travel over');
      const draft = draftOf(draftId);
      draft.end();
      try {
        return { rows: await sendRows(draft.rows(), port) };
      } finally {
        drafts.delete(draftId);
      }
    },
  };
}
