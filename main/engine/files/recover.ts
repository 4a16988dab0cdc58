import { lstat, rm } from 'node:fs/promises';
import path from 'node:path';
import { hashFile } from './file-bytes.ts';

export interface Intent {
  readonly folder: string;
  /** Relative to the folder, with `/`. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Says, after a kill, whether a file that was about to be saved is there whole: its size and SHA-256 decide. The
 * empty file that a save makes where there are no hard links is taken away. A folder or file that cannot be read
 * counts as not saved.
 */
export async function isSaved({ folder, file, bytes, sha256 }: Intent): Promise<boolean> {
  const whole = path.join(folder, file);
  if (!whole.startsWith(path.join(folder, path.sep))) return false;
  try {
    const stats = await lstat(whole);
    if (!stats.isFile()) return false;
    if (stats.size === 0 && bytes > 0) await rm(whole);
    return stats.size === bytes && (await hashFile(whole)) === sha256;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
  }
}
