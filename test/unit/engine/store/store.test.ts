import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoreApi, Target } from '#contract/worker-messages.ts';
import type { StoreChanged } from './support.ts';
import {
  addBatch,
  attempt,
  continueBatch,
  everything,
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
let changes: StoreChanged[];

async function open() {
  const { store: opened, opened: report } = await openStore(folder.path, (change) => changes.push(change));
  store = opened;
  return report;
}
async function reopen() {
  await store.close({});
  return open();
}
const tasks = (...taskIds: number[]): Target => ({ kind: 'tasks', taskIds: Uint32Array.from(taskIds) });
const batch = (batchId = 1): Target => ({ kind: 'batch', batchId });

/** The batch as the store last told of it. */
async function told(batchId = 1) {
  await store.flush({});
  const found = changes.flatMap(({ batches }) => batches).findLast((one) => one.batchId === batchId);
  if (!found) throw new Error(`Nothing was told of batch ${batchId}`);
  return found;
}
const outcomes = (batchId = 1) => store.getOutcomes({ batchId, afterLine: 0, afterPart: 0, limit: 10_000 });
const states = async (batchId = 1) => (await outcomes(batchId)).map(({ row }) => row.state);

beforeEach(async () => {
  Object.assign(folder, tempFolder());
  changes = [];
  await open();
});
afterEach(async () => {
  await store.close({});
  folder.remove();
});

describe('reading a list in', () => {
  test('keeps every row with its line, and counts them', async () => {
    await addBatch(store, [
      newTask(1),
      newTask(2, { skip: 'duplicate', duplicateOfLine: 1 }),
      newTask(3, { skip: 'unusable', url: 'nonsense', hostKey: '' }),
      newTask(4, { part: 1 }),
      newTask(4, { part: 2 }),
    ]);
    expect(await told()).toMatchObject({
      total: 5,
      counts: { queued: 3, skipped: 2 },
      isLoading: false,
      name: 'List',
    });
    expect((await outcomes()).map(({ line, part, row }) => [line, part, row.state, row.skip])).toEqual([
      [1, 1, 'queued', null],
      [2, 1, 'skipped', 'duplicate'],
      [3, 1, 'skipped', 'unusable'],
      [4, 1, 'queued', null],
      [4, 2, 'queued', null],
    ]);
  });

  test('gives tasks out while later rows are still to come', async () => {
    const { port1, port2 } = new MessageChannel();
    await store.createBatch({ name: 'List', folder: '/pictures', options, now: 1, port: port1 });
    await sendRows(port2, newTasks(3), { isEnded: false });
    expect(await takeIds(store)).toEqual([1, 2, 3]);
    expect(await told()).toMatchObject({ isLoading: true, total: 3 });
  });

  test('keeps the lists apart that are read in at the same time', async () => {
    await Promise.all([
      addBatch(store, newTasks(2500), { name: 'A', chunk: 100 }),
      addBatch(store, newTasks(1500), { name: 'B', chunk: 100 }),
    ]);
    for (const [batchId, count] of [
      [1, 2500],
      [2, 1500],
    ] as const) {
      const lines = (await outcomes(batchId)).map(({ line }) => line);
      expect(lines).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    }
  });

  test('cancels what comes after the list was canceled', async () => {
    const { port1, port2 } = new MessageChannel();
    await store.createBatch({ name: 'List', folder: '/pictures', options, now: 1, port: port1 });
    port2.postMessage({ kind: 'rows', rows: newTasks(2) });
    await new Promise((resolve) => port2.once('message', resolve));
    await store.cancel({ target: batch(), now: 2 });
    await sendRows(port2, [newTask(3)]);
    expect(await states()).toEqual(['canceled', 'canceled', 'canceled']);
  });
});

describe('giving tasks out', () => {
  test('gives each task once, with its secrets', async () => {
    await addBatch(store, newTasks(1));
    const { tasks: taken } = await store.take(everything);
    expect(taken).toEqual([
      {
        taskId: 1,
        batchId: 1,
        line: 1,
        url: 'https://user:secret@cdn.example/a/picture-1.jpg?token=t',
        hostKey: 'cdn.example',
        stem: 'picture-1',
        declaredExtension: 'jpg',
        partOfLine: 1,
        facts: null,
        known: null,
        isCopy: false,
        failedAlike: null,
        attempts: 0,
        part: null,
      },
    ]);
    expect(await takeIds(store)).toEqual([]);
  });

  test('passes hosts that have enough, and takes at most so many of one', async () => {
    await addBatch(
      store,
      newTasks(6, (line) => ({ hostKey: line % 2 === 0 ? 'even.example' : 'odd.example' })),
    );
    expect(await takeIds(store, { fullHostKeys: ['odd.example', 'unknown.example'], perHost: 2 })).toEqual([
      2, 4,
    ]);
    expect(await takeIds(store)).toEqual([1, 6, 3, 5]);
  });

  test('keeps a waiting task until its time, also over a restart', async () => {
    await addBatch(store, newTasks(2));
    await takeIds(store);
    const failure = { code: 'http-503', facts: { waitMs: 5 } } as const;
    const part = { bytes: 10, totalBytes: 20, etag: '"e"', lastModified: null, date: null };
    await store.apply({
      updates: [
        { kind: 'waiting', taskId: 1, failure, waitUntil: 2000, part, attempt: attempt(1, { failure }) },
      ],
      now: 1000,
    });
    expect(await store.take(everything)).toEqual({ tasks: [], nextDueAt: 2000 });
    const report = await reopen();
    expect(report.resumableTaskIds).toEqual([1]);
    await outcomes();
    const early = await store.take({ ...everything, now: 1999 });
    expect([early.tasks.map(({ taskId }) => taskId), early.nextDueAt]).toEqual([[2], 2000]);
    const { tasks: due } = await store.take({ ...everything, now: 2000 });
    expect(due).toMatchObject([{ taskId: 1, attempts: 1, part }]);
  });

  test('takes a released task back without counting an attempt', async () => {
    await addBatch(store, newTasks(2));
    await takeIds(store);
    await store.apply({ updates: [{ kind: 'released', taskId: 1, part: null }], now: 1 });
    expect((await store.take(everything)).tasks).toMatchObject([{ taskId: 1, attempts: 0 }]);
  });
});

describe('results', () => {
  test('keeps what is known of a saved picture', async () => {
    await addBatch(store, newTasks(1));
    await takeIds(store);
    await saveAll(store, [1]);
    await reopen();
    const [outcome] = await outcomes();
    expect(outcome).toMatchObject({
      url: 'https://cdn.example/a/picture-1.jpg?token=t',
      startedAt: 100,
      finishedAt: 500,
      facts: { ...facts(1), finalUrl: 'https://cdn.example/final.png' },
      row: { state: 'done', name: 'saved-1.png', attempts: 1, bytes: 1001, url: outcome?.url },
    });
  });

  test('counts pictures that the server gives only in part', async () => {
    await addBatch(store, newTasks(2));
    await takeIds(store);
    await store.apply({
      updates: [
        { kind: 'intent', taskId: 1, facts: facts(1, { integrity: 'truncated' }) },
        { kind: 'done', taskId: 1, attempt: null },
      ],
      now: 1,
    });
    expect((await told()).counts).toMatchObject({ done: 1, truncated: 1, queued: 1 });
    const { batches } = await reopen();
    expect(batches[0]?.counts).toMatchObject({ done: 1, truncated: 1, queued: 1 });
  });

  test('keeps the name for failed and skipped tasks and the cause', async () => {
    await addBatch(store, newTasks(2));
    await takeIds(store);
    const failure = { code: 'html', facts: { title: 'Sign in' } } as const;
    await store.apply({
      updates: [
        { kind: 'failed', taskId: 1, failure, attempt: attempt(1, { failure }) },
        { kind: 'skipped', taskId: 2, skip: 'have-it', attempt: null, facts: null },
      ],
      now: 7,
    });
    expect((await outcomes()).map(({ row }) => row)).toMatchObject([
      { state: 'failed', failure, name: 'picture-1.jpg', attempts: 1 },
      { state: 'skipped', skip: 'have-it' },
    ]);
  });

  test('takes a task that could not be saved back from its intent', async () => {
    await addBatch(store, newTasks(1));
    await takeIds(store);
    await store.apply({ updates: [{ kind: 'intent', taskId: 1, facts: facts(1) }], now: 1 });
    await store.apply({ updates: [{ kind: 'released', taskId: 1, part: null }], now: 1 });
    expect((await outcomes())[0]).toMatchObject({ facts: null, row: { state: 'queued', bytes: null } });
    expect(await takeIds(store)).toEqual([1]);
  });

  test('refuses to call done what was never intended, without harm to other results', async () => {
    await addBatch(store, newTasks(2));
    await takeIds(store);
    const bad = store.apply({ updates: [{ kind: 'done', taskId: 1, attempt: null }], now: 1 });
    const good = saveAll(store, [2]);
    await expect(bad).rejects.toThrow('without an intent');
    await good;
    expect(await states()).toEqual(['queued', 'done']);
  });
});

describe('cancel and retry', () => {
  test('cancels what has not ended, tells what runs, and lets it start afresh', async () => {
    await addBatch(store, newTasks(4));
    await takeIds(store, { limit: 2 });
    await saveAll(store, [1]);
    expect(await store.cancel({ target: batch(), now: 9 })).toEqual({
      count: 3,
      runningTaskIds: [2],
      leftParts: [],
    });
    expect(await states()).toEqual(['done', 'canceled', 'canceled', 'canceled']);
    expect(await takeIds(store)).toEqual([]);
    await store.retry({ target: tasks(2, 3) });
    // Task 2 still runs in main: it is not given out twice.
    expect(await takeIds(store)).toEqual([3]);
    await store.apply({ updates: [{ kind: 'released', taskId: 2, part: null }], now: 1 });
    expect(await takeIds(store)).toEqual([2]);
  });

  test('lets a picture that was saved in the same moment win', async () => {
    await addBatch(store, newTasks(2));
    await takeIds(store);
    await store.cancel({ target: batch(), now: 9 });
    await saveAll(store, [1]);
    await store.apply({
      updates: [{ kind: 'failed', taskId: 2, failure: { code: 'reset' }, attempt: attempt(1) }],
      now: 1,
    });
    expect(await states()).toEqual(['done', 'canceled']);
  });

  test('leaves a task alone whose file is being given its name', async () => {
    await addBatch(store, newTasks(1));
    await takeIds(store);
    await store.apply({ updates: [{ kind: 'intent', taskId: 1, facts: facts(1) }], now: 1 });
    expect((await store.cancel({ target: batch(), now: 9 })).count).toBe(0);
    expect(await states()).toEqual(['saving']);
  });

  test('starts failed and waiting tasks afresh', async () => {
    await addBatch(store, newTasks(2));
    await takeIds(store);
    const failure = { code: 'reset' } as const;
    await store.apply({
      updates: [
        { kind: 'failed', taskId: 1, failure, attempt: attempt(5) },
        { kind: 'waiting', taskId: 2, failure, waitUntil: 9e9, part: null, attempt: attempt(2) },
      ],
      now: 1,
    });
    expect(await store.retry({ target: { kind: 'everything' } })).toEqual({
      count: 2,
      runningTaskIds: [],
      leftParts: [],
    });
    expect((await store.take(everything)).tasks).toMatchObject([
      { taskId: 1, attempts: 0 },
      { taskId: 2, attempts: 0 },
    ]);
  });
});

describe('pause', () => {
  test.each([
    ['a task', tasks(1), [2]],
    ['a batch', batch(), []],
    ['everything', { kind: 'everything' } as const, []],
  ])('holds %s over a restart until it is resumed', async (_name, target, others) => {
    await addBatch(store, newTasks(2));
    await store.setPaused({ target, isPaused: true });
    await reopen();
    await outcomes();
    expect(await takeIds(store)).toEqual(others);
    await store.setPaused({ target, isPaused: false });
    expect((await takeIds(store)).concat(others).sort()).toEqual([1, 2]);
  });

  test('tells what runs, so that main stops it, and takes it back', async () => {
    await addBatch(store, newTasks(2));
    await takeIds(store, { limit: 1 });
    expect((await store.setPaused({ target: tasks(1, 2), isPaused: true })).runningTaskIds).toEqual([1]);
    await store.apply({ updates: [{ kind: 'released', taskId: 1, part: null }], now: 1 });
    expect(await takeIds(store)).toEqual([]);
    await store.setPaused({ target: tasks(1, 2), isPaused: false });
    expect(await takeIds(store)).toEqual([1, 2]);
  });

  test('holds a batch that has a problem', async () => {
    await addBatch(store, newTasks(1));
    await store.setBatchProblem({ batchId: 1, problem: { code: 'folder-gone' } });
    const { batches } = await reopen();
    expect(batches[0]?.problem).toEqual({ code: 'folder-gone' });
    expect(await takeIds(store)).toEqual([]);
    await store.setBatchProblem({ batchId: 1, problem: null });
    expect(await takeIds(store)).toEqual([1]);
  });
});

describe('remove', () => {
  test('takes rows off the list and brings them back as they were', async () => {
    await addBatch(store, newTasks(5));
    await takeIds(store, { limit: 2 });
    await saveAll(store, [1]);
    const removed = await store.remove({ target: tasks(1, 2, 4) });
    expect(removed).toMatchObject({ count: 3, runningTaskIds: [2], leftParts: [] });
    expect(await told()).toMatchObject({ total: 2, counts: { queued: 2, done: 0 } });
    expect((await outcomes()).map(({ line }) => line)).toEqual([3, 5]);
    expect(await takeIds(store)).toEqual([3, 5]);
    await store.apply({ updates: [{ kind: 'released', taskId: 2, part: null }], now: 1 });
    await store.undoRemove({ undoId: removed.undoId });
    expect(await told()).toMatchObject({ total: 5, counts: { queued: 4, done: 1 } });
    expect(await takeIds(store)).toEqual([2, 4]);
  });

  test('keeps what several removals took apart', async () => {
    await addBatch(store, newTasks(4));
    const first = await store.remove({ target: tasks(2) });
    const second = await store.remove({ target: batch() });
    expect(second.count).toBe(3);
    await store.undoRemove({ undoId: second.undoId });
    expect((await outcomes()).map(({ line }) => line)).toEqual([1, 3, 4]);
    await store.undoRemove({ undoId: first.undoId });
    expect((await told()).total).toBe(4);
  });

  test('takes a batch off the list and brings it back', async () => {
    await addBatch(store, newTasks(2));
    const { undoId, count } = await store.removeBatch({ batchId: 1 });
    await store.flush({});
    expect([count, changes.at(-1)?.removedBatchIds]).toEqual([2, [1]]);
    expect(await takeIds(store)).toEqual([]);
    await store.undoRemove({ undoId });
    expect((await told()).total).toBe(2);
    expect(await takeIds(store)).toEqual([1, 2]);
  });

  test('purges at the next start, after which an undo does nothing and no id comes again', async () => {
    await addBatch(store, newTasks(3));
    await addBatch(store, newTasks(3));
    const rows = await store.remove({ target: tasks(5) });
    const whole = await store.removeBatch({ batchId: 1 });
    const { batches } = await reopen();
    expect(batches.map(({ batchId, total }) => [batchId, total])).toEqual([[2, 2]]);
    await reopen();
    await store.undoRemove({ undoId: rows.undoId });
    await store.undoRemove({ undoId: whole.undoId });
    expect((await outcomes(2)).map(({ taskId }) => taskId)).toEqual([4, 6]);
    expect(await addBatch(store, newTasks(1))).toBe(3);
    expect(await takeIds(store)).toEqual([4, 6, 7]);
  });

  test('forgets a removed batch without bringing back rows that were removed with it', async () => {
    await addBatch(store, newTasks(3));
    await addBatch(store, newTasks(3));
    await store.remove({ target: { kind: 'everything' } });
    await store.removeBatch({ batchId: 1 });
    for (let start = 0; start < 3; start += 1) {
      await reopen();
      expect(await outcomes(2)).toEqual([]);
    }
  });
});

describe('recovery', () => {
  test('reports rows between intent and done, and settles them by what is on disk', async () => {
    await addBatch(store, newTasks(2));
    await takeIds(store);
    await store.apply({
      updates: [
        { kind: 'intent', taskId: 1, facts: facts(1) },
        { kind: 'intent', taskId: 2, facts: facts(2) },
      ],
      now: 1,
    });
    const report = await reopen();
    expect(report.saving).toEqual([
      {
        taskId: 1,
        batchId: 1,
        folder: '/pictures',
        file: 'saved-1.png',
        bytes: 1001,
        sha256: facts(1).sha256,
      },
      {
        taskId: 2,
        batchId: 1,
        folder: '/pictures',
        file: 'saved-2.png',
        bytes: 1002,
        sha256: facts(2).sha256,
      },
    ]);
    await store.settleRecovered({ taskId: 1, isSaved: true, now: 3 });
    await store.settleRecovered({ taskId: 2, isSaved: false, now: 3 });
    expect(await states()).toEqual(['done', 'queued']);
    expect(await takeIds(store)).toEqual([2]);
  });

  test('has nothing to check after a clean end', async () => {
    await addBatch(store, newTasks(1));
    await takeIds(store);
    await saveAll(store, [1]);
    expect(await reopen()).toMatchObject({ wasCleanlyClosed: true, recentlyDone: [], saving: [] });
  });

  test('keeps its id and the settings', async () => {
    const settings = { ...(await reopen()).settings, perHost: 3 };
    await store.saveSettings({ settings });
    const first = await reopen();
    const second = await reopen();
    expect(first.settings).toEqual(settings);
    expect(second.storeId).toBe(first.storeId);
  });
});

describe('a list that is given again', () => {
  test('keeps rows that are the same, and queues failed and canceled ones afresh', async () => {
    await addBatch(store, newTasks(4));
    await takeIds(store);
    await saveAll(store, [1]);
    await store.apply({
      updates: [{ kind: 'failed', taskId: 2, failure: { code: 'reset' }, attempt: attempt(1) }],
      now: 1,
    });
    await store.cancel({ target: tasks(3), now: 1 });
    await continueBatch(store, 1, newTasks(4));
    expect(await states()).toEqual(['done', 'queued', 'queued', 'queued']);
    expect(await told()).toMatchObject({ total: 4, isLoading: false });
  });

  test('goes on where reading in was cut off', async () => {
    const { port1, port2 } = new MessageChannel();
    await store.createBatch({ name: 'List', folder: '/pictures', options, now: 1, port: port1 });
    await sendRows(port2, newTasks(1500), { isEnded: false });
    const { batches } = await reopen();
    expect(batches).toMatchObject([{ isLoading: true, total: 1500 }]);
    await continueBatch(store, 1, newTasks(3200));
    const lines = (await outcomes()).map(({ line, taskId }) => line === taskId);
    expect([lines.length, lines.every(Boolean)]).toEqual([3200, true]);
  });

  test('adds new lines, lets old ones leave, and follows the order of the list', async () => {
    await addBatch(store, newTasks(5));
    await addBatch(store, newTasks(2));
    await takeIds(store);
    await saveAll(store, [1, 2, 3, 4, 5]);
    const url = (line: number) => newTask(line).url;
    await continueBatch(store, 1, [
      newTask(1, { url: url(4) }),
      newTask(2, { url: url(9) }),
      newTask(3, { url: url(1) }),
      newTask(4, { url: url(1), skip: 'duplicate', duplicateOfLine: 3 }),
      newTask(5, { url: url(5) }),
    ]);
    expect((await outcomes()).map(({ line, taskId, row }) => [line, taskId, row.state])).toEqual([
      [1, 4, 'done'],
      [2, 8, 'queued'],
      [3, 1, 'done'],
      [4, 9, 'skipped'],
      [5, 5, 'done'],
    ]);
    const paged: number[] = [];
    for (let after = { afterLine: 0, afterPart: 0 }; ; ) {
      const page = await store.getOutcomes({ batchId: 1, ...after, limit: 2 });
      const last = page.at(-1);
      if (!last) break;
      paged.push(...page.map(({ line }) => line));
      after = { afterLine: last.line, afterPart: last.part };
    }
    expect(paged).toEqual([1, 2, 3, 4, 5]);
    expect((await told()).total).toBe(5);
    const { batches } = await reopen();
    expect(batches[0]?.total).toBe(5);
  });

  test('fetches a line whose twin has left the list', async () => {
    await addBatch(store, [
      newTask(1),
      newTask(2, { url: newTask(1).url, skip: 'duplicate', duplicateOfLine: 1 }),
    ]);
    await store.remove({ target: tasks(1) });
    await continueBatch(store, 1, [newTask(1)]);
    expect((await outcomes()).map(({ line, taskId, row }) => [line, taskId, row.state, row.skip])).toEqual([
      [1, 2, 'queued', null],
    ]);
  });
});

describe('notices', () => {
  test('name the rows that changed while they are few, and tell of new work', async () => {
    await addBatch(store, newTasks(400));
    await store.flush({});
    expect(changes.some(({ hasNewWork }) => hasNewWork)).toBe(true);
    changes.length = 0;
    await takeIds(store);
    await saveAll(store, [7]);
    await store.flush({});
    expect(changes.map(({ taskIds }) => taskIds)).toEqual([[7]]);
    changes.length = 0;
    await store.cancel({ target: batch(), now: 1 });
    await store.flush({});
    expect(changes.map(({ taskIds }) => taskIds)).toContain('many');
  });
});
