/** Batches and rows in memory, a million of them if need be: rows are made when they are asked for. */
import type { Batch, BatchId, TaskCounts, TaskId, TaskRow, TaskState, ViewFilter } from '#contract/model.ts';
import { DEFAULT_NAME_OPTIONS } from '#contract/model.ts';
import { queuedRow, rowInState } from './fake-rows.ts';

/** Tasks of one batch have ids in a row, so that a view of all of them needs no list. */
const IDS_PER_BATCH = 10_000_000;

export interface FakeBatch {
  readonly batchId: BatchId;
  /** Lines that it began with; those added later begin queued. */
  readonly firstSize: number;
  size: number;
  readonly firstState: (line: number) => TaskState;
  readonly changed: Map<TaskId, TaskRow>;
  readonly removed: Set<TaskId>;
  batch: Batch;
  /** Next line that was never started. */
  cursor: number;
}

export interface FakeStore {
  readonly batches: Map<BatchId, FakeBatch>;
  add(options: {
    readonly name: string;
    readonly folder: string;
    readonly size: number;
    readonly createdAt: number;
    readonly firstState?: (line: number) => TaskState;
    readonly first?: (row: TaskRow) => TaskRow;
  }): FakeBatch;
  /** Adds lines that are queued at the end of a batch. */
  extend(batchId: BatchId, lines: number): void;
  row(taskId: TaskId): TaskRow | null;
  /** Writes a row and keeps the counts. */
  write(row: TaskRow): void;
  setRemoved(taskIds: readonly TaskId[], isRemoved: boolean): void;
  ids(batch: FakeBatch): Iterable<TaskId>;
}

export const NO_COUNTS: TaskCounts = {
  queued: 0,
  waiting: 0,
  saving: 0,
  done: 0,
  failed: 0,
  skipped: 0,
  canceled: 0,
  truncated: 0,
};

/** Whether a filter of the window holds a row. */
export function matchesFilter(row: TaskRow, filter: ViewFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'active':
      return row.state === 'queued' || row.state === 'saving';
    case 'saved':
      return row.state === 'done';
    case 'problems':
      return row.state === 'failed' || row.integrity === 'truncated';
    default:
      return row.state === filter;
  }
}

function counted(counts: TaskCounts, row: TaskRow, by: 1 | -1): TaskCounts {
  const truncated = counts.truncated + (row.integrity === 'truncated' ? by : 0);
  return { ...counts, [row.state]: counts[row.state] + by, truncated };
}

/** Makes an empty store. */
export function createFakeStore(now: () => number): FakeStore {
  const batches = new Map<BatchId, FakeBatch>();
  const firsts = new Map<BatchId, (row: TaskRow) => TaskRow>();
  const holder = (taskId: TaskId) => batches.get(Math.floor(taskId / IDS_PER_BATCH));

  const firstRow = (held: FakeBatch, taskId: TaskId): TaskRow => {
    const line = taskId % IDS_PER_BATCH;
    const row = rowInState(
      queuedRow(taskId, held.batchId, line),
      line > held.firstSize ? 'queued' : held.firstState(line),
      now(),
    );
    return firsts.get(held.batchId)?.(row) ?? row;
  };
  const rowOf = (held: FakeBatch, taskId: TaskId) => held.changed.get(taskId) ?? firstRow(held, taskId);
  const recount = (held: FakeBatch, row: TaskRow, by: 1 | -1) => {
    held.batch = { ...held.batch, counts: counted(held.batch.counts, row, by) };
  };
  const store: FakeStore = {
    batches,
    add({ name, folder, size, createdAt, firstState = () => 'queued', first }) {
      const batchId = batches.size + 1;
      const batch: Batch = {
        batchId,
        name,
        folder,
        createdAt,
        total: size,
        counts: NO_COUNTS,
        options: { ...DEFAULT_NAME_OPTIONS, fetchesKnown: false, columns: [], sheet: null },
        isLoading: false,
        isPaused: false,
        problem: null,
      };
      const held: FakeBatch = {
        batchId,
        firstSize: size,
        size,
        firstState,
        changed: new Map(),
        removed: new Set(),
        batch,
        cursor: 1,
      };
      if (first !== undefined) firsts.set(batchId, first);
      batches.set(batchId, held);
      const counts: Record<string, number> = { ...NO_COUNTS };
      for (const taskId of store.ids(held)) {
        const row = firstRow(held, taskId);
        counts[row.state] = (counts[row.state] ?? 0) + 1;
        if (row.integrity === 'truncated') counts['truncated'] = (counts['truncated'] ?? 0) + 1;
      }
      held.batch = { ...batch, counts: counts as unknown as TaskCounts };
      return held;
    },
    extend(batchId, lines) {
      const held = batches.get(batchId);
      if (held === undefined) throw new Error(`There is no batch ${batchId}`);
      held.size += lines;
      const counts = { ...held.batch.counts, queued: held.batch.counts.queued + lines };
      held.batch = { ...held.batch, counts, total: held.size - held.removed.size };
    },
    row(taskId) {
      const held = holder(taskId);
      return held === undefined || held.removed.has(taskId) ? null : rowOf(held, taskId);
    },
    write(row) {
      const held = holder(row.taskId);
      if (held === undefined) return;
      recount(held, rowOf(held, row.taskId), -1);
      held.changed.set(row.taskId, row);
      recount(held, row, 1);
    },
    setRemoved(taskIds, isRemoved) {
      for (const taskId of taskIds) {
        const held = holder(taskId);
        if (held === undefined || held.removed.has(taskId) === isRemoved) continue;
        recount(held, rowOf(held, taskId), isRemoved ? -1 : 1);
        if (isRemoved) held.removed.add(taskId);
        else held.removed.delete(taskId);
        held.batch = { ...held.batch, total: held.size - held.removed.size };
      }
    },
    *ids(held) {
      const base = held.batchId * IDS_PER_BATCH;
      for (let line = 1; line <= held.size; line += 1) {
        if (!held.removed.has(base + line)) yield base + line;
      }
    },
  };
  return store;
}
