import type { Failure } from '#contract/failures.ts';
import { failureRule } from '#contract/failures.ts';
import type { Batch, Settings, TaskId, Timeline } from '#contract/model.ts';
import type {
  ImageJob,
  ImageReport,
  KnownFile,
  PartRecord,
  ReadyTask,
  SavedFacts,
} from '#contract/worker-messages.ts';
import type { Fetched, Fetcher, FetchOutcome } from './fetch/fetcher.ts';
import type { Unchanged, Validators } from './fetch/outcome.ts';
import { NO_TIME } from './fetch/outcome.ts';
import { ownHeaders } from './fetch/own-headers.ts';
import { copyKnown, fileOfSheet, isIntact, isThere, placeInside } from './known-file.ts';
import type { LiveTask } from './live-tasks.ts';
import { maskUrl } from './mask-url.ts';

/** Pictures above this are saved without being decoded (RELIABILITY §0.6). */
const PIXEL_LIMIT = 100_000_000;
const THUMBNAIL_EDGE_PX = 256;

export type GoodReport = ImageReport & { readonly isImage: true };

/**
 * Where the bytes of a picture came from: `folder` where the batch's folder had them, `earlier-list` where another one
 * had them and the server said that they are still the same.
 */
export type Source = 'server' | 'earlier-list' | 'folder';

export interface FailedAttempt {
  readonly failure: Failure;
  readonly httpStatus: number | null;
  readonly retryAfterMs: number | null;
  readonly receivedBytes: number;
  readonly timeline: Timeline;
  readonly part: PartRecord | null;
}

/** What came of an attempt to get a picture into its part. */
export type Gotten =
  | {
      readonly kind: 'picture';
      readonly fetched: Fetched;
      readonly report: GoodReport;
      readonly source: Source;
      /** Bytes that came over the network. */
      readonly receivedBytes: number;
      readonly timeline: Timeline;
    }
  /** The folder has it already; the part was not used. */
  | { readonly kind: 'here'; readonly facts: SavedFacts }
  | { readonly kind: 'failed'; readonly attempt: FailedAttempt }
  | { readonly kind: 'stopped'; readonly part: PartRecord | null };

/** One attempt as far as the picture is concerned. */
export interface Errand {
  readonly task: ReadyTask;
  readonly signal: AbortSignal;
  /** Real path of the batch's folder. */
  readonly folder: string;
  readonly partPath: string;
  readonly live: LiveTask;
}

export interface PictureOptions {
  readonly fetcher: Fetcher;
  check(job: ImageJob, signal: AbortSignal): Promise<ImageReport>;
  thumbnailPath(sha256: string): string | null;
  settings(): Settings;
  readonly checkMode: ImageJob['check'];
  /** Whether a task ends with this failure, so that nothing is left but its other URLs. */
  isOver(task: ReadyTask, failure: Failure): boolean;
  /** The task's batch; undefined when it was removed meanwhile. */
  batchOf(task: ReadyTask): Pick<Batch, 'options'> | undefined;
  now(): number;
}

export interface PictureGetter {
  /** Gets the bytes of a task into its part and judges them: from the disk where they are known, else from a server. */
  get(errand: Errand): Promise<Gotten>;
  /** To be called when a task has come to its end. */
  forget(taskId: TaskId): void;
}

const NOTHING_RECEIVED = {
  httpStatus: null,
  retryAfterMs: null,
  receivedBytes: 0,
  timeline: NO_TIME,
  part: null,
};

/** What an attempt is that failed before it received anything. */
export function failedWithNothing(failure: Failure): FailedAttempt {
  return { ...NOTHING_RECEIVED, failure };
}

/** Makes the one that gets pictures for all tasks. */
export function createPictureGetter(options: PictureOptions): PictureGetter {
  // A picture that the server gives cut off is fetched once more; the second time it is what the server has.
  const cutOff = new Set<TaskId>();

  /** Without a question to the server, where the folder has the bytes. */
  async function fromFolder(errand: Errand, known: KnownFile): Promise<Gotten | null> {
    const file = placeInside(errand.folder, known);
    if (file === null) return null;
    if (errand.task.isCopy || isMisnamed(errand.task, file)) return copy(errand, known, null, NO_TIME);
    // A picture that came cut off may be whole by now.
    if (known.facts?.integrity === 'truncated' || !(await isIntact(known))) return null;
    const facts = known.facts ?? (await factsInPlace(errand, known));
    return facts && { kind: 'here', facts: { ...facts, file } };
  }

  async function factsInPlace(errand: Errand, known: KnownFile): Promise<SavedFacts | null> {
    const { bytes, sha256, etag, lastModified } = known;
    if (bytes === null) return null;
    const report = await look(errand, known.path, bytes, sha256);
    if (report === 'stopped' || !report.isImage) return null;
    const origin = { finalUrl: maskUrl(errand.task.url), contentType: null, robotsTag: null };
    return savedFacts('', { ...origin, bytes, sha256, etag, lastModified }, report);
  }

  /** The bytes of a file that an earlier task has saved; null where they are there no more. */
  async function copy(
    errand: Errand,
    known: KnownFile,
    answer: Unchanged | null,
    timeline: Timeline,
  ): Promise<Gotten | null> {
    const copied = await copyKnown(known, errand.partPath);
    if (copied === null) return null;
    if (!copied.ok) return { kind: 'failed', attempt: failedWithNothing(copied.failure) };
    const fetched = fetchedOf(known, copied.value, answer, errand.task);
    const outcome = { kind: 'fetched', fetched, receivedBytes: 0, timeline } as const;
    const source = answer === null ? 'folder' : 'earlier-list';
    const report = reportOf(known.facts, options.settings().makeThumbnails);
    if (report === null) return judged(errand, outcome, source);
    return { kind: 'picture', fetched, report, source, receivedBytes: 0, timeline };
  }

  async function fetchFrom(errand: Errand, request: Ask): Promise<Gotten> {
    const { task, partPath, live, signal } = errand;
    const { url, part, known } = request;
    const headers = ownHeaders(task.facts, url, task.url);
    const validators: Validators | null = known && (await isThere(known)) ? known : null;
    const outcome = await options.fetcher.fetchImage(
      {
        ...{ url, partPath, part, validators, maxBytes: options.settings().maxImageBytes },
        ...(headers && { headers }),
      },
      {
        signal,
        onProgress: ({ state, receivedBytes, totalBytes }) => live.report(state, receivedBytes, totalBytes),
      },
    );
    if (outcome.kind !== 'unchanged') return judged(errand, outcome, 'server');
    const copied = known && (await copy(errand, known, outcome.answer, outcome.timeline));
    // The file went away, or was changed, between the question and the answer: then all of it is needed.
    return copied ?? fetchFrom(errand, { ...request, known: null });
  }

  async function judged(
    errand: Errand,
    outcome: Exclude<FetchOutcome, { kind: 'unchanged' }>,
    source: Source,
  ): Promise<Gotten> {
    if (outcome.kind === 'aborted') return { kind: 'stopped', part: outcome.part };
    if (outcome.kind === 'failed') return { kind: 'failed', attempt: outcome };
    const { fetched, receivedBytes } = outcome;
    const startedAt = options.now();
    errand.live.report('checking', fetched.bytes, fetched.bytes);
    const verdict = await judge(errand, fetched);
    if (verdict === 'stopped') return { kind: 'stopped', part: null };
    const timeline = { ...outcome.timeline, checkMs: options.now() - startedAt };
    if ('isImage' in verdict)
      return { kind: 'picture', fetched, report: verdict, source, receivedBytes, timeline };
    const { httpStatus } = fetched;
    const attempt = { httpStatus, receivedBytes: fetched.bytes, timeline, retryAfterMs: null, part: null };
    return { kind: 'failed', attempt: { ...attempt, failure: verdict } };
  }

  async function judge(
    { task, ...errand }: Errand,
    fetched: Fetched,
  ): Promise<GoodReport | Failure | 'stopped'> {
    const expected = task.facts?.sha256;
    if (expected !== undefined && expected !== fetched.sha256) return { code: 'hash-mismatch' };
    const report = await look({ task, ...errand }, errand.partPath, fetched.bytes, fetched.sha256);
    if (report === 'stopped') return 'stopped';
    if (!report.isImage) return contentFailure(report);
    const isFirstCut = report.integrity === 'truncated' && !cutOff.has(task.taskId);
    if (!isFirstCut || task.attempts + 1 >= options.settings().attempts) return report;
    cutOff.add(task.taskId);
    return { code: 'truncated-body', facts: { receivedBytes: fetched.bytes } };
  }

  function look(
    { signal }: Errand,
    file: string,
    bytes: number,
    sha256: string,
  ): Promise<ImageReport | 'stopped'> {
    const job: ImageJob = {
      path: file,
      bytes,
      check: options.checkMode,
      thumbnailPath: options.settings().makeThumbnails ? options.thumbnailPath(sha256) : null,
      thumbnailEdgePx: THUMBNAIL_EDGE_PX,
      pixelLimit: PIXEL_LIMIT,
    };
    return checkUnlessStopped(job, signal);
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

  /** Asks the line's URLs, each attempt beginning with the next one; what cannot pass is asked of the next at once. */
  async function fromServers(errand: Errand, known: KnownFile | null): Promise<Gotten> {
    const { task } = errand;
    const urls = [task.url, ...(task.facts?.mirrors ?? [])];
    let worst: Gotten | null = null;
    for (let tried = 0; tried < urls.length; tried += 1) {
      const url = urls[(task.attempts + tried) % urls.length] ?? task.url;
      const part = tried === 0 ? task.part : null;
      const isKnown = part === null && url === task.url;
      const gotten = await fetchFrom(errand, { url, part, known: isKnown ? known : null });
      if (gotten.kind !== 'failed') return gotten;
      const { failure } = gotten.attempt;
      const isOver = options.isOver(task, failure);
      if (worst === null || !isOver) worst = gotten;
      const { class: kind } = failureRule(failure.code);
      if (kind === 'local' || (kind === 'transient' && !isOver)) return gotten;
    }
    return worst ?? { kind: 'failed', attempt: failedWithNothing({ code: 'internal' }) };
  }

  return {
    async get(errand) {
      const { task, folder } = errand;
      const known = task.part === null ? wantedFile(task) : null;
      const gotten = known && (await fromFolder(errand, known));
      if (gotten !== null) return gotten;
      // The sheet may come from another computer, or the folder: then nothing is remembered of its URLs.
      const isAsked = task.part !== null || (options.batchOf(task)?.options.fetchesKnown ?? false);
      const named = isAsked ? null : await fileOfSheet(folder, task.facts);
      return (named && (await fromFolder(errand, named))) ?? fromServers(errand, known);
    },
    forget: (taskId) => void cutOff.delete(taskId),
  };
}

/** Whether the list itself names the file otherwise: then it gets a file of that name. */
function isMisnamed({ facts, stem }: ReadyTask, file: string): boolean {
  const isNamed = facts?.name !== undefined || facts?.folder !== undefined;
  return isNamed && file.slice(0, file.lastIndexOf('.')).toLowerCase() !== stem.toLowerCase();
}

interface Ask {
  readonly url: string;
  readonly part: PartRecord | null;
  readonly known: KnownFile | null;
}

/** A known file counts only where it is what the list wants. */
function wantedFile({ known, facts }: ReadyTask): KnownFile | null {
  return known && (facts?.sha256 ?? known.sha256) === known.sha256 ? known : null;
}

function fetchedOf(known: KnownFile, bytes: number, answer: Unchanged | null, task: ReadyTask): Fetched {
  const { facts } = known;
  return {
    bytes,
    sha256: known.sha256,
    finalUrl: answer?.finalUrl ?? facts?.finalUrl ?? maskUrl(task.url),
    httpStatus: answer?.httpStatus ?? null,
    contentType: facts?.contentType ?? null,
    etag: answer?.etag ?? known.etag,
    lastModified: answer?.lastModified ?? known.lastModified,
    date: null,
    robotsTag: answer?.robotsTag ?? facts?.robotsTag ?? null,
    contentDisposition: null,
    format: facts?.format ?? null,
  };
}

/** What was found out about the same bytes before; null where they have to be looked at (again). */
function reportOf(facts: SavedFacts | null, needsThumbnail: boolean): GoodReport | null {
  if (facts === null || facts.integrity === 'unchecked') return null;
  if (needsThumbnail && facts.thumbnail === null) return null;
  const { integrity, format, width, height, frames, colour, takenAt, cameraModel, dhash } = facts;
  const extension = facts.thumbnail?.endsWith('.webp') ? 'webp' : 'jpg';
  const thumbnail = facts.thumbnail === null ? null : ({ extension, width: 0, height: 0 } as const);
  const image = { integrity, format, width, height, frames, colour, takenAt, cameraModel, dhash, thumbnail };
  return { isImage: true, ...image, hasAlpha: null, note: null };
}

function contentFailure(report: ImageReport & { readonly isImage: false }): Failure {
  return report.title === null
    ? { code: report.code }
    : { code: report.code, facts: { title: report.title } };
}

type Origin = Pick<
  Fetched,
  'bytes' | 'sha256' | 'finalUrl' | 'contentType' | 'etag' | 'lastModified' | 'robotsTag'
>;

/** All that is known of a picture when it gets its name. */
export function savedFacts(file: string, origin: Origin, report: GoodReport): SavedFacts {
  const { bytes, sha256, finalUrl, contentType, etag, lastModified, robotsTag } = origin;
  const { format, integrity, width, height, frames, colour, takenAt, cameraModel, dhash } = report;
  return {
    ...{ file, bytes, sha256, finalUrl, contentType, etag, lastModified, robotsTag },
    ...{ format, integrity, width, height, frames, colour, takenAt, cameraModel, dhash },
    thumbnail: report.thumbnail === null ? null : `${sha256}.${report.thumbnail.extension}`,
  };
}
