/** What the engine tells: batches, what is running, rates, settings. Subscribes first, then asks. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Changes, Client, Snapshot } from '#contract/api.ts';
import type { ActiveTask, Batch, Settings, TaskId, Totals } from '#contract/model.ts';
import { DEFAULT_SETTINGS } from '#contract/model.ts';
import type { Clock } from './clock.ts';

/** Numbers on screen change at most four times a second. */
const FLUSH_INTERVAL_MS = 250;

export type ChangedRows = readonly TaskId[] | 'many';

export interface LiveState {
  /** False until the first snapshot is there. */
  readonly isReady: boolean;
  readonly sequence: number;
  /** Newest first. */
  readonly batches: readonly Batch[];
  readonly active: readonly ActiveTask[];
  readonly totals: Totals;
  readonly settings: Settings;
}

const NO_TOTALS: Totals = {
  active: 0,
  activeHosts: 0,
  bytesPerSecond: 0,
  savedPerSecond: 0,
  freeBytes: null,
  isPaused: false,
  stateProblem: null,
};

const NOTHING_YET: LiveState = {
  isReady: false,
  sequence: 0,
  batches: [],
  active: [],
  totals: NO_TOTALS,
  settings: DEFAULT_SETTINGS,
};

/** Applies one event; `gap` when an event before it was missed, the same state when it is old. */
export function applyChanges(state: LiveState, changes: Changes): LiveState | 'gap' {
  if (changes.sequence <= state.sequence) return state;
  if (changes.sequence > state.sequence + 1) return 'gap';
  return {
    ...state,
    sequence: changes.sequence,
    batches: mergeBatches(state.batches, changes),
    active: changes.active,
    totals: changes.totals,
  };
}

function mergeBatches(batches: readonly Batch[], changes: Changes): readonly Batch[] {
  if (changes.batches.length === 0 && changes.removedBatchIds.length === 0) return batches;
  const byId = new Map(batches.map((batch) => [batch.batchId, batch]));
  for (const batch of changes.batches) byId.set(batch.batchId, batch);
  for (const batchId of changes.removedBatchIds) byId.delete(batchId);
  return newestFirst([...byId.values()]);
}

function newestFirst(batches: readonly Batch[]): readonly Batch[] {
  return batches.toSorted((a, b) => b.createdAt - a.createdAt || b.batchId - a.batchId);
}

function mergeRows(a: ChangedRows, b: ChangedRows): ChangedRows {
  return a === 'many' || b === 'many' ? 'many' : [...a, ...b];
}

export interface Live {
  readonly store: StoreApi<LiveState>;
  /** Starts listening; resolves when the first snapshot is shown. */
  start(): Promise<void>;
  stop(): void;
}

/** Follows the engine and tells, at most four times a second, which rows changed. */
export function createLive(client: Client, clock: Clock, onRows: (rows: ChangedRows) => void): Live {
  const store = createStore<LiveState>(() => NOTHING_YET);
  const stops: (() => void)[] = [];
  let latest = NOTHING_YET;
  let rows: ChangedRows = [];
  let early: Changes[] | null = [];
  let flushedAt = Number.NEGATIVE_INFINITY;
  let cancelFlush: (() => void) | null = null;

  const flush = () => {
    cancelFlush = null;
    flushedAt = clock.now();
    const changed = rows;
    rows = [];
    store.setState(latest);
    if (changed === 'many' || changed.length > 0) onRows(changed);
  };
  const scheduleFlush = () => {
    if (cancelFlush !== null) return;
    const wait = Math.max(0, flushedAt + FLUSH_INTERVAL_MS - clock.now());
    cancelFlush = clock.after(wait, flush);
  };

  const take = (changes: Changes) => {
    if (early !== null) {
      early.push(changes);
      return;
    }
    const next = applyChanges(latest, changes);
    if (next === latest) return;
    if (next === 'gap') {
      void resync();
      return;
    }
    latest = next;
    rows = mergeRows(rows, changes.taskIds);
    scheduleFlush();
  };

  const resync = async () => {
    early ??= [];
    const snapshot = await client.getSnapshot({});
    latest = fromSnapshot(snapshot);
    rows = 'many';
    const missed = early;
    early = null;
    for (const changes of missed) take(changes);
    scheduleFlush();
  };

  return {
    store,
    async start() {
      stops.push(client.on('changed', take));
      stops.push(
        client.on('settingsChanged', (settings) => {
          latest = { ...latest, settings };
          store.setState({ settings });
        }),
      );
      await resync();
      if (cancelFlush !== null) cancelFlush();
      flush();
    },
    stop() {
      for (const stop of stops.splice(0)) stop();
      cancelFlush?.();
      cancelFlush = null;
    },
  };
}

function fromSnapshot(snapshot: Snapshot): LiveState {
  return {
    isReady: true,
    sequence: snapshot.sequence,
    batches: newestFirst(snapshot.batches),
    active: snapshot.active,
    totals: snapshot.totals,
    settings: snapshot.settings,
  };
}
