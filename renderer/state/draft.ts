/** The Add sheet: text on its way into a draft, the verdict counts, the folder, and the wish to download. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Client, Folder } from '#contract/api.ts';
import { MAX_DRAFT_PIECE_LENGTH } from '#contract/api.ts';
import type { Failure } from '#contract/failures.ts';
import type { BatchId, DraftId, DraftLine, DraftSummary } from '#contract/model.ts';
import type { Clock } from './clock.ts';
import { createPageCache, PAGE_LENGTH } from './page-cache.ts';

export type LineFilter = 'all' | 'unusable' | 'duplicate' | 'new';

/** Above this a text area would make typing slow. */
export const MAX_EDITABLE_LINES = 5_000;
const EDIT_DELAY_MS = 300;

export interface DraftState {
  readonly isOpen: boolean;
  readonly phase: 'empty' | 'reading' | 'ready' | 'adding';
  readonly summary: DraftSummary | null;
  /** What was pasted or typed; null where the window never saw the text (an opened file). */
  readonly text: string | null;
  readonly isEditable: boolean;
  /** How much of the text is read, 0–1. */
  readonly readFraction: number;
  readonly folder: Folder | null;
  /** Download was pressed before the text was read: it starts by itself. */
  readonly isDownloadWanted: boolean;
  /** The lines are shown. */
  readonly isUnfolded: boolean;
  readonly only: LineFilter;
  readonly linesTotal: number;
  /** Goes up whenever lines arrived. */
  readonly linesVersion: number;
  /** Why the list could not be added or opened. */
  readonly failure: Failure | null;
}

const CLOSED: DraftState = {
  isOpen: false,
  phase: 'empty',
  summary: null,
  text: '',
  isEditable: true,
  readFraction: 0,
  folder: null,
  isDownloadWanted: false,
  isUnfolded: false,
  only: 'all',
  linesTotal: 0,
  linesVersion: 0,
  failure: null,
};

export interface Draft {
  readonly store: StoreApi<DraftState>;
  /** Opens the sheet with the draft that was kept, or an empty one. */
  open(): void;
  /** Closes the sheet and keeps what is in it. */
  close(): void;
  /** Reads a text in place of what is there. */
  read(text: string, folder: Folder | null): Promise<void>;
  /** Adds text to what is there; it becomes a line of its own. */
  append(text: string): Promise<void>;
  /** Takes a text that is being typed; reads it when the typing pauses. */
  edit(text: string): void;
  /** Takes a draft that the app filled itself (an opened file, its own clipboard). */
  adopt(summary: DraftSummary, folder: Folder | null): Promise<void>;
  setFolder(folder: Folder): void;
  setUnfolded(isUnfolded: boolean): void;
  setOnly(only: LineFilter): Promise<void>;
  showLines(first: number, last: number): void;
  lineAt(index: number): DraftLine | undefined;
  fail(failure: Failure): void;
  /** Adds the batch now, or as soon as the text is read. */
  download(): Promise<void>;
}

/** Cuts a text into pieces that one request takes, never inside a character. */
export function* toPieces(text: string, length = MAX_DRAFT_PIECE_LENGTH): Generator<string> {
  let start = 0;
  while (start < text.length) {
    let end = Math.min(text.length, start + length);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    yield text.slice(start, end);
    start = end;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Whether it is worth opening the sheet for this text: it holds something like a link. */
export function holdsLink(text: string): boolean {
  return /[a-z][a-z\d+.-]*:\/\/|\bwww\.|\bdata:image\//i.test(text);
}

/** Whether a text has few enough lines to be edited in place. */
export function isShortText(text: string): boolean {
  if (text.length > MAX_DRAFT_PIECE_LENGTH) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines <= MAX_EDITABLE_LINES;
}

/** Makes the sheet's state; `onAdded` is told of each batch that came of it. */
export function createDraft(client: Client, clock: Clock, onAdded: (batchId: BatchId) => void): Draft {
  const store = createStore<DraftState>(() => CLOSED);
  const lines = createPageCache<DraftLine>();
  const inFlight = new Set<number>();
  let draftId: DraftId | null = null;
  let turn = 0;
  let cancelEdit: (() => void) | null = null;
  /** The draft became a batch. */
  let isSpent = false;
  let visible = { first: 0, last: 0 };

  /** Forgets the draft that is shown; main keeps nothing of it. */
  const replaceDraft = async (next: DraftId | null) => {
    const before = draftId;
    draftId = next;
    if (before !== null && before !== next) await client.closeDraft({ draftId: before });
  };

  const fetchLines = async (page: number) => {
    const id = draftId;
    const { only } = store.getState();
    if (id === null) return;
    const answer = await client.getDraftLines({
      draftId: id,
      offset: page * PAGE_LENGTH,
      limit: PAGE_LENGTH,
      only,
    });
    if (draftId !== id || store.getState().only !== only) return;
    lines.put(page, answer.lines);
    store.setState(({ linesVersion }) => ({ linesTotal: answer.total, linesVersion: linesVersion + 1 }));
  };
  const fetchVisibleLines = () => {
    if (!store.getState().isUnfolded) return;
    for (const page of lines.needed(visible.first, visible.last)) {
      if (inFlight.has(page)) continue;
      inFlight.add(page);
      void fetchLines(page).finally(() => inFlight.delete(page));
    }
  };

  const showDraft = async (summary: DraftSummary, folder: Folder | null, mine: number) => {
    await replaceDraft(summary.draftId);
    const chosen = store.getState().folder;
    const saved = folder ?? chosen ?? (await client.suggestFolder({ draftId: summary.draftId }));
    if (mine !== turn) return;
    const hasProblems = summary.unusable > 0;
    const { isUnfolded, only } = store.getState();
    lines.markStale();
    inFlight.clear();
    store.setState({
      phase: summary.lines === 0 ? 'empty' : 'ready',
      summary,
      folder: store.getState().folder ?? saved,
      readFraction: 1,
      isUnfolded: isUnfolded || hasProblems,
      only: !isUnfolded && hasProblems ? 'unusable' : only,
    });
    fetchVisibleLines();
    if (store.getState().isDownloadWanted) await add();
  };

  const feed = async (text: string, mine: number): Promise<DraftSummary | null> => {
    const { draftId: id } = await client.openDraft({ listName: null });
    let fed = 0;
    for (const piece of toPieces(text)) {
      if (mine !== turn) break;
      await client.appendDraft({ draftId: id, text: piece });
      fed += piece.length;
      if (mine === turn) store.setState({ readFraction: fed / text.length });
    }
    const summary = await client.endDraft({ draftId: id });
    if (mine === turn) return summary;
    await client.closeDraft({ draftId: id });
    return null;
  };

  const readNow = async (text: string, folder: Folder | null) => {
    turn += 1;
    const mine = turn;
    cancelEdit?.();
    cancelEdit = null;
    store.setState({ phase: 'reading', readFraction: 0, failure: null });
    const summary = await feed(text, mine);
    if (summary !== null) await showDraft(summary, folder, mine);
  };

  const add = async () => {
    const { phase, summary, folder } = store.getState();
    if (phase !== 'ready' || summary === null || folder === null || summary.fresh === 0) {
      store.setState({ isDownloadWanted: false });
      return;
    }
    store.setState({ phase: 'adding', isDownloadWanted: false, failure: null });
    const added = await client.addBatch({
      draftId: summary.draftId,
      folderId: folder.folderId,
      name: null,
    });
    if (!added.ok) {
      store.setState({ phase: 'ready', failure: added.failure });
      return;
    }
    draftId = null;
    lines.clear();
    turn += 1;
    // What was in the sheet stays while it closes; the next opening starts afresh.
    isSpent = true;
    store.setState({ isOpen: false });
    onAdded(added.value.batchId);
  };

  const begin = (text: string | null, isEditable: boolean) => {
    lines.clear();
    isSpent = false;
    store.setState({ ...CLOSED, isOpen: true, text, isEditable });
  };

  return {
    store,
    open() {
      if (isSpent) begin('', true);
      else store.setState({ isOpen: true });
    },
    close() {
      store.setState({ isOpen: false, isDownloadWanted: false });
    },
    async read(text, folder) {
      begin(text, isShortText(text));
      await readNow(text, folder);
    },
    async append(text) {
      const before = store.getState().text ?? '';
      const whole = before === '' ? text : `${before.replace(/\n?$/, '\n')}${text}`;
      store.setState({ isOpen: true, text: whole, isEditable: isShortText(whole) });
      await readNow(whole, null);
    },
    edit(text) {
      store.setState({ text, isEditable: true });
      cancelEdit?.();
      cancelEdit = clock.after(EDIT_DELAY_MS, () => void readNow(text, null));
    },
    async adopt(summary, folder) {
      turn += 1;
      const mine = turn;
      begin(null, false);
      await showDraft(summary, folder, mine);
    },
    setFolder(folder) {
      store.setState({ folder });
    },
    setUnfolded(isUnfolded) {
      store.setState({ isUnfolded });
      fetchVisibleLines();
    },
    async setOnly(only) {
      lines.clear();
      inFlight.clear();
      visible = { first: 0, last: 0 };
      store.setState({ only, linesTotal: 0 });
      await fetchLines(0);
    },
    showLines(first, last) {
      visible = { first, last };
      fetchVisibleLines();
    },
    lineAt: (index) => lines.rowAt(index),
    fail(failure) {
      store.setState({ failure });
    },
    async download() {
      if (store.getState().phase === 'reading' || cancelEdit !== null) {
        store.setState({ isDownloadWanted: true });
        if (cancelEdit !== null) await readNow(store.getState().text ?? '', null);
        return;
      }
      await add();
    },
  };
}
