import { chmod, constants, copyFile, lstat, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Result } from '#contract/model.ts';
import type { KnownFile, LineFacts } from '#contract/worker-messages.ts';
import { toFailure } from './failures.ts';
import { hashFile } from './files/file-bytes.ts';

/** What keeps a copy from being written, whatever it is copied from. */
const FULL_DISK = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** Where a known file lies below a folder, with `/`; null where it lies elsewhere. Both paths are real. */
export function placeInside(folder: string, { path: file }: KnownFile): string | null {
  const relative = path.relative(folder, file);
  const isOutside = relative === '' || relative.split(path.sep)[0] === '..' || path.isAbsolute(relative);
  return isOutside ? null : relative.split(path.sep).join('/');
}

/**
 * The file that a result sheet or a manifest says a line has, where there is one in the folder (a real path) and its
 * hash is said too; null otherwise. Whether it has those bytes is not looked at.
 */
export async function fileOfSheet(folder: string, facts: LineFacts | null): Promise<KnownFile | null> {
  const { name, sha256 } = facts ?? {};
  if (name === undefined || sha256 === undefined) return null;
  const parts = [...(facts?.folder ?? '').split(/[/\\]/).filter(Boolean), name];
  if (parts.some((part) => /^\.{0,2}$|[/\\\0]/.test(part))) return null;
  const parent = await realpath(path.join(folder, ...parts.slice(0, -1))).catch(() => null);
  if (parent === null) return null;
  const file = path.join(parent, name);
  const stats = await lstat(file).catch(() => null);
  if (stats?.isFile() !== true) return null;
  const unknown = { etag: null, lastModified: null, facts: null, isOfBatch: false };
  return { path: file, sha256, bytes: stats.size, ...unknown };
}

/** Whether the file is still there with the size that it had, as far as that was written down. */
export async function isThere(known: KnownFile): Promise<boolean> {
  const stats = await lstat(known.path).catch(() => null);
  return stats?.isFile() === true && (known.bytes === null || stats.size === known.bytes);
}

/** Whether the file is still there with the bytes that were saved. */
export async function isIntact(known: KnownFile): Promise<boolean> {
  if (!(await isThere(known))) return false;
  return (await hashFile(known.path).catch(() => null)) === known.sha256;
}

/**
 * Copies a known file to the path of a part, sharing its blocks where the file system can, and proves the copy by its
 * hash; answers its size. Null, with nothing left, where the file is gone or has other bytes by now.
 */
export async function copyKnown(known: KnownFile, partPath: string): Promise<Result<number> | null> {
  if (!(await isThere(known))) return null;
  try {
    // What is there may be linked to a saved file: it is never written to.
    await rm(partPath, { force: true });
    await copyFile(known.path, partPath, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    // A read-only original must not make a copy that cannot be synced; some file systems have no modes.
    await chmod(partPath, 0o666 & ~process.umask()).catch(() => {});
    if ((await hashFile(partPath)) === known.sha256) return { ok: true, value: (await lstat(partPath)).size };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    await rm(partPath, { force: true }).catch(() => {});
    return FULL_DISK.has(code) ? { ok: false, failure: toFailure(error) } : null;
  }
  await rm(partPath, { force: true });
  return null;
}
