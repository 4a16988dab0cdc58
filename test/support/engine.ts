import { readdir } from 'node:fs/promises';
import type { AddOptions } from '#contract/api.ts';
import { DEFAULT_ADD_OPTIONS } from '#contract/api.ts';
import type { Batch, BatchId, DraftId, Settings, TaskRow } from '#contract/model.ts';
import { createNodeHost } from '../../main/command-line/node-host.ts';
import type { Engine, EngineOptions } from '../../main/engine/engine.ts';
import { startEngine } from '../../main/engine/engine.ts';
import type { TemporaryFolder } from './temp-folder.ts';

export interface TestEngine extends AsyncDisposable {
  readonly engine: Engine;
  /** What the engine logged as an error; tests expect none. */
  readonly errors: readonly string[];
  /** Pastes the lines into `out` and answers the batch. */
  add(lines: readonly string[], out: string, options?: Partial<AddOptions>): Promise<BatchId>;
  /** Accepts a draft into `out`. */
  accept(draftId: DraftId, out: string, options?: Partial<AddOptions>): Promise<BatchId>;
  rows(batchId: BatchId): Promise<readonly TaskRow[]>;
  /** Answers when the batch is as wanted, be it now. */
  untilBatch(batchId: BatchId, passes: (batch: Batch) => boolean): Promise<void>;
}

/** Starts the engine on plain Node over `<folder>/state`, with real threads, sockets, files and image workers. */
export async function startTestEngine(
  folder: TemporaryFolder,
  settings: Partial<Settings> = {},
  options: EngineOptions = {},
): Promise<TestEngine> {
  const errors: string[] = [];
  const host = createNodeHost({
    stateFolder: folder.file('state'),
    picturesFolder: folder.file('pictures'),
    appVersion: '0.0.0',
    log: (level, message, facts) => {
      if (level === 'error') errors.push(`${message} ${JSON.stringify(facts)}`);
    },
  });
  // No jitter: a second attempt comes at once.
  const started = await startEngine({ ...host, random: () => 0 }, { settings, ...options });
  if (!started.ok) throw new Error(`${started.reason}: ${started.detail}`);
  const { engine } = started;
  const accept: TestEngine['accept'] = async (draftId, out, options = {}) => {
    const { folderId } = engine.registerFolder(out);
    const added = await engine.addBatch({
      draftId,
      folderId,
      name: null,
      options: { ...DEFAULT_ADD_OPTIONS, ...options },
    });
    if (!added.ok) throw new Error(added.failure.code);
    return added.value.batchId;
  };
  return {
    engine,
    errors,
    async add(lines, out, options = {}) {
      const { draftId } = await engine.openDraft({ listName: 'test list' });
      await engine.appendDraft({ draftId, text: lines.join('\n') });
      return accept(draftId, out, options);
    },
    accept,
    async untilBatch(batchId, passes) {
      const isSo = (batches: readonly Batch[]) =>
        batches.some((batch) => batch.batchId === batchId && passes(batch));
      const { promise, resolve } = Promise.withResolvers<void>();
      const stop = engine.on('changed', ({ batches }) => isSo(batches) && resolve());
      await engine.flush();
      if (isSo((await engine.getSnapshot({})).batches)) resolve();
      await promise;
      stop();
    },
    rows: (batchId) => rowsOf(engine, batchId),
    [Symbol.asyncDispose]: () => engine.close(),
  };
}

/** All rows of a batch in list order. */
async function rowsOf(engine: Engine, batchId: BatchId): Promise<readonly TaskRow[]> {
  const query = { batchId, filter: 'all', search: '', sort: 'line', isDescending: false } as const;
  const { viewId, total } = await engine.openView(query);
  const rows: TaskRow[] = [];
  while (rows.length < total) {
    const page = await engine.getPage({ viewId, offset: rows.length, limit: 500 });
    if (page.rows.length === 0) break;
    rows.push(...page.rows);
  }
  await engine.closeView({ viewId });
  return rows;
}

/** Names in a folder, hidden ones too, sorted. */
export const listFolder = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).sort();
