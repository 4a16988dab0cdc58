/** How far a batch, or everything, is: the bar that never runs back, the percentage, the time left. */
import type { Batch, TaskCounts } from '#contract/model.ts';

export interface Progress {
  readonly total: number;
  readonly counts: TaskCounts;
  /** Ended in one way or another. */
  readonly settled: number;
  /** 0–100, never smaller than before while the list stays the same. */
  readonly percent: number;
  /** Parts of the bar, each a fraction of the whole; `waiting` fills what was reached before and is tried again. */
  readonly bar: Bar;
  readonly isLoading: boolean;
}

export interface Bar {
  readonly saved: number;
  readonly skipped: number;
  readonly canceled: number;
  readonly failed: number;
  readonly waiting: number;
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

/** Adds batches up to one. */
export function sumBatches(batches: readonly Batch[]): Pick<Progress, 'total' | 'counts' | 'isLoading'> {
  const counts = { ...NO_COUNTS };
  let total = 0;
  for (const batch of batches) {
    total += batch.total;
    for (const key of Object.keys(counts) as (keyof TaskCounts)[]) counts[key] += batch.counts[key];
  }
  return { total, counts, isLoading: batches.some((batch) => batch.isLoading) };
}

/** Tasks that have ended and are not tried again by themselves. */
export function settledCount(counts: TaskCounts): number {
  return counts.done + counts.failed + counts.skipped + counts.canceled;
}

/** Remembers how far one bar has come. */
export interface ProgressTrack {
  update(now: Pick<Progress, 'total' | 'counts' | 'isLoading'>): Progress;
  /** Lets the bar run back once: the person asked for it (try again, undo). */
  release(): void;
}

/** Follows one batch, or everything. */
export function createProgressTrack(): ProgressTrack {
  let mark = { total: 0, settled: 0, filled: 0 };
  return {
    update({ total, counts, isLoading }) {
      const settled = settledCount(counts);
      if (total !== mark.total) mark = { total, settled: 0, filled: 0 };
      mark.settled = Math.max(mark.settled, settled);
      mark.filled = Math.max(mark.filled, settled + counts.waiting);
      const part = (count: number) => (total === 0 ? 0 : count / total);
      return {
        total,
        counts,
        settled,
        percent: percentOf(mark.settled, total),
        bar: {
          saved: part(counts.done),
          skipped: part(counts.skipped),
          canceled: part(counts.canceled),
          failed: part(counts.failed),
          waiting: part(mark.filled - settled),
        },
        isLoading,
      };
    },
    release() {
      mark = { ...mark, settled: 0, filled: 0 };
    },
  };
}

/** Whole percents, rounded down: 100 is said only when nothing is left. */
export function percentOf(settled: number, total: number): number {
  return total === 0 ? 0 : Math.min(100, Math.floor((settled / total) * 100));
}
