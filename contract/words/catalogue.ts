import type { NamedFailureCode, SkipCode } from '#contract/failures.ts';
import type {
  Integrity,
  LinkFinding,
  LiveState,
  TaskState,
  TemplateProblem,
  UnusableReason,
} from '#contract/model.ts';
import type { StoreOpenFailure } from '#contract/worker-messages.ts';

/**
 * Note: templates. `{{name}}` stands for a fact, `[[…]]` for a part that is left out when a fact in it is missing;
 * `{{host}}` always has a value. `fill` of words.ts is the one reader of this notation.
 */
export interface FailureWords {
  /** For a row: at most 24 characters (12 in Chinese), without placeholders. */
  readonly short: string;
  /** What happened, and where. */
  readonly sentence: string;
  /** What the person can do. */
  readonly cure: string;
}

export interface SkipWords {
  readonly short: string;
  readonly sentence: string;
}

/** A message that stands alone, such as a dialog's. */
export interface MessageWords {
  readonly title: string;
  readonly sentence: string;
  readonly cure: string;
}

/** The answers of a server that have words of their own; any other gets those of its family. */
export const WORDED_STATUSES = [
  400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 416, 418, 421, 423, 425, 426, 428,
  429, 431, 451, 500, 501, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524, 525, 526, 529, 530,
] as const;
type WordedStatus = (typeof WORDED_STATUSES)[number];

/** Every text that window, menus, notifications and command line share. */
export interface Words {
  readonly failures: Readonly<Record<NamedFailureCode, FailureWords>>;
  readonly httpStatuses: Readonly<Record<WordedStatus, FailureWords>>;
  /** For statuses without words of their own; `{{status}}` is the number. */
  readonly otherStatuses: Readonly<Record<'request' | 'server' | 'other', FailureWords>>;
  readonly skips: Readonly<Record<SkipCode, SkipWords>>;
  readonly unusable: Readonly<Record<UnusableReason, string>>;
  readonly integrity: Readonly<Record<Integrity, SkipWords>>;
  readonly templates: {
    /** `{{position}}` counts characters from 1. */
    readonly problems: Readonly<Record<TemplateProblem['code'], string>>;
    /** What each variable and filter of a name template stands for. */
    readonly help: Readonly<Record<TemplateWord, string>>;
  };
  readonly states: Readonly<Record<TaskState | LiveState | 'paused', string>>;
  /** Stands for a host that is not known. */
  readonly theServer: string;
  readonly storeProblems: Readonly<Record<StoreOpenFailure, MessageWords>>;
  readonly dialogs: {
    readonly quitQuestion: string;
    readonly quitDetail: string;
    readonly keepDownloading: string;
    readonly quitAndGoOnLater: string;
    readonly close: string;
    readonly listFiles: string;
    readonly allFiles: string;
    readonly storeSetAside: MessageWords;
    readonly startProblem: MessageWords;
  };
  readonly notifications: {
    readonly allSaved: string;
    readonly someNeedYou: string;
    readonly stopped: string;
  };
  readonly menu: Readonly<Record<MenuWord, string>>;
  readonly commandLine: Readonly<Record<CommandLineWord, string>>;
  /** What `pixhaul check` says of a link, in a word or two. */
  readonly findings: Readonly<Record<LinkFinding, string>>;
}

/** What a name template can be made of; `template-words.ts` has how each is written. */
export type TemplateWord =
  | 'index'
  | 'name'
  | 'n'
  | 'ext'
  | 'host'
  | 'domain'
  | 'path'
  | 'lastPath'
  | 'query'
  | 'date'
  | 'batch'
  | 'group'
  | 'column'
  | 'sha256'
  | 'width'
  | 'height'
  | 'slug'
  | 'lower'
  | 'upper'
  | 'pad'
  | 'max'
  | 'replace'
  | 'default'
  | 'folder'
  | 'braces';

export type MenuWord =
  | 'about'
  | 'settings'
  | 'services'
  | 'hide'
  | 'hideOthers'
  | 'showAll'
  | 'quit'
  | 'file'
  | 'addLinks'
  | 'openList'
  | 'closeWindow'
  | 'edit'
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'search'
  | 'view'
  | 'zoomIn'
  | 'zoomOut'
  | 'actualSize'
  | 'fullScreen'
  | 'window'
  | 'minimize'
  | 'zoomWindow'
  | 'bringAllToFront'
  | 'help';

export type CommandLineWord =
  | 'usage'
  | 'unknownCommand'
  | 'unknownOption'
  | 'optionTwice'
  | 'optionNeedsValue'
  | 'optionNeedsNumber'
  | 'optionNeedsChoice'
  | 'listMissing'
  | 'outMissing'
  | 'names'
  | 'namesStay'
  | 'listNotFound'
  | 'listNotReadable'
  | 'listHasNoLinks'
  | 'outNotWritable'
  | 'reading'
  | 'accepted'
  | 'savesTo'
  | 'goesOn'
  | 'progress'
  | 'progressWaiting'
  | 'stopping'
  | 'stoppedWithState'
  | 'stoppedByProblem'
  | 'summary'
  | 'summaryCause'
  | 'summaryMore'
  | 'summaryTruncated'
  | 'took'
  | 'checkProgress'
  | 'checkSummary'
  | 'checkStopped'
  | 'manifestWritten'
  | 'manifestNotWritten'
  | 'sheetWritten'
  | 'sheetNotWritten';
