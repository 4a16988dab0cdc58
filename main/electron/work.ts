import type { Changes } from '#contract/api.ts';
import type { Batch, BatchId } from '#contract/model.ts';
import type { Engine } from '../engine/engine.ts';

/** How far everything that is still to be done is. */
export interface Work {
  /** Something is being fetched, or will be without anybody doing something. */
  readonly isWorking: boolean;
  /** 0–1 over the lines of all batches that are not finished; null while their number is not known, or there are none. */
  readonly fraction: number | null;
  /** A batch stopped and waits for the person. */
  readonly hasProblem: boolean;
}

export interface WorkListeners {
  onChanged(work: Work): void;
  /** A batch that had work to do has none left. Told once for each time that happens. */
  onFinished(batch: Batch): void;
  /** A batch met something on this computer that stops it. */
  onStopped(batch: Batch): void;
}

export interface WorkWatch {
  readonly work: Work;
  stop(): void;
}

/** Follows what the engine tells and answers what the desktop shows of it. */
export async function watchWork(
  engine: Pick<Engine, 'on' | 'getSnapshot'>,
  { onChanged, onFinished, onStopped }: WorkListeners,
): Promise<WorkWatch> {
  const batches = new Map<BatchId, Batch>();
  let work: Work = { isWorking: false, fraction: null, hasProblem: false };
  const tell = (totals: Changes['totals']) => {
    work = workOf([...batches.values()], totals);
    onChanged(work);
  };
  const accept = (batch: Batch) => {
    const before = batches.get(batch.batchId);
    batches.set(batch.batchId, batch);
    if (before && remaining(before) > 0 && remaining(batch) === 0) onFinished(batch);
    if (batch.problem && !before?.problem) onStopped(batch);
  };
  // Subscribed first, so that nothing falls between the snapshot and the first event; events are newer than it.
  let isStarted = false;
  const early: Changes[] = [];
  const apply = (changes: Changes) => {
    for (const batch of changes.batches) accept(batch);
    for (const batchId of changes.removedBatchIds) batches.delete(batchId);
    tell(changes.totals);
  };
  const stop = engine.on('changed', (changes) => void (isStarted ? apply(changes) : early.push(changes)));
  const snapshot = await engine.getSnapshot({});
  for (const batch of snapshot.batches) batches.set(batch.batchId, batch);
  tell(snapshot.totals);
  isStarted = true;
  for (const changes of early) if (changes.sequence > snapshot.sequence) apply(changes);
  return {
    get work() {
      return work;
    },
    stop,
  };
}

/** Lines that have not ended; a list that is still being read in has more to come. */
const remaining = ({ counts, isLoading }: Batch): number =>
  counts.queued + counts.waiting + counts.saving + (isLoading ? 1 : 0);

function workOf(batches: readonly Batch[], { isPaused, active }: Changes['totals']): Work {
  const open = batches.filter((batch) => remaining(batch) > 0);
  const runs = (batch: Batch) => !batch.isPaused && !batch.problem;
  const total = open.reduce((sum, batch) => sum + batch.total, 0);
  const ended = open.reduce((sum, batch) => sum + batch.total - remaining(batch), 0);
  const isCounted = total > 0 && open.every(({ isLoading }) => !isLoading);
  return {
    isWorking: active > 0 || (!isPaused && open.some(runs)),
    fraction: isCounted ? Math.min(1, Math.max(0, ended / total)) : null,
    hasProblem: batches.some(({ problem }) => problem !== null),
  };
}
