import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { EngineApi } from '#contract/api.ts';
import type {
  Batch,
  BatchId,
  BatchOptions,
  DraftId,
  DraftSummary,
  NameOptions,
  Result,
} from '#contract/model.ts';
import type { BatchColumns } from '#contract/worker-messages.ts';
import { openFolder } from './files/commit.ts';
import type { Folders } from './folders.ts';
import { nameOfDraft } from './folders.ts';
import type { ListClient } from './lists/list-client.ts';
import type { StoreClient } from './store/store-client.ts';

export interface DraftDeskOptions {
  readonly lists: ListClient;
  readonly store: StoreClient;
  readonly folders: Folders;
  /** Where an accepted list stays until all its rows are in the store. */
  readonly spoolFolder: string;
  batch(batchId: BatchId): Batch | undefined;
  now(): number;
  onError(error: unknown): void;
}

export interface DraftDesk extends Pick<EngineApi, 'suggestFolder' | 'addBatch' | 'addToBatch'> {
  continueBatch(request: { readonly batch: Batch; readonly draftId: DraftId }): Promise<void>;
  /** Begins to read the rest of lists whose reading-in was cut off by the end of the last session. */
  resumeInterrupted(batches: readonly Batch[]): void;
}

/** A list whose rows go to a batch: all of it, or lines that are added after the ones it has. */
interface Spool {
  readonly file: string;
  readonly afterLine: number | null;
}

/**
 * Turns an accepted draft into a batch. The rows go from the list thread to the store thread by a port of their own;
 * the text is written down first, so that a kill while a long list is being read in loses no line of it.
 */
export function createDraftDesk(options: DraftDeskOptions): DraftDesk {
  const { lists, store, folders, now } = options;
  // Written before the batch exists, hence named by its time, which no two batches share.
  const spoolFor = (createdAt: number, afterLine: number | null = null): Spool => ({
    file: path.join(options.spoolFolder, `${createdAt}${afterLine === null ? '' : `+${afterLine}`}.list`),
    afterLine,
  });
  let lastCreatedAt = 0;
  const nextCreatedAt = () => {
    lastCreatedAt = Math.max(now(), lastCreatedAt + 1);
    return lastCreatedAt;
  };
  const write = async (draftId: DraftId, { file }: Spool) => {
    await mkdir(options.spoolFolder, { recursive: true });
    return lists.spool({ draftId, file });
  };
  /** Rows of one batch come one list after the other. */
  const turns = new Map<BatchId, Promise<unknown>>();
  const inTurn = <T>(batchId: BatchId, work: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(batchId) ?? Promise.resolve()).then(work);
    const ended = turn.catch(() => {});
    turns.set(batchId, ended);
    void ended.then(() => turns.get(batchId) === ended && turns.delete(batchId));
    return turn;
  };

  const columnsOf = async (draftId: DraftId): Promise<BatchColumns> => ({
    columns: await lists.getColumns({ draftId }),
    sheet: (await lists.getSummary({ draftId }))?.table?.form ?? null,
  });

  /** Sends a draft's rows to a batch that exists, and lets go of the spool when all are in. */
  const send = async (batch: Batch, draftId: DraftId, { file, afterLine }: Spool) => {
    const { batchId, name, createdAt } = batch;
    const { port1, port2 } = new MessageChannel();
    const columns = await columnsOf(draftId);
    const request = { batchId, port: port1, columns };
    const stored = afterLine === null ? store.continueBatch(request) : store.extendBatch(request);
    const naming = { options: batch.options, batchName: name, createdAt, afterLine: afterLine ?? 0 };
    await lists.sendRows({ draftId, port: port2, ...naming });
    await stored;
    await rm(file, { force: true });
  };

  /** What is still to be read into a batch, in order. */
  const spoolsOf = async ({ createdAt }: Batch): Promise<readonly Spool[]> => {
    const names = await readdir(options.spoolFolder).catch(() => []);
    const spools = names.flatMap((name) => {
      const [, time, after] = /^(\d+)(?:\+(\d+))?\.list$/.exec(name) ?? [];
      if (Number(time) !== createdAt) return [];
      return [spoolFor(createdAt, after === undefined ? null : Number(after))];
    });
    return spools.sort((one, other) => (one.afterLine ?? -1) - (other.afterLine ?? -1));
  };
  /** The list is gone: what was read of it is all there will be, and the batch must not wait for more. */
  const endWithout = async (batch: Batch) => {
    options.onError(
      new Error(`The list of batch ${batch.batchId} is gone; lines that were not read yet are lost`),
    );
    const { draftId } = await lists.openDraft({ listName: null });
    await send(batch, draftId, { ...spoolFor(batch.createdAt), afterLine: 0 });
  };
  const resume = async (batch: Batch) => {
    const spools = await spoolsOf(batch);
    let isRead = false;
    for (const spool of spools) {
      const read = await lists.readSpool({ file: spool.file });
      if (!read.ok) continue;
      await send(batch, read.value.draftId, spool);
      isRead = true;
    }
    if (!isRead) await endWithout(batch);
  };

  return {
    async suggestFolder({ draftId }) {
      const summary = await lists.getSummary({ draftId });
      if (!summary) throw new Error(`No draft ${draftId}`);
      return folders.suggest(summary, now());
    },

    async addBatch({ draftId, folderId, name, options: chosen }) {
      const folder = folders.pathOf(folderId);
      const summary = await lists.endDraft({ draftId });
      if (!folder) return { ok: false, failure: { code: 'folder-gone' } };
      const names = await lists.previewNames({ draftId, template: chosen.template });
      if (!names.ok) return { ok: false, failure: { code: 'bad-template' } };
      const opened = await openFolder(folder, { isCreated: true });
      if (!opened.ok) return opened;
      const createdAt = nextCreatedAt();
      const spool = spoolFor(createdAt);
      const spooled = await write(draftId, spool);
      if (!spooled.ok) return spooled;
      const { port1, port2 } = new MessageChannel();
      const batchName = name ?? nameOfDraft(summary, createdAt);
      const columns = await lists.getColumns({ draftId });
      const created = await store.createBatch({
        name: batchName,
        folder: opened.value.path,
        options: {
          ...nameOptionsOf(chosen),
          ...sheetOf(summary, columns),
          fetchesKnown: chosen.fetchesKnown,
        },
        now: createdAt,
        port: port1,
      });
      if (!created.ok) {
        await rm(spool.file, { force: true });
        return created;
      }
      const naming = { options: nameOptionsOf(chosen), batchName, createdAt, afterLine: 0 };
      const sent = inTurn(created.value.batchId, async () => {
        await lists.sendRows({ draftId, port: port2, ...naming });
        await rm(spool.file, { force: true });
      });
      void sent.catch(options.onError);
      return created;
    },

    async addToBatch({ draftId, batchId }) {
      const batch = options.batch(batchId);
      if (!batch) return { ok: false, failure: { code: 'internal' } };
      await lists.endDraft({ draftId });
      let sending: Promise<void> = Promise.resolve();
      const begun = inTurn(batchId, async (): Promise<Result<null>> => {
        const spool = spoolFor(batch.createdAt, await store.getLastLine({ batchId }));
        const written = await write(draftId, spool);
        if (written.ok) sending = send(batch, draftId, spool);
        return written;
      });
      // The next list's turn comes when all rows of this one are in.
      void inTurn(batchId, () => begun.then(() => sending)).catch(options.onError);
      return begun;
    },

    continueBatch: ({ batch, draftId }) =>
      inTurn(batch.batchId, async () => {
        const spool = spoolFor(batch.createdAt);
        // Given again by the command line: without the spool a kill only means that it has to be given once more.
        await write(draftId, spool);
        await send(batch, draftId, spool);
      }),

    resumeInterrupted(batches) {
      for (const batch of batches) {
        if (batch.isLoading) void inTurn(batch.batchId, () => resume(batch)).catch(options.onError);
      }
    },
  };
}

const nameOptionsOf = ({ template, collision, keepsServerTime }: NameOptions): NameOptions => ({
  template,
  collision,
  keepsServerTime,
});

function sheetOf(
  { table }: DraftSummary,
  columns: readonly string[],
): Pick<BatchOptions, 'columns' | 'sheet'> {
  return { columns, sheet: table?.form ?? null };
}
