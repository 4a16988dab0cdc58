import { statfs } from 'node:fs/promises';

/** Room for this person's files on the disk of a folder, in bytes; null where that cannot be found out. */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    // Not there, or a file system that does not tell: either way nothing to show.
    return null;
  }
}
