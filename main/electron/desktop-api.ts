import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { app, clipboard, dialog, shell } from 'electron';
import type { DesktopApi } from '#contract/api.ts';
import { MAX_DRAFT_PIECE_LENGTH } from '#contract/api.ts';
import type { Batch, DraftSummary, Language, Result, TaskRow } from '#contract/model.ts';
import { wordsFor } from '#contract/words/words.ts';
import type { Engine } from '../engine/engine.ts';
import { toFailure } from '../engine/failures.ts';
import type { Copied } from './clipboard.ts';
import { createClipboardWatch, readClipboard } from './clipboard.ts';
import type { DroppedFiles } from './dropped-files.ts';
import { systemLanguage } from './language.ts';

export interface DesktopOptions {
  readonly window: BrowserWindow;
  readonly engine: Engine;
  readonly picturesFolder: string;
  readonly dropped: DroppedFiles;
  language(): Language;
  /** Collect is on, and this text with links in it was copied in another program. */
  onLinksCopied(text: string): void;
}

/** Counting for an offer need not read a whole book that somebody copied. */
const MAX_COUNTED_LENGTH = 4 * MAX_DRAFT_PIECE_LENGTH;
/** Formats that system viewers handle and that are nothing but pixels. */
const OPENABLE: ReadonlySet<string> = new Set(['jpg', 'png', 'gif', 'webp', 'avif']);
const LIST_EXTENSIONS = [
  ...['txt', 'text', 'urls', 'list', 'lst', 'log'],
  ...['csv', 'tsv', 'tab', 'xlsx', 'xlsm'],
  ...['html', 'htm', 'xhtml', 'mhtml', 'md', 'markdown'],
  ...['json', 'jsonl', 'ndjson', 'aria2', 'session', 'sh', 'curl'],
];
/** Names of file formats, which are the same in every language. */
const SHEET_FORMATS = { xlsx: 'Excel', csv: 'CSV', tsv: 'TSV', json: 'JSON' } as const;
const DONE = { ok: true, value: null } as const;

/** What the operating system gives the window: dialogs, clipboard, file manager and viewer. */
export function createDesktopApi(options: DesktopOptions): DesktopApi {
  const { window, engine, picturesFolder, dropped, language } = options;
  // Since Electron 43 the system no longer remembers where a dialog was.
  let lastFolder = picturesFolder;
  let lastListFolder = app.getPath('downloads');
  const watch = createClipboardWatch(window, async (copied) => {
    const text = await textWithLinks(engine, copied);
    if (text !== null) options.onLinksCopied(text);
  });

  return {
    getAppInfo: async () => ({
      version: app.getVersion(),
      platform: process.platform,
      electron: process.versions.electron ?? '',
      chrome: process.versions['chrome'] ?? '',
      node: process.versions.node,
      systemLanguage: systemLanguage(),
      picturesFolder,
    }),

    async chooseFolder({ title }) {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title,
        defaultPath: lastFolder,
        properties: ['openDirectory', 'createDirectory', 'promptToCreate'],
      });
      const [folder] = filePaths;
      if (!folder) return null;
      lastFolder = folder;
      return engine.registerFolder(folder);
    },

    async openList({ title }) {
      const words = wordsFor(language()).dialogs;
      const { filePaths } = await dialog.showOpenDialog(window, {
        title,
        defaultPath: lastListFolder,
        properties: ['openFile'],
        filters: [
          { name: words.listFiles, extensions: LIST_EXTENSIONS },
          { name: words.allFiles, extensions: ['*'] },
        ],
      });
      const [file] = filePaths;
      if (!file) return null;
      lastListFolder = path.dirname(file);
      return readList(engine, file);
    },

    async openDropped({ fileId }) {
      const file = dropped.take(fileId);
      if (file === null) return gone('file-gone');
      lastListFolder = path.dirname(file);
      return readList(engine, file);
    },

    async saveSheet({ batchId, title }) {
      const { batches } = await engine.getSnapshot({});
      const batch = batches.find((one) => one.batchId === batchId);
      if (batch === undefined) return gone('folder-gone');
      const extension = sheetExtension(batch);
      const { filePath } = await dialog.showSaveDialog(window, {
        title,
        defaultPath: path.join(lastListFolder, `${fileNameOf(batch.name)}-pixhaul.${extension}`),
        filters: [{ name: SHEET_FORMATS[extension], extensions: [extension] }],
      });
      if (!filePath) return null;
      lastListFolder = path.dirname(filePath);
      const saved = await engine.saveSheet(batchId, filePath);
      return saved.ok ? { ok: true, value: { path: filePath } } : saved;
    },

    async countClipboardLinks() {
      const { watchClipboard } = await engine.getSettings({});
      if (!watchClipboard) return { links: 0 };
      const draft = await draftWithLinks(engine, shortened(await readClipboard()));
      if (draft === null) return { links: 0 };
      await engine.closeDraft({ draftId: draft.draftId });
      return { links: draft.fresh };
    },

    pasteClipboard: async () => draftWithLinks(engine, await readClipboard()),

    setCollecting: ({ isOn }) => watch.setOn(isOn),

    async copyUrls({ selection }) {
      const { text, count } = await engine.copyableUrls(selection);
      if (count > 0) {
        watch.ignore(text);
        await clipboard.writeText(text);
      }
      return { count };
    },

    async showInFolder({ taskId }) {
      const saved = await engine.savedFile(taskId);
      if (!saved) return gone('file-gone');
      if (await exists(saved.path)) {
        shell.showItemInFolder(saved.path);
        return DONE;
      }
      // Moved or renamed by hand: where it was is the next best thing to see.
      return openFolder(path.dirname(saved.path));
    },

    async showBatchFolder({ batchId }) {
      const folder = engine.batchFolder(batchId);
      return folder === null ? gone('folder-gone') : openFolder(folder);
    },

    async openFile({ taskId }) {
      const saved = await engine.savedFile(taskId);
      if (!saved) return gone('file-gone');
      if (!isOpenable(saved.path, saved.row)) return { ok: false, failure: { code: 'not-opened' } };
      if (!(await exists(saved.path))) return gone('file-gone', path.dirname(saved.path));
      return openInSystem(saved.path);
    },
  };
}

async function readList(engine: Engine, file: string): Promise<Result<DraftSummary>> {
  if (!(await exists(file))) return gone('file-gone', path.dirname(file));
  const { draftId } = await engine.openDraft({ listName: path.parse(file).name });
  const read = await engine.readListFile(draftId, file);
  if (read.ok) return { ok: true, value: await engine.endDraft({ draftId }) };
  await engine.closeDraft({ draftId });
  return read;
}

async function draftOf(engine: Engine, text: string): Promise<DraftSummary> {
  const { draftId } = await engine.openDraft({ listName: null });
  for (let start = 0; start < text.length; start += MAX_DRAFT_PIECE_LENGTH) {
    await engine.appendDraft({ draftId, text: text.slice(start, start + MAX_DRAFT_PIECE_LENGTH) });
  }
  return engine.endDraft({ draftId });
}

/**
 * Reads what was copied into a draft; null when there is no link in it. The text goes first, since cells of a
 * spreadsheet are best as text; a selection of a web page has its links in the HTML only.
 */
async function draftWithLinks(engine: Engine, { text, html }: Copied): Promise<DraftSummary | null> {
  for (const source of [text, html]) {
    if (source.trim() === '') continue;
    const draft = await draftOf(engine, source);
    if (draft.fresh + draft.duplicates > 0) return draft;
    await engine.closeDraft({ draftId: draft.draftId });
  }
  return null;
}

async function textWithLinks(engine: Engine, copied: Copied): Promise<string | null> {
  for (const source of [copied.text, copied.html]) {
    const draft = await draftWithLinks(engine, shortened({ text: source, html: '' }));
    if (draft === null) continue;
    await engine.closeDraft({ draftId: draft.draftId });
    return source;
  }
  return null;
}

const shortened = ({ text, html }: Copied): Copied => ({
  text: text.slice(0, MAX_COUNTED_LENGTH),
  html: html.slice(0, MAX_COUNTED_LENGTH),
});

function sheetExtension({ options: { sheet } }: Batch): keyof typeof SHEET_FORMATS {
  if (sheet === null) return 'csv';
  return sheet.container === 'csv' && sheet.delimiter === '\t' ? 'tsv' : sheet.container;
}

/** A list's name as a proposal for a file's; the system's dialog has the last word. */
const fileNameOf = (name: string): string => name.replace(/[<>:"/\\|?*\p{Cc}]+/gu, '_').slice(0, 100);

/** Only a whole picture of a harmless format, under a name that says so. */
function isOpenable(file: string, { integrity, format }: TaskRow): boolean {
  return (
    integrity === 'intact' &&
    format !== null &&
    OPENABLE.has(format) &&
    path.extname(file).toLowerCase() === `.${format}`
  );
}

async function openFolder(folder: string): Promise<Result<null>> {
  try {
    if (!(await stat(folder)).isDirectory()) return gone('folder-gone', folder);
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
  return openInSystem(folder);
}

async function openInSystem(file: string): Promise<Result<null>> {
  // Answers the system's own words, or nothing when all is well.
  const complaint = await shell.openPath(file);
  return complaint === '' ? DONE : { ok: false, failure: { code: 'not-opened' } };
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  );

const gone = (code: 'file-gone' | 'folder-gone', folder?: string): Result<never> => ({
  ok: false,
  failure: folder === undefined ? { code } : { code, facts: { folder } },
});
