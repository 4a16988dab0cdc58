import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { EngineApi } from '#contract/api.ts';
import { MAX_DRAFT_PIECE_LENGTH } from '#contract/api.ts';
import type { Batch, BatchId, DraftId } from '#contract/model.ts';
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
  now(): number;
  onError(error: unknown): void;
}

export interface DraftDesk extends Pick<EngineApi, 'suggestFolder' | 'addBatch'> {
  continueBatch(request: { readonly batch: Batch; readonly draftId: DraftId }): Promise<void>;
  /** Begins to read the rest of lists whose reading-in was cut off by the end of the last session. */
  resumeInterrupted(batches: readonly Batch[]): void;
}

/**
 * Turns an accepted draft into a batch. The rows go from the list thread to the store thread by a port of their own;
 * the text is written down first, so that a kill while a long list is being read in loses no line of it.
 */
export function createDraftDesk(options: DraftDeskOptions): DraftDesk {
  const { lists, store, folders, now } = options;
  // Written before the batch exists, hence named by its time, which no two batches share.
  const spoolFile = (createdAt: number) => path.join(options.spoolFolder, `${createdAt}.txt`);
  let lastCreatedAt = 0;
  const nextCreatedAt = () => {
    lastCreatedAt = Math.max(now(), lastCreatedAt + 1);
    return lastCreatedAt;
  };

  const sendRest = async (batchId: BatchId, draftId: DraftId) => {
    const { port1, port2 } = new MessageChannel();
    const stored = store.continueBatch({ batchId, port: port1 });
    await lists.sendRows({ draftId, port: port2 });
    await stored;
  };
  let resumed: Promise<unknown> = Promise.resolve();

  const readSpool = async (file: string): Promise<DraftId> => {
    const { draftId } = await lists.openDraft({ listName: null });
    const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: MAX_DRAFT_PIECE_LENGTH });
    for await (const text of stream) await lists.appendDraft({ draftId, text: String(text) });
    await lists.endDraft({ draftId });
    return draftId;
  };

  return {
    async suggestFolder({ draftId }) {
      const summary = await lists.getSummary({ draftId });
      if (!summary) throw new Error(`No draft ${draftId}`);
      return folders.suggest(summary, now());
    },

    async addBatch({ draftId, folderId, name }) {
      const folder = folders.pathOf(folderId);
      const summary = await lists.endDraft({ draftId });
      if (!folder) return { ok: false, failure: { code: 'folder-gone' } };
      const opened = await openFolder(folder, { isCreated: true });
      if (!opened.ok) return opened;
      const createdAt = nextCreatedAt();
      const spool = spoolFile(createdAt);
      await mkdir(options.spoolFolder, { recursive: true });
      const spooled = await lists.spool({ draftId, file: spool });
      if (!spooled.ok) return spooled;
      const { port1, port2 } = new MessageChannel();
      const created = await store.createBatch({
        name: name ?? nameOfDraft(summary, createdAt),
        folder: opened.value.path,
        now: createdAt,
        port: port1,
      });
      // The spool goes when the store has all rows, or when there is no batch to read it for.
      const sent = created.ok ? lists.sendRows({ draftId, port: port2 }) : Promise.resolve();
      void sent.then(() => rm(spool, { force: true })).catch(options.onError);
      return created;
    },

    async continueBatch({ batch, draftId }) {
      await resumed;
      const spool = spoolFile(batch.createdAt);
      await mkdir(options.spoolFolder, { recursive: true });
      // Given again by the command line: without the spool a kill only means that it has to be given once more.
      await lists.spool({ draftId, file: spool });
      await sendRest(batch.batchId, draftId);
      await rm(spool, { force: true });
    },

    resumeInterrupted(batches) {
      const resume = async ({ batchId, createdAt }: Batch) => {
        const spool = spoolFile(createdAt);
        await sendRest(batchId, await readSpool(spool));
        await rm(spool, { force: true });
      };
      const interrupted = batches.filter(({ isLoading }) => isLoading);
      resumed = Promise.all(interrupted.map(resume)).catch(options.onError);
    },
  };
}
