import type { ActiveTask, BatchId, LiveState, TaskId, Totals } from '#contract/model.ts';
import type { ReadyTask } from '#contract/worker-messages.ts';

/** Most running tasks that one event carries. */
const MAX_SHOWN = 64;
/** Rates are means over this long. */
const RATE_WINDOW_MS = 3000;

interface Live {
  readonly task: ReadyTask;
  readonly startedAt: number;
  state: LiveState;
  receivedBytes: number;
  totalBytes: number | null;
}

/** A handle on one running task, for whoever runs it. */
export interface LiveTask {
  report(state: LiveState, receivedBytes: number, totalBytes: number | null): void;
  end(wasSaved: boolean): void;
}

export interface LiveTasks {
  begin(task: ReadyTask): LiveTask;
  /** Oldest first. */
  list(): readonly ActiveTask[];
  rates(): Pick<Totals, 'active' | 'activeHosts' | 'bytesPerSecond' | 'savedPerSecond'>;
  runningOf(batchId: BatchId): readonly TaskId[];
}

/** A count per second over the last few seconds, at the price of one number a quarter second. */
function createRate(now: () => number) {
  const BIN_MS = 250;
  const bins: { bin: number; amount: number }[] = [];
  const prune = () => {
    const oldest = Math.floor((now() - RATE_WINDOW_MS) / BIN_MS);
    while (bins[0] && bins[0].bin <= oldest) bins.shift();
  };
  return {
    add(amount: number) {
      const bin = Math.floor(now() / BIN_MS);
      const last = bins.at(-1);
      if (last?.bin === bin) last.amount += amount;
      else bins.push({ bin, amount });
      prune();
    },
    perSecond() {
      prune();
      return bins.reduce((sum, { amount }) => sum + amount, 0) / (RATE_WINDOW_MS / 1000);
    },
  };
}

const shown = ({ task, startedAt, state, receivedBytes, totalBytes }: Live): ActiveTask => ({
  taskId: task.taskId,
  batchId: task.batchId,
  line: task.line,
  name: task.declaredExtension ? `${task.stem}.${task.declaredExtension}` : task.stem,
  host: task.hostKey,
  state,
  startedAt,
  receivedBytes,
  totalBytes,
});

/** What is running at this moment, in memory only: the states that the store never sees, and the rates. */
export function createLiveTasks(now: () => number): LiveTasks {
  const live = new Map<TaskId, Live>();
  const bytes = createRate(now);
  const saved = createRate(now);
  return {
    begin(task) {
      const entry: Live = { task, startedAt: now(), state: 'connecting', receivedBytes: 0, totalBytes: null };
      live.set(task.taskId, entry);
      return {
        report(state, receivedBytes, totalBytes) {
          // A resumed part was received before: only what came since counts as speed.
          const isFirst = entry.state === 'connecting';
          if (!isFirst && receivedBytes > entry.receivedBytes) bytes.add(receivedBytes - entry.receivedBytes);
          else if (isFirst && task.part === null) bytes.add(receivedBytes);
          Object.assign(entry, { state, receivedBytes, totalBytes });
        },
        end(wasSaved) {
          if (wasSaved) saved.add(1);
          live.delete(task.taskId);
        },
      };
    },
    list: () => [...live.values()].slice(0, MAX_SHOWN).map(shown),
    rates: () => ({
      active: live.size,
      activeHosts: new Set([...live.values()].map(({ task }) => task.hostKey)).size,
      bytesPerSecond: Math.round(bytes.perSecond()),
      savedPerSecond: Math.round(saved.perSecond() * 10) / 10,
    }),
    runningOf: (batchId) =>
      [...live.values()].filter(({ task }) => task.batchId === batchId).map(({ task }) => task.taskId),
  };
}
