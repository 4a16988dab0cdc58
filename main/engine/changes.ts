import type { Changes } from '#contract/api.ts';
import type { ActiveTask, Batch, BatchId, TaskId, Totals } from '#contract/model.ts';

/** At most ten events a second (DESIGN §5). */
const EVENT_INTERVAL_MS = 100;
/** While tasks run, their bytes are shown this often even if nothing else changed. */
const LIVE_INTERVAL_MS = 250;
const MAX_TASK_IDS = 300;

export interface ChangesOptions {
  active(): readonly ActiveTask[];
  totals(): Totals;
  emit(changes: Changes): void;
}

export interface StoreChange {
  readonly batches: readonly Batch[];
  readonly removedBatchIds: readonly BatchId[];
  readonly taskIds: readonly TaskId[] | 'many';
}

export interface ChangeFeed {
  readonly sequence: number;
  add(change: StoreChange): void;
  /** Something that is not in the store changed: a task started, everything was paused. */
  touch(): void;
  close(): void;
}

/** Gathers what changed into numbered events, so that the window's cost follows time and not the number of tasks. */
export function createChangeFeed(options: ChangesOptions): ChangeFeed {
  const batches = new Map<BatchId, Batch>();
  const removed = new Set<BatchId>();
  const taskIds = new Set<TaskId>();
  let hasMany = false;
  let sequence = 0;
  let timer: NodeJS.Timeout | undefined;
  let timerEndsAt = 0;
  let isClosed = false;

  const emit = () => {
    timer = undefined;
    sequence += 1;
    const active = options.active();
    const event: Changes = {
      sequence,
      batches: [...batches.values()],
      removedBatchIds: [...removed],
      taskIds: hasMany ? 'many' : [...taskIds],
      active,
      totals: options.totals(),
    };
    batches.clear();
    removed.clear();
    taskIds.clear();
    hasMany = false;
    options.emit(event);
    // The event after the last task ended shows the rates falling to zero.
    if (active.length > 0 || event.totals.bytesPerSecond > 0) schedule(LIVE_INTERVAL_MS);
  };

  const schedule = (delayMs: number) => {
    if (isClosed) return;
    const endsAt = performance.now() + delayMs;
    if (timer && timerEndsAt <= endsAt) return;
    clearTimeout(timer);
    timerEndsAt = endsAt;
    timer = setTimeout(emit, delayMs);
  };

  return {
    get sequence() {
      return sequence;
    },
    add(change) {
      for (const batch of change.batches) {
        batches.set(batch.batchId, batch);
        // Removed and brought back within one event.
        removed.delete(batch.batchId);
      }
      for (const batchId of change.removedBatchIds) {
        removed.add(batchId);
        batches.delete(batchId);
      }
      if (change.taskIds === 'many') hasMany = true;
      else for (const taskId of change.taskIds) taskIds.add(taskId);
      if (taskIds.size > MAX_TASK_IDS) hasMany = true;
      schedule(EVENT_INTERVAL_MS);
    },
    touch: () => schedule(EVENT_INTERVAL_MS),
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
