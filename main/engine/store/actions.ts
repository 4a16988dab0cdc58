import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BatchId, TaskId } from '#contract/model.ts';
import type { Acted, Target } from '#contract/worker-messages.ts';
import { freshInGroup } from './copies.ts';
import type { BatchEntry, Ledger, Place } from './ledger.ts';
import { flagsAt } from './ledger.ts';
import { HOLE, PAUSED, REMOVED, STATE_CODES, STATE_MASK, TRUNCATED } from './task-codes.ts';
import { CLEAR_FACTS, CLEAR_PART } from './updates.ts';

/** Rows of one transaction: short enough that downloads do not notice (about 20 ms). */
const ROWS_PER_STEP = 2000;
/** Bytes looked at without a pause when few of them are wanted. */
const LOOKS_PER_STEP = 200_000;

const { queued, waiting, saving, failed, canceled } = STATE_CODES;

function isIn(flags: number, states: readonly number[]): boolean {
  return !(flags & REMOVED) && states.includes(flags & STATE_MASK);
}

function* placesOfBatch(batch: BatchEntry): Generator<Place> {
  // Segments grow while a list is read in: their length is looked at again and again.
  for (const segment of batch.segments)
    for (let index = 0; index < segment.length; index += 1) yield { segment, index };
}

function* placesOf(ledger: Ledger, target: Target): Generator<Place> {
  if (target.kind === 'tasks') {
    for (const taskId of target.taskIds.toSorted()) {
      const place = ledger.find(taskId);
      if (place && place.segment.batch.removed === 0) yield place;
    }
    return;
  }
  for (const batch of batchesOf(ledger, target)) yield* placesOfBatch(batch);
}

function batchesOf(ledger: Ledger, target: Target): readonly BatchEntry[] {
  const batches = [...ledger.batches.values()].filter((batch) => batch.removed === 0);
  if (target.kind === 'everything') return batches;
  return target.kind === 'batch' ? batches.filter(({ batchId }) => batchId === target.batchId) : [];
}

/** The target's tasks that are wanted, in steps between which others get their turn. */
async function* inSteps(
  ledger: Ledger,
  target: Target,
  isWanted: (flags: number) => boolean,
): AsyncGenerator<readonly Place[]> {
  let step: Place[] = [];
  let looks = 0;
  for (const place of placesOf(ledger, target)) {
    looks += 1;
    if (isWanted(flagsAt(place))) step.push(place);
    if (step.length < ROWS_PER_STEP && looks < LOOKS_PER_STEP) continue;
    yield step;
    await nextTurn();
    if (ledger.closing.aborted) return;
    step = [];
    looks = 0;
  }
  yield step;
}

const idOf = ({ segment, index }: Place): TaskId => segment.firstTaskId + index;

/** Tasks with a part that can be gone on with: never many. */
function taskIdsWithPart(ledger: Ledger): ReadonlySet<TaskId> {
  const rows = ledger.rows('SELECT id FROM tasks WHERE part_bytes IS NOT NULL').all() as unknown as [
    TaskId,
  ][];
  return new Set(rows.map(([taskId]) => taskId));
}

/** Changes the wanted tasks of a target, some thousand in each transaction. */
async function act(
  ledger: Ledger,
  target: Target,
  isWanted: (flags: number) => boolean,
  change: (place: Place) => void,
): Promise<Acted> {
  let count = 0;
  const runningTaskIds: TaskId[] = [];
  for await (const step of inSteps(ledger, target, isWanted)) {
    if (step.length === 0) continue;
    ledger.write(() => {
      for (const place of step) change(place);
    });
    count += step.length;
    for (const place of step) if (ledger.taken.has(idOf(place))) runningTaskIds.push(idOf(place));
  }
  return { count, runningTaskIds, leftParts: [] };
}

function setState(ledger: Ledger, place: Place, state: number): void {
  ledger.setFlags(place, (flagsAt(place) & ~STATE_MASK & ~TRUNCATED) | state);
}

/** Cancels what has neither ended nor been verified. */
export async function cancelTasks(ledger: Ledger, target: Target, now: number): Promise<Acted> {
  for (const batch of batchesOf(ledger, target)) if (batch.isLoading) batch.isRestCanceled = true;
  const statement = ledger.sql(
    `UPDATE tasks SET state = ${canceled}, wait_until = NULL, finished_at = ?, ${CLEAR_PART} WHERE id = ?`,
  );
  const withPart = taskIdsWithPart(ledger);
  const leftParts: Acted['leftParts'][number][] = [];
  const acted = await act(
    ledger,
    target,
    (flags) => isIn(flags, [queued, waiting]),
    (place) => {
      statement.run(now, idOf(place));
      setState(ledger, place, canceled);
      if (withPart.has(idOf(place))) leftParts.push(...partsLeft(ledger, place));
    },
  );
  return { ...acted, leftParts };
}

/** The part of a task that will not be gone on with; main itself drops that of one that it is running. */
function partsLeft(ledger: Ledger, place: Place): Acted['leftParts'] {
  return ledger.taken.has(idOf(place)) ? [] : [{ folder: place.segment.batch.folder, taskId: idOf(place) }];
}

const RETRY = `UPDATE tasks SET state = ${queued}, attempts = 0, is_paused = 0, wait_until = NULL, failure_code = NULL,
  failure_facts = NULL, skip = NULL, duplicate_of_line = CASE WHEN skip IS NULL THEN duplicate_of_line END,
  started_at = NULL, finished_at = NULL, ${CLEAR_FACTS} WHERE id = ? RETURNING host_id, duplicate_of_line`;
/** Of a canceled task whose file is being given its name at this moment: it is about to be done. */
const RETRY_SAVING = `UPDATE tasks SET state = ${saving}, is_paused = 0, finished_at = NULL
  WHERE id = ? AND state = ${canceled} AND file IS NOT NULL RETURNING id`;

/** Lets one task start afresh, inside a transaction. */
export function queueAfresh(ledger: Ledger, place: Place): void {
  const isBeingSaved = ledger.taken.has(idOf(place)) && ledger.sql(RETRY_SAVING).get(idOf(place));
  if (isBeingSaved) {
    ledger.setFlags(place, (flagsAt(place) & ~STATE_MASK & ~PAUSED) | saving);
    return;
  }
  freshInGroup(ledger, place);
  const row = ledger.sql(RETRY).get(idOf(place));
  // Copies that had ended when the store was opened made no mark on their batch.
  if (typeof row?.duplicate_of_line === 'number') place.segment.batch.hasCopies = true;
  ledger.setFlags(place, (flagsAt(place) & ~STATE_MASK & ~TRUNCATED & ~PAUSED) | queued);
  ledger.afterCommit(() => ledger.enqueue(place, Number(row?.host_id)));
}

/** Lets failed, canceled and waiting tasks start afresh. */
export function retryTasks(ledger: Ledger, target: Target): Promise<Acted> {
  for (const batch of batchesOf(ledger, target)) batch.isRestCanceled = false;
  return act(
    ledger,
    target,
    (flags) => isIn(flags, [failed, canceled, waiting]),
    (place) => queueAfresh(ledger, place),
  );
}

/** Pauses or resumes single tasks, a batch or everything; for the latter two not a row is touched. */
export async function setPaused(ledger: Ledger, target: Target, isPaused: boolean): Promise<Acted> {
  switch (target.kind) {
    case 'tasks':
      return setTasksPaused(ledger, target, isPaused);
    case 'batch': {
      const [batch] = batchesOf(ledger, target);
      if (!batch) return { count: 0, runningTaskIds: [], leftParts: [] };
      ledger.write(() => {
        ledger.sql('UPDATE batches SET is_paused = ? WHERE id = ?').run(Number(isPaused), batch.batchId);
      });
      batch.isPaused = isPaused;
      ledger.updateRunnable(batch);
      ledger.changes.batch(batch.batchId);
      const runningTaskIds = isPaused ? takenOf(ledger, batch) : [];
      return { count: openTasks(batch), runningTaskIds, leftParts: [] };
    }
    case 'everything': {
      ledger.write(() => ledger.setMeta('is-paused', Number(isPaused)));
      ledger.isPaused = isPaused;
      if (!isPaused) ledger.changes.newWork();
      const count = batchesOf(ledger, target).reduce((sum, batch) => sum + openTasks(batch), 0);
      return { count, runningTaskIds: isPaused ? [...ledger.taken] : [], leftParts: [] };
    }
  }
}

const openTasks = ({ counts }: BatchEntry): number => (counts[queued] ?? 0) + (counts[waiting] ?? 0);

function takenOf(ledger: Ledger, batch: BatchEntry): TaskId[] {
  return [...ledger.taken].filter((taskId) => ledger.find(taskId)?.segment.batch === batch);
}

async function setTasksPaused(ledger: Ledger, target: Target, isPaused: boolean): Promise<Acted> {
  const statement = ledger.sql(
    'UPDATE tasks SET is_paused = ? WHERE id = ? RETURNING host_id, wait_until, state',
  );
  const acted = await act(
    ledger,
    target,
    (flags) => isIn(flags, [queued, waiting]) && Boolean(flags & PAUSED) !== isPaused,
    (place) => {
      const row = statement.get(Number(isPaused), idOf(place));
      ledger.setFlags(place, isPaused ? flagsAt(place) | PAUSED : flagsAt(place) & ~PAUSED);
      if (!isPaused) ledger.afterCommit(() => requeue(ledger, place, row ?? {}));
    },
  );
  return isPaused ? acted : { ...acted, runningTaskIds: [] };
}

/** Puts a task where it waits for its turn: among those that may run, or among those whose time has to come. */
export function requeue(ledger: Ledger, place: Place, row: Record<string, unknown>): void {
  const state = flagsAt(place) & STATE_MASK;
  if (state === queued) ledger.enqueue(place, Number(row.host_id));
  else if (state === waiting && typeof row.wait_until === 'number') {
    ledger.due.add(row.wait_until, idOf(place));
    ledger.changes.newWork();
  }
}

function nextUndoId(ledger: Ledger): number {
  const undoId = Number(ledger.meta('next-undo-id') ?? 1);
  ledger.setMeta('next-undo-id', undoId + 1);
  return undoId;
}

/** Tells open views that rows left the list or came back. */
export function countRemoval(ledger: Ledger): void {
  ledger.setMeta('removals', Number(ledger.meta('removals') ?? 0) + 1);
}

/** Takes rows off the list, as runs of ids; their state goes on underneath and comes back with an undo. */
export async function removeTasks(
  ledger: Ledger,
  target: Target,
): Promise<Acted & { readonly undoId: number }> {
  const undoId = ledger.write(() => nextUndoId(ledger));
  let count = 0;
  const runningTaskIds: TaskId[] = [];
  const withPart = taskIdsWithPart(ledger);
  const leftParts: Acted['leftParts'][number][] = [];
  const isWanted = (flags: number) => !(flags & REMOVED) && (flags & STATE_MASK) !== HOLE;
  for await (const step of inSteps(ledger, target, isWanted)) {
    if (step.length === 0) continue;
    ledger.write(() => {
      for (const place of step) {
        ledger.setFlags(place, flagsAt(place) | REMOVED);
        if (withPart.has(idOf(place))) leftParts.push(...forgetPart(ledger, place));
      }
      for (const [first, last] of runsOf(step))
        ledger.sql('INSERT INTO removals VALUES (?, ?, ?)').run(first, last, undoId);
      countRemoval(ledger);
    });
    count += step.length;
    for (const place of step) if (ledger.taken.has(idOf(place))) runningTaskIds.push(idOf(place));
  }
  return { count, runningTaskIds, leftParts, undoId };
}

/** Takes a part off the books: after an undo the task starts from zero. */
function forgetPart(ledger: Ledger, place: Place): Acted['leftParts'] {
  const left = partsLeft(ledger, place);
  if (left.length > 0) ledger.sql(`UPDATE tasks SET ${CLEAR_PART} WHERE id = ?`).run(idOf(place));
  return left;
}

/** Runs of ids; none goes over the end of a segment, so that each is forgotten with its batch. */
function runsOf(places: readonly Place[]): readonly [TaskId, TaskId][] {
  const runs: [TaskId, TaskId][] = [];
  let before: Place | null = null;
  for (const place of places) {
    const last = runs.at(-1);
    if (last && before?.segment === place.segment && before.index === place.index - 1) last[1] = idOf(place);
    else runs.push([idOf(place), idOf(place)]);
    before = place;
  }
  return runs;
}

/** Takes a whole batch off the list: a property of the batch. */
export function removeBatch(ledger: Ledger, batchId: BatchId): Acted & { readonly undoId: number } {
  const batch = ledger.batches.get(batchId);
  const isThere = batch && batch.removed === 0;
  const leftParts: Acted['leftParts'][number][] = [];
  const undoId = ledger.write(() => {
    const given = nextUndoId(ledger);
    if (isThere) leftParts.push(...forgetParts(ledger, batch));
    if (isThere) ledger.sql('UPDATE batches SET removed = ? WHERE id = ?').run(given, batchId);
    countRemoval(ledger);
    return given;
  });
  if (!isThere) return { count: 0, runningTaskIds: [], leftParts, undoId };
  const count = ledger.describe(batchId)?.total ?? 0;
  batch.removed = undoId;
  ledger.updateRunnable(batch);
  ledger.changes.removedBatch(batchId);
  return { count, runningTaskIds: takenOf(ledger, batch), leftParts, undoId };
}

function forgetParts(ledger: Ledger, batch: BatchEntry): Acted['leftParts'] {
  const places = [...taskIdsWithPart(ledger)].map((taskId) => ledger.find(taskId));
  return places.flatMap((place) => (place?.segment.batch === batch ? forgetPart(ledger, place) : []));
}

/** Brings back what a removal of this session took off the list; does nothing for any other number. */
export async function undoRemove(ledger: Ledger, undoId: number): Promise<void> {
  if (undoId <= ledger.lastOldUndoId) return;
  for (const batch of ledger.batches.values()) if (batch.removed === undoId) restoreBatch(ledger, batch);
  const runs = ledger
    .rows('SELECT first_task_id, last_task_id FROM removals WHERE undo_id = ?')
    .all(undoId) as unknown as [TaskId, TaskId][];
  let step: [TaskId, TaskId][] = [];
  let rows = 0;
  for (const run of runs) {
    step.push(run);
    rows += run[1] - run[0] + 1;
    if (rows < ROWS_PER_STEP) continue;
    restoreRows(ledger, step);
    await nextTurn();
    step = [];
    rows = 0;
  }
  if (step.length > 0) restoreRows(ledger, step);
}

function restoreBatch(ledger: Ledger, batch: BatchEntry): void {
  ledger.write(() => {
    ledger.sql('UPDATE batches SET removed = 0 WHERE id = ?').run(batch.batchId);
    countRemoval(ledger);
  });
  batch.removed = 0;
  ledger.updateRunnable(batch);
  ledger.changes.batch(batch.batchId);
}

function restoreRows(ledger: Ledger, runs: readonly [TaskId, TaskId][]): void {
  const select = ledger.sql('SELECT id, host_id, wait_until FROM tasks WHERE id BETWEEN ? AND ?');
  ledger.write(() => {
    for (const [first, last] of runs) {
      ledger.sql('DELETE FROM removals WHERE first_task_id = ?').run(first);
      for (const row of select.all(first, last)) {
        const place = ledger.find(Number(row.id));
        if (!place) continue;
        ledger.setFlags(place, flagsAt(place) & ~REMOVED);
        ledger.afterCommit(() => requeue(ledger, place, row));
      }
    }
    countRemoval(ledger);
  });
}
