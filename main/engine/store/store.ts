import { MessagePort } from 'node:worker_threads';
import type { Failure } from '#contract/failures.ts';
import type { BatchId, BatchOptions, Result, Settings } from '#contract/model.ts';
import type { MessagePortLike, MoreRows, StoreApi, StoreNotices } from '#contract/worker-messages.ts';
import { cancelTasks, removeBatch, removeTasks, retryTasks, setPaused, undoRemove } from './actions.ts';
import { joinColumns, replaceColumns } from './batch-columns.ts';
import { openDatabase, toWriteFailure } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { KnownRows } from './known-rows.ts';
import type { BatchEntry } from './ledger.ts';
import { flagsAt, Ledger } from './ledger.ts';
import type { EarlierRows } from './loading.ts';
import { loadRows } from './loading.ts';
import { batchOptions, purgeRemoved, readStore, scanTasks } from './opening.ts';
import { OutcomeReader } from './outcomes.ts';
import { PresentRows } from './present-rows.ts';
import { takeTasks } from './taking.ts';
import { HOLE, REMOVED, STATE_CODES, STATE_MASK } from './task-codes.ts';
import { forgetSaved, recordDone } from './updates.ts';

type Opening = Awaited<ReturnType<StoreApi['open']>>;

/** Everything that lives from `open` to `close`. */
interface Session {
  readonly ledger: Ledger;
  readonly commits: GroupCommit;
  readonly outcomes: OutcomeReader;
  /** Answers when every row is known in memory. */
  readonly scanned: Promise<void>;
  readonly closing: AbortController;
  /** What runs beside the calls, and calls that take several transactions. */
  readonly work: Set<Promise<unknown>>;
  unlock(): void;
}

function toPort(port: MessagePortLike): MessagePort {
  if (port instanceof MessagePort) return port;
  throw new Error('Rows come over a MessagePort');
}

function track<T>(session: Session, work: Promise<T>): Promise<T> {
  const entry: Promise<unknown> = work.then(
    () => session.work.delete(entry),
    () => session.work.delete(entry),
  );
  session.work.add(entry);
  return work;
}

/**
 * The only writer of the database. One answer is one promise kept: what it says is durable. `onChanged` is told what
 * changed, at most ten times a second.
 */
export function createStore(onChanged: (notice: StoreNotices['storeChanged']) => void): StoreApi {
  let session: Session | null = null;
  const current = (): Session => {
    if (!session) throw new Error('The store is not open');
    return session;
  };
  /** Runs what needs all rows in memory, and is waited for when the store closes. */
  const withRows = <T>(action: (ledger: Ledger) => T | Promise<T>): Promise<T> => {
    const opened = current();
    return track(
      opened,
      opened.scanned.then(() => action(opened.ledger)),
    );
  };

  /** Takes the rows of a list into a batch that exists. */
  const addRows = async (
    { batchId, port }: MoreRows,
    earlierRows: (ledger: Ledger, batch: BatchEntry) => EarlierRows,
  ): Promise<void> => {
    const rows = toPort(port);
    const isComplete = await withRows((ledger) => {
      const batch = ledger.batches.get(batchId);
      if (batch?.removed !== 0) throw new Error(`No batch ${batchId}`);
      ledger.write(() => {
        ledger.sql('UPDATE batches SET is_loading = 1 WHERE id = ?').run(batchId);
      });
      batch.isLoading = true;
      const earlier = earlierRows(ledger, batch);
      ledger.changes.batch(batchId);
      return load(current(), batch, rows, earlier);
    });
    if (!isComplete) throw new Error(`The list of batch ${batchId} ended too early`);
  };

  return {
    async open({ stateFolder, now: _now }): Promise<Opening> {
      if (session) throw new Error('The store is open already');
      const opening = openDatabase(stateFolder);
      if (!opening.ok) return opening;
      const { db, unlock, setAside } = opening.value;
      const closing = new AbortController();
      const ledger = new Ledger(db, closing.signal, onChanged);
      try {
        const opened = readStore(ledger);
        session = startSession(ledger, closing, unlock);
        return { ok: true, value: { ...opened, setAside } };
      } catch (error) {
        db.close();
        unlock();
        return { ok: false, reason: toReason(error), detail: String(error) };
      }
    },

    async createBatch({ name, folder, options, now, port }) {
      const opened = current();
      const rows = toPort(port);
      const created = addBatch(opened.ledger, { name, folder, options, now });
      if (created.ok) void track(opened, load(opened, created.value, rows, null));
      else rows.close();
      return created.ok ? { ok: true, value: { batchId: created.value.batchId } } : created;
    },

    continueBatch: (request) =>
      addRows(request, (ledger, batch) => {
        const { columns } = request;
        if (columns) ledger.write(() => replaceColumns(ledger, batch, columns));
        return new KnownRows(ledger, batch);
      }),
    extendBatch: (request) =>
      addRows(request, (ledger, batch) => {
        const { columns } = request;
        const fit = columns && ledger.write(() => joinColumns(ledger, batch, columns));
        return new PresentRows(ledger, batch, fit);
      }),
    getLastLine: ({ batchId }) => withRows((ledger) => ledger.batches.get(batchId)?.lastLine ?? 0),

    async take(request) {
      return takeTasks(current().ledger, request);
    },
    apply({ updates, now }) {
      const opened = current();
      return track(opened, opened.commits.apply(updates, now));
    },
    settleRecovered: ({ taskId, isSaved, now }) => withRows((ledger) => settle(ledger, taskId, isSaved, now)),

    setPaused: ({ target, isPaused }) => withRows((ledger) => setPaused(ledger, target, isPaused)),
    cancel: ({ target, now }) => withRows((ledger) => cancelTasks(ledger, target, now)),
    retry: ({ target }) => withRows((ledger) => retryTasks(ledger, target)),
    remove: ({ target }) => withRows((ledger) => removeTasks(ledger, target)),
    removeBatch: ({ batchId }) => withRows((ledger) => removeBatch(ledger, batchId)),
    undoRemove: ({ undoId }) => withRows((ledger) => undoRemove(ledger, undoId)),
    async setBatchProblem({ batchId, problem }) {
      saveProblem(current().ledger, batchId, problem);
    },
    async saveSettings({ settings }) {
      writeSettings(current().ledger, settings);
    },
    getOutcomes: (request) => withRows(() => current().outcomes.read(request)),
    async flush() {
      current().ledger.changes.flush();
    },

    async close() {
      const closed = session;
      if (!closed) return;
      closed.closing.abort();
      closed.commits.flush();
      await Promise.all(closed.work);
      session = null;
      endSession(closed);
    },
  };
}

function startSession(ledger: Ledger, closing: AbortController, unlock: () => void): Session {
  const scanned = scanTasks(ledger);
  const session: Session = {
    ledger,
    commits: new GroupCommit(ledger, scanned),
    outcomes: new OutcomeReader(ledger),
    scanned,
    closing,
    work: new Set(),
    unlock,
  };
  void track(
    session,
    scanned.then(() => purge(ledger)),
  );
  return session;
}

/** What a full disk keeps from being purged is purged at the next start. */
async function purge(ledger: Ledger): Promise<void> {
  try {
    await purgeRemoved(ledger);
  } catch (error) {
    toWriteFailure(error);
  }
}

function endSession({ ledger, unlock }: Session): void {
  ledger.changes.flush();
  try {
    ledger.write(() => {
      ledger.sql('DELETE FROM session_done').run();
      ledger.setMeta('is-open', 0);
    });
    ledger.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch (error) {
    // Without room for the mark the next start looks at the session's files again, which loses nothing.
    toWriteFailure(error);
  } finally {
    ledger.db.close();
    unlock();
  }
}

function toReason(error: unknown): 'disk-full' | 'read-only' | 'no-access' {
  const { code } = toWriteFailure(error);
  return code === 'disk-full' || code === 'read-only' ? code : 'no-access';
}

interface NewBatch {
  readonly name: string;
  readonly folder: string;
  readonly options: BatchOptions;
  readonly now: number;
}

function addBatch(ledger: Ledger, { name, folder, options, now }: NewBatch): Result<BatchEntry> {
  let batchId: BatchId;
  try {
    batchId = ledger.write(() =>
      Number(
        ledger
          .sql('INSERT INTO batches (name, folder, options, created_at) VALUES (?, ?, ?, ?)')
          .run(name, folder, JSON.stringify(options), now).lastInsertRowid,
      ),
    );
  } catch (error) {
    return { ok: false, failure: toWriteFailure(error) };
  }
  const batch: BatchEntry = {
    ...{ batchId, name, folder, createdAt: now, isLoading: true, isPaused: false, isInOrder: true },
    ...{ problem: null, removed: 0, counts: [0, 0, 0, 0, 0, 0, 0, 0], lastLine: 0, lastPart: 0 },
    ...{ segments: [], isRestCanceled: false, hasCopies: false, options: batchOptions(options) },
  };
  ledger.batches.set(batchId, batch);
  ledger.updateRunnable(batch);
  ledger.changes.batch(batchId);
  return { ok: true, value: batch };
}

function load(
  session: Session,
  batch: BatchEntry,
  port: MessagePort,
  earlier: EarlierRows | null,
): Promise<boolean> {
  return loadRows({ ledger: session.ledger, batch, port, earlier, now: Date.now });
}

function settle(ledger: Ledger, taskId: number, isSaved: boolean, now: number): void {
  const place = ledger.find(taskId);
  if (!place || (flagsAt(place) & STATE_MASK) === HOLE) return;
  const state = flagsAt(place) & STATE_MASK;
  ledger.write(() => {
    if (isSaved && state === STATE_CODES.saving) recordDone(ledger, place, null, now);
    else if (!isSaved && mayBeMissing(ledger, taskId, state)) forgetSaved(ledger, place);
    if (!(flagsAt(place) & REMOVED)) ledger.changes.task(taskId);
    ledger.sql('DELETE FROM session_done WHERE task_id = ?').run(taskId);
  });
}

/** Whether a row says that there is a file of it. */
function mayBeMissing(ledger: Ledger, taskId: number, state: number): boolean {
  if (state === STATE_CODES.saving || state === STATE_CODES.done) return true;
  if (state !== STATE_CODES.skipped) return false;
  return ledger.sql('SELECT skip FROM tasks WHERE id = ?').get(taskId)?.skip === 'have-it';
}

function saveProblem(ledger: Ledger, batchId: BatchId, problem: Failure | null): void {
  const batch = ledger.batches.get(batchId);
  if (!batch) return;
  batch.problem = problem;
  ledger.updateRunnable(batch);
  ledger.changes.batch(batchId);
  try {
    ledger.write(() => {
      const json = problem && JSON.stringify(problem);
      ledger.sql('UPDATE batches SET problem = ? WHERE id = ?').run(json, batchId);
    });
  } catch (error) {
    // A disk that is too full to note that it is full: the batch is held all the same.
    toWriteFailure(error);
  }
}

function writeSettings(ledger: Ledger, settings: Settings): void {
  const upsert = ledger.sql(
    'INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  ledger.write(() => {
    for (const [name, value] of Object.entries(settings)) upsert.run(name, JSON.stringify(value));
  });
}
