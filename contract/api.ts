/** The whole boundary between the window and the app, on one screen: plain data, one argument, one answer. */
import type {
  ActiveTask,
  Batch,
  BatchId,
  CheckedLine,
  CheckProgress,
  DraftId,
  DraftLine,
  DraftReading,
  DraftSummary,
  FolderId,
  Language,
  LinkFinding,
  NameOptions,
  NamePreview,
  Result,
  Selection,
  Settings,
  TaskDetail,
  TaskId,
  TaskRow,
  TemplateProblem,
  Totals,
  ViewId,
  ViewQuery,
} from './model.ts';
import { DEFAULT_NAME_OPTIONS } from './model.ts';

/** Largest piece of text that one `appendDraft` takes, in UTF-16 units. */
export const MAX_DRAFT_PIECE_LENGTH = 1024 * 1024;
/** Largest page of rows or draft lines. */
export const MAX_PAGE_LENGTH = 500;

export type LineFilter = 'all' | 'unusable' | 'duplicate' | 'known' | 'new';

/** What the person chose for one list. */
export interface AddOptions extends NameOptions {
  readonly fetchesKnown: boolean;
  /** After a check: only lines whose link is good. */
  readonly onlyGood: boolean;
}

export const DEFAULT_ADD_OPTIONS: AddOptions = {
  ...DEFAULT_NAME_OPTIONS,
  fetchesKnown: false,
  onlyGood: false,
};

export interface Folder {
  readonly folderId: FolderId;
  /** Absolute path, for showing only. */
  readonly path: string;
}

/** The whole state that a window needs to start from; `sequence` is that of the last event it contains. */
export interface Snapshot {
  readonly sequence: number;
  readonly batches: readonly Batch[];
  readonly active: readonly ActiveTask[];
  readonly totals: Totals;
  readonly settings: Settings;
}

export interface Removed {
  readonly undoId: number;
  readonly count: number;
}

/** Implemented by the engine; the same without a window. */
export interface EngineApi {
  getSnapshot(request: Record<string, never>): Promise<Snapshot>;

  openDraft(request: { readonly listName: string | null }): Promise<{ readonly draftId: DraftId }>;
  appendDraft(request: { readonly draftId: DraftId; readonly text: string }): Promise<DraftSummary>;
  /** Says that no more text comes. */
  endDraft(request: { readonly draftId: DraftId }): Promise<DraftSummary>;
  /** Reads what came so far again, and the rest, as the person says. Rows and counts are those of the new reading. */
  readDraftAs(request: { readonly draftId: DraftId; readonly reading: DraftReading }): Promise<DraftSummary>;
  getDraftLines(request: {
    readonly draftId: DraftId;
    readonly offset: number;
    readonly limit: number;
    readonly only: LineFilter;
  }): Promise<{ readonly lines: readonly DraftLine[]; readonly total: number }>;
  closeDraft(request: { readonly draftId: DraftId }): Promise<void>;
  /** `Pictures/Pixhaul/<list's name, else host and date>`. */
  suggestFolder(request: { readonly draftId: DraftId }): Promise<Folder>;
  /** The text of a draft of at most `limit` UTF-16 units, to show and correct; null for a longer one or a sheet. */
  getDraftText(request: { readonly draftId: DraftId; readonly limit: number }): Promise<string | null>;
  /** The first names that a template gives the draft's new lines; answers while the person types. */
  previewNames(request: {
    readonly draftId: DraftId;
    readonly template: string;
  }): Promise<Result<NamePreview, TemplateProblem>>;
  /** Accepts the draft; the answer comes when the batch exists, its rows follow while downloads start. */
  addBatch(request: {
    readonly draftId: DraftId;
    readonly folderId: FolderId;
    readonly name: string | null;
    readonly options: AddOptions;
  }): Promise<Result<{ readonly batchId: BatchId }>>;
  /** Adds the draft's lines at the end of a batch, which keeps its folder and options; lines it has are duplicates. */
  addToBatch(request: { readonly draftId: DraftId; readonly batchId: BatchId }): Promise<Result<null>>;

  /**
   * Begins to look what is behind the draft's links (at most 64 kB of each), saving nothing. Does nothing while a
   * check runs, or when all links were looked at; one that was stopped begins anew.
   */
  startCheck(request: { readonly draftId: DraftId }): Promise<CheckProgress>;
  stopCheck(request: { readonly draftId: DraftId }): Promise<CheckProgress>;
  /** Null where the draft is not being checked and was not. */
  getCheck(request: { readonly draftId: DraftId }): Promise<CheckProgress | null>;
  getCheckedLines(request: {
    readonly draftId: DraftId;
    readonly offset: number;
    readonly limit: number;
    readonly only: LinkFinding | 'all';
  }): Promise<{ readonly lines: readonly CheckedLine[]; readonly total: number }>;

  openView(request: ViewQuery): Promise<{ readonly viewId: ViewId; readonly total: number }>;
  getPage(request: {
    readonly viewId: ViewId;
    readonly offset: number;
    readonly limit: number;
  }): Promise<{ readonly rows: readonly TaskRow[]; readonly total: number }>;
  closeView(request: { readonly viewId: ViewId }): Promise<void>;
  /** Null when the task is no longer there. */
  getTask(request: { readonly taskId: TaskId }): Promise<TaskDetail | null>;

  setPaused(request: {
    readonly selection: Selection | 'everything';
    readonly isPaused: boolean;
  }): Promise<void>;
  cancelTasks(request: { readonly selection: Selection }): Promise<{ readonly count: number }>;
  /** Failed, canceled and waiting tasks start afresh. */
  retryTasks(request: { readonly selection: Selection }): Promise<{ readonly count: number }>;
  /** Takes rows off the list; files stay. */
  removeTasks(request: { readonly selection: Selection }): Promise<Removed>;
  removeBatch(request: { readonly batchId: BatchId }): Promise<Removed>;
  undoRemove(request: { readonly undoId: number }): Promise<void>;
  /** Tries again after a local failure (disk full, folder gone …). */
  resumeAfterProblem(request: { readonly batchId: BatchId }): Promise<void>;

  getSettings(request: Record<string, never>): Promise<Settings>;
  changeSettings(request: Partial<Settings>): Promise<Settings>;
}

export interface AppInfo {
  readonly version: string;
  readonly platform: string;
  readonly electron: string;
  readonly chrome: string;
  readonly node: string;
  /** The language to use while the setting says `system`. */
  readonly systemLanguage: Language;
  /** Where lists get their folders, unless the person chooses otherwise: absolute path, for showing only. */
  readonly picturesFolder: string;
}

/** Implemented in `main/electron`: what an operating system gives. */
export interface DesktopApi {
  getAppInfo(request: Record<string, never>): Promise<AppInfo>;
  /** Shows the system's folder dialog; null when the person changed their mind. */
  chooseFolder(request: { readonly title: string }): Promise<Folder | null>;
  /** Shows the system's file dialog and reads the chosen list into a draft. */
  openList(request: { readonly title: string }): Promise<Result<DraftSummary> | null>;
  /** How many links the clipboard holds (0 while the setting is off). */
  countClipboardLinks(request: Record<string, never>): Promise<{ readonly links: number }>;
  /** Reads the clipboard's text into a draft; null when there is no link in it. */
  pasteClipboard(request: Record<string, never>): Promise<DraftSummary | null>;
  /** Reads a dropped file into a draft; `fileId` is what the preload's `registerDrop` gave for it. */
  openDropped(request: { readonly fileId: string }): Promise<Result<DraftSummary>>;
  /** While it is on, every link that is copied anywhere reaches the window as `linksCopied`. */
  setCollecting(request: { readonly isOn: boolean }): Promise<void>;
  /** Asks where to, then writes the batch's table with its results; null when the person changed their mind. */
  saveSheet(request: {
    readonly batchId: BatchId;
    readonly title: string;
  }): Promise<Result<{ readonly path: string }> | null>;
  copyUrls(request: { readonly selection: Selection }): Promise<{ readonly count: number }>;
  showInFolder(request: { readonly taskId: TaskId }): Promise<Result<null>>;
  showBatchFolder(request: { readonly batchId: BatchId }): Promise<Result<null>>;
  /** Opens an intact jpg, png, gif, webp or avif in the system's viewer; anything else is refused. */
  openFile(request: { readonly taskId: TaskId }): Promise<Result<null>>;
}

/** What changed since the event before it. Sent at most ten times a second. */
export interface Changes {
  readonly sequence: number;
  /** Batches that changed, whole. */
  readonly batches: readonly Batch[];
  readonly removedBatchIds: readonly BatchId[];
  /** Rows that changed; `many` when there are more than a few hundred: refetch what is visible. */
  readonly taskIds: readonly TaskId[] | 'many';
  /** All running tasks, at most 64. */
  readonly active: readonly ActiveTask[];
  readonly totals: Totals;
}

export interface Events {
  changed: Changes;
  settingsChanged: Settings;
  /** Collect is on, and this text with links in it was copied. */
  linksCopied: { readonly text: string };
  /** Something that the desktop asks of the window, such as a menu entry that was chosen. */
  commandChosen: { readonly command: 'add' | 'open-list' | 'settings' | 'search' | 'about' };
}

export type EventName = keyof Events;

/** What the preload puts on `window.pixhaul`. */
export interface Client extends EngineApi, DesktopApi {
  /** Calls the listener for each event until the returned function is called. */
  on<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): () => void;
  /** Makes a `File` that was dropped known to main, for `openDropped`; null where it is no file of the disk. */
  registerDrop(file: object): Promise<string | null>;
}

/** The names of all requests; main refuses any other. `satisfies` keeps the list complete. */
const ENGINE_REQUEST_TABLE = {
  getSnapshot: true,
  openDraft: true,
  appendDraft: true,
  endDraft: true,
  readDraftAs: true,
  getDraftLines: true,
  closeDraft: true,
  suggestFolder: true,
  getDraftText: true,
  previewNames: true,
  addBatch: true,
  addToBatch: true,
  startCheck: true,
  stopCheck: true,
  getCheck: true,
  getCheckedLines: true,
  openView: true,
  getPage: true,
  closeView: true,
  getTask: true,
  setPaused: true,
  cancelTasks: true,
  retryTasks: true,
  removeTasks: true,
  removeBatch: true,
  undoRemove: true,
  resumeAfterProblem: true,
  getSettings: true,
  changeSettings: true,
} as const satisfies Record<keyof EngineApi, true>;
const DESKTOP_REQUEST_TABLE = {
  getAppInfo: true,
  chooseFolder: true,
  openList: true,
  countClipboardLinks: true,
  pasteClipboard: true,
  openDropped: true,
  setCollecting: true,
  saveSheet: true,
  copyUrls: true,
  showInFolder: true,
  showBatchFolder: true,
  openFile: true,
} as const satisfies Record<keyof DesktopApi, true>;

export const ENGINE_REQUESTS = Object.keys(ENGINE_REQUEST_TABLE) as readonly (keyof EngineApi)[];
export const DESKTOP_REQUESTS = Object.keys(DESKTOP_REQUEST_TABLE) as readonly (keyof DesktopApi)[];
