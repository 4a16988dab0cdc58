import { mkdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FolderNames } from './folder-names.ts';
import { readFolderNames } from './folder-names.ts';
import { createFolderSync } from './folder-sync.ts';
import { patiently } from './patience.ts';

/** A folder that was there when it was opened, by its real path. */
export interface OpenedFolder {
  readonly path: string;
  /** Device and file number: another folder under the same path is another folder. */
  readonly identity: string;
}

/** All that saves into one folder share. */
export interface Desk {
  readonly folder: OpenedFolder;
  /** Below the folder of the list: empty for that itself, else with `/` at the end. */
  readonly prefix: string;
  readonly names: FolderNames;
  sync(): Promise<void>;
}

export interface Desks {
  /**
   * Works at the desk of a folder below another one, making the folders that are missing. Where a file, or a link that
   * leads out, has the name of one, the folder gets `_` behind its name. Never works outside of the first folder.
   */
  at<T>(root: OpenedFolder, folders: readonly string[], work: (desk: Desk) => Promise<T>): Promise<T>;
}

/** Desks that are kept open while nobody works at them: each has read all names of its folder. */
const MOST_IDLE = 256;
/** Folders below one folder that are remembered. */
const MOST_ENTERED = 4096;
/** So many names are tried for a folder: `cats`, `cats_`, `cats__` … */
const MOST_CANDIDATES = 8;

/** Tells which folder is at a path now, following links; null where none is. Throws where that cannot be told. */
export async function identify(folder: string): Promise<string | null> {
  const stats = await stat(folder, { bigint: true });
  return stats.isDirectory() ? `${stats.dev}:${stats.ino}` : null;
}

/** Whether the folder is still the one that was opened. */
export async function isThere(folder: OpenedFolder): Promise<boolean> {
  return (await identify(folder.path).catch(() => null)) === folder.identity;
}

interface Entry {
  readonly desk: Promise<Desk>;
  /** Folders that were entered from here, by the name that was asked for. */
  readonly entered: Map<string, Promise<OpenedFolder>>;
  users: number;
}

const deviceOf = (folder: OpenedFolder) => folder.identity.slice(0, folder.identity.indexOf(':'));

/** Keeps the desks of folders: one each, however many saves there are at once. */
export function createDesks(): Desks {
  // The one that was used last is the last.
  const entries = new Map<string, Entry>();

  const openEntry = (folder: OpenedFolder, prefix: string): Entry => {
    const key = `${folder.identity}:${folder.path}`;
    const entry = entries.get(key) ?? { desk: openDesk(folder, prefix), entered: new Map(), users: 0 };
    entries.delete(key);
    entries.set(key, entry);
    // A folder that could not be read is read again by the next save.
    entry.desk.catch(() => entries.delete(key));
    return entry;
  };
  const closeIdle = () => {
    let idle = 0;
    for (const [key, entry] of [...entries].reverse()) {
      if (entry.users > 0) continue;
      idle += 1;
      if (idle > MOST_IDLE) entries.delete(key);
    }
  };
  async function using<T>(entry: Entry, work: (desk: Desk) => Promise<T>): Promise<T> {
    entry.users += 1;
    try {
      return await work(await entry.desk);
    } finally {
      entry.users -= 1;
      if (entries.size > MOST_IDLE) closeIdle();
    }
  }

  const enter = async (entry: Entry, desk: Desk, root: OpenedFolder, name: string): Promise<OpenedFolder> => {
    const known = await entry.entered.get(name)?.catch(() => null);
    if (known && (await isThere(known))) return known;
    if (entry.entered.size >= MOST_ENTERED) entry.entered.clear();
    const entering = enterFolder(desk, root, name);
    entry.entered.set(name, entering);
    return entering;
  };

  async function work<T>(
    entry: Entry,
    root: OpenedFolder,
    [next, ...rest]: readonly string[],
    atDesk: (desk: Desk) => Promise<T>,
  ): Promise<T> {
    return using(entry, async (desk) => {
      if (next === undefined) return atDesk(desk);
      const folder = await enter(entry, desk, root, next);
      const prefix = `${desk.prefix}${path.basename(folder.path)}/`;
      return work(openEntry(folder, prefix), root, rest, atDesk);
    });
  }

  return { at: (root, folders, atDesk) => work(openEntry(root, ''), root, folders, atDesk) };
}

async function openDesk(folder: OpenedFolder, prefix: string): Promise<Desk> {
  const names = await readFolderNames(folder.path);
  return { folder, prefix, names, sync: createFolderSync(folder.path) };
}

/** Makes a folder, or takes the one that is there, if it is a folder inside of the root and on the same disk. */
async function enterFolder(desk: Desk, root: OpenedFolder, name: string): Promise<OpenedFolder> {
  for (let tries = 0; tries < MOST_CANDIDATES; tries += 1) {
    const candidate = desk.names.folderAs(name + '_'.repeat(tries));
    if (candidate === null) continue;
    const whole = path.join(desk.folder.path, candidate);
    if (await makeFolder(whole)) await desk.sync();
    const folder = await openInside(whole, root);
    if (folder === null) continue;
    desk.names.addFolder(candidate);
    return folder;
  }
  throw Object.assign(new Error(`Files are in the way of the folder ${name}`), { code: 'EACCES' });
}

/** True when it was made, false when something has the name. */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await patiently(() => mkdir(folder));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Null where it is no folder, leads out of the root, or is on another disk, to which no name can be linked. */
async function openInside(folder: string, root: OpenedFolder): Promise<OpenedFolder | null> {
  const real = await realpath(folder).catch(() => null);
  const identity = real === null ? null : await identify(real).catch(() => null);
  if (real === null || identity === null) return null;
  const below = path.relative(root.path, real);
  const isInside = below !== '' && below.split(path.sep)[0] !== '..' && !path.isAbsolute(below);
  // The path as it was entered, so that the file is recorded where a person finds it.
  const opened = { path: folder, identity };
  return isInside && deviceOf(opened) === deviceOf(root) ? opened : null;
}
