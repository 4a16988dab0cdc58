import { existsSync } from 'node:fs';
import type { SavingRow } from '#contract/worker-messages.ts';
import { removeOrphanParts } from './files/parts.ts';
import { isSaved, removePlaceholder } from './files/recover.ts';

export interface RecoveryOptions {
  /** Between intent and done when the last session ended. */
  readonly saving: readonly SavingRow[];
  /** Called done by a session that was then killed. */
  readonly recentlyDone: readonly SavingRow[];
  /** The part that a row's bytes were in before they got their name. */
  partPath(row: SavingRow): string;
  settle(row: SavingRow, isSavedOnDisk: boolean): Promise<void>;
}

/**
 * Puts rows right that the last session left between intent and done, or called done just before it was killed: the
 * disk decides. A file that matches its intent is the task's; anything else is fetched again. What was saved to a
 * folder that is not there now (a drive that is not plugged in) stays saved.
 */
export async function settleRows(options: RecoveryOptions): Promise<void> {
  const { saving, recentlyDone, settle } = options;
  for (const row of saving) {
    await removePlaceholder(row, options.partPath(row));
    await settle(row, await isSaved(row));
  }
  for (const row of recentlyDone) {
    if (existsSync(row.folder)) await settle(row, await isSaved(row));
  }
}

export interface PartSweep {
  readonly storeId: string;
  readonly folders: readonly string[];
  /** Tasks whose part can still be resumed. */
  readonly keepTaskIds: ReadonlySet<number>;
}

/** Deletes part files of this store that no task will resume. A folder that is not there is left alone. */
export async function sweepParts({ storeId, folders, keepTaskIds }: PartSweep): Promise<void> {
  for (const folder of new Set(folders)) await removeOrphanParts(folder, storeId, keepTaskIds);
}
