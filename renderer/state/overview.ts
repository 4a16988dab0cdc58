/** What the header, the sidebar, the title and the band show: derived from the live state, a few times a second. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Client } from '#contract/api.ts';
import type { Batch, BatchId, TaskCounts, ViewFilter } from '#contract/model.ts';
import type { Band } from './band.ts';
import { advanceBand, bandWaitMs, CLOSED_BAND, withOutcome } from './band.ts';
import type { Clock } from './clock.ts';
import type { LiveState } from './live.ts';
import { isOver } from './pauses.ts';
import type { Progress, ProgressTrack } from './progress.ts';
import { createProgressTrack, sumBatches } from './progress.ts';
import type { TimeLeft } from './time-left.ts';
import { createTimeLeft } from './time-left.ts';

export interface OverviewState {
  /** Of what is shown: one batch, or everything. */
  readonly progress: Progress;
  readonly everything: Progress;
  readonly percentOf: ReadonlyMap<BatchId, number>;
  /** Steps of `time-left.ts`; null while nothing is known or nothing runs. */
  readonly minutesLeft: number | null;
  readonly band: Band;
}

export interface Overview {
  readonly store: StoreApi<OverviewState>;
  /** Takes what the engine told, for the batch that is shown (null: all). */
  update(live: LiveState, shownBatchId: BatchId | null): void;
  /** Lets the bars run back once. */
  release(): void;
}

/** How long an open band stays as it is without being looked at. */
const LONGEST_TICK_MS = 500;

/** Rows of a batch that a filter holds. */
export function countOf(counts: TaskCounts, total: number, filter: ViewFilter): number {
  switch (filter) {
    case 'all':
      return total;
    case 'active':
      return counts.queued + counts.saving;
    case 'waiting':
      return counts.waiting;
    case 'saved':
      return counts.done;
    case 'problems':
      return counts.failed + counts.truncated;
    case 'skipped':
      return counts.skipped;
    case 'canceled':
      return counts.canceled;
  }
}

/** Makes an empty overview. */
export function createOverview(client: Client, clock: Clock): Overview {
  const nothing = createProgressTrack().update(sumBatches([]));
  const store = createStore<OverviewState>(() => ({
    progress: nothing,
    everything: nothing,
    percentOf: new Map(),
    minutesLeft: null,
    band: CLOSED_BAND,
  }));
  const tracks = new Map<BatchId | null, ProgressTrack>();
  const estimates = new Map<BatchId | null, TimeLeft>();
  let cancelTick: (() => void) | null = null;
  let last: { readonly live: LiveState; readonly shownBatchId: BatchId | null } | null = null;

  const trackOf = (batchId: BatchId | null) => getOrMake(tracks, batchId, createProgressTrack);
  const minutesLeft = (live: LiveState, batchId: BatchId | null, progress: Progress) => {
    const estimate = getOrMake(estimates, batchId, createTimeLeft);
    const remaining = progress.total - progress.settled;
    const minutes = estimate.sample(clock.now(), progress.settled, remaining);
    const isMoving = live.totals.active > 0 && !live.totals.isPaused && !progress.isLoading;
    return isMoving ? minutes : null;
  };

  const nextBand = (live: LiveState, batchId: BatchId | null, progress: Progress) => {
    const before = last?.shownBatchId === batchId ? store.getState().band : CLOSED_BAND;
    const active = live.active.filter((task) => batchId === null || task.batchId === batchId);
    const waitingToRun = Math.max(0, progress.counts.queued - active.length);
    return advanceBand(before, { active, waitingToRun, isOver: isOver(live, batchId) }, clock.now());
  };

  const askForOutcomes = (before: Band, after: Band) => {
    const asked = new Set(before.slots.filter((slot) => slot?.endedAt).map((slot) => slot?.task.taskId));
    for (const slot of after.slots) {
      if (slot === null || slot.endedAt === null || asked.has(slot.task.taskId)) continue;
      const { taskId } = slot.task;
      void client.getTask({ taskId }).then((detail) => {
        if (detail === null) return;
        store.setState(({ band }) => ({ band: withOutcome(band, taskId, detail.row) }));
        refresh();
      });
    }
  };

  const update = (live: LiveState, shownBatchId: BatchId | null) => {
    const shown = live.batches.filter((batch) => shownBatchId === null || batch.batchId === shownBatchId);
    const everything = trackOf(null).update(sumBatches(live.batches));
    const progress = shownBatchId === null ? everything : trackOf(shownBatchId).update(sumBatches(shown));
    const before = store.getState().band;
    const band = nextBand(live, shownBatchId, progress);
    last = { live, shownBatchId };
    store.setState({
      progress,
      everything,
      percentOf: new Map(live.batches.map((batch) => [batch.batchId, percentFor(batch)])),
      minutesLeft: minutesLeft(live, shownBatchId, progress),
      band,
    });
    askForOutcomes(before, band);
    keepTicking(band);
  };
  const percentFor = (batch: Batch) => trackOf(batch.batchId).update(sumBatches([batch])).percent;

  /** While the band is open it must move on without news: rows leave, then it closes. */
  const keepTicking = (band: Band) => {
    cancelTick?.();
    cancelTick = null;
    if (band.slots.length === 0) return;
    cancelTick = clock.after(bandWaitMs(band, clock.now(), LONGEST_TICK_MS), refresh);
  };
  const refresh = () => {
    if (last !== null) update(last.live, last.shownBatchId);
  };

  return {
    store,
    update,
    release() {
      for (const track of tracks.values()) track.release();
    },
  };
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
