/** What stands still because the person paused it, looked at from a batch or from all of them. */
import type { Batch, BatchId } from '#contract/model.ts';
import type { LiveState } from './live.ts';
import { settledCount } from './progress.ts';

type Pauses = Pick<LiveState, 'batches'> & { readonly totals: { readonly isPaused: boolean } };
type Holds = Pick<LiveState, 'batches'> & {
  readonly totals: Pick<LiveState['totals'], 'isPaused' | 'stateProblem'>;
};

/** Why a task in line does not start: its list waits for a repair, or the person paused it. */
export type Hold = 'stopped' | 'paused';

const isOpen = (batch: Batch): boolean => batch.isLoading || settledCount(batch.counts) < batch.total;

/** Batches with something left to do of what is shown (null: all). */
export function openBatches(
  { batches }: Pick<LiveState, 'batches'>,
  batchId: BatchId | null,
): readonly Batch[] {
  return batches.filter((batch) => (batchId === null || batch.batchId === batchId) && isOpen(batch));
}

/** Whether nothing of what is shown goes on before the person resumes it: it is paused, or all that it holds. */
export function isHeld(live: Pauses, batchId: BatchId | null): boolean {
  if (live.totals.isPaused) return true;
  if (batchId !== null) return live.batches.find((batch) => batch.batchId === batchId)?.isPaused ?? false;
  const open = openBatches(live, null);
  return open.length > 0 && open.every(({ isPaused }) => isPaused);
}

/** Whether there is something to pause in what is shown: it goes on, or will by itself. */
export function canPause(live: Pick<LiveState, 'batches'>, batchId: BatchId | null): boolean {
  return openBatches(live, batchId).some(({ problem }) => problem === null);
}

/** Whether nothing more of what is shown starts by itself: it ended, was paused or was stopped. */
export function isOver({ batches, totals }: Holds, batchId: BatchId | null): boolean {
  if (totals.isPaused || totals.stateProblem !== null) return true;
  return openBatches({ batches }, batchId).every(({ isPaused, problem }) => isPaused || problem !== null);
}

/** What holds each list that is held; a stop weighs more, since resuming alone would not end it. */
export function holdsOf({ batches, totals }: Pauses): ReadonlyMap<BatchId, Hold> {
  const holds = new Map<BatchId, Hold>();
  for (const { batchId, isPaused, problem } of batches) {
    if (problem !== null) holds.set(batchId, 'stopped');
    else if (isPaused || totals.isPaused) holds.set(batchId, 'paused');
  }
  return holds;
}

/** What to ask for so that the shown goes on: to let everything go on, or these batches, or both. */
export function resumption(
  live: Pauses,
  batchId: BatchId | null,
): { readonly isEverything: boolean; readonly batchIds: readonly BatchId[] } {
  const isStillHeld = isHeld({ ...live, totals: { isPaused: false } }, batchId);
  const paused = openBatches(live, batchId).filter(({ isPaused }) => isPaused);
  return {
    isEverything: live.totals.isPaused,
    batchIds: isStillHeld ? paused.map((batch) => batch.batchId) : [],
  };
}
