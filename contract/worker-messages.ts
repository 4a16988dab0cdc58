/**
 * What main says to its workers. Every worker answers a table of methods with one plain argument and one plain
 * answer; `Call` and `Reply` are how those travel, `main/engine/worker-rpc.ts` sends and serves them.
 */
import type { LineFilter } from './api.ts';
import type { Failure, SkipCode } from './failures.ts';
import type {
  Attempt,
  Batch,
  BatchId,
  BatchOptions,
  DraftId,
  DraftLine,
  DraftReading,
  DraftSummary,
  ImageFormat,
  Integrity,
  NameOptions,
  NamePreview,
  Result,
  Settings,
  TaskDetail,
  TaskId,
  TaskRow,
  TemplateProblem,
  ViewId,
  ViewQuery,
} from './model.ts';

export interface Call {
  readonly callId: number;
  readonly method: string;
  readonly argument: unknown;
}
export type Reply =
  | { readonly callId: number; readonly ok: true; readonly value: unknown }
  | { readonly callId: number; readonly ok: false; readonly error: string };
/** What a worker tells without being asked. */
export interface Notice {
  readonly notice: string;
  readonly value: unknown;
}

// ---- image worker (utility process, forked child) ---------------------------------------------------------------

export interface ImageJob {
  /** Absolute path of the bytes to judge, checked by main. Never changed. */
  readonly path: string;
  readonly bytes: number;
  /** `decode`: every pixel; `signature`: only what the first bytes and the container say. */
  readonly check: 'decode' | 'signature';
  /** Absolute path without extension where the thumbnail goes (`.jpg`, or `.webp` with alpha); null for none. */
  readonly thumbnailPath: string | null;
  readonly thumbnailEdgePx: number;
  /** Pictures with more pixels are saved unchecked, without a preview. */
  readonly pixelLimit: number;
}

export type ImageReport =
  | {
      readonly isImage: true;
      readonly integrity: Integrity;
      readonly format: ImageFormat;
      /** As seen, after EXIF rotation. */
      readonly width: number | null;
      readonly height: number | null;
      readonly frames: number | null;
      readonly hasAlpha: boolean | null;
      /** As libvips names it: srgb, b-w, cmyk, rgb16 … */
      readonly colour: string | null;
      readonly takenAt: string | null;
      readonly cameraModel: string | null;
      /** 64-bit difference hash, 16 hexadecimal digits. */
      readonly dhash: string | null;
      readonly thumbnail: {
        readonly extension: 'jpg' | 'webp';
        readonly width: number;
        readonly height: number;
      } | null;
      /** Why there is no full verdict or no preview. */
      readonly note: 'no-decoder' | 'pixel-limit' | 'crashed' | 'timed-out' | 'not-asked' | null;
    }
  | {
      readonly isImage: false;
      readonly code: 'html' | 'empty' | 'not-an-image' | 'corrupt';
      /** Title of the web page, for `html`. */
      readonly title: string | null;
    };

export interface ImageWorkerApi {
  check(job: ImageJob): Promise<ImageReport>;
}

// ---- list thread -------------------------------------------------------------------------------------------------

/** What a list says of a line beyond its URL. Kept with the task as JSON; absent members were not given. */
export interface LineFacts {
  /** As written, not sanitised; may hold an extension. */
  readonly name?: string;
  /** As written; `/` and `\` make folders. */
  readonly folder?: string;
  readonly caption?: string;
  /** Expected hash of the file, 64 lower-case hexadecimal digits. */
  readonly sha256?: string;
  readonly referer?: string;
  readonly userAgent?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Other URLs of the same file, tried in this order when the first is gone. */
  readonly mirrors?: readonly string[];
  /** What the ranges of the line stand for here: `{g1}`, `{g2}` … */
  readonly groups?: readonly string[];
  /** The row's cells in the order of the columns. */
  readonly cells?: readonly string[];
  /** Options of an aria2 file that are kept for the export only, as `name=value`. */
  readonly ignored?: readonly string[];
}

/** A row on its way from the list thread to the store thread. */
export interface NewTask {
  readonly line: number;
  /** 1, 2 … where one line gives several URLs. */
  readonly part: number;
  /** Normalised, with its secrets; the text of the line for unusable ones. */
  readonly url: string;
  /** Registrable domain, else `address:port`; empty for lines that are never fetched. */
  readonly hostKey: string;
  /** Planned name below the folder with `/`, sanitised and numbered by list order, without extension. */
  readonly stem: string;
  /** Extension that the URL promises, without dot; null for none. */
  readonly declaredExtension: string | null;
  readonly skip: SkipCode | null;
  /** With `skip` the line that is fetched in its place; without, the line whose bytes this row gets under its own name. */
  readonly duplicateOfLine: number | null;
  /** `LineFacts` as JSON; null for none, which is what nearly all rows of plain lists have. */
  readonly facts: string | null;
}

/** What travels over the port from the list thread to the store thread; the store answers each with `'ack'`. */
export type RowsMessage =
  | { readonly kind: 'rows'; readonly rows: readonly NewTask[] }
  | { readonly kind: 'end' };

export interface ListApi {
  /** Makes links `known` that earlier lists have saved, from the store in this folder. */
  rememberFrom(a: { readonly stateFolder: string }): Promise<void>;
  openDraft(a: { readonly listName: string | null }): Promise<{ readonly draftId: DraftId }>;
  appendDraft(a: { readonly draftId: DraftId; readonly text: string }): Promise<DraftSummary>;
  endDraft(a: { readonly draftId: DraftId }): Promise<DraftSummary>;
  getDraftLines(a: {
    readonly draftId: DraftId;
    readonly offset: number;
    readonly limit: number;
    readonly only: LineFilter;
  }): Promise<{ readonly lines: readonly DraftLine[]; readonly total: number }>;
  /** Reads a file into the draft to its end; an Excel file by its cells, any other by its text. */
  readFile(a: { readonly draftId: DraftId; readonly file: string }): Promise<Result<DraftSummary>>;
  readDraftAs(a: { readonly draftId: DraftId; readonly reading: DraftReading }): Promise<DraftSummary>;
  getDraftText(a: { readonly draftId: DraftId; readonly limit: number }): Promise<string | null>;
  previewNames(a: {
    readonly draftId: DraftId;
    readonly template: string;
  }): Promise<Result<NamePreview, TemplateProblem>>;
  /** URLs, with their secrets, and facts of the draft's new rows from the n-th on, for a check. */
  getNewRows(a: { readonly draftId: DraftId; readonly offset: number; readonly limit: number }): Promise<{
    readonly rows: readonly {
      /** Number of the row in the draft, for `keepRows`. */
      readonly row: number;
      readonly line: number;
      readonly url: string;
      readonly hostKey: string;
      readonly facts: LineFacts | null;
    }[];
    readonly total: number;
  }>;
  /** Leaves only these of the new rows in what is sent; the others are sent as skipped. */
  keepRows(a: { readonly draftId: DraftId; readonly rows: Uint32Array }): Promise<void>;
  getSummary(a: { readonly draftId: DraftId }): Promise<DraftSummary | null>;
  /** Names of the table's columns; none where the list is no table. */
  getColumns(a: { readonly draftId: DraftId }): Promise<readonly string[]>;
  closeDraft(a: { readonly draftId: DraftId }): Promise<void>;
  /**
   * Writes the draft's text (UTF-8), and how it is read, to a file, made durable, so that a kill while rows are sent
   * loses nothing.
   */
  spool(a: { readonly draftId: DraftId; readonly file: string }): Promise<Result<null>>;
  /** Makes a draft of what `spool` wrote: read alike, it gives the same rows. */
  readSpool(a: { readonly file: string }): Promise<Result<{ readonly draftId: DraftId }>>;
  /** Sends the draft's rows, in order, at most two chunks ahead of the store's acks, then `end`; closes the draft. */
  sendRows(a: {
    readonly draftId: DraftId;
    readonly port: MessagePortLike;
    readonly options: NameOptions;
    readonly batchName: string;
    /** When the batch was made: `{date}`. */
    readonly createdAt: number;
    /** Added to the numbers of the lines: the last line of the batch that they go to. */
    readonly afterLine: number;
  }): Promise<{ readonly rows: number }>;
}

/** A `MessagePort` that is transferred with the call; opaque here, since the contract knows no Node. */
export type MessagePortLike = object;

// ---- store thread ------------------------------------------------------------------------------------------------

/** A task that may run now. The store holds it as taken until an update or a release comes. */
export interface ReadyTask {
  readonly taskId: TaskId;
  readonly batchId: BatchId;
  readonly line: number;
  /** 1, 2 … where its line gives several URLs. */
  readonly partOfLine: number;
  /** With its secrets. */
  readonly url: string;
  readonly hostKey: string;
  readonly stem: string;
  readonly declaredExtension: string | null;
  readonly facts: LineFacts | null;
  /** What an earlier list has saved from this URL; null for nothing. */
  readonly known: KnownFile | null;
  /** Another row has its URL: its bytes are wanted under a name of its own, even if the folder has them. */
  readonly isCopy: boolean;
  /** For a copy: how the row that was fetched for it failed, and so does this one; null where it did not. */
  readonly failedAlike: Failure | null;
  /** Attempts made so far. */
  readonly attempts: number;
  /** What an earlier attempt left in the part file, if it can be resumed. */
  readonly part: PartRecord | null;
}

/** A file that was saved from the same URL before. */
export interface KnownFile {
  /** Absolute. */
  readonly path: string;
  readonly sha256: string;
  /** Null where it was not written down. */
  readonly bytes: number | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** What was found out about these bytes; null where the row that they were saved for is gone. */
  readonly facts: SavedFacts | null;
  /** Saved for a row of the same batch. */
  readonly isOfBatch: boolean;
}

export interface PartRecord {
  readonly bytes: number;
  readonly totalBytes: number | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The `Date` of the answer, for the strength of Last-Modified. */
  readonly date: string | null;
}

/** What is known of the bytes when they are verified. */
export interface SavedFacts {
  /** Relative to the batch's folder, with `/`. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly finalUrl: string;
  readonly contentType: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly robotsTag: string | null;
  readonly format: ImageFormat;
  readonly integrity: Integrity;
  readonly width: number | null;
  readonly height: number | null;
  readonly frames: number | null;
  readonly colour: string | null;
  readonly takenAt: string | null;
  readonly cameraModel: string | null;
  readonly dhash: string | null;
  /** File name in the thumbnail store, `<sha256>.jpg`. */
  readonly thumbnail: string | null;
}

/** One step of one task. All of one `apply` are durable together when its answer comes. */
export type TaskUpdate =
  | { readonly kind: 'intent'; readonly taskId: TaskId; readonly facts: SavedFacts }
  | { readonly kind: 'done'; readonly taskId: TaskId; readonly attempt: Attempt | null }
  /** Back to `queued` without an attempt being counted (pause, quit, shutdown). */
  | { readonly kind: 'released'; readonly taskId: TaskId; readonly part: PartRecord | null }
  | {
      readonly kind: 'waiting';
      readonly taskId: TaskId;
      readonly failure: Failure;
      readonly waitUntil: number;
      readonly part: PartRecord | null;
      readonly attempt: Attempt;
    }
  | {
      readonly kind: 'failed';
      readonly taskId: TaskId;
      readonly failure: Failure;
      readonly attempt: Attempt | null;
    }
  | {
      readonly kind: 'skipped';
      readonly taskId: TaskId;
      readonly skip: SkipCode;
      readonly attempt: Attempt | null;
      /** For `have-it`: the file that the folder has. */
      readonly facts: SavedFacts | null;
    };

/** A row that was between intent and done when the last session ended. */
export interface SavingRow {
  readonly taskId: TaskId;
  readonly batchId: BatchId;
  readonly folder: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface StoreOpened {
  /** False when the last session ended without closing the store (a kill, a power cut). */
  readonly wasCleanlyClosed: boolean;
  /** Random, made with the store: part files bear it, so that two stores can write into one folder. */
  readonly storeId: string;
  /** Where an unreadable database was kept when a new one had to be made; null otherwise. */
  readonly setAside: string | null;
  /** Rows to check against the disk before anything runs. */
  readonly saving: readonly SavingRow[];
  /** After an unclean end: rows that the interrupted session called done. */
  readonly recentlyDone: readonly SavingRow[];
  /** Tasks with a part file that can be resumed; any other part of this store is an orphan. */
  readonly resumableTaskIds: readonly TaskId[];
  readonly batches: readonly Batch[];
  readonly settings: Settings;
  /** The person had paused everything. */
  readonly isPaused: boolean;
}

/** What an action of the store acts on; view selections are resolved to ids by the view thread before. */
export type Target =
  | { readonly kind: 'tasks'; readonly taskIds: Uint32Array }
  | { readonly kind: 'batch'; readonly batchId: BatchId }
  | { readonly kind: 'everything' };

export interface Acted {
  readonly count: number;
  /** Those of them that main is running: main aborts these. */
  readonly runningTaskIds: readonly TaskId[];
  /** Those that nobody runs and whose part files nobody will go on with: main deletes these. */
  readonly leftParts: readonly { readonly folder: string; readonly taskId: TaskId }[];
}

export interface TakeRequest {
  readonly limit: number;
  /** Most tasks of one host in this answer. */
  readonly perHost: number;
  /** Hosts that have enough in main already. */
  readonly fullHostKeys: readonly string[];
  readonly now: number;
}
export interface Taken {
  readonly tasks: readonly ReadyTask[];
  /** When the next waiting task becomes due; null when none waits. */
  readonly nextDueAt: number | null;
}

export type StoreOpenFailure =
  | 'in-use'
  | 'unreadable'
  | 'newer-version'
  | 'disk-full'
  | 'read-only'
  | 'no-access';

/** The columns of a list's table and the form in which it came; none for a list that is no table. */
export type BatchColumns = Pick<BatchOptions, 'columns' | 'sheet'>;

/** Rows for a batch that exists. */
export interface MoreRows {
  readonly batchId: BatchId;
  readonly port: MessagePortLike;
  /** Absent where they are those of the batch. */
  readonly columns?: BatchColumns;
}

export interface StoreApi {
  /** Opens or creates the store in a folder; takes its lock, migrates, recovers counts. */
  open(a: {
    readonly stateFolder: string;
    readonly now: number;
  }): Promise<
    | { readonly ok: true; readonly value: StoreOpened }
    | { readonly ok: false; readonly reason: StoreOpenFailure; readonly detail: string }
  >;
  /** Creates a batch that is loading; its rows come over the port (see `RowsMessage`), each chunk one transaction. */
  createBatch(a: {
    readonly name: string;
    readonly folder: string;
    readonly options: BatchOptions;
    readonly now: number;
    readonly port: MessagePortLike;
  }): Promise<Result<{ readonly batchId: BatchId }>>;
  /**
   * Takes the rows of a list that was given again (the same command again; a list whose reading-in was cut off): rows
   * whose URL the batch has, matched in order, stay as they are (failed and canceled ones are queued afresh), new
   * rows are added, rows that the list no longer has leave it. All have the cells of this list. Answers when all rows
   * are in.
   */
  continueBatch(a: MoreRows): Promise<void>;
  /**
   * Adds rows at the end of a batch; those whose URL it has already are `duplicate`. Columns that the batch has not
   * come behind its own. Answers when all rows are in.
   */
  extendBatch(a: MoreRows): Promise<void>;
  /** The number of the last line that was read into a batch; 0 for none. */
  getLastLine(a: { readonly batchId: BatchId }): Promise<number>;
  /** Gives out tasks that may run: hosts in turn, list order within a host; paused, removed and future ones never. */
  take(a: TakeRequest): Promise<Taken>;
  /** Durable (synchronous FULL) when the answer comes; concurrent calls share one commit. */
  apply(a: { readonly updates: readonly TaskUpdate[]; readonly now: number }): Promise<Result<null>>;
  /** Settles one row of `saving`/`recentlyDone`: it is saved, or it goes back to the queue. */
  settleRecovered(a: {
    readonly taskId: TaskId;
    readonly isSaved: boolean;
    readonly now: number;
  }): Promise<void>;

  setPaused(a: { readonly target: Target; readonly isPaused: boolean }): Promise<Acted>;
  cancel(a: { readonly target: Target; readonly now: number }): Promise<Acted>;
  retry(a: { readonly target: Target }): Promise<Acted>;
  remove(a: { readonly target: Target }): Promise<Acted & { readonly undoId: number }>;
  removeBatch(a: { readonly batchId: BatchId }): Promise<Acted & { readonly undoId: number }>;
  undoRemove(a: { readonly undoId: number }): Promise<void>;
  setBatchProblem(a: { readonly batchId: BatchId; readonly problem: Failure | null }): Promise<void>;
  saveSettings(a: { readonly settings: Settings }): Promise<void>;
  /** All rows on the list, by line and part, for manifests and reports: those after the given one. */
  getOutcomes(a: {
    readonly batchId: BatchId;
    readonly afterLine: number;
    readonly afterPart: number;
    readonly limit: number;
  }): Promise<readonly Outcome[]>;
  /** Tells at once what `storeChanged` has still to tell, then answers. */
  flush(a: Record<string, never>): Promise<void>;
  /** Checkpoints, marks the session as cleanly closed, releases the lock. */
  close(a: Record<string, never>): Promise<void>;
}

/** One line of a manifest (BEHAVIOURS §8). */
export interface Outcome {
  readonly taskId: TaskId;
  readonly line: number;
  readonly part: number;
  readonly url: string;
  readonly row: TaskRow;
  /** What the list said of the line. */
  readonly given: LineFacts | null;
  readonly facts: SavedFacts | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

/** What the store thread tells: at most ten times a second, with everything since the last one. */
export interface StoreNotices {
  storeChanged: {
    readonly batches: readonly Batch[];
    readonly removedBatchIds: readonly BatchId[];
    readonly taskIds: readonly TaskId[] | 'many';
    /** There is something to take that was not there before. */
    readonly hasNewWork: boolean;
  };
}

// ---- view thread -------------------------------------------------------------------------------------------------

export interface ViewApi {
  open(a: { readonly stateFolder: string }): Promise<void>;
  openView(a: ViewQuery): Promise<{ readonly viewId: ViewId; readonly total: number }>;
  getPage(a: { readonly viewId: ViewId; readonly offset: number; readonly limit: number }): Promise<{
    readonly rows: readonly TaskRow[];
    readonly total: number;
  }>;
  getIds(a: { readonly viewId: ViewId; readonly exceptTaskIds: readonly TaskId[] }): Promise<Uint32Array>;
  getTask(a: { readonly taskId: TaskId }): Promise<TaskDetail | null>;
  /** URLs without secrets, joined by newlines; at most `limit`. */
  getUrls(a: { readonly taskIds: Uint32Array; readonly limit: number }): Promise<string>;
  closeView(a: { readonly viewId: ViewId }): Promise<void>;
  close(a: Record<string, never>): Promise<void>;
}
