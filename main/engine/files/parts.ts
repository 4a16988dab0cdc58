import { opendir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Both names of ours that can be met in a person's folder begin so. */
const PREFIX = '.pixhaul-';
const SUFFIX = '.part';
const PROBE = 'probe';

/** Where the bytes of a task grow: beside its final name, marked with the store, since two stores can share a folder. */
export function partPath(folder: string, storeId: string, taskId: number): string {
  return path.join(folder, `${PREFIX}${storeId}-${taskId}${SUFFIX}`);
}

/** A file that is written only to find out whether files can be written. */
export function probePath(folder: string, storeId: string): string {
  return path.join(folder, `${PREFIX}${storeId}-${PROBE}${SUFFIX}`);
}

/** Whether a name in a folder is a part of some store: never a picture. */
export function isPartName(name: string): boolean {
  return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
}

/**
 * Deletes the parts of this store that belong to none of the tasks to keep, and tells how many. A folder or file that
 * cannot be reached is left alone: nothing of it is in the way.
 */
export async function removeOrphanParts(
  folder: string,
  storeId: string,
  keepTaskIds: ReadonlySet<number>,
): Promise<number> {
  const start = `${PREFIX}${storeId}-`;
  let removed = 0;
  try {
    for await (const { name } of await opendir(folder)) {
      if (!name.startsWith(start) || !name.endsWith(SUFFIX)) continue;
      const owner = name.slice(start.length, -SUFFIX.length);
      const isOrphan = owner === PROBE || (/^\d+$/.test(owner) && !keepTaskIds.has(Number(owner)));
      if (!isOrphan) continue;
      await rm(path.join(folder, name), { force: true });
      removed += 1;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
  return removed;
}
