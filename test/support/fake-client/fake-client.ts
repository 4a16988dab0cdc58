/** A whole app behind the window's client, in memory: for developing the window and for its unit tests. */
import type { Changes, Client, EventName, Events } from '#contract/api.ts';
import type {
  ActiveTask,
  BatchId,
  Selection,
  Settings,
  TaskId,
  TaskRow,
  Totals,
  ViewId,
  ViewQuery,
} from '#contract/model.ts';
import { DEFAULT_SETTINGS } from '#contract/model.ts';
import type { FakeFile } from './fake-drafts.ts';
import {
  checkedLines,
  createFakeDrafts,
  judge,
  previewNames,
  progressOf,
  readAgain,
  summaryOf,
} from './fake-drafts.ts';
import { detailOf, likelyEnd, rowInState } from './fake-rows.ts';
import type { FakeBatch, FakeStore } from './fake-store.ts';
import { createFakeStore, matchesFilter } from './fake-store.ts';

export interface FakeOptions {
  readonly now?: () => number;
  readonly settings?: Partial<Settings>;
  readonly clipboard?: string;
  /** What Open and a dropped file give. */
  readonly file?: FakeFile & { readonly text: string };
  /** Links that a check looks at each time it is asked how far it is. */
  readonly checksAtOnce?: number;
  readonly platform?: string;
}

export interface FakeApp {
  readonly client: Client;
  readonly store: FakeStore;
  /** Names of the requests that were made, in order. */
  readonly requests: readonly string[];
  /** Lets downloads move on by this time. */
  step(elapsedMs: number): void;
  /** Tells the window what changed. */
  tell(changed?: Partial<Pick<Changes, 'taskIds' | 'removedBatchIds'>>): void;
  /** Loses the next event, as a broken connection would. */
  loseNextEvent(): void;
  choose(command: Events['commandChosen']['command']): void;
  /** Somebody copied this elsewhere; told only while Collect is on. */
  copyElsewhere(text: string): void;
  openDrafts(): number;
  openViews(): number;
}

const HOME = '/home/ada';

function raise(message: string): never {
  throw new Error(message);
}

/** Makes an app without batches. */
export function createFakeApp(options: FakeOptions = {}): FakeApp {
  const now = options.now ?? Date.now;
  const store = createFakeStore(now);
  const drafts = createFakeDrafts();
  const views = new Map<ViewId, readonly TaskId[]>();
  const listeners = new Map<EventName, Set<(event: never) => void>>();
  const active = new Map<TaskId, ActiveTask>();
  const undo = new Map<number, readonly TaskId[]>();
  const requests: string[] = [];
  let settings: Settings = { ...DEFAULT_SETTINGS, ...options.settings };
  let sequence = 0;
  let lastViewId = 0;
  let isPaused = false;
  let isEventLost = false;
  let isCollecting = false;
  let bytesPerSecond = 0;
  let savedPerSecond = 0;

  const batchesNow = () => [...store.batches.values()].map(({ batch }) => batch);
  const totals = (): Totals => ({
    active: active.size,
    activeHosts: new Set([...active.values()].map(({ host }) => host)).size,
    bytesPerSecond: active.size === 0 ? 0 : bytesPerSecond,
    savedPerSecond: active.size === 0 ? 0 : savedPerSecond,
    freeBytes: 118_000_000_000,
    isPaused,
    stateProblem: null,
  });
  const send = <Name extends EventName>(name: Name, event: Events[Name]) => {
    for (const listener of listeners.get(name) ?? []) (listener as (event: Events[Name]) => void)(event);
  };
  const tell: FakeApp['tell'] = (changed = {}) => {
    sequence += 1;
    if (isEventLost) {
      isEventLost = false;
      return;
    }
    send('changed', {
      sequence,
      batches: batchesNow(),
      removedBatchIds: changed.removedBatchIds ?? [],
      taskIds: changed.taskIds ?? 'many',
      active: [...active.values()],
      totals: totals(),
    });
  };

  const idsOf = (selection: Selection): readonly TaskId[] => {
    switch (selection.kind) {
      case 'tasks':
        return selection.taskIds;
      case 'view': {
        const except = new Set(selection.exceptTaskIds);
        return viewIds(selection.viewId).filter((taskId) => !except.has(taskId));
      }
      case 'batch':
        return [...store.ids(batchOf(selection.batchId))];
    }
  };
  const viewIds = (viewId: ViewId) => {
    const ids = views.get(viewId);
    if (ids === undefined) throw new Error(`There is no view ${viewId}`);
    return ids;
  };
  const batchOf = (batchId: BatchId): FakeBatch => {
    const held = store.batches.get(batchId);
    if (held === undefined) throw new Error(`There is no batch ${batchId}`);
    return held;
  };
  const change = (ids: readonly TaskId[], next: (row: TaskRow) => TaskRow): number => {
    let count = 0;
    for (const taskId of ids) {
      const row = store.row(taskId);
      if (row === null) continue;
      const changed = next(row);
      if (changed === row) continue;
      active.delete(taskId);
      store.write(changed);
      count += 1;
    }
    tell({ taskIds: ids.length > 300 ? 'many' : ids });
    return count;
  };
  const order = ({ sort, isDescending }: ViewQuery) => {
    const value = (row: TaskRow): string | number => {
      switch (sort) {
        case 'line':
          return row.line;
        case 'name':
          return row.name;
        case 'status':
          return row.state;
        case 'bytes':
          return row.bytes ?? -1;
        case 'pixels':
          return (row.width ?? 0) * (row.height ?? 0);
        case 'host':
          return row.host;
      }
    };
    const sign = isDescending ? -1 : 1;
    return (a: TaskRow, b: TaskRow) => {
      const left = value(a);
      const right = value(b);
      return left < right ? -sign : left > right ? sign : a.line - b.line;
    };
  };
  const openView = (query: ViewQuery): readonly TaskId[] => {
    const held = query.batchId === null ? [...store.batches.values()] : [batchOf(query.batchId)];
    const ids = held.flatMap((batch) => [...store.ids(batch)]);
    const isPlain = query.filter === 'all' && query.search === '' && query.sort === 'line';
    if (isPlain) return query.isDescending ? ids.reverse() : ids;
    const search = query.search.toLowerCase();
    return ids
      .map((taskId) => store.row(taskId))
      .filter((row): row is TaskRow => row !== null && matchesFilter(row, query.filter))
      .filter((row) => `${row.name} ${row.url}`.toLowerCase().includes(search))
      .sort(order(query))
      .map(({ taskId }) => taskId);
  };

  const startNext = (held: FakeBatch): boolean => {
    while (held.cursor <= held.size) {
      const taskId = held.batchId * 10_000_000 + held.cursor;
      held.cursor += 1;
      const row = store.row(taskId);
      if (row === null || row.state !== 'queued' || row.isPaused || active.has(taskId)) continue;
      active.set(taskId, {
        taskId,
        batchId: held.batchId,
        line: row.line,
        name: row.name,
        host: row.host,
        state: 'connecting',
        startedAt: now(),
        receivedBytes: 0,
        totalBytes: null,
      });
      return true;
    }
    return false;
  };
  const finish = (task: ActiveTask) => {
    active.delete(task.taskId);
    const row = store.row(task.taskId);
    if (row === null) return;
    store.write(rowInState(row, task.line % 61 === 0 ? 'waiting' : likelyEnd(task.line), now()));
  };
  const moveOn = (task: ActiveTask, elapsedMs: number) => {
    const totalBytes = 400_000 + (task.line % 23) * 160_000;
    const ageMs = now() - task.startedAt;
    if (ageMs < 120) return;
    const receivedBytes = Math.min(
      totalBytes,
      task.receivedBytes + elapsedMs * (300 + (task.line % 7) * 260),
    );
    if (task.state === 'checking') return finish(task);
    const state = receivedBytes === totalBytes ? 'checking' : 'downloading';
    active.set(task.taskId, { ...task, state, receivedBytes, totalBytes });
  };

  const log = <Argument, Answer>(name: string, answer: (argument: Argument) => Answer | Promise<Answer>) => {
    return async (argument: Argument): Promise<Answer> => {
      requests.push(name);
      return answer(argument);
    };
  };
  const folderFor = (name: string) => ({
    folderId: `folder:${name}`,
    path: `${HOME}/Pictures/Pixhaul/${name}`,
  });
  const readDraft = (text: string, file: FakeFile) => {
    const draft = drafts.open(file);
    draft.text = text;
    draft.isComplete = true;
    return readAgain(draft);
  };
  const readFile = () => {
    const { text, ...file } = options.file ?? { text: options.clipboard ?? '', listName: 'spring catalogue' };
    return { ok: true as const, value: readDraft(text, file) };
  };

  const client: Client = {
    getSnapshot: log('getSnapshot', () => ({
      sequence,
      batches: batchesNow(),
      active: [...active.values()],
      totals: totals(),
      settings,
    })),
    openDraft: log('openDraft', ({ listName }) => ({ draftId: drafts.open({ listName }).draftId })),
    appendDraft: log('appendDraft', ({ draftId, text }) => {
      const draft = drafts.get(draftId);
      draft.text += text;
      return summaryOf(draft);
    }),
    endDraft: log('endDraft', ({ draftId }) => {
      const draft = drafts.get(draftId);
      draft.isComplete = true;
      return readAgain(draft);
    }),
    readDraftAs: log('readDraftAs', ({ draftId, reading }) => {
      const draft = drafts.get(draftId);
      draft.reading = reading;
      return readAgain(draft);
    }),
    getDraftText: log('getDraftText', ({ draftId, limit }) => {
      const { text, sheets } = drafts.get(draftId);
      return text.length > limit || sheets.length > 0 ? null : text;
    }),
    previewNames: log('previewNames', ({ draftId, template }) => previewNames(drafts.get(draftId), template)),
    startCheck: log('startCheck', ({ draftId }) => {
      const draft = drafts.get(draftId);
      draft.check ??= { checked: 0, isRunning: true };
      return progressOf(draft) ?? raise('A check was begun and is not there');
    }),
    stopCheck: log('stopCheck', ({ draftId }) => {
      const draft = drafts.get(draftId);
      if (draft.check !== null) draft.check.isRunning = false;
      return progressOf(draft) ?? raise('A check was stopped that was not begun');
    }),
    getCheck: log('getCheck', ({ draftId }) => {
      const draft = drafts.get(draftId);
      const { fresh } = summaryOf(draft);
      if (draft.check?.isRunning === true) {
        draft.check.checked = Math.min(fresh, draft.check.checked + (options.checksAtOnce ?? 500));
        draft.check.isRunning = draft.check.checked < fresh;
      }
      return progressOf(draft);
    }),
    getCheckedLines: log('getCheckedLines', ({ draftId, offset, limit, only }) => {
      const lines = checkedLines(drafts.get(draftId), only);
      return { lines: lines.slice(offset, offset + limit), total: lines.length };
    }),
    getDraftLines: log('getDraftLines', ({ draftId, offset, limit, only }) => {
      const lines = drafts
        .get(draftId)
        .lines.filter(({ verdict }) => only === 'all' || verdict.kind === only);
      return { lines: lines.slice(offset, offset + limit), total: lines.length };
    }),
    closeDraft: log('closeDraft', ({ draftId }) => drafts.close(draftId)),
    suggestFolder: log('suggestFolder', ({ draftId }) => {
      const { listName, topHost } = summaryOf(drafts.get(draftId));
      return folderFor(listName ?? `${topHost ?? 'links'} 2026-11-23`);
    }),
    addBatch: log('addBatch', ({ draftId, folderId, name, options: chosen }) => {
      const draft = drafts.get(draftId);
      const summary = summaryOf(draft);
      drafts.close(draftId);
      const kinds = draft.lines.map(({ verdict }) => verdict.kind);
      const { batchId } = store.add({
        name: name ?? draft.listName ?? summary.topHost ?? 'links',
        folder: folderId.replace('folder:', `${HOME}/Pictures/Pixhaul/`),
        size: draft.lines.length,
        createdAt: now(),
        firstState: (line) =>
          kinds[line - 1] === 'new' || kinds[line - 1] === 'known' ? 'queued' : 'skipped',
      });
      const held = batchOf(batchId);
      const columns = summary.table?.columns.map((column) => column.name) ?? [];
      const sheet = summary.table?.form ?? null;
      held.batch = { ...held.batch, options: { ...chosen, columns, sheet } };
      tell();
      return { ok: true, value: { batchId } };
    }),
    addToBatch: log('addToBatch', ({ draftId, batchId }) => {
      const { fresh } = summaryOf(drafts.get(draftId));
      drafts.close(draftId);
      store.extend(batchId, fresh);
      tell();
      return { ok: true as const, value: null };
    }),
    openView: log('openView', (query) => {
      const ids = openView(query);
      lastViewId += 1;
      views.set(lastViewId, ids);
      return { viewId: lastViewId, total: ids.length };
    }),
    getPage: log('getPage', ({ viewId, offset, limit }) => {
      const ids = viewIds(viewId);
      const rows = ids.slice(offset, offset + limit).flatMap((taskId) => store.row(taskId) ?? []);
      return { rows, total: ids.length };
    }),
    closeView: log('closeView', ({ viewId }) => {
      if (!views.delete(viewId)) throw new Error(`View ${viewId} was closed twice`);
    }),
    getTask: log('getTask', ({ taskId }) => {
      const row = store.row(taskId);
      if (row === null) return null;
      const { batch } = batchOf(row.batchId);
      return detailOf(row, batch.name, batch.folder, now());
    }),
    setPaused: log('setPaused', ({ selection, isPaused: isNowPaused }) => {
      if (selection === 'everything') {
        isPaused = isNowPaused;
        if (isNowPaused) active.clear();
        tell();
      } else if (selection.kind === 'batch') {
        const held = batchOf(selection.batchId);
        held.batch = { ...held.batch, isPaused: isNowPaused };
        if (isNowPaused)
          for (const task of active.values()) if (task.batchId === held.batchId) active.delete(task.taskId);
        tell();
      } else change(idsOf(selection), (row) => ({ ...row, isPaused: isNowPaused }));
    }),
    cancelTasks: log('cancelTasks', ({ selection }) => ({
      count: change(idsOf(selection), (row) =>
        row.state === 'queued' || row.state === 'waiting' ? { ...row, state: 'canceled' } : row,
      ),
    })),
    retryTasks: log('retryTasks', ({ selection }) => ({
      count: change(idsOf(selection), (row) => {
        if (row.state !== 'failed' && row.state !== 'canceled' && row.state !== 'waiting') return row;
        batchOf(row.batchId).cursor = Math.min(batchOf(row.batchId).cursor, row.line);
        return { ...row, state: 'queued', failure: null, waitUntil: null, attempts: 0 };
      }),
    })),
    removeTasks: log('removeTasks', ({ selection }) => {
      const ids = idsOf(selection);
      store.setRemoved(ids, true);
      undo.set(undo.size + 1, ids);
      tell();
      return { undoId: undo.size, count: ids.length };
    }),
    removeBatch: log('removeBatch', ({ batchId }) => {
      const held = batchOf(batchId);
      store.batches.delete(batchId);
      tell({ removedBatchIds: [batchId] });
      return { undoId: 0, count: held.batch.total };
    }),
    undoRemove: log('undoRemove', ({ undoId }) => {
      store.setRemoved(undo.get(undoId) ?? [], false);
      tell();
    }),
    resumeAfterProblem: log('resumeAfterProblem', ({ batchId }) => {
      const held = batchOf(batchId);
      held.batch = { ...held.batch, problem: null };
      tell();
    }),
    getSettings: log('getSettings', () => settings),
    changeSettings: log('changeSettings', (patch) => {
      settings = { ...settings, ...patch };
      send('settingsChanged', settings);
      return settings;
    }),
    getAppInfo: log('getAppInfo', () => ({
      version: '0.1.0',
      platform: options.platform ?? 'linux',
      electron: '45.4.1',
      chrome: '156.0.0.0',
      node: '24.21.0',
      systemLanguage: 'en' as const,
      picturesFolder: `${HOME}/Pictures/Pixhaul`,
    })),
    chooseFolder: log('chooseFolder', () => ({ folderId: 'folder:chosen', path: '/media/photos/incoming' })),
    openList: log('openList', readFile),
    openDropped: log('openDropped', readFile),
    registerDrop: async () => 'a-dropped-file',
    setCollecting: log('setCollecting', ({ isOn }) => {
      isCollecting = isOn;
    }),
    saveSheet: log('saveSheet', () => ({
      ok: true as const,
      value: { path: '/home/ada/Downloads/spring catalogue-pixhaul.xlsx' },
    })),
    countClipboardLinks: log('countClipboardLinks', () => ({
      links: judge(options.clipboard ?? '').filter(({ verdict }) => verdict.kind === 'new').length,
    })),
    pasteClipboard: log('pasteClipboard', () =>
      options.clipboard === undefined ? null : readDraft(options.clipboard, { listName: null }),
    ),
    copyUrls: log('copyUrls', ({ selection }) => ({ count: idsOf(selection).length })),
    showInFolder: log('showInFolder', () => ({ ok: true as const, value: null })),
    showBatchFolder: log('showBatchFolder', () => ({ ok: true as const, value: null })),
    openFile: log('openFile', () => ({ ok: false as const, failure: { code: 'not-opened' as const } })),
    on(name, listener) {
      const held = listeners.get(name) ?? new Set();
      listeners.set(name, held);
      held.add(listener as (event: never) => void);
      return () => held.delete(listener as (event: never) => void);
    },
  };

  return {
    client,
    store,
    requests,
    step(elapsedMs) {
      for (const task of [...active.values()]) moveOn(task, elapsedMs);
      const open = [...store.batches.values()].filter(
        ({ batch }) => !isPaused && !batch.isPaused && batch.problem === null,
      );
      for (const held of open) {
        while (active.size < settings.parallelDownloads && startNext(held)) {
          // Starting is all there is to do.
        }
      }
      bytesPerSecond = 12_400_000 + (sequence % 9) * 310_000;
      savedPerSecond = 38 + (sequence % 7);
      tell();
    },
    tell,
    loseNextEvent() {
      isEventLost = true;
    },
    choose: (command) => send('commandChosen', { command }),
    copyElsewhere(text) {
      if (isCollecting) send('linksCopied', { text });
    },
    openDrafts: () => drafts.count(),
    openViews: () => views.size,
  };
}
