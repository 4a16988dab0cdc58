import { lstat, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { hashFile } from './file-bytes.ts';

export interface Intent {
  readonly folder: string;
  /** Relative to the folder, with `/`. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

const PARENT_OR_NOTHING = /^\.{0,2}$/;

/** Absolute path of a file below a folder; null where it, or a link on the way to it, leads out, or is not there. */
async function pathBelow({ folder, file }: Intent): Promise<string | null> {
  const parts = file.split('/');
  if (parts.some((part) => PARENT_OR_NOTHING.test(part) || part.includes(path.sep))) return null;
  const root = await realpath(folder);
  const parent = await realpath(path.join(folder, ...parts.slice(0, -1)));
  const isInside = parent === root || parent.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
  return isInside ? path.join(parent, parts.at(-1) ?? '') : null;
}

/** Null where the file system says no; anything else is a bug. */
async function unlessUnreadable<T>(operation: () => Promise<T>): Promise<T | null> {
  try {
    return await operation();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}

async function hasBytes(file: string, { bytes, sha256 }: Intent): Promise<boolean> {
  const stats = await lstat(file);
  return stats.isFile() && stats.size === bytes && (await hashFile(file)) === sha256;
}

/**
 * Says whether a file that was saved, or was about to be saved before a kill, is there whole: its size and SHA-256
 * decide. A folder or file that cannot be read counts as not saved. Changes nothing.
 */
export async function isSaved(intent: Intent): Promise<boolean> {
  const isWhole = await unlessUnreadable(async () => {
    const whole = await pathBelow(intent);
    return whole !== null && hasBytes(whole, intent);
  });
  return isWhole === true;
}

/**
 * Takes away the empty file that a save makes where there are no hard links, if a kill came between it and the rename
 * that fills it. Only what can be no other file goes: it is empty, the whole part that was to replace it is still
 * there, and it is not older than that part.
 */
export async function removePlaceholder(intent: Intent, partPath: string): Promise<void> {
  await unlessUnreadable(async () => {
    const whole = await pathBelow(intent);
    if (whole === null || intent.bytes === 0) return;
    const [stats, part] = await Promise.all([lstat(whole), lstat(partPath)]);
    const isEmpty = stats.isFile() && stats.size === 0 && stats.nlink === 1;
    if (isEmpty && stats.mtimeMs >= part.mtimeMs && (await hasBytes(partPath, intent))) await rm(whole);
  });
}
