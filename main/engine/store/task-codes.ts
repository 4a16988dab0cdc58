import type { TaskState } from '#contract/model.ts';
import { TASK_STATES } from '#contract/model.ts';

/** How a state is written in the database. Note: these numbers are on people's disks; they never change. */
export const STATE_CODES = {
  queued: 0,
  waiting: 1,
  saving: 2,
  done: 3,
  failed: 4,
  skipped: 5,
  canceled: 6,
} as const satisfies Record<TaskState, number>;

/** The state that a number of the database stands for. */
export function stateOf(code: number): TaskState {
  const state = TASK_STATES[code];
  if (state === undefined) throw new Error(`Unknown task state ${code}`);
  return state;
}

// What the store thread remembers of every task, in one byte: its state in the low three bits, and these.
export const STATE_MASK = 0b111;
/** No such row: it was purged. */
export const HOLE = 0b111;
/** Stands in the ready queue. */
export const IN_QUEUE = 1 << 3;
export const PAUSED = 1 << 4;
export const REMOVED = 1 << 5;
/** Saved, but the server gives only a part of the picture. */
export const TRUNCATED = 1 << 6;
