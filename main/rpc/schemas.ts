import * as z from 'zod';
import type { DesktopApi, EngineApi } from '#contract/api.ts';
import { MAX_DRAFT_PIECE_LENGTH, MAX_PAGE_LENGTH } from '#contract/api.ts';
import type { Settings } from '#contract/model.ts';
import {
  COLLISIONS,
  COLUMN_ROLES,
  LANGUAGES,
  LINK_FINDINGS,
  LIST_ENCODINGS,
  LIST_KINDS,
  VIEW_FILTERS,
  VIEW_SORTS,
} from '#contract/model.ts';

/** Most ids that one selection may list; larger ones are views with exceptions. */
export const MAX_SELECTED_IDS = 100_000;
const MAX_NAME_LENGTH = 500;
const MAX_SEARCH_LENGTH = 1000;
/** Ids of folders and of dropped files are UUIDs. */
const MAX_RANDOM_ID_LENGTH = 64;
/** Longer templates are refused with a reason by the engine, far below this. */
const MAX_TEMPLATE_LENGTH = 4_000;
const MAX_URL_LENGTH = 8_000;
/** More columns than Excel has. */
const MAX_COLUMNS = 20_000;
/** Text of this length can still be shown and corrected in one piece. */
const MAX_TEXT_LENGTH = 64 * 1024 * 1024;

// Without it zod compiles its checks with `new Function`.
z.config({ jitless: true });

type Requests = EngineApi & DesktopApi;
type Schemas = { readonly [Name in keyof Requests]: z.ZodType<Parameters<Requests[Name]>[0]> };

const count = z.int().nonnegative();
const text = (length: number) => z.string().max(length);
const ids = z.array(count).max(MAX_SELECTED_IDS);
const page = { offset: count, limit: z.int().min(1).max(MAX_PAGE_LENGTH) };

const nothing = z.strictObject({});
const draft = z.strictObject({ draftId: count });
const view = z.strictObject({ viewId: count });
const task = z.strictObject({ taskId: count });
const batch = z.strictObject({ batchId: count });
const title = z.strictObject({ title: text(MAX_NAME_LENGTH) });
const template = text(MAX_TEMPLATE_LENGTH);

const reading = z.strictObject({
  kind: z.enum(LIST_KINDS).nullable(),
  encoding: z.enum(LIST_ENCODINGS).nullable(),
  baseUrl: text(MAX_URL_LENGTH).nullable(),
  hasHeader: z.boolean().nullable(),
  roles: z.array(z.enum(COLUMN_ROLES)).max(MAX_COLUMNS).nullable(),
  sheet: text(MAX_NAME_LENGTH).nullable(),
  areRangesLiteral: z.boolean(),
});
const addOptions = z.strictObject({
  template,
  collision: z.enum(COLLISIONS),
  keepsServerTime: z.boolean(),
  fetchesKnown: z.boolean(),
  onlyGood: z.boolean(),
});

const selection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tasks'), taskIds: ids }),
  z.strictObject({ kind: z.literal('view'), viewId: count, exceptTaskIds: ids }),
  z.strictObject({ kind: z.literal('batch'), batchId: count }),
]);
const selected = z.strictObject({ selection });

const settings = {
  parallelDownloads: z.int().min(1).max(256),
  perHost: z.int().min(1).max(64),
  attempts: z.int().min(1).max(10),
  maxImageBytes: z
    .int()
    .min(1024)
    .max(2 ** 40),
  makeThumbnails: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum([...LANGUAGES, 'system']),
  watchClipboard: z.boolean(),
} as const satisfies { readonly [Name in keyof Settings]: z.ZodType<Settings[Name]> };

/** `a?: T` without `undefined` in it, which would overwrite a setting with nothing. */
const changes = z.strictObject({
  parallelDownloads: settings.parallelDownloads.exactOptional(),
  perHost: settings.perHost.exactOptional(),
  attempts: settings.attempts.exactOptional(),
  maxImageBytes: settings.maxImageBytes.exactOptional(),
  makeThumbnails: settings.makeThumbnails.exactOptional(),
  theme: settings.theme.exactOptional(),
  language: settings.language.exactOptional(),
  watchClipboard: settings.watchClipboard.exactOptional(),
} satisfies Record<keyof Settings, z.ZodType>);

/** What each request of the window must look like; the compiler names a request without a schema. */
export const REQUEST_SCHEMAS = {
  getSnapshot: nothing,

  openDraft: z.strictObject({ listName: text(MAX_NAME_LENGTH).nullable() }),
  appendDraft: z.strictObject({ draftId: count, text: text(MAX_DRAFT_PIECE_LENGTH) }),
  endDraft: draft,
  getDraftLines: z.strictObject({
    draftId: count,
    ...page,
    only: z.enum(['all', 'unusable', 'duplicate', 'known', 'new']),
  }),
  readDraftAs: z.strictObject({ draftId: count, reading }),
  closeDraft: draft,
  suggestFolder: draft,
  getDraftText: z.strictObject({ draftId: count, limit: count.max(MAX_TEXT_LENGTH) }),
  previewNames: z.strictObject({ draftId: count, template }),
  addBatch: z.strictObject({
    draftId: count,
    folderId: text(MAX_RANDOM_ID_LENGTH),
    name: text(MAX_NAME_LENGTH).nullable(),
    options: addOptions,
  }),
  addToBatch: z.strictObject({ draftId: count, batchId: count }),

  startCheck: draft,
  stopCheck: draft,
  getCheck: draft,
  getCheckedLines: z.strictObject({ draftId: count, ...page, only: z.enum([...LINK_FINDINGS, 'all']) }),

  openView: z.strictObject({
    batchId: count.nullable(),
    filter: z.enum(VIEW_FILTERS),
    search: text(MAX_SEARCH_LENGTH),
    sort: z.enum(VIEW_SORTS),
    isDescending: z.boolean(),
  }),
  getPage: z.strictObject({ viewId: count, ...page }),
  closeView: view,
  getTask: task,

  setPaused: z.strictObject({
    selection: z.union([z.literal('everything'), selection]),
    isPaused: z.boolean(),
  }),
  cancelTasks: selected,
  retryTasks: selected,
  removeTasks: selected,
  removeBatch: batch,
  undoRemove: z.strictObject({ undoId: count }),
  resumeAfterProblem: batch,

  getSettings: nothing,
  changeSettings: changes,

  getAppInfo: nothing,
  chooseFolder: title,
  openList: title,
  countClipboardLinks: nothing,
  pasteClipboard: nothing,
  openDropped: z.strictObject({ fileId: text(MAX_RANDOM_ID_LENGTH) }),
  setCollecting: z.strictObject({ isOn: z.boolean() }),
  saveSheet: z.strictObject({ batchId: count, title: text(MAX_NAME_LENGTH) }),
  copyUrls: selected,
  showInFolder: task,
  showBatchFolder: batch,
  openFile: task,
} as const satisfies Schemas;
