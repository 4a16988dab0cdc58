import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ViewQuery } from '#contract/model.ts';
import type { StoreApi, Target, ViewApi } from '#contract/worker-messages.ts';
import { createViews } from '../../../../main/engine/store/views.ts';
import {
  addBatch,
  attempt,
  continueBatch,
  facts,
  newTask,
  newTasks,
  openStore,
  options,
  saveAll,
  sendRows,
  takeIds,
  tempFolder,
} from './support.ts';

const folder = { path: '', remove: () => {} };
let store: StoreApi;
let views: ViewApi;

const list: ViewQuery = { batchId: 1, filter: 'all', search: '', sort: 'line', isDescending: false };
const tasks = (...taskIds: number[]): Target => ({ kind: 'tasks', taskIds: Uint32Array.from(taskIds) });

async function open(change: Partial<ViewQuery> = {}): Promise<number> {
  return (await views.openView({ ...list, ...change })).viewId;
}
async function page(viewId: number, offset = 0, limit = 500) {
  const { rows, total } = await views.getPage({ viewId, offset, limit });
  return { ids: rows.map(({ taskId }) => taskId), rows, total };
}
const idsOf = async (change: Partial<ViewQuery> = {}) => (await page(await open(change))).ids;

beforeEach(async () => {
  Object.assign(folder, tempFolder());
  store = (await openStore(folder.path)).store;
  views = createViews();
  await views.open({ stateFolder: folder.path });
});
afterEach(async () => {
  await views.close({});
  await store.close({});
  folder.remove();
});

/** Five tasks: one saved, one saved in part, one failed, one waiting, one queued; a skipped and a canceled one. */
async function variedBatch(): Promise<void> {
  await addBatch(store, [
    newTask(1, { stem: 'delta', hostKey: 'b.example' }),
    newTask(2, { stem: 'Alpha', hostKey: 'a.example' }),
    newTask(3, { stem: 'charlie', declaredExtension: null }),
    newTask(4, { stem: 'bravo' }),
    newTask(5, { stem: '100%_off', url: 'https://me:pw@cdn.example/Straße/x.jpg' }),
    newTask(6, { stem: 'echo', skip: 'duplicate', duplicateOfLine: 1 }),
    newTask(7, { stem: 'Äpfel' }),
  ]);
  await takeIds(store);
  const failure = { code: 'reset' } as const;
  await store.apply({
    updates: [
      { kind: 'intent', taskId: 1, facts: facts(1, { file: 'delta.png', bytes: 10, width: 2, height: 90 }) },
      { kind: 'done', taskId: 1, attempt: attempt(1) },
      {
        kind: 'intent',
        taskId: 2,
        facts: facts(2, { file: 'Alpha.png', bytes: 90, integrity: 'truncated' }),
      },
      { kind: 'done', taskId: 2, attempt: attempt(1) },
      { kind: 'failed', taskId: 3, failure, attempt: attempt(1, { failure }) },
      { kind: 'waiting', taskId: 4, failure, waitUntil: 9e9, part: null, attempt: attempt(2, { failure }) },
    ],
    now: 1,
  });
  await store.cancel({ target: tasks(7), now: 1 });
}

describe('a view', () => {
  test.each([
    [{ filter: 'all' }, [1, 2, 3, 4, 5, 6, 7]],
    [{ filter: 'active' }, [5]],
    [{ filter: 'waiting' }, [4]],
    [{ filter: 'saved' }, [1, 2]],
    [{ filter: 'problems' }, [2, 3]],
    [{ filter: 'skipped' }, [6]],
    [{ filter: 'canceled' }, [7]],
    [{ isDescending: true }, [7, 6, 5, 4, 3, 2, 1]],
    [{ filter: 'saved', isDescending: true }, [2, 1]],
    [{ sort: 'name' }, [5, 2, 4, 3, 1, 6, 7]],
    [{ sort: 'status' }, [3, 2, 4, 5, 7, 6, 1]],
    [{ sort: 'bytes' }, [1, 2, 3, 4, 5, 6, 7]],
    [{ sort: 'bytes', isDescending: true }, [2, 1, 3, 4, 5, 6, 7]],
    [{ sort: 'pixels' }, [1, 2, 3, 4, 5, 6, 7]],
    [{ sort: 'host' }, [2, 1, 3, 4, 5, 6, 7]],
    [{ search: 'ALPHA' }, [2]],
    [{ search: '%_O' }, [5]],
    [{ search: '_' }, [5]],
    [{ search: 'äpfel' }, [7]],
    [{ search: 'ÄPFEL' }, [7]],
    [{ search: 'stra' }, [5]],
    [{ search: 'nowhere' }, []],
    [{ batchId: null, filter: 'saved' }, [1, 2]],
    [{ batchId: 99 }, []],
  ] satisfies [Partial<ViewQuery>, number[]][])('%j', async (change, ids) => {
    await variedBatch();
    expect(await idsOf(change)).toEqual(ids);
  });

  test('shows rows without passwords', async () => {
    await variedBatch();
    const { rows } = await page(await open());
    expect(rows[4]?.url).toBe('https://cdn.example/Straße/x.jpg');
    expect(rows.map(({ name }) => name)).toEqual([
      ...['delta.png', 'Alpha.png', 'charlie', 'bravo.jpg', '100%_off.jpg', 'echo.jpg', 'Äpfel.jpg'],
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret');
  });

  test('gives pages, also of several batches', async () => {
    await addBatch(store, newTasks(3));
    await addBatch(store, newTasks(4));
    const viewId = await open({ batchId: null });
    expect(await page(viewId, 2, 3)).toMatchObject({ ids: [3, 4, 5], total: 7 });
    expect(await page(viewId, 6, 3)).toMatchObject({ ids: [7], total: 7 });
    expect(await page(viewId, 7, 3)).toMatchObject({ ids: [], total: 7 });
    expect(await idsOf({ batchId: 2, sort: 'name' })).toEqual([4, 5, 6, 7]);
  });

  test('grows while its list is read in', async () => {
    const { port1, port2 } = new MessageChannel();
    await store.createBatch({ name: 'List', folder: '/pictures', options, now: 1, port: port1 });
    const viewId = await open();
    expect((await page(viewId)).total).toBe(0);
    await sendRows(port2, newTasks(3));
    expect(await page(viewId)).toMatchObject({ ids: [1, 2, 3], total: 3 });
  });

  test.each([
    ['the list order', {}],
    ['an order of its own', { sort: 'name' }],
  ] satisfies [string, Partial<ViewQuery>][])(
    'keeps %s, without rows that were removed',
    async (_name, change) => {
      await addBatch(store, newTasks(5));
      const viewId = await open(change);
      const { undoId } = await store.remove({ target: tasks(2, 3) });
      expect(await page(viewId)).toMatchObject({ ids: [1, 4, 5], total: 3 });
      expect([...(await views.getIds({ viewId, exceptTaskIds: [4] }))]).toEqual([1, 5]);
      await store.undoRemove({ undoId });
      expect((await page(viewId)).ids).toEqual([1, 2, 3, 4, 5]);
      await store.removeBatch({ batchId: 1 });
      expect((await page(viewId)).total).toBe(0);
    },
  );

  test('does not change its order while rows change', async () => {
    await addBatch(store, newTasks(3));
    const viewId = await open({ filter: 'active' });
    await takeIds(store);
    await saveAll(store, [2]);
    const { ids, rows } = await page(viewId);
    expect([ids, rows[1]?.state]).toEqual([[1, 2, 3], 'done']);
  });

  test('follows the list that was given again in another order', async () => {
    await addBatch(store, newTasks(3));
    const url = (line: number) => newTask(line).url;
    await continueBatch(store, 1, [newTask(1, { url: url(3) }), newTask(2, { url: url(1) })]);
    expect(await idsOf()).toEqual([3, 1]);
    expect(await idsOf({ isDescending: true })).toEqual([1, 3]);
  });
});

describe('a task', () => {
  test('shows everything that is known of it', async () => {
    await variedBatch();
    expect(await views.getTask({ taskId: 1 })).toMatchObject({
      row: { taskId: 1, state: 'done' },
      batchName: 'List',
      path: '/pictures/delta.png',
      finalUrl: 'https://cdn.example/final.png',
      sha256: facts(1).sha256,
      declaredExtension: 'jpg',
      finishedAt: 1,
      attempts: [attempt(1)],
    });
    expect(await views.getTask({ taskId: 3 })).toMatchObject({
      path: null,
      declaredExtension: null,
      attempts: [{ number: 1, failure: { code: 'reset' } }],
    });
  });

  test('is not there when it was removed or never was', async () => {
    await addBatch(store, newTasks(2));
    await store.remove({ target: tasks(2) });
    expect(await views.getTask({ taskId: 1 })).not.toBeNull();
    expect(await views.getTask({ taskId: 2 })).toBeNull();
    expect(await views.getTask({ taskId: 77 })).toBeNull();
    await store.removeBatch({ batchId: 1 });
    expect(await views.getTask({ taskId: 1 })).toBeNull();
  });

  test('gives its URL for copying without the password, unusable lines not at all', async () => {
    await addBatch(store, [...newTasks(2), newTask(3, { skip: 'unusable', url: 'nonsense' })]);
    const taskIds = Uint32Array.from([2, 3, 1]);
    const url = (line: number) => `https://cdn.example/a/picture-${line}.jpg?token=t`;
    expect(await views.getUrls({ taskIds, limit: 10 })).toBe(`${url(2)}\n${url(1)}`);
    expect(await views.getUrls({ taskIds, limit: 1 })).toBe(url(2));
  });
});
