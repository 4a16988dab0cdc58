import pLimit from 'p-limit';
import type { TaskId } from '#contract/model.ts';
import type { ReadyTask, Taken, TakeRequest } from '#contract/worker-messages.ts';
import { createReadyQueue } from './ready-queue.ts';

/** Why a running task is told to stop. */
export type StopReason = 'person' | 'pause' | 'quit' | 'superseded';

export interface SchedulerOptions {
  take(request: TakeRequest): Promise<Taken>;
  /** Runs one attempt to its end and writes down what came of it. Must not reject. */
  run(task: ReadyTask, signal: AbortSignal): Promise<void>;
  /** Gives tasks back to the store that were taken but not started. */
  release(tasks: readonly ReadyTask[]): Promise<void>;
  /** Downloads at once, in all and for each host; read before every start. */
  limits(): { readonly parallel: number; readonly perHost: number };
  /** False while something behind the downloads cannot keep up. */
  mayStart(): boolean;
  now(): number;
  onError(error: unknown): void;
}

export interface Scheduler {
  /** Says that there may be more to do than before: new work, a freed check, a changed limit. */
  wake(): void;
  setPaused(isPaused: boolean): void;
  /** Stops these tasks, started or not, and answers when all of them have ended. */
  stop(taskIds: readonly TaskId[], reason: StopReason): Promise<void>;
  /** Starts nothing more and stops what runs; answers when all has ended. */
  close(): Promise<void>;
  readonly running: number;
  isRunning(taskId: TaskId): boolean;
}

interface Running {
  readonly task: ReadyTask;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** How many times the parallel downloads are held ready, so that a start never waits for the store. */
const READY_FACTOR = 2;
/** A due time further away than this is looked at again then (and fits a timer). */
const LONGEST_TIMER_MS = 60_000;

/**
 * Keeps the free slots busy: as long as the limits allow, the next task of the next host runs. The queue is data in
 * the store and here; p-limit is the gate and its own queue stays empty.
 */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const ready = createReadyQueue();
  const running = new Map<TaskId, Running>();
  const runningOfHost = new Map<string, number>();
  const gate = pLimit(options.limits().parallel);
  let isPaused = false;
  let isClosed = false;
  let refilling: Promise<void> | null = null;
  let mayHaveMore = true;
  let dueTimer: NodeJS.Timeout | undefined;

  const countHost = (hostKey: string, change: number) => {
    const count = (runningOfHost.get(hostKey) ?? 0) + change;
    if (count > 0) runningOfHost.set(hostKey, count);
    else runningOfHost.delete(hostKey);
  };

  const start = (task: ReadyTask) => {
    const controller = new AbortController();
    countHost(task.hostKey, 1);
    const ended = gate(() => options.run(task, controller.signal))
      .catch(options.onError)
      .finally(() => {
        running.delete(task.taskId);
        countHost(task.hostKey, -1);
        // Its host may have been left out of the last refill because it had enough.
        mayHaveMore = true;
        pump();
      });
    running.set(task.taskId, { task, controller, ended });
  };

  const hostsWithEnough = (perHost: number): readonly string[] => {
    const hostKeys = new Set([...runningOfHost.keys()]);
    return [...hostKeys].filter((hostKey) => ready.waitingOf(hostKey) >= perHost);
  };

  const refill = async (limit: number) => {
    const { perHost } = options.limits();
    const now = options.now();
    const taken = await options.take({
      limit,
      perHost: perHost * 2,
      fullHostKeys: hostsWithEnough(perHost),
      now,
    });
    if (isClosed || isPaused) return options.release(taken.tasks);
    ready.add(taken.tasks);
    // Only ever set here: a wake that came while the store was being asked must not be forgotten.
    if (taken.tasks.length > 0) mayHaveMore = true;
    clearTimeout(dueTimer);
    if (taken.nextDueAt === null) return;
    const delayMs = Math.min(Math.max(taken.nextDueAt - now, 1), LONGEST_TIMER_MS);
    dueTimer = setTimeout(wake, delayMs);
  };

  const refillIfLow = (parallel: number) => {
    if (refilling || !mayHaveMore || ready.size >= parallel) return;
    mayHaveMore = false;
    refilling = refill(parallel * READY_FACTOR - ready.size)
      .catch(options.onError)
      .finally(() => {
        refilling = null;
        pump();
      });
  };

  function pump(): void {
    if (isClosed || isPaused) return;
    const { parallel, perHost } = options.limits();
    if (gate.concurrency !== parallel) gate.concurrency = parallel;
    const hasRoom = (hostKey: string) => (runningOfHost.get(hostKey) ?? 0) < perHost;
    while (running.size < parallel && options.mayStart()) {
      const task = ready.next(hasRoom);
      if (!task) break;
      start(task);
    }
    refillIfLow(parallel);
  }

  function wake(): void {
    mayHaveMore = true;
    pump();
  }

  const stopRunning = async (tasks: readonly Running[], reason: StopReason) => {
    for (const { controller } of tasks) controller.abort(reason);
    await Promise.all(tasks.map(({ ended }) => ended));
  };

  return {
    wake,
    setPaused(paused) {
      isPaused = paused;
      if (paused) void options.release(ready.clear()).catch(options.onError);
      else wake();
    },
    async stop(taskIds, reason) {
      await refilling;
      const wanted = new Set(taskIds);
      await options.release(ready.remove(wanted));
      await stopRunning(
        [...running.values()].filter(({ task }) => wanted.has(task.taskId)),
        reason,
      );
    },
    async close() {
      isClosed = true;
      clearTimeout(dueTimer);
      await refilling;
      await options.release(ready.clear());
      await stopRunning([...running.values()], 'quit');
    },
    get running() {
      return running.size;
    },
    isRunning: (taskId) => running.has(taskId),
  };
}
