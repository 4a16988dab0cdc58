/** The Add sheet: text on its way into a draft, what is known of it, the folder, and the wish to download. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Client, Folder, LineFilter } from '#contract/api.ts';
import { MAX_PAGE_LENGTH } from '#contract/api.ts';
import type { Failure } from '#contract/failures.ts';
import type { BatchId, DraftId, DraftLine, DraftReading, DraftSummary, Result } from '#contract/model.ts';
import { AS_DETECTED } from '#contract/model.ts';
import type { Clock } from './clock.ts';
import type { DraftCheck } from './draft-check.ts';
import { createDraftCheck } from './draft-check.ts';
import type { DraftNames } from './draft-names.ts';
import { createDraftNames } from './draft-names.ts';
import type { LongText } from './draft-text.ts';
import { feedDraft, joinTexts, MAX_EDITABLE_LENGTH } from './draft-text.ts';
import type { LinePages } from './line-pages.ts';
import { createLinePages } from './line-pages.ts';
import type { FetchLines } from './line-search.ts';
import { lineBeside, linesBetween } from './line-search.ts';

const EDIT_DELAY_MS = 300;

/** `columns` of a table; `text`: the text itself, to correct; otherwise the lines of one verdict. */
export type DraftPane = 'columns' | 'text' | LineFilter;

export interface DraftState {
  readonly isOpen: boolean;
  readonly phase: 'empty' | 'reading' | 'ready' | 'adding';
  readonly summary: DraftSummary | null;
  /** Whether the window has the text: `elsewhere` until it is asked for, `locked` where it cannot be corrected here. */
  readonly textPlace: 'here' | 'elsewhere' | 'locked';
  /** Goes up when the text became another one without being typed. */
  readonly textVersion: number;
  /** Something was typed that is not read yet: the lines of the draft are not those of the text. */
  readonly isTextAhead: boolean;
  /** How much of the text is read, 0–1. */
  readonly readFraction: number;
  readonly folder: Folder | null;
  /** Download was pressed before the text was read: it starts by itself. */
  readonly isDownloadWanted: boolean;
  /** The text or its lines are shown. */
  readonly isUnfolded: boolean;
  readonly pane: DraftPane;
  /** A later paste was added to what was there. */
  readonly wasAppended: boolean;
  /** Some links lack the address that they start from. */
  readonly hasRelative: boolean;
  /** Why the list could not be added or opened. */
  readonly failure: Failure | null;
}

const CLOSED: DraftState = {
  isOpen: false,
  phase: 'empty',
  summary: null,
  textPlace: 'here',
  textVersion: 0,
  isTextAhead: false,
  readFraction: 0,
  folder: null,
  isDownloadWanted: false,
  isUnfolded: false,
  pane: 'text',
  wasAppended: false,
  hasRelative: false,
  failure: null,
};

export interface Draft {
  readonly store: StoreApi<DraftState>;
  readonly names: DraftNames;
  readonly check: DraftCheck;
  /** The lines of the pane that is shown. */
  readonly lines: LinePages<DraftLine>;
  /** Opens the sheet with the draft that was kept, or an empty one. */
  open(): void;
  /** Closes the sheet and keeps what is in it. */
  close(): void;
  /** Reads a text in place of what is there. */
  read(text: string, folder: Folder | null): Promise<void>;
  /** Adds text to what is there, open or closed; begins with it where nothing is there. */
  paste(text: string, folder: Folder | null): Promise<void>;
  /** Adds text without opening the sheet. */
  gather(text: string, folder: Folder | null): Promise<void>;
  /** Forgets everything but what was pasted last. */
  startOver(): Promise<void>;
  /** Takes a text that is being typed; reads it when the typing pauses. */
  edit(text: LongText): void;
  /** The text as it was last typed or pasted; null where the window does not have it. */
  text(): LongText | null;
  /** Takes a draft that the app filled itself (an opened file, its own clipboard). */
  adopt(summary: DraftSummary, folder: Folder | null): Promise<void>;
  /** Reads the list as the person says; what is not named stays as it was. */
  readAs(reading: Partial<DraftReading>): Promise<void>;
  setFolder(folder: Folder): void;
  setUnfolded(isUnfolded: boolean): void;
  setPane(pane: DraftPane): void;
  /** What became of the lines between two lines of the text, both included, as far as it is read. */
  linesBetween(first: number, last: number): Promise<readonly DraftLine[]>;
  /** The nearest line after (1) or before (-1) a line that cannot be used; null when there is none. */
  problemBeside(line: number, direction: 1 | -1): Promise<DraftLine | null>;
  fail(failure: Failure): void;
  /** Adds the batch now, or as soon as the text is read; after a check, if not said otherwise, only what is good. */
  download(choice?: { readonly onlyGood: boolean }): Promise<void>;
  /** Adds the lines to a batch that exists. */
  addTo(batchId: BatchId): Promise<void>;
  startCheck(): Promise<void>;
}

/** Makes the sheet's state; `onAdded` is told of each batch that came of it, or that took its lines. */
export function createDraft(client: Client, clock: Clock, onAdded: (batchId: BatchId) => void): Draft {
  const store = createStore<DraftState>(() => CLOSED);
  const names = createDraftNames(client, clock);
  const check = createDraftCheck(client, clock);
  let draftId: DraftId | null = null;
  let turn = 0;
  let cancelEdit: (() => void) | null = null;
  /** The draft became a batch. */
  let isSpent = false;
  let text: LongText | null = '';
  let lastPaste = '';
  /** What is there was typed: it is not taken out of the person's hands to be shown as a table. */
  let isTyped = false;
  /** The draft that is becoming a batch at this moment. */
  let addingId: DraftId | null = null;
  /** What is to be done when the list is read. */
  let wanted: (() => Promise<void>) | null = null;

  const fetchOf = (only: LineFilter): FetchLines => {
    const asked = draftId;
    // A draft that was replaced is closed: nobody answers for it any more.
    return (offset, limit) =>
      asked === null || asked !== draftId
        ? null
        : client.getDraftLines({ draftId: asked, offset, limit, only });
  };
  const lines = createLinePages<DraftLine>((offset, limit) => {
    const { pane } = store.getState();
    return pane === 'text' || pane === 'columns' ? null : fetchOf(pane)(offset, limit);
  });

  /** Forgets the draft that is shown; main keeps nothing of it. */
  const replaceDraft = async (next: DraftId | null) => {
    const before = draftId;
    draftId = next;
    if (before !== null && before !== next && before !== addingId)
      await client.closeDraft({ draftId: before });
  };

  const setText = (next: LongText | null, place: DraftState['textPlace']) => {
    text = next;
    store.setState(({ textVersion }) => ({ textPlace: place, textVersion: textVersion + 1 }));
  };

  /** Brings the text into the window, where it is not too long to be corrected here and is no sheet. */
  const fetchText = async () => {
    const asked = draftId;
    if (asked === null || store.getState().textPlace !== 'elsewhere') return;
    const found = await client.getDraftText({ draftId: asked, limit: MAX_EDITABLE_LENGTH });
    if (asked !== draftId || store.getState().textPlace !== 'elsewhere') return;
    setText(found, found === null ? 'locked' : 'here');
    const { pane } = store.getState();
    if (found === null && pane === 'text') {
      api.setPane((store.getState().summary?.unusable ?? 0) > 0 ? 'unusable' : 'all');
    }
  };

  const showText = () => {
    const { isUnfolded, pane } = store.getState();
    if (isUnfolded && pane === 'text') void fetchText();
  };

  const lookForRelative = async (summary: DraftSummary) => {
    const isPossible = summary.unusable > 0 && (summary.kind === 'html' || summary.kind === 'markdown');
    const answer = isPossible ? await fetchOf('unusable')(0, MAX_PAGE_LENGTH) : null;
    if (summary.draftId !== draftId) return;
    const hasRelative =
      answer?.lines.some(({ verdict }) => verdict.kind === 'unusable' && verdict.reason === 'relative') ??
      false;
    store.setState({ hasRelative });
  };

  const showDraft = async (summary: DraftSummary, folder: Folder | null, mine: number) => {
    if (summary.draftId !== draftId) check.leave();
    await replaceDraft(summary.draftId);
    const chosen = store.getState().folder;
    const saved = folder ?? chosen ?? (await client.suggestFolder({ draftId: summary.draftId }));
    if (mine !== turn) return;
    names.follow(summary.draftId, summary.kind);
    const { summary: before, pane } = store.getState();
    const isTable = summary.table !== null;
    const isNewTable = isTable && (before?.table ?? null) === null && !isTyped;
    const deservesLook = summary.unusable > 0 || summary.ranges.length > 0 || isNewTable;
    store.setState({
      pane: isNewTable ? 'columns' : pane === 'columns' && !isTable ? 'text' : pane,
      phase: summary.lines === 0 ? 'empty' : 'ready',
      summary,
      folder: store.getState().folder ?? saved,
      readFraction: 1,
      isTextAhead: cancelEdit !== null,
      isUnfolded: store.getState().isUnfolded || deservesLook,
    });
    lines.refresh();
    void lookForRelative(summary);
    showText();
    const then = wanted;
    wanted = null;
    await then?.();
  };

  const readNow = async (folder: Folder | null) => {
    turn += 1;
    const mine = turn;
    cancelEdit?.();
    cancelEdit = null;
    store.setState({ phase: 'reading', readFraction: 0, failure: null });
    const { summary: before } = store.getState();
    const summary = await feedDraft(client, text ?? '', {
      listName: before?.listName ?? null,
      reading: before?.reading ?? AS_DETECTED,
      isWanted: () => mine === turn,
      onPiece: (readFraction) => store.setState({ readFraction }),
    });
    if (summary !== null) await showDraft(summary, folder, mine);
  };

  /** Runs something with the list as it is when everything typed is read. */
  const whenRead = async (work: () => Promise<void>) => {
    if (store.getState().phase !== 'reading' && cancelEdit === null) return work();
    wanted = work;
    store.setState({ isDownloadWanted: true });
    if (cancelEdit !== null) await readNow(null);
  };

  /** Gives the draft away; what the engine refuses stays in the sheet, with the reason. */
  const give = async <Value>(
    given: DraftId,
    request: () => Promise<Result<Value>>,
    batchOf: (value: Value) => BatchId,
  ) => {
    addingId = given;
    const added = await request();
    addingId = null;
    const isStillShown = draftId === given;
    if (!added.ok) {
      if (isStillShown) store.setState({ phase: 'ready', failure: added.failure });
      return;
    }
    if (isStillShown) {
      check.leave();
      draftId = null;
      lines.clear();
      turn += 1;
      // What was in the sheet stays while it closes; the next opening starts afresh.
      isSpent = true;
      store.setState({ isOpen: false });
    }
    onAdded(batchOf(added.value));
  };
  const canAdd = () => {
    const { phase, summary } = store.getState();
    store.setState({ isDownloadWanted: false });
    return phase === 'ready' && summary !== null && summary.fresh > 0;
  };

  const add = async (onlyGood: boolean) => {
    const { summary, folder } = store.getState();
    if (!canAdd() || summary === null || folder === null) return;
    store.setState({ phase: 'adding', failure: null });
    if (!(await names.verify())) {
      store.setState({ phase: 'ready' });
      return;
    }
    const { draftId: given } = summary;
    const options = { ...names.store.getState().options, onlyGood };
    await give(
      given,
      () => client.addBatch({ draftId: given, folderId: folder.folderId, name: null, options }),
      ({ batchId }) => batchId,
    );
  };
  const addTo = async (batchId: BatchId) => {
    const { summary } = store.getState();
    if (!canAdd() || summary === null) return;
    store.setState({ phase: 'adding', failure: null });
    const { draftId: given } = summary;
    await give(
      given,
      () => client.addToBatch({ draftId: given, batchId }),
      () => batchId,
    );
  };

  const begin = (next: LongText | null, isOpen: boolean) => {
    lines.clear();
    check.leave();
    isSpent = false;
    isTyped = false;
    wanted = null;
    names.begin();
    const { textVersion } = store.getState();
    store.setState({ ...CLOSED, isOpen, textVersion });
    const isLong = next !== null && next.length > MAX_EDITABLE_LENGTH;
    setText(next, next === null ? 'elsewhere' : isLong ? 'locked' : 'here');
    if (isLong) store.setState({ pane: 'all' });
  };

  /** Adds to what is there; where its text cannot be had, the new text takes its place. */
  const join = async (more: string, folder: Folder | null, isOpen: boolean) => {
    const isKept = !isSpent && store.getState().phase !== 'empty';
    lastPaste = more;
    if (isKept) await fetchText();
    if (!isKept || text === null) {
      begin(more, isOpen);
      await readNow(folder);
      return;
    }
    const before = text.slice(0, text.length);
    const whole = joinTexts(before, more);
    setText(whole, whole.length > MAX_EDITABLE_LENGTH ? 'locked' : 'here');
    store.setState({ isOpen, wasAppended: before !== '' });
    await readNow(null);
  };

  const api: Draft = {
    store,
    names,
    check,
    lines,
    open() {
      if (isSpent) begin('', true);
      else store.setState({ isOpen: true });
    },
    close() {
      wanted = null;
      store.setState({ isOpen: false, isDownloadWanted: false });
    },
    async read(next, folder) {
      lastPaste = next;
      begin(next, true);
      await readNow(folder);
    },
    paste: (more, folder) => join(more, folder, true),
    gather: (more, folder) => join(more, folder, store.getState().isOpen),
    async startOver() {
      const { folder } = store.getState();
      await api.read(lastPaste, folder);
    },
    edit(next) {
      text = next;
      isTyped = true;
      store.setState({ textPlace: 'here', isTextAhead: true, isUnfolded: true });
      cancelEdit?.();
      cancelEdit = clock.after(EDIT_DELAY_MS, () => void readNow(null));
    },
    text: () => text,
    async adopt(summary, folder) {
      turn += 1;
      const mine = turn;
      begin(null, true);
      // So that the sheet opens with the focus on Download.
      store.setState({ phase: 'reading' });
      await showDraft(summary, folder, mine);
    },
    async readAs(changed) {
      const { summary } = store.getState();
      if (summary === null) return;
      const reading = { ...summary.reading, ...changed };
      store.setState({ summary: { ...summary, reading }, failure: null });
      const isTextAhead = cancelEdit !== null || store.getState().phase === 'reading';
      if (draftId === null || (isTextAhead && text !== null)) return readNow(null);
      // The same bytes are another text now.
      if (changed.encoding !== undefined) setText(null, 'elsewhere');
      turn += 1;
      const mine = turn;
      store.setState({ phase: 'reading' });
      const read = await client.readDraftAs({ draftId, reading });
      if (mine === turn) await showDraft(read, null, mine);
    },
    setFolder(folder) {
      store.setState({ folder });
    },
    setUnfolded(isUnfolded) {
      store.setState({ isUnfolded });
      showText();
    },
    setPane(pane) {
      lines.clear();
      store.setState({ pane });
      lines.refresh();
      showText();
    },
    linesBetween: (first, last) => linesBetween(fetchOf('all'), first, last, MAX_PAGE_LENGTH),
    problemBeside: (line, direction) => lineBeside(fetchOf('unusable'), line, direction),
    fail(failure) {
      store.setState({ failure });
    },
    download: (choice) => whenRead(() => add(choice?.onlyGood ?? check.goodCount() > 0)),
    addTo: (batchId) => whenRead(() => addTo(batchId)),
    startCheck: () =>
      whenRead(async () => {
        store.setState({ isDownloadWanted: false });
        if (draftId !== null) await check.start(draftId);
      }),
  };
  return api;
}
