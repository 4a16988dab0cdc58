/** Everything that a click or a key can ask of the app. Components call these, never the client. */
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '#contract/api.ts';
import { DEFAULT_ADD_OPTIONS } from '#contract/api.ts';
import type { Batch, BatchId, Result, Selection, Settings, TaskId } from '#contract/model.ts';
import { DEFAULT_SETTINGS } from '#contract/model.ts';
import type { Collect } from './collect.ts';
import type { Draft } from './draft.ts';
import type { Offered } from './draft-text.ts';
import { textToRead } from './draft-text.ts';
import type { ListView } from './list-view.ts';
import type { Live } from './live.ts';
import type { Notices } from './notices.ts';
import type { PanelState } from './panels.ts';
import { isHeld, resumption } from './pauses.ts';
import { toSelection } from './selection.ts';

export interface Actions {
  /** Shows one batch, or all pictures. */
  showBatch(batchId: BatchId | null): void;
  /** Pauses what is shown, or lets it go on. */
  togglePaused(): void;
  toggleBatchPaused(batchId: BatchId): void;
  /** Pauses the selected tasks, or lets them go on when the focused one is paused. */
  toggleSelectionPaused(): void;
  retrySelection(): void;
  retryTask(taskId: TaskId): void;
  /** Tries again everything in what is shown that has failed. */
  retryProblems(batchId: BatchId | null): void;
  cancelSelection(): void;
  cancelBatch(batchId: BatchId): void;
  removeSelection(): void;
  removeBatch(batchId: BatchId): void;
  undoRemove(undoId: number): void;
  resumeAfterProblem(batchId: BatchId): void;
  copySelectedUrls(): void;
  showInFolder(taskId: TaskId): void;
  showBatchFolder(batchId: BatchId): void;
  openFile(taskId: TaskId): void;
  changeSettings(patch: Partial<Settings>): void;
  resetSetting(key: keyof Settings): void;

  /** What was pasted outside a field, or dropped as text. */
  pasteOffered(offered: Offered): void;
  /** Files that were dropped on the window: the first of them is opened as a list. */
  dropFiles(files: readonly object[]): void;
  /** Turns on or off that every link that is copied anywhere is added: to the list that is shown, if one is. */
  toggleCollect(): void;
  /** Adds what is in the sheet to the list that is shown. */
  addToShownBatch(): void;
  /** Asks where to, then writes the list's table with what became of each row. */
  saveSheet(batchId: BatchId, title: string): void;
  /** Reads the clipboard through the app. */
  pasteClipboard(): void;
  openList(title: string): void;
  /** Downloads pictures that the window made itself. */
  addSamples(dataUrls: readonly string[], listName: string): void;
  chooseDraftFolder(title: string): void;
  chooseFirstFolder(title: string): void;
  /** Looks at the clipboard for the offer of the empty window. */
  lookAtClipboard(): void;
  loadAppInfo(): void;
}

export interface ActionParts {
  readonly client: Client;
  readonly live: Live;
  readonly list: ListView;
  readonly draft: Draft;
  readonly collect: Collect;
  readonly notices: Notices;
  readonly panels: StoreApi<PanelState>;
  /** Lets the bars run back: the person asked for it. */
  readonly releaseProgress: () => void;
}

/** Wires intents to requests. A rejected request is a bug and surfaces as an unhandled rejection. */
export function createActions(parts: ActionParts): Actions {
  return { ...taskActions(parts), ...addActions(parts), ...appActions(parts) };
}

/** Starts an asynchronous intent; a rejection is a bug and is left for the page's error log. */
function start(work: Promise<unknown>): void {
  void work;
}

function scopeOf(batchId: BatchId | null): Selection | 'everything' {
  return batchId === null ? 'everything' : { kind: 'batch', batchId };
}

type TaskActionName =
  | 'togglePaused'
  | 'toggleBatchPaused'
  | 'toggleSelectionPaused'
  | 'retrySelection'
  | 'retryTask'
  | 'retryProblems'
  | 'cancelSelection'
  | 'cancelBatch'
  | 'removeSelection'
  | 'removeBatch'
  | 'undoRemove'
  | 'resumeAfterProblem';

function taskActions(parts: ActionParts): Pick<Actions, TaskActionName> {
  const { client, live, list, notices, releaseProgress } = parts;
  const selected = () => toSelection(list.store.getState().selection);
  const batchWith = (batchId: BatchId | null) =>
    live.store.getState().batches.find((batch) => batch.batchId === batchId);
  const setPaused = (selection: Selection | 'everything', isPaused: boolean) =>
    start(client.setPaused({ selection, isPaused }));

  const retry = async (selection: Selection) => {
    releaseProgress();
    const { count } = await client.retryTasks({ selection });
    notices.tell({ kind: 'retried', count });
  };
  const cancel = async (selection: Selection) => {
    const { count } = await client.cancelTasks({ selection });
    notices.tell({ kind: 'canceled', count });
  };
  const remove = async (selection: Selection) => {
    const removed = await client.removeTasks({ selection });
    list.clearSelection();
    notices.tell({ kind: 'removed', ...removed });
    await list.reopen();
  };

  return {
    togglePaused() {
      const { batchId } = list.store.getState().query;
      const state = live.store.getState();
      if (!isHeld(state, batchId)) return setPaused(scopeOf(batchId), true);
      const { isEverything, batchIds } = resumption(state, batchId);
      if (isEverything) setPaused('everything', false);
      for (const held of batchIds) setPaused({ kind: 'batch', batchId: held }, false);
    },
    toggleBatchPaused(batchId) {
      setPaused({ kind: 'batch', batchId }, !(batchWith(batchId)?.isPaused ?? false));
    },
    toggleSelectionPaused() {
      const selection = selected();
      const { focusIndex } = list.store.getState();
      if (selection !== null) setPaused(selection, !(list.rowAt(focusIndex)?.isPaused ?? false));
    },
    retrySelection() {
      const selection = selected();
      if (selection !== null) start(retry(selection));
    },
    retryTask: (taskId) => start(retry({ kind: 'tasks', taskIds: [taskId] })),
    retryProblems: (batchId) => start(retryAllProblems(client, batchId, retry)),
    cancelSelection() {
      const selection = selected();
      if (selection !== null) start(cancel(selection));
    },
    cancelBatch: (batchId) => start(cancel({ kind: 'batch', batchId })),
    removeSelection() {
      const selection = selected();
      if (selection !== null) start(remove(selection));
    },
    removeBatch: (batchId) => start(removeWholeBatch(parts, batchId)),
    undoRemove(undoId) {
      releaseProgress();
      start(client.undoRemove({ undoId }).then(() => list.reopen()));
    },
    resumeAfterProblem: (batchId) => start(client.resumeAfterProblem({ batchId })),
  };
}

async function retryAllProblems(
  client: Client,
  batchId: BatchId | null,
  retry: (selection: Selection) => Promise<void>,
): Promise<void> {
  const { viewId } = await client.openView({
    batchId,
    filter: 'problems',
    search: '',
    sort: 'line',
    isDescending: false,
  });
  try {
    await retry({ kind: 'view', viewId, exceptTaskIds: [] });
  } finally {
    await client.closeView({ viewId });
  }
}

async function removeWholeBatch({ client, list, notices }: ActionParts, batchId: BatchId): Promise<void> {
  const removed = await client.removeBatch({ batchId });
  if (list.store.getState().query.batchId === batchId) await list.setQuery({ batchId: null, filter: 'all' });
  else await list.reopen();
  notices.tell({ kind: 'removed', ...removed });
}

type AddActionName =
  | 'pasteOffered'
  | 'dropFiles'
  | 'toggleCollect'
  | 'addToShownBatch'
  | 'pasteClipboard'
  | 'openList'
  | 'addSamples'
  | 'chooseDraftFolder'
  | 'chooseFirstFolder'
  | 'lookAtClipboard';

function addActions(parts: ActionParts): Pick<Actions, AddActionName> {
  const { client, live, list, draft, collect, notices, panels } = parts;
  const chosenFolder = () => panels.getState().chosenFolder;

  const readClipboard = async () => {
    const summary = await client.pasteClipboard({});
    if (summary === null) notices.tell({ kind: 'no-links' });
    else await draft.adopt(summary, chosenFolder());
  };
  const openFile = async (title: string) => {
    const opened = await client.openList({ title });
    if (opened === null) return;
    if (opened.ok) await draft.adopt(opened.value, chosenFolder());
    else notices.tell({ kind: 'failure', failure: opened.failure });
  };
  const openDropped = async (files: readonly object[]) => {
    const [first] = files;
    if (first === undefined) return;
    const fileId = await client.registerDrop(first);
    if (fileId === null) return notices.tell({ kind: 'no-links' });
    const opened = await client.openDropped({ fileId });
    if (!opened.ok) return notices.tell({ kind: 'failure', failure: opened.failure });
    if (files.length > 1) notices.tell({ kind: 'one-list' });
    await draft.adopt(opened.value, chosenFolder());
  };
  const addTo = async ({ batchId, name }: Batch) => {
    await draft.addTo(batchId);
    if (!draft.store.getState().isOpen) notices.tell({ kind: 'added-to', name });
  };
  const addSamples = async (dataUrls: readonly string[], listName: string) => {
    const { draftId } = await client.openDraft({ listName });
    for (const url of dataUrls) await client.appendDraft({ draftId, text: `${url}\n` });
    await client.endDraft({ draftId });
    const folder = chosenFolder() ?? (await client.suggestFolder({ draftId }));
    const added = await client.addBatch({
      draftId,
      folderId: folder.folderId,
      name: null,
      options: DEFAULT_ADD_OPTIONS,
    });
    if (added.ok) await list.setQuery({ batchId: added.value.batchId, filter: 'all', search: '' });
    else notices.tell({ kind: 'failure', failure: added.failure });
  };
  const countLinks = async () => {
    const isWatched = live.store.getState().settings.watchClipboard;
    const { links } = isWatched ? await client.countClipboardLinks({}) : { links: 0 };
    panels.setState({ clipboardLinks: links });
  };

  return {
    pasteOffered(offered) {
      const text = textToRead(offered);
      if (text === null) notices.tell({ kind: 'no-links' });
      else start(draft.paste(text, chosenFolder()));
    },
    dropFiles: (files) => start(openDropped(files)),
    toggleCollect: () => collect.toggle(list.store.getState().query.batchId),
    addToShownBatch() {
      const { batchId } = list.store.getState().query;
      const batch = live.store.getState().batches.find((one) => one.batchId === batchId);
      if (batch !== undefined) start(addTo(batch));
    },
    pasteClipboard: () => start(readClipboard()),
    openList: (title) => start(openFile(title)),
    addSamples: (dataUrls, listName) => start(addSamples(dataUrls, listName)),
    chooseDraftFolder(title) {
      start(
        client.chooseFolder({ title }).then((folder) => {
          if (folder !== null) draft.setFolder(folder);
        }),
      );
    },
    chooseFirstFolder(title) {
      start(
        client.chooseFolder({ title }).then((folder) => {
          if (folder !== null) panels.setState({ chosenFolder: folder });
        }),
      );
    },
    lookAtClipboard: () => start(countLinks()),
  };
}

type AppActionName =
  | 'showBatch'
  | 'copySelectedUrls'
  | 'showInFolder'
  | 'showBatchFolder'
  | 'openFile'
  | 'saveSheet'
  | 'changeSettings'
  | 'resetSetting'
  | 'loadAppInfo';

function appActions({ client, list, notices, panels }: ActionParts): Pick<Actions, AppActionName> {
  const tellFailure = (answer: Result<null>) => {
    if (!answer.ok) notices.tell({ kind: 'failure', failure: answer.failure });
  };
  const copy = async (selection: Selection) => {
    const { count } = await client.copyUrls({ selection });
    notices.tell({ kind: 'copied', count });
  };
  const save = async (batchId: BatchId, title: string) => {
    const saved = await client.saveSheet({ batchId, title });
    if (saved === null) return;
    if (saved.ok) notices.tell({ kind: 'sheet-saved', path: saved.value.path });
    else notices.tell({ kind: 'failure', failure: saved.failure });
  };
  return {
    showBatch: (batchId) => start(list.setQuery({ batchId, filter: 'all' })),
    copySelectedUrls() {
      const selection = toSelection(list.store.getState().selection);
      if (selection !== null) start(copy(selection));
    },
    showInFolder: (taskId) => start(client.showInFolder({ taskId }).then(tellFailure)),
    showBatchFolder: (batchId) => start(client.showBatchFolder({ batchId }).then(tellFailure)),
    openFile: (taskId) => start(client.openFile({ taskId }).then(tellFailure)),
    saveSheet: (batchId, title) => start(save(batchId, title)),
    changeSettings: (patch) => start(client.changeSettings(patch)),
    resetSetting: (key) => start(client.changeSettings({ [key]: DEFAULT_SETTINGS[key] })),
    loadAppInfo() {
      start(client.getAppInfo({}).then((appInfo) => panels.setState({ appInfo })));
    },
  };
}
