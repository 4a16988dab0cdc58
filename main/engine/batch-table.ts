import type { Failure } from '#contract/failures.ts';
import type { Batch, BatchId, Result } from '#contract/model.ts';
import type { OpenedFolder } from './files/desks.ts';

/** How often a held batch is looked at, to go on by itself after a repair. */
const PROBE_INTERVAL_MS = 5000;

export interface BatchTableOptions {
  openFolder(path: string, mode: 'must-exist' | 'create'): Promise<Result<OpenedFolder>>;
  /** Proves that files can be written there, by writing one. */
  probeFolder(folder: OpenedFolder): Promise<Result<null>>;
  /** Writes the problem down; null clears it. */
  saveProblem(batchId: BatchId, problem: Failure | null): Promise<void>;
  /** Stops what runs of a batch that is being held. */
  stopBatch(batchId: BatchId): Promise<void>;
  onRepaired(): void;
  onError(error: unknown): void;
}

export interface BatchTable {
  list(): readonly Batch[];
  get(batchId: BatchId): Batch | undefined;
  update(batches: readonly Batch[], removedBatchIds: readonly BatchId[]): void;
  /** The batch's folder, resolved once; it is never made anew, so that a missing drive is not written beside. */
  folderOf(batchId: BatchId): Promise<Result<OpenedFolder>>;
  /** Stops the batch with one message until its folder can be written again. */
  hold(batchId: BatchId, failure: Failure): void;
  /** Tries a held batch again because the person says so; a folder that is gone is made anew. */
  repair(batchId: BatchId): Promise<void>;
  close(): void;
}

/** The batches as main knows them: the store's last word on each, the open folders, and what holds them. */
export function createBatchTable(options: BatchTableOptions): BatchTable {
  const batches = new Map<BatchId, Batch>();
  const folders = new Map<BatchId, Promise<Result<OpenedFolder>>>();
  const held = new Set<BatchId>();
  let probing: Promise<void> | null = null;

  const open = async (batchId: BatchId, mode: 'must-exist' | 'create'): Promise<Result<OpenedFolder>> => {
    const batch = batches.get(batchId);
    if (!batch) return { ok: false, failure: { code: 'folder-gone' } };
    return options.openFolder(batch.folder, mode);
  };

  const folderOf = (batchId: BatchId) => {
    const known = folders.get(batchId);
    if (known !== undefined) return known;
    const opening = open(batchId, 'must-exist');
    folders.set(batchId, opening);
    void opening.then((opened) => !opened.ok && folders.delete(batchId));
    return opening;
  };

  const release = async (batchId: BatchId) => {
    held.delete(batchId);
    await options.saveProblem(batchId, null);
    options.onRepaired();
  };

  const tryAgain = async (batchId: BatchId, mode: 'must-exist' | 'create') => {
    folders.delete(batchId);
    const opened = await open(batchId, mode);
    const probed = opened.ok ? await options.probeFolder(opened.value) : opened;
    if (probed.ok) return release(batchId);
    await options.saveProblem(batchId, probed.failure);
  };

  const probeAll = async () => {
    for (const batchId of held) await tryAgain(batchId, 'must-exist');
  };
  const timer = setInterval(() => {
    if (held.size === 0 || probing !== null) return;
    probing = probeAll()
      .catch(options.onError)
      .finally(() => {
        probing = null;
      });
  }, PROBE_INTERVAL_MS);
  timer.unref();

  return {
    list: () => [...batches.values()],
    get: (batchId) => batches.get(batchId),
    update(changed, removedBatchIds) {
      for (const batch of changed) {
        batches.set(batch.batchId, batch);
        if (batch.problem) held.add(batch.batchId);
      }
      for (const batchId of removedBatchIds) {
        batches.delete(batchId);
        folders.delete(batchId);
        held.delete(batchId);
      }
    },
    folderOf,
    hold(batchId, failure) {
      if (held.has(batchId)) return;
      held.add(batchId);
      const facts = { folder: batches.get(batchId)?.folder ?? '', ...failure.facts };
      void options
        .saveProblem(batchId, { code: failure.code, facts })
        .then(() => options.stopBatch(batchId))
        .catch(options.onError);
    },
    repair: (batchId) => tryAgain(batchId, 'create'),
    close: () => clearInterval(timer),
  };
}
