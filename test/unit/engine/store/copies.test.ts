import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewTask, StoreApi } from '#contract/worker-messages.ts';
import {
  addBatch,
  attempt,
  continueBatch,
  everything,
  facts,
  newTask,
  openStore,
  saveAll,
  takeIds,
  tempFolder,
} from './support.ts';

const URL = 'https://cdn.example/one.jpg';
/** A sheet of one URL and three names, and a row of its own. */
const SHEET: readonly NewTask[] = [
  newTask(1, { url: URL, stem: 'front' }),
  newTask(2, { url: URL, stem: 'side', duplicateOfLine: 1 }),
  newTask(3, { url: URL, stem: 'back', duplicateOfLine: 1 }),
  newTask(4),
];
const failure = { code: 'http-404' } as const;
const ids = (...taskIds: number[]) => ({ kind: 'tasks', taskIds: Uint32Array.from(taskIds) }) as const;

const folder = { path: '', remove: () => {} };
let store: StoreApi;

beforeEach(async () => {
  Object.assign(folder, tempFolder());
  ({ store } = await openStore(folder.path));
  await addBatch(store, SHEET);
});
afterEach(async () => {
  await store.close({});
  folder.remove();
});

const take = async () => (await store.take(everything)).tasks;
const fail = (taskId: number) =>
  store.apply({ updates: [{ kind: 'failed', taskId, failure, attempt: attempt(1) }], now: 2 });
const wait = (taskId: number, waitUntil = 5000) =>
  store.apply({
    updates: [{ kind: 'waiting', taskId, failure, waitUntil, part: null, attempt: attempt(1) }],
    now: 2,
  });
const release = (taskId: number) =>
  store.apply({ updates: [{ kind: 'released', taskId, part: null }], now: 2 });

describe('rows that want the bytes of another row', () => {
  test('wait until it is saved, then are given its file', async () => {
    expect(await takeIds(store)).toEqual([1, 4]);
    expect(await takeIds(store)).toEqual([]);
    await saveAll(store, [1]);
    const copies = await take();
    expect(copies).toMatchObject([
      { taskId: 2, stem: 'side', isCopy: true, failedAlike: null },
      { taskId: 3, stem: 'back', isCopy: true },
    ]);
    expect(copies[0]?.known).toMatchObject({
      path: '/pictures/saved-1.png',
      sha256: facts(1).sha256,
      bytes: 1001,
      etag: '"e"',
      isOfBatch: true,
      facts: { width: 40, height: 30 },
    });
  });

  test('fail as it fails, and ask for themselves when the person wants them again', async () => {
    await takeIds(store);
    await fail(1);
    expect(await take()).toMatchObject([
      { taskId: 2, failedAlike: failure },
      { taskId: 3, failedAlike: failure },
    ]);
    await fail(2);
    await fail(3);
    await store.retry({ target: ids(3) });
    expect(await take()).toMatchObject([{ taskId: 3, failedAlike: null, isCopy: true }]);
    await saveAll(store, [3]);
    await store.retry({ target: { kind: 'batch', batchId: 1 } });
    expect(await take()).toMatchObject([{ taskId: 1, failedAlike: null, isCopy: false }]);
  });

  test('ask for themselves where their line asks otherwise', async () => {
    const own = JSON.stringify({ referer: 'https://shop.example/' });
    await addBatch(store, [SHEET[0] as NewTask, { ...(SHEET[1] as NewTask), facts: own }], { now: 2 });
    expect(await takeIds(store)).toEqual([1, 4, 5]);
    await fail(5);
    expect(await take()).toMatchObject([
      { taskId: 6, failedAlike: null, facts: { referer: 'https://shop.example/' } },
    ]);
  });

  test('wait as long as it waits or is given back', async () => {
    await takeIds(store);
    await wait(1);
    expect(await takeIds(store)).toEqual([]);
    expect(await takeIds(store, { now: 5000 })).toEqual([1]);
    await release(1);
    expect(await takeIds(store)).toEqual([1]);
    await saveAll(store, [1]);
    expect(await takeIds(store)).toEqual([2, 3]);
  });

  test.each(['cancel', 'pause', 'remove'] as const)(
    'go on one for all when it is taken away (%s)',
    async (action) => {
      await takeIds(store);
      await wait(1, 1_000_000);
      expect(await takeIds(store)).toEqual([]);
      if (action === 'cancel') await store.cancel({ target: ids(1), now: 3 });
      else if (action === 'pause') await store.setPaused({ target: ids(1), isPaused: true });
      else await store.remove({ target: ids(1) });
      expect(await takeIds(store)).toEqual([2]);
      await saveAll(store, [2]);
      expect(await take()).toMatchObject([{ taskId: 3, known: { path: '/pictures/saved-2.png' } }]);
    },
  );

  test('go on when it is taken away while it runs, or before it has begun', async () => {
    await takeIds(store);
    const acted = await store.cancel({ target: ids(1), now: 3 });
    expect(acted.runningTaskIds).toEqual([1]);
    await release(1);
    expect(await takeIds(store)).toEqual([2]);
    await addBatch(store, SHEET, { now: 2 });
    await store.remove({ target: ids(5) });
    expect(await takeIds(store)).toEqual([6, 8]);
  });

  test('go on when one of them that runs in its place is found to be there', async () => {
    await store.cancel({ target: ids(1, 4), now: 3 });
    expect(await takeIds(store)).toEqual([2]);
    await store.apply({
      updates: [{ kind: 'skipped', taskId: 2, skip: 'have-it', attempt: null, facts: facts(2) }],
      now: 4,
    });
    expect(await take()).toMatchObject([{ taskId: 3, failedAlike: null }]);
  });

  test.each(['cancel', 'pause', 'remove'] as const)(
    'go on when it is taken away while it runs and is to be tried again (%s)',
    async (action) => {
      await takeIds(store);
      if (action === 'cancel') await store.cancel({ target: ids(1), now: 3 });
      else if (action === 'pause') await store.setPaused({ target: ids(1), isPaused: true });
      else await store.remove({ target: ids(1) });
      expect(await takeIds(store)).toEqual([]);
      await wait(1);
      expect(await takeIds(store)).toEqual([2]);
    },
  );

  test('go on when they wait for a time that comes while another of them is fetched', async () => {
    await takeIds(store);
    await saveAll(store, [1]);
    expect(await takeIds(store)).toEqual([2, 3]);
    await wait(2);
    await wait(3);
    // The file is gone: the first asks again, for all.
    await store.settleRecovered({ taskId: 1, isSaved: false, now: 4 });
    expect(await takeIds(store)).toEqual([1]);
    expect(await takeIds(store, { now: 5000 })).toEqual([]);
    await saveAll(store, [1]);
    expect(await takeIds(store)).toEqual([2, 3]);
  });

  test('ask once when they are wanted again after a restart', async () => {
    await takeIds(store);
    await fail(1);
    await takeIds(store);
    await fail(2);
    await fail(3);
    await release(4);
    await store.close({});
    ({ store } = await openStore(folder.path));
    await store.getOutcomes({ batchId: 1, afterLine: 0, afterPart: 0, limit: 1 });
    await store.retry({ target: { kind: 'batch', batchId: 1 } });
    expect(await takeIds(store)).toEqual([1, 4]);
  });

  test('hinder nobody when they are taken away themselves', async () => {
    await takeIds(store);
    await store.cancel({ target: ids(2), now: 3 });
    await saveAll(store, [1]);
    expect(await takeIds(store)).toEqual([3]);
    await store.retry({ target: ids(2) });
    expect(await take()).toMatchObject([{ taskId: 2, known: { path: '/pictures/saved-1.png' } }]);
  });

  test('come to an end after a restart', async () => {
    await takeIds(store);
    await saveAll(store, [1]);
    await store.close({});
    ({ store } = await openStore(folder.path));
    await store.getOutcomes({ batchId: 1, afterLine: 0, afterPart: 0, limit: 1 });
    expect(await takeIds(store)).toEqual([2, 4]);
    await saveAll(store, [2]);
    expect(await takeIds(store)).toEqual([3]);
  });

  test('are found again when the sheet is given again with other names', async () => {
    await takeIds(store);
    await store.cancel({ target: { kind: 'batch', batchId: 1 }, now: 2 });
    await release(1);
    const renamed = SHEET.map((row) => ({ ...row, stem: `${row.stem}-new` }));
    await continueBatch(store, 1, renamed);
    await release(4);
    const tasks = await take();
    expect(tasks).toMatchObject([
      { taskId: 1, stem: 'front-new', isCopy: false },
      { taskId: 4, stem: 'picture-4-new' },
    ]);
    await saveAll(store, [1]);
    expect(await take()).toMatchObject([
      { taskId: 2, stem: 'side-new', isCopy: true },
      { taskId: 3, stem: 'back-new', isCopy: true },
    ]);
  });
});
