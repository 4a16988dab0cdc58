import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ADD_OPTIONS } from '#contract/api.ts';
import type { Batch, BatchId } from '#contract/model.ts';
import type { TestEngine } from '../support/engine.ts';
import { listFolder, startTestEngine } from '../support/engine.ts';
import { startImageServer } from '../support/image-server.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

async function batchOf({ engine }: TestEngine, batchId: BatchId): Promise<Batch> {
  await engine.flush();
  const batch = (await engine.getSnapshot({})).batches.find((one) => one.batchId === batchId);
  if (!batch) throw new Error('The batch is not there');
  return batch;
}

async function draftWith({ engine }: TestEngine, text: string): Promise<number> {
  const { draftId } = await engine.openDraft({ listName: null });
  await engine.appendDraft({ draftId, text });
  return draftId;
}

describe('lists that bring more than links', () => {
  test('a sheet names its pictures and their folders, and comes back with what became of them', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const sheet = [
      'sku,folder,image,note',
      `00123,shoes,${server.url('/pictures/1.jpg')},"first, ""best"""`,
      `00124,shoes/summer,${server.url('/pictures/2.jpg')},`,
      `00125,,${server.url('/status/404/3.jpg')},gone`,
      '00126,,,no picture yet',
    ].join('\r\n');
    await writeFile(folder.file('list.csv'), sheet);
    const { draftId } = await app.engine.openDraft({ listName: 'list' });
    await app.engine.readListFile(draftId, folder.file('list.csv'));
    const batchId = await app.accept(draftId, folder.file('out'));
    await app.engine.settled();

    expect(await listFolder(folder.file('out', 'shoes'))).toEqual(['00123.jpg', 'summer']);
    expect(await listFolder(folder.file('out', 'shoes', 'summer'))).toEqual(['00124.jpg']);
    const saved = await app.engine.saveSheet(batchId, folder.file('result.csv'));
    expect(saved).toEqual({ ok: true, value: null });
    const result = (await readFile(folder.file('result.csv'), 'utf8')).replace('\ufeff', '').split('\r\n');
    expect(result[0]).toBe('sku,folder,image,note,file,status,width,height,sha256');
    expect(result[1]).toMatch(/^00123,shoes,.*,"first, ""best""",shoes\/00123\.jpg,\w+,96,64,[0-9a-f]{64}$/);
    expect(result[3]).toMatch(/^00125,,.*3\.jpg,gone,,.*404.*,,,$/);
    expect(result[4]).toMatch(/^00126,,,no picture yet,,.+,,,$/);
    expect(app.errors).toEqual([]);

    const asked = server.requests.length;
    const { draftId: again } = await app.engine.openDraft({ listName: 'result' });
    await app.engine.readListFile(again, folder.file('result.csv'));
    expect(await app.engine.endDraft({ draftId: again })).toMatchObject({ kind: 'table', known: 2 });
    const second = await app.accept(again, folder.file('out'));
    await app.engine.settled();
    const paths = server.requests.slice(asked).map(({ path }) => path);
    expect(paths).toEqual(['/status/404/3.jpg']);
    expect((await batchOf(app, second)).counts).toMatchObject({ skipped: 3, failed: 1 });
  });

  test('a sheet with its results, opened where nothing is remembered, downloads nothing and makes no file', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const links = [1, 2, 3].map((number) => server.url(`/pictures/${number}.jpg`)).join('|');
    await writeFile(folder.file('list.csv'), `sku,images\r\nA2,${links}\r\n`);
    {
      await using app = await startTestEngine(folder);
      const { draftId } = await app.engine.openDraft({ listName: null });
      await app.engine.readListFile(draftId, folder.file('list.csv'));
      const batchId = await app.accept(draftId, folder.file('out'));
      await app.engine.settled();
      await app.engine.saveSheet(batchId, folder.file('result.xlsx'));
    }
    const names = await listFolder(folder.file('out'));
    expect(names).toEqual(['A2-2.jpg', 'A2-3.jpg', 'A2.jpg']);
    const asked = server.requests.length;

    await rm(folder.file('state'), { recursive: true });
    await using app = await startTestEngine(folder);
    const { draftId } = await app.engine.openDraft({ listName: null });
    expect(await app.engine.readListFile(draftId, folder.file('result.xlsx'))).toMatchObject({ ok: true });
    const batchId = await app.accept(draftId, folder.file('out'));
    await app.engine.settled();
    expect(server.requests).toHaveLength(asked);
    expect(await listFolder(folder.file('out'))).toEqual(names);
    expect((await app.rows(batchId)).map(({ skip }) => skip)).toEqual(['have-it', 'have-it', 'have-it']);
  });

  test('lines are added to a list that runs, and to one that has ended', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const gate = server.hold('/pictures/1.jpg');
    const [one, two, three] = [1, 2, 3].map((number) => server.url(`/pictures/${number}.jpg`));
    const batchId = await app.add([one ?? '', 'no link'], folder.file('out'));
    await gate.arrived;
    const draftId = await draftWith(app, `${two}\n${one}\n`);
    expect(await app.engine.addToBatch({ draftId, batchId })).toEqual({ ok: true, value: null });
    gate.release();
    await app.engine.settled();
    const late = await draftWith(app, `${three}`);
    await app.engine.addToBatch({ draftId: late, batchId });
    await app.engine.settled();

    const rows = await app.rows(batchId);
    expect(rows.map(({ line, state, skip }) => [line, skip ?? state])).toEqual([
      [1, 'done'],
      [2, 'unusable'],
      [3, 'done'],
      [4, 'duplicate'],
      [5, 'done'],
    ]);
    expect(server.requests).toHaveLength(3);
    await expect.poll(() => readdir(folder.file('state', 'lists'))).toEqual([]);
    expect(app.errors).toEqual([]);
  });

  test('a list whose text is gone is not waited for', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const lines = Array.from({ length: 60_000 }, (_, number) => server.url(`/pictures/${number}.jpg`));
    {
      await using app = await startTestEngine(folder);
      await app.engine.setPaused({ selection: 'everything', isPaused: true });
      await app.add(lines, folder.file('out'));
      // Closed while most of it is still to come.
    }
    await rm(folder.file('state', 'lists'), { recursive: true });
    await using app = await startTestEngine(folder);
    await app.engine.flush();
    const [batch] = (await app.engine.getSnapshot({})).batches;
    expect(batch).toBeDefined();
    await app.untilBatch(batch?.batchId ?? 0, ({ isLoading }) => !isLoading);
    expect(app.errors.join()).toContain('is gone');
  });
});

test('a template that cannot be understood is refused before anything is made', async () => {
  await using folder = await temporaryFolder();
  await using app = await startTestEngine(folder);
  const draftId = await draftWith(app, 'https://x.example/1.jpg');
  const { folderId } = app.engine.registerFolder(folder.file('out'));
  const options = { ...DEFAULT_ADD_OPTIONS, template: '{nme}' };
  const added = await app.engine.addBatch({ draftId, folderId, name: null, options });
  expect(added).toEqual({ ok: false, failure: { code: 'bad-template' } });
  expect((await app.engine.getSnapshot({})).batches).toEqual([]);
  expect(await listFolder(folder.path)).not.toContain('out');
});
