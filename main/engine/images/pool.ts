/** A pool of image workers: a picture can end its worker, never the app, and no job is lost or waits for ever. */
import type { ImageJob, ImageReport } from '#contract/worker-messages.ts';
import type { EngineHost, WorkerProcess } from '../host.ts';
import { NEEDS_FRESH_WORKER } from './memory.ts';
import type { PoolWorker } from './pool-worker.ts';
import { watchWorker } from './pool-worker.ts';
import { reportUnchecked } from './unchecked-report.ts';

export interface ImagePoolOptions {
  readonly startWorker: () => WorkerProcess;
  /** Most worker processes at once; they start when there is work. */
  readonly size: number;
  /** Jobs that one worker has at once: while one reads its file, another decodes. */
  readonly inFlightPerWorker: number;
  readonly log: EngineHost['log'];
  /** Called whenever the number of unfinished jobs changes. */
  readonly onPressure?: (pending: number) => void;
  /** For tests. */
  readonly limits?: Partial<PoolLimits>;
}

export interface PoolLimits {
  /** Longest time that a job may spend in a worker before the worker is ended. */
  readonly jobTimeoutMs: number;
  /** A worker that has grown beyond this ends after its jobs, and a fresh one takes its place. */
  readonly workerMemoryBytes: number;
  /** First pause after a worker could not start; doubles each time. */
  readonly startPauseMs: number;
  /** How long no worker is started after too many failed starts in a row. */
  readonly startRestMs: number;
}

export interface ImagePool {
  /**
   * Judges a picture. Rejects only with the signal's reason, when the pool is closed, or when the file cannot be
   * read; a picture that ends or stops its worker is reported `unchecked`.
   */
  check(job: ImageJob, options?: CheckOptions): Promise<ImageReport>;
  /** Jobs that have not ended. */
  readonly pending: number;
  /** Ends all workers within 3 s; what is unfinished rejects. */
  close(): Promise<void>;
}

export interface CheckOptions {
  readonly signal?: AbortSignal | undefined;
  /** Goes before the others that wait: somebody is looking at it. */
  readonly isUrgent?: boolean;
}

interface Job {
  readonly job: ImageJob;
  readonly resolve: (report: ImageReport) => void;
  readonly reject: (reason: unknown) => void;
  /** It runs alone, in a worker with a higher number than this; null while any worker will do. */
  freshAfter: number | null;
  /** A worker has died with it. */
  hasDied: boolean;
  isSettled: boolean;
}

interface Lane {
  readonly worker: PoolWorker;
  readonly jobs: Set<Job>;
}

const DEFAULT_LIMITS: PoolLimits = {
  jobTimeoutMs: 60_000,
  workerMemoryBytes: 500 * 2 ** 20,
  startPauseMs: 100,
  startRestMs: 60_000,
};
const MAX_FAILED_STARTS = 5;
const CLOSE_TIMEOUT_MS = 3000;
/** A file as large as this has its worker for itself; smaller ones are weighed inside of it, by their pixels. */
const LARGE_FILE_BYTES = 48 * 2 ** 20;

const isLarge = (entry: Job): boolean => entry.freshAfter !== null || entry.job.bytes >= LARGE_FILE_BYTES;

/** Makes a pool; workers start with the first job. */
export function createImagePool(options: ImagePoolOptions): ImagePool {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const waiting: Job[] = [];
  const lanes = new Set<Lane>();
  let pending = 0;
  let lastWorkerNumber = 0;
  let failedStarts = 0;
  let startTimer: NodeJS.Timeout | null = null;
  let isClosed = false;

  function settle(entry: Job, end: () => void): void {
    if (entry.isSettled) return;
    entry.isSettled = true;
    pending -= 1;
    end();
    options.onPressure?.(pending);
  }

  async function settleUnchecked(entry: Job, note: 'crashed' | 'timed-out'): Promise<void> {
    try {
      const report = await reportUnchecked(entry.job.path, note);
      settle(entry, () => entry.resolve(report));
    } catch (error) {
      settle(entry, () => entry.reject(error));
    }
  }

  const isHopeless = (): boolean =>
    failedStarts >= MAX_FAILED_STARTS && ![...lanes].some(({ worker }) => worker.isReady);

  function giveUpWaiting(): void {
    for (const entry of waiting.splice(0)) void settleUnchecked(entry, 'crashed');
  }

  function startLane(): void {
    lastWorkerNumber += 1;
    const jobs = new Set<Job>();
    const worker = watchWorker(options.startWorker(), lastWorkerNumber, {
      onReady() {
        failedStarts = 0;
        assign();
      },
      onExit: (exit) => laneEnded(lane, exit),
      onTrouble: (message) => options.log('warn', 'image worker', { message }),
      onMemory(bytes) {
        if (bytes > limits.workerMemoryBytes) worker.retire();
      },
    });
    const lane: Lane = { worker, jobs };
    lanes.add(lane);
  }

  function laneEnded(
    lane: Lane,
    { code, wasReady }: { readonly code: number | null; readonly wasReady: boolean },
  ): void {
    lanes.delete(lane);
    if (isClosed) return;
    // A job that was in a worker when it died runs once more, in a fresh worker and alone.
    for (const entry of lane.jobs) {
      if (entry.hasDied) void settleUnchecked(entry, 'crashed');
      else retryAlone(entry, lane);
      entry.hasDied = true;
    }
    if (lane.jobs.size > 0) options.log('warn', 'image worker ended', { code, jobs: lane.jobs.size });
    lane.jobs.clear();
    if (!wasReady) startFailed(code);
    assign();
  }

  function startFailed(code: number | null): void {
    failedStarts += 1;
    const isResting = failedStarts >= MAX_FAILED_STARTS;
    const pauseMs = isResting ? limits.startRestMs : limits.startPauseMs * 2 ** (failedStarts - 1);
    options.log('error', 'image worker could not start', { code, failedStarts });
    startTimer ??= setTimeout(() => {
      startTimer = null;
      // One more try after the rest; if it fails, the next rest follows at once.
      if (failedStarts >= MAX_FAILED_STARTS) failedStarts = MAX_FAILED_STARTS - 1;
      assign();
    }, pauseMs);
    if (isHopeless()) giveUpWaiting();
  }

  function canTake({ worker, jobs }: Lane, entry: Job): boolean {
    if (!worker.isReady || worker.isRetiring) return false;
    if (entry.freshAfter !== null && worker.number <= entry.freshAfter) return false;
    if (jobs.size === 0) return true;
    return !isLarge(entry) && ![...jobs].some(isLarge) && jobs.size < options.inFlightPerWorker;
  }

  /** Gives waiting jobs to workers, in their order; what must run alone does not hold up the ones behind it. */
  function assign(): void {
    if (isClosed) return;
    retireIdle();
    for (let index = 0; index < waiting.length; ) {
      const entry = waiting[index];
      const lane = entry && pickLane(entry);
      if (entry && lane) {
        waiting.splice(index, 1);
        void run(lane, entry);
      } else if (entry && isLarge(entry)) index += 1;
      else break;
    }
    if (waiting.length > 0) startIfUseful();
  }

  function pickLane(entry: Job): Lane | undefined {
    const able = [...lanes].filter((lane) => canTake(lane, entry));
    return able.sort((one, other) => one.jobs.size - other.jobs.size)[0];
  }

  /** Ends workers that have grown, and one that is too old for a job which waits for a fresh one. */
  function retireIdle(): void {
    const needsFresh = waiting.find((entry) => entry.freshAfter !== null);
    const isFreshComing = [...lanes].some(({ worker }) => worker.number > (needsFresh?.freshAfter ?? 0));
    const isFull = lanes.size >= options.size;
    let mustMakeRoom = needsFresh !== undefined && isFull && !isFreshComing;
    for (const lane of lanes) {
      if (lane.jobs.size > 0) continue;
      if (!lane.worker.isRetiring && !mustMakeRoom) continue;
      if (!lane.worker.isRetiring) mustMakeRoom = false;
      lane.worker.kill();
    }
  }

  function startIfUseful(): void {
    if (startTimer) return;
    const isOneStarting = [...lanes].some(({ worker }) => !worker.isReady && !worker.isRetiring);
    if (!isOneStarting && lanes.size < options.size) startLane();
  }

  /** Ends a worker that does not answer. Of several jobs nobody knows which one hangs: each runs again, alone. */
  function tookTooLong(lane: Lane, entry: Job): void {
    if (!lane.jobs.has(entry)) return;
    options.log('warn', 'image took too long', { bytes: entry.job.bytes, jobs: lane.jobs.size });
    const isAlone = lane.jobs.size === 1;
    for (const other of lane.jobs) {
      if (isAlone) void settleUnchecked(other, 'timed-out');
      else retryAlone(other, lane);
    }
    lane.jobs.clear();
    lane.worker.kill();
  }

  function retryAlone(entry: Job, lane: Lane): void {
    if (entry.isSettled) return;
    entry.freshAfter = lane.worker.number;
    waiting.unshift(entry);
  }

  function rejected(lane: Lane, entry: Job, error: unknown): void {
    if (String(error).includes(NEEDS_FRESH_WORKER)) {
      lane.worker.retire();
      retryAlone(entry, lane);
    } else settle(entry, () => entry.reject(error));
  }

  async function run(lane: Lane, entry: Job): Promise<void> {
    lane.jobs.add(entry);
    const timer = setTimeout(() => tookTooLong(lane, entry), limits.jobTimeoutMs);
    try {
      const report = await lane.worker.check(entry.job);
      settle(entry, () => entry.resolve(report));
    } catch (error) {
      // A worker's death is told by its exit; anything else is an answer: the file could not be read, or a bug.
      if (lane.jobs.has(entry)) rejected(lane, entry, error);
    } finally {
      clearTimeout(timer);
      lane.jobs.delete(entry);
      assign();
    }
  }

  return {
    check(job, { signal, isUrgent = false } = {}) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (isClosed) return Promise.reject(new Error('The image pool is closed.'));
      return new Promise<ImageReport>((resolve, reject) => {
        const onAbort = (): void => {
          const index = waiting.indexOf(entry);
          if (index >= 0) waiting.splice(index, 1);
          settle(entry, () => reject(signal?.reason));
        };
        const entry: Job = {
          job,
          resolve(report) {
            signal?.removeEventListener('abort', onAbort);
            resolve(report);
          },
          reject(reason) {
            signal?.removeEventListener('abort', onAbort);
            reject(reason);
          },
          freshAfter: null,
          hasDied: false,
          isSettled: false,
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        pending += 1;
        options.onPressure?.(pending);
        if (isUrgent) waiting.unshift(entry);
        else waiting.push(entry);
        if (isHopeless()) giveUpWaiting();
        else assign();
      });
    },
    get pending() {
      return pending;
    },
    async close() {
      isClosed = true;
      if (startTimer) clearTimeout(startTimer);
      const unfinished = [...waiting.splice(0), ...[...lanes].flatMap((lane) => [...lane.jobs])];
      for (const entry of unfinished) {
        settle(entry, () => entry.reject(new Error('The image pool is closed.')));
      }
      const ends = [...lanes].map(({ worker }) => worker.exited);
      for (const { worker } of lanes) worker.kill();
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise((resolve) => {
        timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
      });
      await Promise.race([Promise.all(ends), timeout]);
      clearTimeout(timer);
    },
  };
}
