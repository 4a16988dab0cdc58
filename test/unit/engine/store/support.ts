import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { Attempt, BatchId, BatchOptions, TaskId } from '#contract/model.ts';
import { DEFAULT_NAME_OPTIONS } from '#contract/model.ts';
import type {
  BatchColumns,
  NewTask,
  RowsMessage,
  SavedFacts,
  StoreApi,
  StoreNotices,
  StoreOpened,
  TakeRequest,
} from '#contract/worker-messages.ts';
import { createStore } from '../../../../main/engine/store/store.ts';

export type StoreChanged = StoreNotices['storeChanged'];

/** A folder of its own for one test, with what removes it. */
export function tempFolder(): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'pixhaul-store-'));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A row as the list thread sends it. */
export function newTask(line: number, change: Partial<NewTask> = {}): NewTask {
  return {
    line,
    part: 1,
    url: `https://user:secret@cdn.example/a/picture-${line}.jpg?token=t`,
    hostKey: 'cdn.example',
    stem: `picture-${line}`,
    declaredExtension: 'jpg',
    skip: null,
    duplicateOfLine: null,
    facts: null,
    ...change,
  };
}

export function newTasks(count: number, change: (line: number) => Partial<NewTask> = () => ({})): NewTask[] {
  return Array.from({ length: count }, (_, index) => newTask(index + 1, change(index + 1)));
}

/** Sends rows as the list thread does: at most two chunks ahead of the acks. Answers when all are acknowledged. */
export async function sendRows(
  port: MessageChannel['port1'],
  rows: readonly NewTask[],
  { chunk = 1000, isEnded = true } = {},
): Promise<void> {
  let unanswered = 0;
  let wake = () => {};
  port.on('message', () => {
    unanswered -= 1;
    wake();
  });
  const until = async (most: number) => {
    while (unanswered > most)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  const send = (message: RowsMessage) => {
    port.postMessage(message);
    unanswered += 1;
  };
  for (let start = 0; start < rows.length; start += chunk) {
    send({ kind: 'rows', rows: rows.slice(start, start + chunk) });
    await until(1);
  }
  if (isEnded) send({ kind: 'end' });
  await until(0);
  port.close();
}

type Rows = Pick<StoreApi, 'createBatch' | 'continueBatch' | 'extendBatch'>;

/** What a plain list is added with. */
export const options: BatchOptions = {
  ...DEFAULT_NAME_OPTIONS,
  fetchesKnown: false,
  columns: [],
  sheet: null,
};

export async function addBatch(
  store: Rows,
  rows: readonly NewTask[],
  { now = 1, name = 'List', folder = '/pictures', chunk = 1000, fetchesKnown = false } = {},
): Promise<BatchId> {
  const { port1, port2 } = new MessageChannel();
  const created = await store.createBatch({
    ...{ name, folder, now, port: port1 },
    options: { ...options, fetchesKnown },
  });
  if (!created.ok) throw new Error(created.failure.code);
  await sendRows(port2, rows, { chunk });
  return created.value.batchId;
}

const sendTo =
  (method: 'continueBatch' | 'extendBatch') =>
  async (store: Rows, batchId: BatchId, rows: readonly NewTask[], columns?: BatchColumns): Promise<void> => {
    const { port1, port2 } = new MessageChannel();
    const request = { batchId, port: port1, ...(columns && { columns }) };
    await Promise.all([store[method](request), sendRows(port2, rows)]);
  };
export const continueBatch = sendTo('continueBatch');
export const extendBatch = sendTo('extendBatch');

export async function openStore(
  stateFolder: string,
  onChanged: (change: StoreChanged) => void = () => {},
): Promise<{ readonly store: StoreApi; readonly opened: StoreOpened }> {
  const store = createStore(onChanged);
  const opening = await store.open({ stateFolder, now: 1 });
  if (!opening.ok) throw new Error(`${opening.reason}: ${opening.detail}`);
  return { store, opened: opening.value };
}

export function facts(taskId: TaskId, change: Partial<SavedFacts> = {}): SavedFacts {
  return {
    file: `saved-${taskId}.png`,
    bytes: 1000 + taskId,
    sha256: taskId.toString(16).padStart(64, '0'),
    finalUrl: 'https://user:secret@cdn.example/final.png',
    contentType: 'image/png',
    etag: '"e"',
    lastModified: null,
    robotsTag: null,
    format: 'png',
    integrity: 'intact',
    width: 40,
    height: 30,
    frames: 1,
    colour: 'srgb',
    takenAt: null,
    cameraModel: null,
    dhash: '0123456789abcdef',
    thumbnail: null,
    ...change,
  };
}

export function attempt(number: number, change: Partial<Attempt> = {}): Attempt {
  return {
    number,
    startedAt: 100,
    endedAt: 200,
    httpStatus: 200,
    failure: null,
    receivedBytes: 1000,
    timeline: { dnsMs: 1, connectMs: 2, tlsMs: null, firstByteMs: 3, bodyMs: 4, checkMs: null },
    ...change,
  };
}

export const everything: TakeRequest = { limit: 1_000_000, perHost: 1_000_000, fullHostKeys: [], now: 1000 };

export async function takeIds(store: StoreApi, change: Partial<TakeRequest> = {}): Promise<TaskId[]> {
  const { tasks } = await store.take({ ...everything, ...change });
  return tasks.map(({ taskId }) => taskId);
}

export async function saveAll(store: StoreApi, taskIds: readonly TaskId[]): Promise<void> {
  const updates = taskIds.flatMap((taskId) => [
    { kind: 'intent', taskId, facts: facts(taskId) } as const,
    { kind: 'done', taskId, attempt: attempt(1) } as const,
  ]);
  const applied = await store.apply({ updates, now: 500 });
  if (!applied.ok) throw new Error(applied.failure.code);
}
