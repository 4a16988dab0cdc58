import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoreClient, ViewClient } from '../../main/engine/store/store-client.ts';
import { startStore, startViews } from '../../main/engine/store/store-client.ts';
import type { StoreChanged } from '../unit/engine/store/support.ts';
import {
  addBatch,
  attempt,
  continueBatch,
  everything,
  facts,
  newTasks,
  tempFolder,
} from '../unit/engine/store/support.ts';

const workerFile = (name: string) => fileURLToPath(new URL(`../../workers/${name}.ts`, import.meta.url));
const VICTIM = fileURLToPath(new URL('./store-victim.ts', import.meta.url));

const folder = { path: '', remove: () => {} };
const started: (StoreClient | ViewClient)[] = [];
let changes: StoreChanged[];

beforeEach(() => {
  Object.assign(folder, tempFolder());
  changes = [];
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((client) => client.terminate()));
  folder.remove();
});

function start(onGone?: (error: Error) => void): StoreClient {
  const store = startStore({
    workerFile: workerFile('store'),
    onChanged: (change) => changes.push(change),
    ...(onGone && { onGone }),
  });
  started.push(store);
  return store;
}
function startViewThread(): ViewClient {
  const views = startViews({ workerFile: workerFile('views') });
  started.push(views);
  return views;
}

test('carries a list from its rows to its pages over two threads', async () => {
  const store = start();
  expect(await store.open({ stateFolder: folder.path, now: 1 })).toMatchObject({ ok: true });
  const batchId = await addBatch(store, newTasks(2500));
  const { tasks } = await store.take({ ...everything, limit: 20 });
  await Promise.all(
    tasks.map(({ taskId }) =>
      store.apply({
        updates: [
          { kind: 'intent', taskId, facts: facts(taskId) },
          { kind: 'done', taskId, attempt: attempt(1) },
        ],
        now: 2,
      }),
    ),
  );
  await store.flush({});
  expect(changes.at(-1)?.batches[0]).toMatchObject({ batchId, counts: { done: 20, queued: 2480 } });

  const views = startViewThread();
  await views.open({ stateFolder: folder.path });
  const query = { batchId, filter: 'saved', search: '', sort: 'line', isDescending: false } as const;
  const { viewId, total } = await views.openView(query);
  expect(total).toBe(20);
  const ids = await views.getIds({ viewId, exceptTaskIds: [1] });
  expect(await store.remove({ target: { kind: 'tasks', taskIds: ids } })).toMatchObject({ count: 19 });
  expect((await views.getPage({ viewId, offset: 0, limit: 10 })).rows.map(({ taskId }) => taskId)).toEqual([
    1,
  ]);
  await continueBatch(store, batchId, newTasks(2500));
  await views.close();
  await store.close();
});

test('lets takes and results in between while a long list is read in', async () => {
  const store = start();
  await store.open({ stateFolder: folder.path, now: 1 });
  let isLoaded = false;
  const loading = addBatch(store, newTasks(40_000)).then(() => {
    isLoaded = true;
  });
  let saved = 0;
  while (!isLoaded) {
    const { tasks } = await store.take({ ...everything, limit: 1 });
    for (const { taskId } of tasks) {
      const updates = [
        { kind: 'intent', taskId, facts: facts(taskId) },
        { kind: 'done', taskId, attempt: null },
      ] as const;
      await store.apply({ updates, now: 1 });
      if (!isLoaded) saved += 1;
    }
  }
  await loading;
  expect(saved).toBeGreaterThan(5);
  await store.close();
});

test('meets another program with a clear answer, and is free when that program was killed', async () => {
  const other = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', VICTIM, folder.path, '10'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = once(other, 'exit');
  await once(other.stdout, 'data');
  const store = start();
  expect(await store.open({ stateFolder: folder.path, now: 1 })).toMatchObject({
    ok: false,
    reason: 'in-use',
  });
  other.kill('SIGKILL');
  await exited;
  expect(await store.open({ stateFolder: folder.path, now: 1 })).toMatchObject({ ok: true });
  await store.close();
});

test('says that the thread is gone, and leaves no call waiting', async () => {
  const gone = Promise.withResolvers<Error>();
  const store = startStore({
    workerFile: path.join(folder.path, 'missing.ts'),
    onChanged: () => {},
    onGone: gone.resolve,
  });
  await expect(store.flush({})).rejects.toThrow();
  expect((await gone.promise).message).toContain('missing.ts');
  await expect(store.flush({})).rejects.toThrow();
});

test('does not call an end that was asked for an accident', async () => {
  let isGone = false;
  const store = start(() => {
    isGone = true;
  });
  await store.open({ stateFolder: folder.path, now: 1 });
  await store.close();
  expect(isGone).toBe(false);
});
