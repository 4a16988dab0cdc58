/** The Active band: running tasks keep their place, finished ones linger a moment. */
import type { ActiveTask, TaskId, TaskRow } from '#contract/model.ts';

export const MAX_BAND_ROWS = 8;
const LINGER_MS = 1_000;
/** How long nothing must run before the band gives its room back, where something may run again. */
const COLLAPSE_MS = 4_000;

export interface BandSlot {
  readonly task: ActiveTask;
  /** Null while it runs. */
  readonly endedAt: number | null;
  /** How it ended, once that is known. */
  readonly row: TaskRow | null;
}

export interface Band {
  /** Fixed places from the top; null for an empty one. An empty list is a closed band. */
  readonly slots: readonly (BandSlot | null)[];
  /** Since when nothing has been running, where something may still run; null when something is, or nothing can. */
  readonly idleSince: number | null;
}

export const CLOSED_BAND: Band = { slots: [], idleSince: null };

/** What the band shows is made of. */
export interface BandNews {
  readonly active: readonly ActiveTask[];
  /** Tasks that are in line. */
  readonly waitingToRun: number;
  /** Nothing more is going to run by itself: the list ended, was paused or was stopped. */
  readonly isOver: boolean;
}

/** Moves the band on: what runs stays where it is, what ended leaves after a second, new ones take free places. */
export function advanceBand(band: Band, { active, waitingToRun, isOver }: BandNews, now: number): Band {
  const running = new Map(active.map((task) => [task.taskId, task]));
  const wanted = Math.min(MAX_BAND_ROWS, active.length + waitingToRun);
  const kept = band.slots.map((slot) => keepSlot(slot, running, now));
  if (active.length === 0 && kept.every((slot) => slot === null)) {
    return isOver ? CLOSED_BAND : idleBand(band, kept, wanted, now);
  }
  const room = active.length === 0 ? kept.length : Math.max(kept.length, wanted);
  const slots = [...kept, ...new Array<null>(room - kept.length).fill(null)];
  const shown = new Set(slots.map((slot) => slot?.task.taskId));
  const fresh = active.filter((task) => !shown.has(task.taskId));
  return {
    slots: slots.map((slot) => slot ?? toSlot(fresh.shift())),
    idleSince: null,
  };
}

function keepSlot(
  slot: BandSlot | null,
  running: ReadonlyMap<TaskId, ActiveTask>,
  now: number,
): BandSlot | null {
  if (slot === null) return null;
  const task = running.get(slot.task.taskId);
  if (task !== undefined) return { task, endedAt: null, row: null };
  if (slot.endedAt === null) return { ...slot, endedAt: now };
  if (isGivenBack(slot)) return null;
  return now - slot.endedAt < LINGER_MS ? slot : null;
}

function toSlot(task: ActiveTask | undefined): BandSlot | null {
  return task === undefined ? null : { task, endedAt: null, row: null };
}

/** Paused or stopped in the middle: it did not end, it is in line again. */
function isGivenBack({ endedAt, row }: BandSlot): boolean {
  return endedAt !== null && row?.state === 'queued';
}

/** Whether nothing is to be seen in the band: it keeps its room, and nothing else. */
export function isBandCalm({ slots }: Band): boolean {
  return slots.every((slot) => slot === null || isGivenBack(slot));
}

/** In how many milliseconds the band looks different without any news, at most `longestMs`. */
export function bandWaitMs({ slots }: Band, now: number, longestMs: number): number {
  const ends = slots.flatMap((slot) => (slot?.endedAt == null ? [] : slot.endedAt + LINGER_MS - now));
  return Math.max(0, Math.min(longestMs, ...ends));
}

/** Room is made before the first task runs, so that the list does not move then; it is given back once. */
function idleBand(band: Band, slots: Band['slots'], wanted: number, now: number): Band {
  const idleSince = band.idleSince ?? now;
  if (now - idleSince >= COLLAPSE_MS) return { slots: [], idleSince };
  if (slots.length > 0) return { slots, idleSince };
  return wanted === 0 ? CLOSED_BAND : { slots: new Array<null>(wanted).fill(null), idleSince };
}

/** Writes how a lingering task ended into its place. */
export function withOutcome(band: Band, taskId: TaskId, row: TaskRow): Band {
  return {
    ...band,
    slots: band.slots.map((slot) =>
      slot !== null && slot.task.taskId === taskId && slot.endedAt !== null ? { ...slot, row } : slot,
    ),
  };
}
