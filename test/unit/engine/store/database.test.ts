import { chmodSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../../main/engine/store/database.ts';
import { GroupCommit } from '../../../../main/engine/store/group-commit.ts';
import { Ledger } from '../../../../main/engine/store/ledger.ts';
import { readStore, scanTasks } from '../../../../main/engine/store/opening.ts';
import { createStore } from '../../../../main/engine/store/store.ts';
import { addBatch, facts, newTasks, openStore, takeIds, tempFolder } from './support.ts';

const folder = { path: '', remove: () => {} };
const file = () => path.join(folder.path, 'pixhaul.sqlite');
const isRoot = process.getuid?.() === 0;

beforeEach(() => void Object.assign(folder, tempFolder()));
afterEach(() => folder.remove());

async function makeStore(rows = 2000): Promise<void> {
  const { store } = await openStore(folder.path);
  await addBatch(store, newTasks(rows));
  await store.close({});
}

describe('opening', () => {
  test('makes the state folder and a store in it', async () => {
    const { store, opened } = await openStore(path.join(folder.path, 'new', 'folder'));
    expect(opened).toMatchObject({ wasCleanlyClosed: true, setAside: null, batches: [], isPaused: false });
    expect(opened.storeId).toMatch(/^[0-9a-f]{8}$/);
    await store.close({});
  });

  test('takes an empty file for a new store', async () => {
    writeFileSync(file(), '');
    const { store, opened } = await openStore(folder.path);
    expect(opened.setAside).toBeNull();
    await store.close({});
  });

  test('refuses a folder that another store has open, and leaves it alone', async () => {
    const first = await openStore(folder.path);
    const second = createStore(() => {});
    expect(await second.open({ stateFolder: folder.path, now: 1 })).toMatchObject({
      ok: false,
      reason: 'in-use',
    });
    await addBatch(first.store, newTasks(1));
    expect(await takeIds(first.store)).toEqual([1]);
    await first.store.close({});
    expect(await second.open({ stateFolder: folder.path, now: 1 })).toMatchObject({ ok: true });
    await second.close({});
  });

  const damages: readonly [string, () => void][] = [
    ['garbage', () => writeFileSync(file(), 'x'.repeat(100_000))],
    ['half of it', () => truncateSync(file(), 200 * 1024)],
    ['another program’s database', () => otherDatabase()],
  ];
  test.each(damages)('keeps %s aside, starts empty and says so', async (_name, damage) => {
    await makeStore();
    if (_name.startsWith('another')) truncateSync(file(), 0);
    damage();
    const before = readFileSync(file());
    const { store, opened } = await openStore(folder.path);
    expect(opened.batches).toEqual([]);
    expect(opened.setAside).toBe(`${file()}.unreadable-1`);
    expect(readFileSync(`${file()}.unreadable-1`).equals(before)).toBe(true);
    await addBatch(store, newTasks(1));
    await store.close({});
  });
  function otherDatabase(): void {
    const db = new DatabaseSync(file());
    db.exec('CREATE TABLE somebody (elses INTEGER)');
    db.close();
  }

  test('leaves a database of a newer version as it is', async () => {
    await makeStore(1);
    const db = new DatabaseSync(file());
    db.exec('PRAGMA user_version = 9999; PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
    const before = readFileSync(file());
    const opening = await createStore(() => {}).open({ stateFolder: folder.path, now: 1 });
    expect(opening).toMatchObject({ ok: false, reason: 'newer-version' });
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  test('makes a damaged lock file anew', async () => {
    writeFileSync(path.join(folder.path, 'lock.sqlite'), 'garbage '.repeat(1000));
    const { store } = await openStore(folder.path);
    await store.close({});
  });

  test('says that a path which is no folder cannot be used', async () => {
    writeFileSync(path.join(folder.path, 'file'), '');
    const stateFolder = path.join(folder.path, 'file', 'state');
    const opening = await createStore(() => {}).open({ stateFolder, now: 1 });
    expect(opening).toMatchObject({ ok: false, reason: 'no-access' });
  });

  test.skipIf(isRoot)(
    'says that it may not write into the folder (needs a user other than root)',
    async () => {
      const stateFolder = path.join(folder.path, 'closed');
      mkdirSync(stateFolder);
      chmodSync(stateFolder, 0o500);
      const opening = await createStore(() => {}).open({ stateFolder, now: 1 });
      expect(opening).toMatchObject({ ok: false, reason: 'no-access' });
    },
  );
});

describe('a full disk', () => {
  test('is told, loses nothing, and is over when there is room', async () => {
    await makeStore(50);
    const opening = openDatabase(folder.path);
    if (!opening.ok) throw new Error(opening.detail);
    const { db, unlock } = opening.value;
    const ledger = new Ledger(db, new AbortController().signal, () => {});
    readStore(ledger);
    await scanTasks(ledger);
    const commits = new GroupCommit(ledger, Promise.resolve());
    const before = ledger.describe(1);

    db.exec('PRAGMA max_page_count = 1');
    const updates = Array.from({ length: 50 }, (_, index) => {
      const taskId = index + 1;
      return { kind: 'intent', taskId, facts: facts(taskId, { etag: 'e'.repeat(5000) }) } as const;
    });
    expect(await commits.apply(updates, 1)).toEqual({ ok: false, failure: { code: 'disk-full' } });
    expect(ledger.describe(1)).toEqual(before);

    db.exec('PRAGMA max_page_count = 1000000');
    expect(await commits.apply(updates, 1)).toEqual({ ok: true, value: null });
    expect(ledger.describe(1)?.counts).toMatchObject({ queued: 0, saving: 50 });
    ledger.changes.flush();
    db.close();
    unlock();
  });
});
