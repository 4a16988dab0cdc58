/** What the processes of Pixhaul talk about: plain, readonly, serialisable data. */
import type { Failure, SkipCode } from './failures.ts';

export type BatchId = number;
export type TaskId = number;
export type DraftId = number;
export type ViewId = number;
/** Stands for a folder that main gave out after its own dialog, a setting or a suggestion. */
export type FolderId = string;

/** The states that the store keeps. */
export const TASK_STATES = ['queued', 'waiting', 'saving', 'done', 'failed', 'skipped', 'canceled'] as const;
export type TaskState = (typeof TASK_STATES)[number];
/** The states of a running attempt, which are in memory only. */
export type LiveState = 'connecting' | 'downloading' | 'checking';

/** How whole a saved picture is (`unchecked`: an image that our decoder cannot judge). */
export type Integrity = 'intact' | 'flawed' | 'truncated' | 'unchecked';

/** Extensions that a saved file can have; always taken from its bytes. */
export const IMAGE_FORMATS = [
  'jpg',
  'png',
  'gif',
  'webp',
  'avif',
  'heic',
  'heif',
  'tiff',
  'bmp',
  'ico',
  'cur',
  'svg',
  'jxl',
  'jp2',
  'j2k',
  'psd',
  'pbm',
  'pgm',
  'ppm',
  'pnm',
] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

export type Result<T, F = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: F };

export type TaskCounts = Readonly<Record<TaskState, number>> & {
  /** Saved, but the server gives only a part of the picture. Included in `done`. */
  readonly truncated: number;
};

/** One accepted list with its folder. */
export interface Batch {
  readonly batchId: BatchId;
  readonly name: string;
  /** Absolute path, for showing only. */
  readonly folder: string;
  readonly createdAt: number;
  /** Rows on the list now (removed ones are not counted); equals the sum of `counts` without `truncated`. */
  readonly total: number;
  readonly counts: TaskCounts;
  /** True while lines are still being read into it. */
  readonly isLoading: boolean;
  /** Paused by the person. */
  readonly isPaused: boolean;
  /** A local failure (full disk, folder gone …) that stopped the batch until it is repaired. */
  readonly problem: Failure | null;
}

/** One line of a batch as a row shows it. */
export interface TaskRow {
  readonly taskId: TaskId;
  readonly batchId: BatchId;
  /** Position in the list, from 1. */
  readonly line: number;
  readonly state: TaskState;
  /** The saved file's name, or the name it is going to have (without extension while unknown). */
  readonly name: string;
  /** Without user name and password. */
  readonly url: string;
  readonly host: string;
  readonly isPaused: boolean;
  readonly failure: Failure | null;
  readonly skip: SkipCode | null;
  /** For `duplicate`: the line that is fetched in its place. */
  readonly duplicateOfLine: number | null;
  readonly attempts: number;
  /** For `waiting`: when it is tried again. */
  readonly waitUntil: number | null;
  readonly bytes: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly frames: number | null;
  readonly format: ImageFormat | null;
  readonly integrity: Integrity | null;
  /** File name below `thumb/` in the page's own origin; null where there is no preview. */
  readonly thumbnail: string | null;
}

/** Where the time of one attempt went, in milliseconds since its start; null for what was not reached. */
export interface Timeline {
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  readonly firstByteMs: number | null;
  readonly bodyMs: number | null;
  readonly checkMs: number | null;
}

/** One try of a task. */
export interface Attempt {
  readonly number: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly httpStatus: number | null;
  /** Null for an attempt that ended with a saved file. */
  readonly failure: Failure | null;
  readonly receivedBytes: number;
  readonly timeline: Timeline;
}

/** All that the inspector shows of one task. */
export interface TaskDetail {
  readonly row: TaskRow;
  readonly batchName: string;
  /** Absolute path of the saved file, for showing only. */
  readonly path: string | null;
  /** Masked like every URL that is shown. */
  readonly finalUrl: string | null;
  readonly sha256: string | null;
  readonly contentType: string | null;
  /** The extension that the URL promised, where the bytes are something else. */
  readonly declaredExtension: string | null;
  readonly cameraModel: string | null;
  readonly takenAt: string | null;
  readonly finishedAt: number | null;
  readonly attempts: readonly Attempt[];
}

/** A task that is running at this moment. */
export interface ActiveTask {
  readonly taskId: TaskId;
  readonly batchId: BatchId;
  readonly line: number;
  readonly name: string;
  readonly host: string;
  readonly state: LiveState;
  readonly startedAt: number;
  readonly receivedBytes: number;
  readonly totalBytes: number | null;
}

export interface Totals {
  readonly active: number;
  readonly activeHosts: number;
  readonly bytesPerSecond: number;
  readonly savedPerSecond: number;
  /** Of the folder that is written to; null while nothing is known. */
  readonly freeBytes: number | null;
  /** Everything is paused by the person. */
  readonly isPaused: boolean;
  /** Results cannot be written down (state folder full or read-only): nothing new starts until that ends. */
  readonly stateProblem: Failure | null;
}

export const VIEW_FILTERS = ['all', 'active', 'waiting', 'saved', 'problems', 'skipped', 'canceled'] as const;
/** `active` = queued or being fetched; `problems` = failed or truncated. */
export type ViewFilter = (typeof VIEW_FILTERS)[number];
export const VIEW_SORTS = ['line', 'name', 'status', 'bytes', 'pixels', 'host'] as const;
export type ViewSort = (typeof VIEW_SORTS)[number];

export interface ViewQuery {
  /** Null: all batches. */
  readonly batchId: BatchId | null;
  readonly filter: ViewFilter;
  /** Part of a name or URL, without regard to case; empty for no search. */
  readonly search: string;
  readonly sort: ViewSort;
  readonly isDescending: boolean;
}

/** What an action acts on. A view selection is frozen: the ids of the view when it was opened, less the exceptions. */
export type Selection =
  | { readonly kind: 'tasks'; readonly taskIds: readonly TaskId[] }
  | { readonly kind: 'view'; readonly viewId: ViewId; readonly exceptTaskIds: readonly TaskId[] }
  | { readonly kind: 'batch'; readonly batchId: BatchId };

export type LineVerdict =
  | { readonly kind: 'new' }
  | { readonly kind: 'duplicate'; readonly ofLine: number }
  | { readonly kind: 'unusable'; readonly reason: UnusableReason };

/** Why a line is no URL that Pixhaul can fetch. */
export const UNUSABLE_REASONS = [
  'no-url', // text without any link
  'bad-url', // looks like a link, but no URL parser takes it
  'scheme', // ftp:, file:, javascript: …
  'data-not-image', // data: URL of something else
  'private-host', // link-local and metadata addresses, which are never fetched
  'too-long', // above the limit for one URL
] as const;
export type UnusableReason = (typeof UNUSABLE_REASONS)[number];

/** One line of a draft with what will become of it. */
export interface DraftLine {
  /** Line of the input, from 1. */
  readonly line: number;
  /** The URL without secrets, or the start of the text where there is none. */
  readonly text: string;
  readonly verdict: LineVerdict;
}

/** What is known of a draft so far. Empty lines are not counted. */
export interface DraftSummary {
  readonly draftId: DraftId;
  readonly lines: number;
  readonly fresh: number;
  readonly duplicates: number;
  readonly unusable: number;
  readonly hosts: number;
  /** The commonest host, for names and folders. */
  readonly topHost: string | null;
  /** Name of the opened file, without extension. */
  readonly listName: string | null;
  /** False while text is still arriving. */
  readonly isComplete: boolean;
}

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Settings that act at once on everything. */
export interface Settings {
  /** Downloads at once, 1–256. */
  readonly parallelDownloads: number;
  /** Downloads at once from one server, 1–64. */
  readonly perHost: number;
  /** Attempts for a failure that may pass, 1–10. */
  readonly attempts: number;
  /** Largest picture that is fetched. */
  readonly maxImageBytes: number;
  readonly makeThumbnails: boolean;
  readonly theme: 'system' | 'light' | 'dark';
  readonly language: Language | 'system';
  /** Offer the links on the clipboard when the window gets the focus. */
  readonly watchClipboard: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  parallelDownloads: 24,
  perHost: 8,
  attempts: 5,
  maxImageBytes: 512 * 1024 * 1024,
  makeThumbnails: true,
  theme: 'system',
  language: 'system',
  watchClipboard: true,
};

/** Makes the compiler prove that a union was handled whole. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
