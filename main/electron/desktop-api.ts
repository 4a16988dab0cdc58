import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { app, clipboard, dialog, shell } from 'electron';
import type { DesktopApi } from '#contract/api.ts';
import { MAX_DRAFT_PIECE_LENGTH } from '#contract/api.ts';
import type { DraftSummary, Language, Result, TaskRow } from '#contract/model.ts';
import { wordsFor } from '#contract/words/words.ts';
import type { Engine } from '../engine/engine.ts';
import { toFailure } from '../engine/failures.ts';
import { readListFile } from '../engine/lists/read-list.ts';
import { systemLanguage } from './language.ts';

export interface DesktopOptions {
  readonly window: BrowserWindow;
  readonly engine: Engine;
  readonly picturesFolder: string;
  language(): Language;
}

/** Counting for an offer need not read a whole book that somebody copied. */
const MAX_COUNTED_LENGTH = 4 * MAX_DRAFT_PIECE_LENGTH;
/** Formats that system viewers handle and that are nothing but pixels. */
const OPENABLE: ReadonlySet<string> = new Set(['jpg', 'png', 'gif', 'webp', 'avif']);
const LIST_EXTENSIONS = ['txt', 'csv', 'tsv', 'html', 'htm', 'md', 'json', 'jsonl', 'aria2', 'urls', 'list'];
const DONE = { ok: true, value: null } as const;

/** What the operating system gives the window: dialogs, clipboard, file manager and viewer. */
export function createDesktopApi({ window, engine, picturesFolder, language }: DesktopOptions): DesktopApi {
  // Since Electron 43 the system no longer remembers where a dialog was.
  let lastFolder = picturesFolder;
  let lastListFolder = app.getPath('downloads');

  const draftOf = async (text: string): Promise<DraftSummary> => {
    const { draftId } = await engine.openDraft({ listName: null });
    for (let start = 0; start < text.length; start += MAX_DRAFT_PIECE_LENGTH) {
      await engine.appendDraft({ draftId, text: text.slice(start, start + MAX_DRAFT_PIECE_LENGTH) });
    }
    return engine.endDraft({ draftId });
  };

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

    async countClipboardLinks() {
      const { watchClipboard } = await engine.getSettings({});
      const text = watchClipboard ? await clipboard.readText() : '';
      if (text.trim() === '') return { links: 0 };
      const { draftId, fresh } = await draftOf(text.slice(0, MAX_COUNTED_LENGTH));
      await engine.closeDraft({ draftId });
      return { links: fresh };
    },

    async pasteClipboard() {
      const text = await clipboard.readText();
      if (text.trim() === '') return null;
      const draft = await draftOf(text);
      if (draft.fresh + draft.duplicates > 0) return draft;
      await engine.closeDraft({ draftId: draft.draftId });
      return null;
    },

    async copyUrls({ selection }) {
      const { text, count } = await engine.copyableUrls(selection);
      if (count > 0) await clipboard.writeText(text);
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
  const read = await readListFile(file, async (text) => {
    await engine.appendDraft({ draftId, text });
  });
  if (read.ok) return { ok: true, value: await engine.endDraft({ draftId }) };
  await engine.closeDraft({ draftId });
  return read;
}

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
