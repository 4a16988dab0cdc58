import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Batch, BatchOptions, Settings } from '#contract/model.ts';
import { DEFAULT_NAME_OPTIONS, DEFAULT_SETTINGS } from '#contract/model.ts';
import type { SavingRow, StoreOpened } from '#contract/worker-messages.ts';
import { requeue } from './actions.ts';
import type { BatchEntry, Ledger, Segment } from './ledger.ts';
import { HOLE, PAUSED, REMOVED, STATE_CODES, TRUNCATED } from './task-codes.ts';

const ROWS_PER_STEP = 10_000;
const PURGED_PER_STEP = 1000;

type Opened = Omit<StoreOpened, 'setAside'>;

/** Takes a database into memory as far as an answer needs it: batches, settings, and what has to be recovered. */
export function readStore(ledger: Ledger): Opened {
  const wasCleanlyClosed = ledger.meta('is-open') !== 1;
  ledger.isPaused = ledger.meta('is-paused') === 1;
  ledger.lastOldUndoId = Number(ledger.meta('next-undo-id') ?? 1) - 1;
  ledger.nextTaskId = Number(ledger.meta('next-task-id') ?? 1);
  readBatches(ledger);
  markCopies(ledger);
  readSegments(ledger);
  if (wasCleanlyClosed) ledger.write(() => ledger.sql('DELETE FROM session_done').run());
  const opened = {
    wasCleanlyClosed,
    storeId: String(ledger.meta('store-id')),
    saving: savingRows(ledger, 'tasks', STATE_CODES.saving),
    // CROSS JOIN keeps the planner from reading all tasks to find a few.
    recentlyDone: savingRows(ledger, 'session_done CROSS JOIN tasks ON tasks.id = task_id', STATE_CODES.done),
    resumableTaskIds: resumableTaskIds(ledger),
    batches: describeAll(ledger),
    settings: readSettings(ledger),
    isPaused: ledger.isPaused,
  };
  ledger.write(() => ledger.setMeta('is-open', 1));
  return opened;
}

function describeAll(ledger: Ledger): readonly Batch[] {
  return [...ledger.batches.keys()].map((id) => ledger.describe(id)).filter((batch) => batch !== null);
}

function readBatches(ledger: Ledger): void {
  for (const row of ledger.sql('SELECT * FROM batches ORDER BY id').all()) {
    const batch: BatchEntry = {
      batchId: Number(row.id),
      name: String(row.name),
      folder: String(row.folder),
      createdAt: Number(row.created_at),
      options: batchOptions(JSON.parse(String(row.options))),
      isLoading: row.is_loading === 1,
      isPaused: row.is_paused === 1,
      isInOrder: row.is_in_order === 1,
      problem: typeof row.problem === 'string' ? JSON.parse(row.problem) : null,
      removed: Number(row.removed),
      counts: JSON.parse(String(row.counts)),
      lastLine: Number(row.last_line),
      lastPart: Number(row.last_part),
      segments: [],
      isRestCanceled: false,
      hasCopies: false,
    };
    ledger.batches.set(batch.batchId, batch);
    ledger.updateRunnable(batch);
  }
}

/** Options as the store keeps them: those that a batch was made without have their usual value. */
export function batchOptions(given: Partial<BatchOptions>): BatchOptions {
  return { ...DEFAULT_NAME_OPTIONS, fetchesKnown: false, columns: [], sheet: null, ...given };
}

function markCopies(ledger: Ledger): void {
  const select = ledger.sql(
    `SELECT DISTINCT batch_id FROM tasks INDEXED BY tasks_copies
     WHERE duplicate_of_line IS NOT NULL AND skip IS NULL AND state <= 1`,
  );
  for (const { batch_id } of select.all()) {
    const batch = ledger.batches.get(Number(batch_id));
    if (batch) batch.hasCopies = true;
  }
}

function readSegments(ledger: Ledger): void {
  for (const row of ledger.sql('SELECT * FROM segments ORDER BY first_task_id').all()) {
    const batch = ledger.batches.get(Number(row.batch_id));
    if (!batch) continue;
    const firstTaskId = Number(row.first_task_id);
    const length = Number(row.last_task_id) - firstTaskId + 1;
    const segment: Segment = { batch, firstTaskId, flags: new Uint8Array(length).fill(HOLE), length };
    ledger.segments.push(segment);
    batch.segments.push(segment);
  }
}

function savingRows(ledger: Ledger, tasks: string, state: number): readonly SavingRow[] {
  return ledger
    .sql(
      `SELECT tasks.id, batch_id, folder, file, bytes, lower(hex(sha256)) AS sha256
       FROM ${tasks} CROSS JOIN batches ON batches.id = batch_id
       WHERE state = ${state} AND file IS NOT NULL AND batches.removed = 0 ORDER BY tasks.id`,
    )
    .all()
    .map((row) => ({
      taskId: Number(row.id),
      batchId: Number(row.batch_id),
      folder: String(row.folder),
      file: String(row.file),
      bytes: Number(row.bytes),
      sha256: String(row.sha256),
    }));
}

function resumableTaskIds(ledger: Ledger): readonly number[] {
  return ledger
    .sql(
      `SELECT tasks.id FROM tasks CROSS JOIN batches ON batches.id = batch_id
       WHERE part_bytes IS NOT NULL AND state IN (0, 1) AND batches.removed = 0 AND NOT EXISTS
         (SELECT 1 FROM removals WHERE first_task_id <= tasks.id AND last_task_id >= tasks.id)
       ORDER BY tasks.id`,
    )
    .all()
    .map(({ id }) => Number(id));
}

function readSettings(ledger: Ledger): Settings {
  const rows = ledger.sql('SELECT name, value FROM settings').all();
  const stored = rows.map(({ name, value }) => [name, JSON.parse(String(value))]);
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(stored) };
}

/**
 * Reads the state of every row, so that tasks can be given out and acted on; older tasks can be taken while younger
 * ones are still being read. Afterwards what was removed in earlier sessions is purged.
 */
export async function scanTasks(ledger: Ledger): Promise<void> {
  const select = ledger.rows(
    `SELECT id, state, is_paused, host_id, wait_until, integrity = 'truncated' FROM tasks
     WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ${ROWS_PER_STEP}`,
  );
  // Segments of lists that are read in meanwhile are complete in memory.
  for (const segment of [...ledger.segments]) {
    if (segment.batch.removed !== 0) continue;
    const last = segment.firstTaskId + segment.length - 1;
    for (let first = segment.firstTaskId; first <= last && !ledger.closing.aborted; first += ROWS_PER_STEP) {
      const upTo = Math.min(last, first + ROWS_PER_STEP - 1);
      const rows = select.all(first, upTo) as unknown as readonly ScannedRow[];
      markStates(segment, rows);
      markRemoved(ledger, segment, first, upTo);
      for (const row of rows) queueScanned(ledger, segment, row);
      await nextTurn();
    }
  }
  ledger.changes.newWork();
}

type ScannedRow = readonly [number, number, number, number, number | null, number | null];

function markStates(segment: Segment, rows: readonly ScannedRow[]): void {
  for (const [id, state, isPaused, , , isTruncated] of rows) {
    const flags = state | (isPaused ? PAUSED : 0) | (isTruncated ? TRUNCATED : 0);
    segment.flags[id - segment.firstTaskId] = flags;
  }
}

function markRemoved(ledger: Ledger, segment: Segment, first: number, last: number): void {
  const runs = ledger.rows(
    'SELECT first_task_id, last_task_id FROM removals WHERE first_task_id <= ? AND last_task_id >= ? AND undo_id <> 0',
  );
  for (const [from, to] of runs.all(last, first) as unknown as readonly [number, number][])
    for (let id = Math.max(from, first); id <= Math.min(to, last); id += 1)
      segment.flags[id - segment.firstTaskId] = (segment.flags[id - segment.firstTaskId] ?? HOLE) | REMOVED;
}

function queueScanned(ledger: Ledger, segment: Segment, [id, , , hostId, waitUntil]: ScannedRow): void {
  const place = { segment, index: id - segment.firstTaskId };
  if ((segment.flags[place.index] ?? HOLE) <= STATE_CODES.waiting)
    requeue(ledger, place, { host_id: hostId, wait_until: waitUntil });
}

/** Deletes what was taken off the list in earlier sessions, a little at a time. */
export async function purgeRemoved(ledger: Ledger): Promise<void> {
  const isOld = ({ removed }: BatchEntry) => removed !== 0 && removed <= ledger.lastOldUndoId;
  for (const batch of [...ledger.batches.values()].filter(isOld)) {
    await purgeRuns(
      ledger,
      batch.segments.map(({ firstTaskId, length }) => [firstTaskId, firstTaskId + length - 1]),
    );
    if (ledger.closing.aborted) return;
    forgetBatch(ledger, batch);
  }
  const runs = ledger
    .rows('SELECT first_task_id, last_task_id FROM removals WHERE undo_id BETWEEN 1 AND ?')
    .all(ledger.lastOldUndoId);
  await purgeRuns(ledger, runs as unknown as readonly Run[]);
}

type Run = readonly [number, number];

async function purgeRuns(ledger: Ledger, runs: readonly Run[]): Promise<void> {
  let step: Run[] = [];
  let rows = 0;
  for (const run of runs) {
    for (const piece of piecesOf(run)) {
      step.push(piece);
      rows += piece[1] - piece[0] + 1;
      if (rows < PURGED_PER_STEP) continue;
      purgeStep(ledger, step);
      await nextTurn();
      if (ledger.closing.aborted) return;
      step = [];
      rows = 0;
    }
  }
  if (step.length > 0) purgeStep(ledger, step);
}

function* piecesOf([first, last]: Run): Generator<Run> {
  for (let from = first; from <= last; from += PURGED_PER_STEP)
    yield [from, Math.min(last, from + PURGED_PER_STEP - 1)];
}

function purgeStep(ledger: Ledger, runs: readonly Run[]): void {
  ledger.write(() => {
    for (const [from, to] of runs) {
      ledger.sql('DELETE FROM attempts WHERE task_id BETWEEN ? AND ?').run(from, to);
      ledger.sql('DELETE FROM session_done WHERE task_id BETWEEN ? AND ?').run(from, to);
      ledger.sql('DELETE FROM tasks WHERE id BETWEEN ? AND ?').run(from, to);
      // A run that is gone whole stays as a gap, for views that count on ids without gaps.
      ledger
        .sql('UPDATE removals SET undo_id = 0 WHERE last_task_id = ? AND first_task_id <= ?')
        .run(to, from);
    }
  });
  for (const [from, to] of runs)
    for (let id = from; id <= to; id += 1) {
      const place = ledger.find(id);
      if (place) place.segment.flags[place.index] = HOLE;
    }
}

function forgetBatch(ledger: Ledger, batch: BatchEntry): void {
  const { batchId } = batch;
  ledger.write(() => {
    ledger.sql('DELETE FROM segments WHERE batch_id = ?').run(batchId);
    ledger.sql('DELETE FROM batches WHERE id = ?').run(batchId);
    for (const { firstTaskId, length } of batch.segments)
      ledger
        .sql('DELETE FROM removals WHERE first_task_id BETWEEN ? AND ?')
        .run(firstTaskId, firstTaskId + length - 1);
  });
  ledger.batches.delete(batchId);
  ledger.queue.forget(batchId);
  for (const segment of batch.segments) ledger.segments.splice(ledger.segments.indexOf(segment), 1);
}
