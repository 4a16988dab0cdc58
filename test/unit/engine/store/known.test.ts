import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoreApi } from '#contract/worker-messages.ts';
import { openHistory } from '../../../../main/engine/store/history.ts';
import {
  addBatch,
  attempt,
  everything,
  extendBatch,
  facts,
  newTask,
  newTasks,
  openStore,
  saveAll,
  takeIds,
  tempFolder,
} from './support.ts';

const folder = { path: '', remove: () => {} };
let store: StoreApi;

beforeEach(async () => {
  Object.assign(folder, tempFolder());
  ({ store } = await openStore(folder.path));
});
afterEach(async () => {
  await store.close({});
  folder.remove();
});

const outcomes = (batchId: number) => store.getOutcomes({ batchId, afterLine: 0, afterPart: 0, limit: 1000 });
const rowsOf = async (batchId: number) => (await outcomes(batchId)).map(({ row }) => row);
const reopen = async () => {
  await store.close({});
  const opened = await openStore(folder.path);
  store = opened.store;
  return opened.opened;
};

describe('what an earlier list has saved', () => {
  test('comes with the task, unless the list wants everything fetched', async () => {
    await addBatch(store, newTasks(2));
    await saveAll(store, await takeIds(store));
    await addBatch(store, newTasks(3), { now: 2, folder: '/other' });
    const { tasks } = await store.take(everything);
    expect(tasks).toMatchObject([
      {
        taskId: 3,
        known: { path: '/pictures/saved-1.png', bytes: 1001, etag: '"e"', isOfBatch: false },
      },
      { taskId: 4, known: { facts: { format: 'png' } } },
      { taskId: 5, known: null },
    ]);
    await addBatch(store, newTasks(2), { now: 3, fetchesKnown: true });
    expect((await store.take(everything)).tasks).toMatchObject([{ known: null }, { known: null }]);
  });

  test('leaves a skipped row with the facts of its file', async () => {
    const batchId = await addBatch(store, newTasks(1));
    await takeIds(store);
    const known = facts(1, { file: 'sub/here.png' });
    await store.apply({
      updates: [{ kind: 'skipped', taskId: 1, skip: 'have-it', attempt: null, facts: known }],
      now: 7,
    });
    const [outcome] = await outcomes(batchId);
    expect(outcome).toMatchObject({
      row: { state: 'skipped', skip: 'have-it', name: 'here.png', width: 40 },
      facts: { file: 'sub/here.png', sha256: known.sha256 },
    });
    // The file went away: the line is fetched after all.
    await store.settleRecovered({ taskId: 1, isSaved: false, now: 8 });
    expect((await store.take(everything)).tasks).toMatchObject([{ taskId: 1 }]);
    expect(await rowsOf(batchId)).toMatchObject([{ state: 'queued', skip: null }]);
  });

  test('is told to the list thread, also before there is a store and beside its writer', async () => {
    const nothing = openHistory(`${folder.path}/nowhere`);
    expect(nothing.has(newTask(1).url)).toBe(false);
    nothing.close();
    await addBatch(store, newTasks(3000));
    await saveAll(store, await takeIds(store, { limit: 2500 }));
    const history = openHistory(folder.path);
    const seen = newTasks(3000).map(({ url }) => history.has(url));
    expect(seen.filter(Boolean)).toHaveLength(2500);
    expect(seen.indexOf(false)).toBe(2500);
    await saveAll(store, await takeIds(store));
    history.close();
  });
});

describe('what belongs to a list', () => {
  test('comes back with its options and the facts of its lines, also after a restart', async () => {
    const given = JSON.stringify({ name: 'Front.JPG', sha256: 'ab'.repeat(32), cells: ['1', 'x'] });
    const batchId = await addBatch(store, [newTask(1, { facts: given }), newTask(2)], { fetchesKnown: true });
    const { batches } = await reopen();
    expect(batches).toMatchObject([
      { options: { template: '{name}', collision: 'number', fetchesKnown: true, sheet: null } },
    ]);
    expect((await outcomes(batchId)).map((outcome) => outcome.given)).toEqual([JSON.parse(given), null]);
    expect((await store.take(everything)).tasks[0]?.facts).toEqual(JSON.parse(given));
  });
});

describe('lines that are added to a list', () => {
  const more = [
    newTask(13, { url: newTask(2).url }),
    newTask(14),
    newTask(15, { url: newTask(14).url, skip: 'duplicate', duplicateOfLine: 14 }),
    newTask(16, { skip: 'unusable', url: 'nothing', hostKey: '' }),
  ];

  test('come at its end, those that it has as duplicates, and are fetched though it was done', async () => {
    const batchId = await addBatch(store, newTasks(3));
    await saveAll(store, await takeIds(store));
    expect(await store.getLastLine({ batchId })).toBe(3);
    await extendBatch(store, batchId, more);
    expect((await rowsOf(batchId)).slice(3)).toMatchObject([
      { line: 13, state: 'skipped', skip: 'duplicate', duplicateOfLine: 2 },
      { line: 14, state: 'queued' },
      { line: 15, skip: 'duplicate', duplicateOfLine: 14 },
      { line: 16, skip: 'unusable' },
    ]);
    expect(await takeIds(store)).toEqual([5]);
    expect(await store.getLastLine({ batchId })).toBe(16);
  });

  test('are there once when they are added again after a kill', async () => {
    const batchId = await addBatch(store, newTasks(3));
    await addBatch(store, newTasks(1), { now: 2, name: 'Between' });
    await extendBatch(store, batchId, more.slice(0, 2));
    await reopen();
    await extendBatch(store, batchId, more);
    await extendBatch(store, batchId, more);
    expect((await rowsOf(batchId)).map(({ line }) => line)).toEqual([1, 2, 3, 13, 14, 15, 16]);
  });
});

describe('parts of tasks that nobody will go on with', () => {
  const part = { bytes: 2_000_000, totalBytes: null, etag: '"p"', lastModified: null, date: null };
  const failure = { code: 'reset' } as const;
  const leavePart = (taskId: number) =>
    store.apply({
      updates: [{ kind: 'waiting', taskId, failure, waitUntil: 9e12, part, attempt: attempt(1) }],
      now: 2,
    });

  test.each(['cancel', 'remove', 'removeBatch'] as const)(
    'are named when they are left (%s)',
    async (action) => {
      const batchId = await addBatch(store, newTasks(3));
      await takeIds(store);
      await leavePart(1);
      await leavePart(2);
      const target = { kind: 'tasks', taskIds: Uint32Array.of(1, 3) } as const;
      if (action === 'cancel') {
        const { leftParts } = await store.cancel({ target, now: 3 });
        expect(leftParts).toEqual([{ folder: '/pictures', taskId: 1 }]);
      } else if (action === 'remove') {
        const { leftParts, undoId } = await store.remove({ target });
        expect(leftParts).toEqual([{ folder: '/pictures', taskId: 1 }]);
        await store.undoRemove({ undoId });
      } else {
        const { leftParts } = await store.removeBatch({ batchId });
        expect(leftParts.map(({ taskId }) => taskId)).toEqual([1, 2]);
      }
      const { resumableTaskIds } = await reopen();
      expect(resumableTaskIds).toEqual(action === 'removeBatch' ? [] : [2]);
    },
  );

  test('of removed rows are orphans after a restart', async () => {
    await addBatch(store, newTasks(2));
    await takeIds(store);
    await store.remove({ target: { kind: 'tasks', taskIds: Uint32Array.of(1) } });
    await leavePart(1);
    await leavePart(2);
    expect((await reopen()).resumableTaskIds).toEqual([2]);
  });
});

test('a task that was canceled and wanted again while its file got its name is done', async () => {
  const batchId = await addBatch(store, newTasks(1));
  await takeIds(store);
  const target = { kind: 'batch', batchId } as const;
  await store.cancel({ target, now: 2 });
  await store.apply({ updates: [{ kind: 'intent', taskId: 1, facts: facts(1) }], now: 3 });
  await store.retry({ target });
  const done = await store.apply({ updates: [{ kind: 'done', taskId: 1, attempt: attempt(1) }], now: 4 });
  expect(done).toEqual({ ok: true, value: null });
  expect(await rowsOf(batchId)).toMatchObject([{ state: 'done', name: 'saved-1.png' }]);
});
