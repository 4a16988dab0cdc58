import { rm } from 'node:fs/promises';
import type { Failure, SkipCode } from '#contract/failures.ts';
import type { Attempt, Batch, Result, Settings, TaskId } from '#contract/model.ts';
import { assertNever } from '#contract/model.ts';
import type {
  ImageJob,
  ImageReport,
  PartRecord,
  ReadyTask,
  SavedFacts,
  TaskUpdate,
} from '#contract/worker-messages.ts';
import type { Fetcher } from './fetch/fetcher.ts';
import type { Saver } from './files/commit.ts';
import type { OpenedFolder } from './files/desks.ts';
import { namingOf } from './files/final-name.ts';
import type { FailedAttempt, Gotten, Source } from './get-picture.ts';
import { createPictureGetter, failedWithNothing, savedFacts } from './get-picture.ts';
import type { LiveTask, LiveTasks } from './live-tasks.ts';
import { nextStep } from './schedule/retry.ts';

export interface TaskRunnerOptions {
  readonly fetcher: Fetcher;
  readonly saver: Saver;
  readonly live: LiveTasks;
  check(job: ImageJob, signal: AbortSignal): Promise<ImageReport>;
  /** The folder of a task's batch, opened once. */
  openFolder(task: ReadyTask): Promise<Result<OpenedFolder>>;
  partPath(folder: OpenedFolder, taskId: TaskId): string;
  /** The task's batch; undefined when it was removed meanwhile. */
  batchOf(task: ReadyTask): Pick<Batch, 'name' | 'createdAt' | 'options'> | undefined;
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
  readonly state: 'done' | 'failed' | 'waiting' | 'skipped';
  readonly failure: Failure | null;
  readonly skip: SkipCode | null;
  readonly facts: SavedFacts | null;
  /** Of what is done: where its bytes came from. */
  readonly source: Source | null;
}

interface Run {
  readonly task: ReadyTask;
  readonly signal: AbortSignal;
  readonly startedAt: number;
  readonly folder: OpenedFolder;
  readonly partPath: string;
  readonly live: LiveTask;
}
type Picture = Gotten & { readonly kind: 'picture' };

/**
 * Runs one attempt of one task from the queue to its row: fetch, verdict, save. Every end is written down: saved,
 * there already, tried again later, failed, or given back untouched when the run was stopped.
 */
export function createTaskRunner(
  options: TaskRunnerOptions,
): (task: ReadyTask, signal: AbortSignal) => Promise<void> {
  const pictures = createPictureGetter({
    ...options,
    isOver: (task, failure) => stepAfter(task, { ...failedWithNothing(failure) }).kind === 'fail',
  });

  return async function run(task, signal) {
    const startedAt = options.now();
    const live = options.live.begin(task);
    let wasSaved = false;
    try {
      if (task.failedAlike !== null) return await failAlike(task, task.failedAlike);
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
      return await settle(run, await pictures.get({ ...run, folder: run.folder.path }));
    } catch (error) {
      if (run.signal.reason === 'quit') throw error;
      options.onBug(error);
      await failed(run, failedWithNothing({ code: 'internal' }));
      return false;
    }
  }

  async function settle(run: Run, gotten: Gotten): Promise<boolean> {
    switch (gotten.kind) {
      case 'stopped':
        await stopped(run, gotten.part);
        return false;
      case 'failed':
        await failed(run, gotten.attempt);
        return false;
      case 'here':
        await haveIt(run, gotten.facts, null);
        return false;
      case 'picture':
        // From here on the bytes are good: a stop waits for the few milliseconds that saving takes.
        return save(run, gotten);
      default:
        return assertNever(gotten);
    }
  }

  /** The folder has the bytes under this name. */
  async function haveIt({ task }: Run, facts: SavedFacts, attempt: Attempt | null): Promise<void> {
    await options.record([{ kind: 'skipped', taskId: task.taskId, skip: 'have-it', attempt, facts }]);
    pictures.forget(task.taskId);
    options.onEnded({ task, state: 'skipped', failure: null, skip: 'have-it', facts, source: null });
  }

  /** The row that was fetched for this one has failed: there is nothing to ask for. */
  async function failAlike(task: ReadyTask, failure: Failure): Promise<void> {
    await options.record([{ kind: 'failed', taskId: task.taskId, failure, attempt: null }]);
    options.onEnded({ task, state: 'failed', failure, skip: null, facts: null, source: null });
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

  function stepAfter(task: ReadyTask, { failure, retryAfterMs }: FailedAttempt) {
    return nextStep({
      failure,
      attempts: task.attempts + 1,
      maxAttempts: options.settings().attempts,
      retryAfterMs,
      random: options.random(),
    });
  }

  async function failed(run: Run, outcome: FailedAttempt): Promise<void> {
    const { task } = run;
    const step = stepAfter(task, outcome);
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
    if (step.kind === 'fail') pictures.forget(task.taskId);
    const isOver = step.kind === 'fail';
    const failure = isOver ? step.failure : outcome.failure;
    options.onEnded({
      ...{ task, failure, skip: null, facts: null, source: null },
      state: isOver ? 'failed' : 'waiting',
    });
  }

  function attemptOf(
    run: Run,
    outcome: Pick<Attempt, 'httpStatus' | 'failure' | 'receivedBytes' | 'timeline'>,
  ): Attempt {
    const { httpStatus, failure, receivedBytes, timeline } = outcome;
    const times = { startedAt: run.startedAt, endedAt: options.now() };
    return { number: run.task.attempts + 1, ...times, httpStatus, failure, receivedBytes, timeline };
  }

  async function save(run: Run, picture: Picture): Promise<boolean> {
    const { task } = run;
    const { fetched, report, source } = picture;
    const intended: { facts: SavedFacts | null } = { facts: null };
    const saved = await options.saver.save({
      folder: run.folder,
      partPath: run.partPath,
      ...namingOf({ task, fetched, report, batch: options.batchOf(task), now: options.now() }),
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
    if (saved.value.file === null) return skipForName(run, picture);
    const facts = savedFacts(saved.value.file, fetched, report);
    // Nothing was asked and nothing was written: the folder had this name with these bytes.
    if (source === 'folder' && saved.value.wasAdopted) {
      await haveIt(run, facts, null);
      return false;
    }
    const attempt = attemptFor(run, picture);
    const done: TaskUpdate = { kind: 'done', taskId: task.taskId, attempt };
    const isIntended = intended.facts?.file === saved.value.file;
    await options.record(isIntended ? [done] : [{ kind: 'intent', taskId: task.taskId, facts }, done]);
    pictures.forget(task.taskId);
    options.onEnded({ task, state: 'done', failure: null, skip: null, facts, source });
    return true;
  }

  /** Null where nobody was asked. */
  function attemptFor(run: Run, picture: Picture): Attempt | null {
    if (picture.source === 'folder') return null;
    return attemptOf(run, { ...picture, failure: null, httpStatus: picture.fetched.httpStatus });
  }

  /** The person wants the file that has the name to stay, and this picture under no other. */
  async function skipForName(run: Run, picture: Picture): Promise<false> {
    const { task } = run;
    const skip = 'name-taken';
    const attempt = attemptFor(run, picture);
    await dropPart(run);
    await options.record([{ kind: 'skipped', taskId: task.taskId, skip, attempt, facts: null }]);
    pictures.forget(task.taskId);
    options.onEnded({ task, state: 'skipped', failure: null, skip, facts: null, source: null });
    return false;
  }
}
