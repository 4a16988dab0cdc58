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

/** What happens to a picture whose name another file has: other bytes under it, since equal bytes are adopted. */
export const COLLISIONS = ['number', 'skip', 'overwrite', 'hash'] as const;
export type Collision = (typeof COLLISIONS)[number];

/** How the files of a batch get their names; chosen when the list is added. */
export interface NameOptions {
  /** `{name}` unless the person wrote another; `main/engine/files/template.ts` is the language. */
  readonly template: string;
  readonly collision: Collision;
  /** The file's time is the server's Last-Modified instead of that of the download. */
  readonly keepsServerTime: boolean;
}

export const DEFAULT_NAME_OPTIONS: NameOptions = {
  template: '{name}',
  collision: 'number',
  keepsServerTime: false,
};

/** What a batch keeps of its list beyond the lines. */
export interface BatchOptions extends NameOptions {
  /** Fetch pictures again that an earlier list has saved. */
  readonly fetchesKnown: boolean;
  /** Names of the table's columns, in their order; empty where the list is no table. */
  readonly columns: readonly string[];
  /** How the sheet was written, so that the result sheet can be written alike; null where the list is no table. */
  readonly sheet: SheetForm | null;
}

export interface SheetForm {
  readonly container: 'csv' | 'xlsx' | 'json';
  /** Of a `csv` one. */
  readonly delimiter: ',' | '\t' | ';' | '|';
  readonly encoding: ListEncoding;
  readonly hasHeader: boolean;
}

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
  readonly options: BatchOptions;
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

/** What a list is written in. `table` is CSV, TSV or Excel; `json` includes JSON Lines and manifests. */
export const LIST_KINDS = ['text', 'html', 'markdown', 'table', 'json', 'aria2', 'curl'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

export const LIST_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const;
export type ListEncoding = (typeof LIST_ENCODINGS)[number];

/** What a column of a table is for; `other` ones are kept as `{col.NAME}` and come back in the result sheet. */
export const COLUMN_ROLES = ['url', 'name', 'folder', 'caption', 'sha256', 'referer', 'other'] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

export interface TableColumn {
  /** From the header row; `Column 3` where there is none. Unique in its table. */
  readonly name: string;
  readonly role: ColumnRole;
}

/** How a table was understood. */
export interface TableShape {
  readonly columns: readonly TableColumn[];
  readonly form: SheetForm;
  /** The first rows below the header, at most five, cells cut to 200 characters. */
  readonly sample: readonly (readonly string[])[];
  /** Sheets of an Excel file; empty for others. */
  readonly sheets: readonly string[];
  /** The one that is read. */
  readonly sheet: string | null;
  /** Cells that a spreadsheet has spoiled, such as 1.2E+12 for an article number. */
  readonly spoiledCells: number;
}

/** What the person may say about how a list is to be read; null: as detected. */
export interface DraftReading {
  readonly kind: ListKind | null;
  /** Of a file; text that was pasted has none. */
  readonly encoding: ListEncoding | null;
  /** What relative links of a web page start from. */
  readonly baseUrl: string | null;
  readonly hasHeader: boolean | null;
  readonly roles: readonly ColumnRole[] | null;
  readonly sheet: string | null;
  /** `[1-9]` and `{a,b}` are not expanded. */
  readonly areRangesLiteral: boolean;
}

export const AS_DETECTED: DraftReading = {
  kind: null,
  encoding: null,
  baseUrl: null,
  hasHeader: null,
  roles: null,
  sheet: null,
  areRangesLiteral: false,
};

/** A line that stands for many URLs; each of them is a row of its own. */
export interface DraftRange {
  readonly line: number;
  readonly count: number;
  /** Without secrets. */
  readonly first: string;
  readonly last: string;
}

export type LineVerdict =
  | { readonly kind: 'new' }
  /** Saved by an earlier list: not fetched again when the file is still there, else asked for by its ETag. */
  | { readonly kind: 'known' }
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
  'wrapped', // seems to be broken over two lines
  'relative', // a relative link, and no base that it starts from
  'range-too-large', // would go beyond what one list may be expanded to
  'has-body', // a curl command that sends a body
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
  /** Rows that will be fetched, known ones included. */
  readonly fresh: number;
  /** Those of `fresh` that an earlier list has saved. */
  readonly known: number;
  readonly duplicates: number;
  readonly unusable: number;
  readonly hosts: number;
  /** The commonest host, for names and folders. */
  readonly topHost: string | null;
  /** Name of the opened file, without extension. */
  readonly listName: string | null;
  /** False while text is still arriving. */
  readonly isComplete: boolean;
  /** As it is read; null while too little has come to tell. */
  readonly kind: ListKind | null;
  /** Null for text that was pasted. */
  readonly encoding: ListEncoding | null;
  readonly reading: DraftReading;
  /** The first of the lines that were expanded, at most 200. */
  readonly ranges: readonly DraftRange[];
  /** Links with a bracket that begins no range, such as `[0]`: they are taken as they are. */
  readonly literalBrackets: number;
  /** Null where the list is no table. */
  readonly table: TableShape | null;
  /** Names of options of an aria2 file that Pixhaul keeps but does not act on. */
  readonly ignoredOptions: readonly string[];
}

/** Why a name template cannot be used. */
export interface TemplateProblem {
  readonly code: 'unknown-variable' | 'unknown-filter' | 'bad-argument' | 'unclosed' | 'empty' | 'too-long';
  /** The piece of the template that is meant. */
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly offset: number;
  /** What may have been meant; null when nothing is near. */
  readonly nearest: string | null;
}

/** The first names that a template gives. */
export interface NamePreview {
  /** At most five, relative to the folder, with `/`; an extension only where the URL promises one. */
  readonly names: readonly string[];
  /** Variables whose values are known only when a picture is here (`sha256`, `width` …). */
  readonly lateVariables: readonly string[];
}

/** What *Check links* found behind a link. */
export const LINK_FINDINGS = ['good', 'small', 'html', 'not-an-image', 'refused', 'dead', 'unknown'] as const;
export type LinkFinding = (typeof LINK_FINDINGS)[number];

export interface CheckedLine {
  readonly line: number;
  readonly text: string;
  readonly finding: LinkFinding;
  readonly failure: Failure | null;
  readonly format: ImageFormat | null;
  readonly width: number | null;
  readonly height: number | null;
}

/** How far the check of a draft's links is; the counts add up to `checked`. */
export interface CheckProgress {
  readonly isRunning: boolean;
  readonly total: number;
  readonly checked: number;
  readonly findings: Readonly<Record<LinkFinding, number>>;
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
