import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { EngineApi, Events, Folder } from '#contract/api.ts';
import type {
  Batch,
  BatchId,
  DraftId,
  DraftSummary,
  Result,
  Selection,
  Settings,
  TaskId,
  TaskRow,
  Totals,
} from '#contract/model.ts';
import type {
  Acted,
  ImageJob,
  StoreNotices,
  StoreOpened,
  StoreOpenFailure,
} from '#contract/worker-messages.ts';
import type { BatchTable } from './batch-table.ts';
import { createBatchTable } from './batch-table.ts';
import type { ChangeFeed } from './changes.ts';
import { createChangeFeed } from './changes.ts';
import { createDraftDesk } from './draft-desk.ts';
import { createDurable } from './durable.ts';
import { toFailure } from './failures.ts';
import { createFetcher } from './fetch/fetcher.ts';
import { createSaver, openFolder, probeFolder } from './files/commit.ts';
import { partPath } from './files/parts.ts';
import { createFolders } from './folders.ts';
import { createFreeSpace } from './free-space.ts';
import type { EngineHost } from './host.ts';
import { createImagePool } from './images/pool.ts';
import { createLinkChecks } from './link-checks.ts';
import { createListeners } from './listeners.ts';
import { startLists } from './lists/list-client.ts';
import { createLiveTasks } from './live-tasks.ts';
import { settleRows, sweepParts } from './recovery.ts';
import { writeResultSheet } from './result-sheet.ts';
import type { TaskEnded } from './run-task.ts';
import { createTaskRunner } from './run-task.ts';
import { createScheduler } from './schedule/scheduler.ts';
import { createSelections } from './selections.ts';
import type { StoreClient, ViewClient } from './store/store-client.ts';
import { startStore, startViews } from './store/store-client.ts';

/** Checks that may wait for a worker before new downloads do. */
const MAX_PENDING_CHECKS = 32;
/** sharp is fastest on two cores with one process and two pictures in flight (PERFORMANCE §1). */
const IMAGE_WORKERS = 1;
const CHECKS_PER_WORKER = 2;

/** What the engine tells whoever runs it. `taskEnded` is for reports that name every line; the window has no use of it. */
export interface EngineEvents extends Pick<Events, 'changed' | 'settingsChanged'> {
  taskEnded: TaskEnded;
}
export interface EngineOptions {
  /** `decode` judges every pixel; `signature` only the first bytes and the container. */
  readonly check?: ImageJob['check'];
  /** Act instead of what the store remembers, and are not remembered themselves. */
  readonly settings?: Partial<Settings>;
}

/** The product: owns every task and does every download, whoever runs it. */
export interface Engine extends EngineApi {
  on<Name extends keyof EngineEvents>(name: Name, listener: (event: EngineEvents[Name]) => void): () => void;
  /** Reads a file that main chose into a draft, after what the draft has; the draft is not ended. */
  readListFile(draftId: DraftId, file: string): Promise<Result<DraftSummary>>;
  /** Makes a folder that main chose known to the window under an id. */
  registerFolder(folder: string): Folder;
  /** The saved file of a task with its row; null when there is none. */
  savedFile(taskId: TaskId): Promise<{ readonly path: string; readonly row: TaskRow } | null>;
  /** Writes the batch's table with what became of each row; fails where the batch is no table. */
  saveSheet(batchId: BatchId, file: string): Promise<Result<null>>;
  batchFolder(batchId: BatchId): string | null;
  /** URLs of a selection, without secrets, one a line. */
  copyableUrls(selection: Selection): Promise<{ readonly text: string; readonly count: number }>;
  /** Absolute path of a thumbnail by its name in `TaskRow.thumbnail`; null for any other name. */
  thumbnailPath(name: string): string | null;
  /** Goes on with a batch from a list that was given again: known lines stay, new ones are added, others leave. */
  continueBatch(request: { readonly batch: Batch; readonly draftId: DraftId }): Promise<void>;
  /** Fetches a saved line again whose file is gone or was changed. */
  refetch(request: { readonly taskId: TaskId }): Promise<void>;
  /** Answers when `getSnapshot` holds all that is stored. */
  flush(): Promise<void>;
  getOutcomes: StoreClient['getOutcomes'];
  /** An unreadable store was kept under this name and a new one begun; null otherwise. */
  readonly setAside: string | null;
  /** Answers when nothing (of one batch) is queued, waiting, running or being read in, or every batch is held. */
  settled(batchId?: BatchId): Promise<void>;
  /** Stops within 3 s and loses nothing. */
  close(): Promise<void>;
}

export type EngineStart =
  | { readonly ok: true; readonly engine: Engine }
  | { readonly ok: false; readonly reason: StoreOpenFailure; readonly detail: string };

const THUMBNAIL_NAME = /^([0-9a-f]{64})\.(jpg|webp)$/;

/** Starts the engine on a state folder; expected obstacles (in use, unreadable, no access) are told, not thrown. */
export async function startEngine(host: EngineHost, options: EngineOptions = {}): Promise<EngineStart> {
  const listeners = createListeners<EngineEvents>();
  const onGone = (error: Error) => host.log('error', 'A worker thread ended', { error: error.message });
  // The store may speak before everything that listens is there.
  const earlyChanges: StoreNotices['storeChanged'][] = [];
  let storeGone = (): void => {};
  let isStoreGone = false;
  let takeChange = (change: StoreNotices['storeChanged']): void => void earlyChanges.push(change);
  const store: StoreClient = startStore({
    workerFile: host.workerFile('store'),
    onGone: (error) => {
      onGone(error);
      storeGone();
    },
    onChanged: (change) => takeChange(change),
  });
  const opened = await store.open({ stateFolder: host.stateFolder, now: host.now() });
  if (!opened.ok) {
    await store.terminate();
    return opened;
  }
  const views: ViewClient = startViews({ workerFile: host.workerFile('views'), onGone });
  await views.open({ stateFolder: host.stateFolder });
  const lists = startLists({ workerFile: host.workerFile('lists'), onGone });
  await lists.rememberFrom({ stateFolder: host.stateFolder });

  let settings: Settings = { ...opened.value.settings, ...options.settings };
  let isPaused = opened.value.isPaused;
  const thumbnailFolder = path.join(host.stateFolder, 'thumbnails');
  const onError = (error: unknown) => host.log('error', 'A promise was broken', { error: describe(error) });

  const live = createLiveTasks(host.now);
  const folders = createFolders(host.picturesFolder);
  const freeSpace = createFreeSpace();
  const { storeId } = opened.value;
  const saver = createSaver();
  const fetcher = createFetcher({ userAgent: `Pixhaul/${host.appVersion}`, now: host.now });
  const images = createImagePool({
    startWorker: host.startImageWorker,
    size: IMAGE_WORKERS,
    inFlightPerWorker: CHECKS_PER_WORKER,
    log: host.log,
  });

  const batches: BatchTable = createBatchTable({
    openFolder: (folder, mode) => openFolder(folder, { isCreated: mode === 'create' }),
    probeFolder: (folder) => probeFolder(folder, storeId),
    saveProblem: (batchId, problem) => store.setBatchProblem({ batchId, problem }),
    stopBatch: (batchId) => scheduler.stop(live.runningOf(batchId), 'superseded'),
    onRepaired: () => scheduler.wake(),
    onError,
  });
  const durable = createDurable({
    apply: (updates) => store.apply({ updates, now: host.now() }),
    onProblem: () => feed.touch(),
  });

  const totals = (): Totals => ({
    ...live.rates(),
    freeBytes: freeSpace.latest(),
    isPaused,
    stateProblem: durable.problem,
  });
  const feed: ChangeFeed = createChangeFeed({
    active: live.list,
    totals,
    emit: (changes) => listeners.emit('changed', changes),
  });

  const runTask = createTaskRunner({
    fetcher,
    saver,
    live,
    check: async (job, signal) => {
      try {
        return await images.check(job, { signal });
      } finally {
        scheduler.wake();
      }
    },
    openFolder: async (task) => {
      const folder = await batches.folderOf(task.batchId);
      if (folder.ok) freeSpace.watch(folder.value.path);
      return folder;
    },
    partPath: (folder, taskId) => partPath(folder.path, storeId, taskId),
    batchOf: (task) => batches.get(task.batchId),
    thumbnailPath: (sha256) => path.join(thumbnailFolder, sha256.slice(0, 2), sha256),
    record: durable.record,
    onEnded: (ended) => listeners.emit('taskEnded', ended),
    onBug: onError,
    holdBatch: (task, failure) => batches.hold(task.batchId, failure),
    settings: () => settings,
    checkMode: options.check ?? 'decode',
    now: host.now,
    random: host.random,
  });

  const scheduler = createScheduler({
    take: store.take,
    run: async (task, signal) => {
      feed.touch();
      await runTask(task, signal);
      feed.touch();
      setImmediate(settling.check);
    },
    release: async (tasks) => {
      const updates = tasks.map(({ taskId, part }) => ({ kind: 'released', taskId, part }) as const);
      if (updates.length > 0) await durable.record(updates);
    },
    limits: () => ({ parallel: settings.parallelDownloads, perHost: settings.perHost }),
    mayStart: () => images.pending < MAX_PENDING_CHECKS && durable.problem === null,
    now: host.now,
    onError,
  });

  // What runs comes to its end on the disk, and the next session puts it right; nothing new starts.
  storeGone = () => {
    isStoreGone = true;
    durable.giveUp();
    scheduler.setPaused(true);
    settling.check();
  };
  // Nothing runs before the last session is put right: the sweep of its parts must not meet a new one.
  scheduler.setPaused(true);

  const desk = createDraftDesk({
    lists,
    store,
    folders,
    batch: batches.get,
    spoolFolder: path.join(host.stateFolder, 'lists'),
    now: host.now,
    onError,
  });
  const checks = createLinkChecks({
    lists,
    fetcher,
    limits: () => ({ parallel: settings.parallelDownloads, perHost: settings.perHost }),
    onError,
  });
  const selections = createSelections(views);
  const isUnsettled = ({ isLoading, problem, counts }: Batch) =>
    isLoading || (!problem && counts.queued + counts.waiting + counts.saving > 0);
  const settling = createSettling((batchId) => {
    if (isStoreGone) return true;
    const isBusy = batches
      .list()
      .some((batch) => (batchId ?? batch.batchId) === batch.batchId && isUnsettled(batch));
    const running = batchId === null ? scheduler.running : live.runningOf(batchId).length;
    return !isBusy && running === 0;
  });

  await mkdir(thumbnailFolder, { recursive: true });
  batches.update(opened.value.batches, []);
  takeChange = (change) => {
    batches.update(change.batches, change.removedBatchIds);
    feed.add(change);
    if (change.hasNewWork) scheduler.wake();
    settling.check();
  };
  for (const change of earlyChanges.splice(0)) takeChange(change);
  await recover(opened.value);
  scheduler.setPaused(isPaused);

  async function recover(report: StoreOpened): Promise<void> {
    await settleRows({
      saving: report.saving,
      recentlyDone: report.recentlyDone,
      partPath: ({ folder, taskId }) => partPath(folder, storeId, taskId),
      settle: ({ taskId }, isSaved) => store.settleRecovered({ taskId, isSaved, now: host.now() }),
    });
    desk.resumeInterrupted(report.batches);
    // A cancel leaves parts of tasks that did not run; a kill may leave any.
    const mayHaveOrphans = report.batches.filter(
      ({ counts }) => !report.wasCleanlyClosed || counts.canceled > 0,
    );
    await sweepParts({
      storeId,
      folders: mayHaveOrphans.map(({ folder }) => folder),
      keepTaskIds: new Set(report.resumableTaskIds),
    });
  }

  /** Ends what runs of tasks that the person took away, and leaves no part of theirs in a folder. */
  const stopForGood = async ({ runningTaskIds, leftParts }: Acted) => {
    const parts = leftParts.filter(({ taskId }) => !scheduler.isRunning(taskId));
    await Promise.all([
      scheduler.stop(runningTaskIds, 'person'),
      ...parts.map(({ folder, taskId }) =>
        // Best effort: what stays is swept at the next start.
        rm(partPath(folder, storeId, taskId), { force: true }).catch(() => {}),
      ),
    ]);
  };
  const flush = async () => {
    if (!isStoreGone) await store.flush({});
  };
  const changeSettings = async (change: Partial<Settings>) => {
    settings = { ...settings, ...change };
    await store.saveSettings({ settings });
    listeners.emit('settingsChanged', settings);
    scheduler.wake();
    return settings;
  };

  const engine: Engine = {
    on: listeners.on,
    setAside: opened.value.setAside,
    getSnapshot: async () => ({
      sequence: feed.sequence,
      batches: batches.list(),
      active: live.list(),
      totals: totals(),
      settings,
    }),

    openDraft: lists.openDraft,
    appendDraft: lists.appendDraft,
    endDraft: lists.endDraft,
    async readDraftAs(request) {
      await checks.drop(request.draftId);
      return lists.readDraftAs(request);
    },
    getDraftLines: lists.getDraftLines,
    getDraftText: lists.getDraftText,
    previewNames: lists.previewNames,
    async closeDraft(request) {
      await checks.drop(request.draftId);
      await lists.closeDraft(request);
    },
    readListFile: (draftId, file) => lists.readFile({ draftId, file }),
    suggestFolder: desk.suggestFolder,
    async addBatch(request) {
      const { draftId } = request;
      await checks.stopCheck({ draftId });
      if (request.options.onlyGood) await checks.keepGood(draftId);
      const added = await desk.addBatch(request);
      if (added.ok) await checks.drop(draftId);
      // The window's next snapshot has the batch.
      await store.flush({});
      return added;
    },
    async addToBatch(request) {
      const added = await desk.addToBatch(request);
      // From here on the batch counts as being read in.
      await flush();
      return added;
    },
    continueBatch: desk.continueBatch,
    startCheck: checks.startCheck,
    stopCheck: checks.stopCheck,
    getCheck: checks.getCheck,
    getCheckedLines: checks.getCheckedLines,

    openView: views.openView,
    getPage: views.getPage,
    closeView: views.closeView,
    getTask: views.getTask,

    async setPaused({ selection, isPaused: shouldPause }) {
      const target =
        selection === 'everything' ? ({ kind: 'everything' } as const) : await selections.target(selection);
      const acted = await store.setPaused({ target, isPaused: shouldPause });
      if (selection === 'everything') {
        isPaused = shouldPause;
        scheduler.setPaused(shouldPause);
      }
      if (shouldPause) await scheduler.stop(acted.runningTaskIds, 'pause');
      else scheduler.wake();
      feed.touch();
    },
    async cancelTasks({ selection }) {
      const acted = await store.cancel({ target: await selections.target(selection), now: host.now() });
      await stopForGood(acted);
      return { count: acted.count };
    },
    async retryTasks({ selection }) {
      const acted = await store.retry({ target: await selections.target(selection) });
      scheduler.wake();
      return { count: acted.count };
    },
    async removeTasks({ selection }) {
      const acted = await store.remove({ target: await selections.target(selection) });
      await stopForGood(acted);
      return { undoId: acted.undoId, count: acted.count };
    },
    async removeBatch({ batchId }) {
      const acted = await store.removeBatch({ batchId });
      await stopForGood(acted);
      return { undoId: acted.undoId, count: acted.count };
    },
    async undoRemove({ undoId }) {
      await store.undoRemove({ undoId });
      scheduler.wake();
    },
    resumeAfterProblem: ({ batchId }) => batches.repair(batchId),

    getSettings: async () => settings,
    changeSettings,

    registerFolder: folders.register,
    async savedFile(taskId) {
      const detail = await views.getTask({ taskId });
      return detail?.path ? { path: detail.path, row: detail.row } : null;
    },
    async saveSheet(batchId, file) {
      await flush();
      const batch = batches.get(batchId);
      if (!batch) return { ok: false, failure: { code: 'file-gone' } };
      try {
        await writeResultSheet(batch, store.getOutcomes, file);
        return { ok: true, value: null };
      } catch (error) {
        return { ok: false, failure: toFailure(error) };
      }
    },
    batchFolder: (batchId) => batches.get(batchId)?.folder ?? null,
    copyableUrls: selections.urls,
    thumbnailPath(name) {
      const [, sha256, extension] = THUMBNAIL_NAME.exec(name) ?? [];
      return sha256 ? path.join(thumbnailFolder, sha256.slice(0, 2), `${sha256}.${extension}`) : null;
    },
    refetch: ({ taskId }) => store.settleRecovered({ taskId, isSaved: false, now: host.now() }),
    flush,
    getOutcomes: store.getOutcomes,
    async settled(batchId) {
      await flush();
      await settling.wait(batchId ?? null);
    },
    async close() {
      feed.close();
      batches.close();
      freeSpace.close();
      durable.close();
      await checks.close();
      await scheduler.close();
      await Promise.all([images.close(), lists.close(), views.close()]);
      fetcher.close();
      if (!isStoreGone) await store.close();
    },
  };
  return { ok: true, engine };
}

/** Lets others wait until a condition on one batch, or all, holds; it is looked at whenever something changed. */
function createSettling(isSettled: (batchId: BatchId | null) => boolean) {
  let waiting: { readonly batchId: BatchId | null; resolve(): void }[] = [];
  const check = () => {
    const settled = waiting.filter(({ batchId }) => isSettled(batchId));
    waiting = waiting.filter((one) => !settled.includes(one));
    for (const { resolve } of settled) resolve();
  };
  return {
    check,
    wait: (batchId: BatchId | null) =>
      new Promise<void>((resolve) => {
        waiting.push({ batchId, resolve });
        check();
      }),
  };
}

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
