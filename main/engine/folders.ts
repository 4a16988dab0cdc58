import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Folder } from '#contract/api.ts';
import type { DraftSummary, FolderId } from '#contract/model.ts';
import { sanitiseStem } from './files/names.ts';

/** Most folders that a window can have been given at once; the oldest is forgotten. */
const MAX_FOLDERS = 1000;

export interface Folders {
  /** Gives a folder of main's own choosing an id that the window may name it by. */
  register(folder: string): Folder;
  pathOf(folderId: FolderId): string | undefined;
  /** `<pictures folder>/<list's name, else host and date>`. */
  suggest(draft: DraftSummary, nowMs: number): Folder;
}

/** The list's own name, else its commonest host and the day. */
export function nameOfDraft(draft: DraftSummary, nowMs: number): string {
  const day = new Date(nowMs - new Date(nowMs).getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  return draft.listName ?? (draft.topHost === null ? day : `${draft.topHost} ${day}`);
}

/** The folders that the window may name, by ids that only main gives out. */
export function createFolders(picturesFolder: string): Folders {
  const paths = new Map<FolderId, string>();
  const idOf = new Map<string, FolderId>();

  const register = (folder: string): Folder => {
    const absolute = path.resolve(folder);
    const known = idOf.get(absolute);
    if (known) return { folderId: known, path: absolute };
    const folderId = randomUUID();
    paths.set(folderId, absolute);
    idOf.set(absolute, folderId);
    const [oldest] = paths;
    if (oldest && paths.size > MAX_FOLDERS) {
      paths.delete(oldest[0]);
      idOf.delete(oldest[1]);
    }
    return { folderId, path: absolute };
  };

  return {
    register,
    pathOf: (folderId) => paths.get(folderId),
    suggest: (draft, nowMs) => register(path.join(picturesFolder, sanitiseStem(nameOfDraft(draft, nowMs)))),
  };
}
