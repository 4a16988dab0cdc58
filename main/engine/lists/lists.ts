import { access, constants, rm } from 'node:fs/promises';
import { MessagePort } from 'node:worker_threads';
import type { DraftId } from '#contract/model.ts';
import type { ListApi } from '#contract/worker-messages.ts';
import { toFailure } from '../failures.ts';
import type { HistoryReader } from '../store/history.ts';
import { openHistory } from '../store/history.ts';
import type { Draft } from './draft.ts';
import { createDraft } from './draft.ts';
import { newRows, previewNames } from './draft-views.ts';
import { readListFile } from './read-list.ts';
import { sendRows } from './send-rows.ts';
import { readSpool, writeSpool } from './spool.ts';

interface Entry {
  readonly draft: Draft;
  /** The file that was read, to read it again; null for text. */
  file: string | null;
}

/** The drafts of one list thread. Naming a draft that is not there is a broken promise, except for closing it. */
export function createLists(): ListApi {
  const drafts = new Map<DraftId, Entry>();
  let lastDraftId = 0;
  let history: HistoryReader | null = null;
  const isKnown = (url: string): boolean => history?.has(url) ?? false;
  const entryOf = (draftId: DraftId): Entry => {
    const entry = drafts.get(draftId);
    if (!entry) throw new Error(`No draft ${draftId}`);
    return entry;
  };
  const draftOf = (draftId: DraftId): Draft => entryOf(draftId).draft;
  const open = (listName: string | null): { readonly draftId: DraftId; readonly draft: Draft } => {
    lastDraftId += 1;
    const draftId = lastDraftId;
    const draft = createDraft({ draftId, listName, isKnown });
    drafts.set(draftId, { draft, file: null });
    return { draftId, draft };
  };

  return {
    async rememberFrom({ stateFolder }) {
      history?.close();
      history = openHistory(stateFolder);
    },
    openDraft: async ({ listName }) => ({ draftId: open(listName).draftId }),
    async appendDraft({ draftId, text }) {
      const draft = draftOf(draftId);
      draft.append(text);
      return draft.summary();
    },
    async readFile({ draftId, file }) {
      const entry = entryOf(draftId);
      const read = await readListFile(entry.draft, file);
      entry.file = file;
      return read.ok ? { ok: true, value: entry.draft.summary() } : read;
    },
    async endDraft({ draftId }) {
      const draft = draftOf(draftId);
      draft.end();
      return draft.summary();
    },
    async readDraftAs({ draftId, reading }) {
      const { draft, file } = entryOf(draftId);
      const { encoding, sheet } = draft.reading;
      const isOtherText = encoding !== reading.encoding || sheet !== reading.sheet;
      if (file !== null && isOtherText) await readFileAgain(draft, file, () => draft.readAs(reading));
      else draft.readAs(reading);
      return draft.summary();
    },
    getDraftLines: async ({ draftId, ...request }) => draftOf(draftId).page(request),
    async getDraftText({ draftId, limit }) {
      const { texts } = draftOf(draftId);
      const [only] = texts;
      if (only === undefined || texts.length > 1 || only.origin.isFromExcel) return null;
      return only.text.length > limit ? null : [...only.text.pieces()].join('');
    },
    previewNames: async ({ draftId, template }) => previewNames(draftOf(draftId), template),
    getNewRows: async ({ draftId, ...request }) => newRows(draftOf(draftId), request),
    keepRows: async ({ draftId, rows }) => draftOf(draftId).keep(rows),
    getSummary: async ({ draftId }) => drafts.get(draftId)?.draft.summary() ?? null,
    getColumns: async ({ draftId }) => draftOf(draftId).columns,
    async closeDraft({ draftId }) {
      drafts.delete(draftId);
    },
    async spool({ draftId, file }) {
      try {
        await writeSpool(draftOf(draftId), file);
        return { ok: true, value: null };
      } catch (error) {
        // Half a list is worse than none: it would be read on from after a kill.
        await rm(file, { force: true });
        return { ok: false, failure: toFailure(error) };
      }
    },
    async readSpool({ file }) {
      const { draftId, draft } = open(null);
      try {
        await readSpool(draft, file);
        return { ok: true, value: { draftId } };
      } catch (error) {
        drafts.delete(draftId);
        return { ok: false, failure: toFailure(error) };
      }
    },
    async sendRows({ draftId, port, ...options }) {
      if (!(port instanceof MessagePort)) throw new Error('Rows need a port to travel over');
      const draft = draftOf(draftId);
      draft.end();
      try {
        return { rows: await sendRows(draft.tasks(options), port) };
      } finally {
        drafts.delete(draftId);
      }
    },
  };
}

/** A file that cannot be read any more leaves the draft with the text it has. */
async function readFileAgain(draft: Draft, file: string, change: () => void): Promise<void> {
  const { isComplete } = draft;
  const isThere = await access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (isThere) draft.clear();
  change();
  if (isThere) await readListFile(draft, file);
  if (isComplete) draft.end();
}
