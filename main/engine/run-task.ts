import { rm } from 'node:fs/promises';
import type { Failure } from '#contract/failures.ts';
import type { Attempt, ImageFormat, LiveState, Result, Settings, TaskId, Timeline } from '#contract/model.ts';
import { assertNever } from '#contract/model.ts';
import type {
  ImageJob,
  ImageReport,
  PartRecord,
  ReadyTask,
  SavedFacts,
  TaskUpdate,
} from '#contract/worker-messages.ts';
import type { Fetched, Fetcher, FetchOutcome } from './fetch/fetcher.ts';
import { NO_TIME } from './fetch/outcome.ts';
import type { OpenedFolder, Saver } from './files/commit.ts';
import { nameFromDisposition } from './files/names.ts';
import type { LiveTask, LiveTasks } from './live-tasks.ts';
import { nextStep } from './schedule/retry.ts';

/** Pictures above this are saved without being decoded (RELIABILITY §0.6). */
const PIXEL_LIMIT = 100_000_000;
const THUMBNAIL_EDGE_PX = 256;

export interface TaskRunnerOptions {
  readonly fetcher: Fetcher;
  readonly saver: Saver;
  readonly live: LiveTasks;
  check(job: ImageJob, signal: AbortSignal): Promise<ImageReport>;
  /** The folder of a task's batch, opened once. */
  openFolder(task: ReadyTask): Promise<Result<OpenedFolder>>;
  partPath(folder: OpenedFolder, taskId: TaskId): string;
  /** Absolute path without extension for the thumbnail of these bytes; null when none is wanted. */
  thumbnailPath(sha256: string): string | null;
  /** Answers when the updates are durable; waits as long as the store cannot take them. */
  record(updates: readonly TaskUpdate[]): Promise<void>;
  onEnded(ended: TaskEnded): void;
  /** Told of what should not happen; the task still comes to an end. */
  onBug(error: unknown): void;
  /** This machine cannot save for the batch: everything of it waits until that is repaired. */
  holdBatch(task: ReadyTask, failure: Failure): void;
  settings(): Settings;
  readonly checkMode: ImageJob['check'];
  now(): number;
  random(): number;
}

/** An attempt that came to an end of its own, after it was written down. */
export interface TaskEnded {
  readonly task: ReadyTask;
  readonly state: 'done' | 'failed' | 'waiting';
  readonly failure: Failure | null;
  readonly facts: SavedFacts | null;
}

/** What came of the bytes that were fetched. */
type Judged =
  | { readonly kind: 'image'; readonly report: ImageReport & { readonly isImage: true } }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'stopped' };

/**
 * Runs one attempt of one task from the queue to its row: fetch, verdict, save. Every end is written down: saved,
 * tried again later, failed, or given back untouched when the run was stopped.
 */
export function createTaskRunner(
  options: TaskRunnerOptions,
): (task: ReadyTask, signal: AbortSignal) => Promise<void> {
  // A picture that the server gives cut off is fetched once more; the second time it is what the server has.
  const cutOff = new Set<TaskId>();

  return async function run(task, signal) {
    const startedAt = options.now();
    const live = options.live.begin(task);
    let wasSaved = false;
    try {
      const opened = await options.openFolder(task);
      if (!opened.ok) return await giveBack(task, task.part, opened.failure);
      const partPath = options.partPath(opened.value, task.taskId);
      wasSaved = await attempt({ task, signal, startedAt, folder: opened.value, partPath, live });
    } finally {
      live.end(wasSaved);
    }
  };

  async function attempt(run: Run): Promise<boolean> {
    try {
      return await settle(run, await fetchBytes(run));
    } catch (error) {
      if (run.signal.reason === 'quit') throw error;
      options.onBug(error);
      const nothing = {
        httpStatus: null,
        retryAfterMs: null,
        receivedBytes: 0,
        timeline: NO_TIME,
        part: null,
      };
      await failed(run, { ...nothing, failure: { code: 'internal' } });
      return false;
    }
  }

  function fetchBytes({ task, partPath, live, signal }: Run): Promise<FetchOutcome> {
    const request = { url: task.url, partPath, part: task.part, maxBytes: options.settings().maxImageBytes };
    return options.fetcher.fetchImage(request, {
      signal,
      onProgress: ({ state, receivedBytes, totalBytes }) => live.report(state, receivedBytes, totalBytes),
    });
  }

  interface Run {
    readonly task: ReadyTask;
    readonly signal: AbortSignal;
    readonly startedAt: number;
    readonly folder: OpenedFolder;
    readonly partPath: string;
    readonly live: LiveTask;
  }

  async function settle(run: Run, outcome: FetchOutcome): Promise<boolean> {
    switch (outcome.kind) {
      case 'aborted':
        await stopped(run, outcome.part);
        return false;
      case 'failed':
        await failed(run, outcome);
        return false;
      case 'fetched':
        return judgeAndSave(run, outcome.fetched, outcome.timeline);
      default:
        return assertNever(outcome);
    }
  }

  /** Stopped by the person, a pause or the end of the program: no attempt is counted. */
  async function stopped(run: Run, part: PartRecord | null): Promise<void> {
    const isKept = part !== null && run.signal.reason !== 'person';
    if (!isKept) await dropPart(run);
    await options.record([{ kind: 'released', taskId: run.task.taskId, part: isKept ? part : null }]);
  }

  /** Best effort: a part that cannot be deleted now is made new by the next attempt, or swept at the next start. */
  async function dropPart({ partPath }: Run): Promise<void> {
    await rm(partPath, { force: true }).catch(() => {});
  }

  async function giveBack(task: ReadyTask, part: PartRecord | null, failure: Failure): Promise<void> {
    options.holdBatch(task, failure);
    await options.record([{ kind: 'released', taskId: task.taskId, part }]);
  }

  interface FailedAttempt {
    readonly failure: Failure;
    readonly httpStatus: number | null;
    readonly retryAfterMs: number | null;
    readonly receivedBytes: number;
    readonly timeline: Timeline;
    readonly part: PartRecord | null;
  }

  async function failed(run: Run, outcome: FailedAttempt): Promise<void> {
    const { task } = run;
    const step = nextStep({
      failure: outcome.failure,
      attempts: task.attempts + 1,
      maxAttempts: options.settings().attempts,
      retryAfterMs: outcome.retryAfterMs,
      random: options.random(),
    });
    if (step.kind === 'hold-batch') return giveBack(task, outcome.part, outcome.failure);
    const attempt = attemptOf(run, outcome);
    if (outcome.part === null || step.kind === 'fail') await dropPart(run);
    await options.record([
      step.kind === 'fail'
        ? { kind: 'failed', taskId: task.taskId, failure: step.failure, attempt }
        : {
            kind: 'waiting',
            taskId: task.taskId,
            failure: outcome.failure,
            waitUntil: options.now() + step.delayMs,
            part: outcome.part,
            attempt,
          },
    ]);
    if (step.kind === 'fail') cutOff.delete(task.taskId);
    const isOver = step.kind === 'fail';
    const failure = isOver ? step.failure : outcome.failure;
    options.onEnded({ task, state: isOver ? 'failed' : 'waiting', failure, facts: null });
  }

  function attemptOf(
    run: Run,
    outcome: Omit<FailedAttempt, 'failure' | 'part' | 'retryAfterMs'> & { failure: Failure | null },
  ): Attempt {
    return {
      number: run.task.attempts + 1,
      startedAt: run.startedAt,
      endedAt: options.now(),
      httpStatus: outcome.httpStatus,
      failure: outcome.failure,
      receivedBytes: outcome.receivedBytes,
      timeline: outcome.timeline,
    };
  }

  async function judgeAndSave(run: Run, fetched: Fetched, fetchTimeline: Timeline): Promise<boolean> {
    const checkStartedAt = options.now();
    const report = (state: LiveState) => run.live.report(state, fetched.bytes, fetched.bytes);
    report('checking');
    const judged = await judge(run, fetched);
    const timeline = { ...fetchTimeline, checkMs: options.now() - checkStartedAt };
    const facts = { httpStatus: fetched.httpStatus, receivedBytes: fetched.bytes, timeline };
    if (judged.kind === 'stopped') {
      await stopped(run, null);
      return false;
    }
    if (judged.kind === 'failed') {
      await failed(run, { ...facts, failure: judged.failure, retryAfterMs: null, part: null });
      return false;
    }
    // From here on the bytes are good: a stop waits for the few milliseconds that saving takes.
    return save(run, fetched, judged.report, attemptOf(run, { ...facts, failure: null }));
  }

  async function judge(run: Run, fetched: Fetched): Promise<Judged> {
    const job: ImageJob = {
      path: run.partPath,
      bytes: fetched.bytes,
      check: options.checkMode,
      thumbnailPath: options.settings().makeThumbnails ? options.thumbnailPath(fetched.sha256) : null,
      thumbnailEdgePx: THUMBNAIL_EDGE_PX,
      pixelLimit: PIXEL_LIMIT,
    };
    const report = await checkUnlessStopped(job, run.signal);
    if (report === 'stopped') return { kind: 'stopped' };
    if (!report.isImage) return { kind: 'failed', failure: contentFailure(report) };
    const isFirstCut = report.integrity === 'truncated' && !cutOff.has(run.task.taskId);
    if (isFirstCut && run.task.attempts + 1 < options.settings().attempts) {
      cutOff.add(run.task.taskId);
      return { kind: 'failed', failure: { code: 'truncated-body', facts: { receivedBytes: fetched.bytes } } };
    }
    return { kind: 'image', report };
  }

  /** A pause lets a check end, since its bytes are all here; a cancel or the end of the program does not wait. */
  async function checkUnlessStopped(job: ImageJob, signal: AbortSignal): Promise<ImageReport | 'stopped'> {
    const hardStop = new AbortController();
    const onAbort = () => signal.reason !== 'pause' && hardStop.abort(signal.reason);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    try {
      return await options.check(job, hardStop.signal);
    } catch (error) {
      if (hardStop.signal.aborted) return 'stopped';
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async function save(
    run: Run,
    fetched: Fetched,
    report: ImageReport & { readonly isImage: true },
    attempt: Attempt,
  ): Promise<boolean> {
    const { task } = run;
    const intended: { facts: SavedFacts | null } = { facts: null };
    const saved = await options.saver.save({
      folder: run.folder,
      partPath: run.partPath,
      stem: stemFor(task, fetched),
      format: report.format,
      sha256: fetched.sha256,
      bytes: fetched.bytes,
      recordIntent: async (file) => {
        intended.facts = savedFacts(file, fetched, report);
        await options.record([{ kind: 'intent', taskId: task.taskId, facts: intended.facts }]);
        return { ok: true, value: null };
      },
    });
    if (!saved.ok) {
      await giveBack(task, null, saved.failure);
      return false;
    }
    const done: TaskUpdate = { kind: 'done', taskId: task.taskId, attempt };
    const isIntended = intended.facts?.file === saved.value.file;
    const facts = savedFacts(saved.value.file, fetched, report);
    await options.record(isIntended ? [done] : [{ kind: 'intent', taskId: task.taskId, facts }, done]);
    cutOff.delete(task.taskId);
    options.onEnded({ task, state: 'done', failure: null, facts });
    return true;
  }

  function stemFor(task: ReadyTask, fetched: Fetched): string {
    const given =
      fetched.contentDisposition === null ? null : nameFromDisposition(fetched.contentDisposition);
    // A name that only the answer gives takes the line's number, so that it does not depend on who was faster.
    return given === null ? task.stem : `${given.stem}-${task.line}`;
  }
}

function contentFailure(report: ImageReport & { readonly isImage: false }): Failure {
  return report.title === null
    ? { code: report.code }
    : { code: report.code, facts: { title: report.title } };
}

function savedFacts(
  file: string,
  fetched: Fetched,
  report: ImageReport & { readonly isImage: true },
): SavedFacts {
  return {
    file,
    bytes: fetched.bytes,
    sha256: fetched.sha256,
    finalUrl: fetched.finalUrl,
    contentType: fetched.contentType,
    etag: fetched.etag,
    lastModified: fetched.lastModified,
    robotsTag: fetched.robotsTag,
    format: report.format satisfies ImageFormat,
    integrity: report.integrity,
    width: report.width,
    height: report.height,
    frames: report.frames,
    colour: report.colour,
    takenAt: report.takenAt,
    cameraModel: report.cameraModel,
    dhash: report.dhash,
    thumbnail: report.thumbnail === null ? null : `${fetched.sha256}.${report.thumbnail.extension}`,
  };
}
