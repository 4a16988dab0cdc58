/** What stands still because the person paused it, looked at from a batch or from all of them. */
import type { Batch, BatchId } from '#contract/model.ts';
import type { LiveState } from './live.ts';
import { settledCount } from './progress.ts';

type Pauses = Pick<LiveState, 'batches'> & { readonly totals: { readonly isPaused: boolean } };

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
