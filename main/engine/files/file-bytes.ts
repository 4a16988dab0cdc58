import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

// Windows has no such flag; its symbolic links need a privilege that ordinary programs lack.
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
const BUFFER_BYTES = 1024 * 1024;

/**
 * Puts the bytes of a file on the disk, with a time of modification (epoch milliseconds; null leaves it as it is), and
 * tells how many there are. Never follows a symbolic link.
 */
export async function syncFile(file: string, modifiedAt: number | null): Promise<number> {
  await using handle = await open(file, constants.O_RDWR | NO_FOLLOW);
  // A file system that does not keep the time is no reason not to save.
  if (modifiedAt !== null) await handle.utimes(new Date(), new Date(modifiedAt)).catch(() => {});
  await (modifiedAt === null ? handle.datasync() : handle.sync());
  return (await handle.stat()).size;
}

/** Systems where a file that is only open for reading cannot be synced, and files that only others may write. */
const CANNOT_SYNC = new Set(['EPERM', 'EACCES', 'EBADF', 'EINVAL', 'ENOTSUP', 'EROFS']);

/** Does for a file of somebody else what `syncFile` does, as far as the system lets it. */
export async function syncForeignFile(file: string): Promise<void> {
  await using handle = await open(file, constants.O_RDONLY | NO_FOLLOW);
  await handle.datasync().catch((error: NodeJS.ErrnoException) => {
    if (!CANNOT_SYNC.has(error.code ?? '')) throw error;
  });
}

/** SHA-256 of a file's bytes in hexadecimal, read in pieces. Never follows a symbolic link. */
export async function hashFile(file: string): Promise<string> {
  await using handle = await open(file, constants.O_RDONLY | NO_FOLLOW);
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, BUFFER_BYTES);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(buffer.subarray(0, bytesRead));
  }
}
