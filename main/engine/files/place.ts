import { link, lstat, open, rename, rm } from 'node:fs/promises';
import type { Witness } from './folder-names.ts';
import { patiently } from './patience.ts';

/** How file systems say that they have no hard links (EISDIR: exFAT on Windows). */
const NO_LINKS = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EXDEV',
  'EMLINK',
  'EINVAL',
  'EISDIR',
  'UNKNOWN',
]);

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';

export type Link = (existing: string, created: string) => Promise<void>;

/**
 * Gives a part its final name; false when the name is taken. Never replaces anything. Where there are hard links, the
 * part keeps its own name beside; where there are none, it is renamed over an empty file that was made for it.
 */
export async function place(part: string, file: string, linkFile: Link = link): Promise<boolean> {
  try {
    await patiently(() => linkFile(part, file));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!NO_LINKS.has(codeOf(error))) throw error;
    return placeByRename(part, file);
  }
}

/** A name and its empty file that only we have made; the caller has written down that it is ours. */
async function makePlaceholder(file: string): Promise<bigint | null> {
  try {
    await using handle = await patiently(() => open(file, 'wx', 0o666));
    return (await handle.stat({ bigint: true })).ino;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return null;
    throw error;
  }
}

async function isStillOurs(file: string, inode: bigint): Promise<boolean> {
  const stats = await lstat(file, { bigint: true }).catch(() => null);
  return stats !== null && stats.ino === inode && stats.size === 0n;
}

/**
 * Puts a part in the place of a file, which is there with its old bytes until it is there with the new ones; false
 * where it is no longer the file that was looked at.
 */
export async function replaceFile(part: string, file: string, seen: Witness): Promise<boolean> {
  const stats = await lstat(file).catch(() => null);
  const isSeen =
    stats?.isFile() && stats.ino === seen.ino && stats.size === seen.size && stats.mtimeMs === seen.mtimeMs;
  if (!isSeen) return false;
  await patiently(() => rename(part, file));
  return true;
}

async function placeByRename(part: string, file: string): Promise<boolean> {
  const inode = await makePlaceholder(file);
  if (inode === null) return false;
  try {
    if (!(await isStillOurs(file, inode))) return false;
    await patiently(() => rename(part, file));
    return true;
  } catch (error) {
    if (await isStillOurs(file, inode)) await rm(file, { force: true });
    throw error;
  }
}
