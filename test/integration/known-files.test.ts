import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { TaskRow } from '#contract/model.ts';
import type { TestEngine } from '../support/engine.ts';
import { listFolder, startTestEngine } from '../support/engine.ts';
import type { ImageServer } from '../support/image-server.ts';
import { startImageServer } from '../support/image-server.ts';
import { makePicture } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const PICTURES = ['/pictures/1.jpg', '/pictures/2.png', '/pictures/3.webp'];
const ends = (rows: readonly TaskRow[]) =>
  rows.map(({ state, skip, failure }) => failure?.code ?? skip ?? state);
const outcomesOf = ({ engine }: TestEngine, batchId: number) =>
  engine.getOutcomes({ batchId, afterLine: 0, afterPart: 0, limit: 100 });

async function addSheet(app: TestEngine, rows: readonly string[], out: string): Promise<number> {
  const { draftId } = await app.engine.openDraft({ listName: 'sheet' });
  await app.engine.appendDraft({ draftId, text: rows.join('\n') });
  await app.engine.endDraft({ draftId });
  return app.accept(draftId, out);
}

describe('a list that is given again', () => {
  test('into the same folder asks for nothing and writes nothing', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const out = folder.file('out');
    await app.add(PICTURES.map(server.url), out);
    await app.engine.settled();
    const files = await listFolder(out);

    const again = await app.add(PICTURES.map(server.url), out);
    await app.engine.settled();
    expect(ends(await app.rows(again))).toEqual(['have-it', 'have-it', 'have-it']);
    expect(server.requests).toHaveLength(3);
    expect(await listFolder(out)).toEqual(files);
    expect(await outcomesOf(app, again)).toMatchObject([
      { row: { name: '1.jpg', width: 96 }, facts: { file: '1.jpg', format: 'jpg' } },
      { facts: { file: '2.png' } },
      { facts: { file: '3.webp' } },
    ]);
    const [row] = await app.rows(again);
    expect(await app.engine.savedFile(row?.taskId ?? 0)).toMatchObject({ row: { name: '1.jpg' } });
    expect(app.errors).toEqual([]);
  });

  test('into the same folder brings back what is gone or was changed there', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const out = folder.file('out');
    await app.add(PICTURES.map(server.url), out);
    await app.engine.settled();
    await rm(folder.file('out', '1.jpg'));
    await writeFile(folder.file('out', '2.png'), 'mine');
    const again = await app.add(PICTURES.map(server.url), out);
    await app.engine.settled();
    expect(ends(await app.rows(again))).toEqual(['done', 'done', 'have-it']);
    expect(await readFile(folder.file('out', '2.png'), 'utf8')).toBe('mine');
    expect(await listFolder(out)).toEqual(['1.jpg', '2-2.png', '2.png', '3.webp']);
  });

  test('as its own sheet asks for nothing that is there, also where nothing is remembered of it', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const out = folder.file('out');
    const urls = PICTURES.map(server.url);
    const rows = ['image,folder', `${urls[0]},a`, `${urls[1]},`, `${urls[2]},../b`];
    const sheet = folder.file('sheet.csv');
    {
      await using app = await startTestEngine(folder);
      const batchId = await addSheet(app, rows, out);
      await app.engine.settled();
      expect(await app.engine.saveSheet(batchId, sheet)).toMatchObject({ ok: true });
    }
    await rm(folder.file('state'), { recursive: true });
    await writeFile(folder.file('out', '2.png'), 'mine');
    const files = await listFolder(out);
    await using app = await startTestEngine(folder);
    const lines = (await readFile(sheet, 'utf8')).replace('\ufeff', '').split('\r\n');
    const again = await addSheet(app, lines, out);
    await app.engine.settled();
    expect(ends(await app.rows(again))).toEqual(['have-it', 'done', 'have-it']);
    expect(server.requests.map(({ path }) => path).sort()).toEqual([...PICTURES, '/pictures/2.png'].sort());
    expect(await listFolder(out)).toEqual([...files, '2-2.png'].sort());
    expect(app.errors).toEqual([]);
  });

  test('into another folder costs 304s only, and copies', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    await app.add(PICTURES.map(server.url), folder.file('one'));
    await app.engine.settled();
    const sources: unknown[] = [];
    app.engine.on('taskEnded', ({ source }) => sources.push(source));
    const again = await app.add(PICTURES.map(server.url), folder.file('two'));
    await app.engine.settled();
    expect(ends(await app.rows(again))).toEqual(['done', 'done', 'done']);
    expect(sources).toEqual(['earlier-list', 'earlier-list', 'earlier-list']);
    expect(server.requests.slice(3).map(({ headers }) => headers['if-none-match'])).toEqual(
      Array(3).fill(expect.stringMatching(/^"[0-9a-f]+"$/)),
    );
    for (const name of ['1.jpg', '2.png', '3.webp'])
      expect(await readFile(folder.file('two', name))).toEqual(await readFile(folder.file('one', name)));
    const outcomes = await outcomesOf(app, again);
    expect(outcomes[0]?.facts).toMatchObject({ integrity: 'intact', width: 96, etag: expect.any(String) });
    const detail = await app.engine.getTask({ taskId: outcomes[0]?.taskId ?? 0 });
    expect(detail?.attempts).toMatchObject([{ httpStatus: 304, failure: null, receivedBytes: 0 }]);
    expect(app.errors).toEqual([]);
  });

  test('into another folder fetches what changed, what has no validator, and everything where that is wanted', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const lines = ['/changing/1.jpg', '/no-validators/2.jpg', '/pictures/3.jpg'].map(server.url);
    await app.add(lines, folder.file('one'));
    await app.engine.settled();
    await app.add(lines.slice(0, 2), folder.file('two'));
    await app.engine.settled();
    const [changed] = await Promise.all([readFile(folder.file('two', '1.jpg'))]);
    expect(changed).not.toEqual(await readFile(folder.file('one', '1.jpg')));
    expect(server.requestsTo('/no-validators/2.jpg').map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      undefined,
    ]);
    await app.add(lines.slice(2), folder.file('one'), { fetchesKnown: true });
    await app.engine.settled();
    expect(server.requestsTo('/pictures/3.jpg')).toHaveLength(2);
    expect(await listFolder(folder.file('one'))).toEqual(['1.jpg', '2.jpg', '3.jpg']);
  });

  test('fetches the whole picture when the old file changes while the server is asked', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const lines = [server.url('/pictures/1.jpg')];
    await app.add(lines, folder.file('one'));
    await app.engine.settled();
    const gate = server.hold('/pictures/1.jpg');
    const again = await app.add(lines, folder.file('two'));
    await gate.arrived;
    const whole = await readFile(folder.file('one', '1.jpg'));
    await writeFile(folder.file('one', '1.jpg'), Buffer.alloc(whole.length));
    gate.release();
    await app.engine.settled();
    expect(ends(await app.rows(again))).toEqual(['done']);
    expect(await readFile(folder.file('two', '1.jpg'))).toEqual(whole);
    expect(server.requests).toHaveLength(3);
  });
});

describe('a sheet', () => {
  const sheet = (server: ImageServer, path: string) => [
    'url,name',
    ...['front', 'side', 'back'].map((name) => `${server.url(path)},${name}`),
  ];

  test('with one URL and three names is one request and three files', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const out = folder.file('out');
    const batchId = await addSheet(app, sheet(server, '/pictures/1.jpg'), out);
    await app.engine.settled();
    expect(ends(await app.rows(batchId))).toEqual(['done', 'done', 'done']);
    expect(server.requests).toHaveLength(1);
    expect(await listFolder(out)).toEqual(['back.jpg', 'front.jpg', 'side.jpg']);
    const picture = await makePicture({ seed: 1 });
    for (const name of ['back.jpg', 'front.jpg', 'side.jpg'])
      expect(await readFile(folder.file('out', name))).toEqual(picture);

    // The same sheet again: nothing is asked, nothing is written.
    const again = await addSheet(app, sheet(server, '/pictures/1.jpg'), out);
    await app.engine.settled();
    expect(ends(await app.rows(again))).toEqual(['have-it', 'have-it', 'have-it']);
    expect(server.requests).toHaveLength(1);
    expect((await app.rows(again)).map(({ name }) => name)).toEqual(['front.jpg', 'side.jpg', 'back.jpg']);
    expect(await listFolder(out)).toHaveLength(3);
    expect(app.errors).toEqual([]);
  });

  test('with other names than those of an earlier sheet gets files of those names, and asks nothing', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const out = folder.file('out');
    const url = server.url('/pictures/1.jpg');
    await addSheet(app, ['url,name', `${url},old`], out);
    await app.engine.settled();
    const renamed = await addSheet(app, ['url,name', `${url},new`], out);
    await app.engine.settled();
    expect(ends(await app.rows(renamed))).toEqual(['done']);
    expect(await listFolder(out)).toEqual(['new.jpg', 'old.jpg']);
    expect(server.requests).toHaveLength(1);
  });

  test('asks once for a picture that is gone, and all its rows say so', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const batchId = await addSheet(app, sheet(server, '/status/404/1.jpg'), folder.file('out'));
    await app.engine.settled();
    expect(ends(await app.rows(batchId))).toEqual(['http-404', 'http-404', 'http-404']);
    expect(server.requests).toHaveLength(1);
  });

  test('gets all its files though the row that was fetched first is canceled while it runs', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const gate = server.hold('/pictures/1.jpg');
    const batchId = await addSheet(app, sheet(server, '/pictures/1.jpg'), folder.file('out'));
    await gate.arrived;
    const [first] = await app.rows(batchId);
    await app.engine.cancelTasks({ selection: { kind: 'tasks', taskIds: [first?.taskId ?? 0] } });
    gate.release();
    await app.engine.settled();
    expect(ends(await app.rows(batchId))).toEqual(['canceled', 'done', 'done']);
    expect(await listFolder(folder.file('out'))).toEqual(['back.jpg', 'side.jpg']);
    expect(server.requests).toHaveLength(2);
  });

  test('holds a picture to the hash that it gives', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const right = createHash('sha256')
      .update(await makePicture({ seed: 1 }))
      .digest('hex');
    const rows = [
      'url,name,sha256',
      `${server.url('/pictures/1.jpg')},right,${right}`,
      `${server.url('/pictures/2.jpg')},wrong,${right}`,
    ];
    const batchId = await addSheet(app, rows, folder.file('out'));
    await app.engine.settled();
    expect(ends(await app.rows(batchId))).toEqual(['done', 'hash-mismatch']);
    expect(await listFolder(folder.file('out'))).toEqual(['right.jpg']);
  });
});

describe('an aria2 input file', () => {
  test('has its mirrors asked in turn and its headers sent to its own origin only', async () => {
    await using server = await startImageServer();
    await using other = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const away = server.url(`/redirect-to?url=${encodeURIComponent(server.url('/pictures/9.jpg'))}`);
    const lines = [
      `${server.url('/status/404/1.jpg')}\t${other.url('/status/403/1.jpg')}\t${other.url('/pictures/1.jpg')}`,
      '  out=one.jpg',
      '  referer=https://shop.example/',
      '  user-agent=Test/1',
      '  header=X-Shop: yes',
      '  header=Cookie: secret=1',
      away,
      '  out=two.jpg',
      '  header=X-Shop: yes',
      `${server.url('/reset-at-once/3.jpg')}\t${other.url('/pictures/3.jpg')}`,
      '  out=three.jpg',
    ];
    const batchId = await addSheet(app, lines, folder.file('out'));
    await app.engine.settled();
    expect(ends(await app.rows(batchId))).toEqual(['done', 'done', 'done']);
    expect(await listFolder(folder.file('out'))).toEqual(['one.jpg', 'three.jpg', 'two.jpg']);
    const [own] = server.requestsTo('/status/404/1.jpg');
    expect(own?.headers).toMatchObject({
      referer: 'https://shop.example/',
      'user-agent': 'Test/1',
      'x-shop': 'yes',
      cookie: 'secret=1',
    });
    const [mirror] = other.requestsTo('/pictures/1.jpg');
    expect(mirror?.headers).toMatchObject({ referer: 'https://shop.example/', 'x-shop': 'yes' });
    expect(mirror?.headers.cookie).toBeUndefined();
    expect(server.requestsTo('/pictures/9.jpg')[0]?.headers['x-shop']).toBe('yes');
    expect(app.errors).toEqual([]);
  });
});

describe('what the person takes away', () => {
  test.each(['cancel', 'remove', 'remove the list'] as const)(
    'leaves no part of a download that is to be gone on with later (%s)',
    async (action) => {
      await using server = await startImageServer();
      await using folder = await temporaryFolder();
      await using app = await startTestEngine(folder);
      const out = folder.file('out');
      const batchId = await app.add([server.url('/stall/1.png?w=1400&h=1000&noise=1')], out);
      await new Promise<void>((resolve) => {
        app.engine.on('changed', ({ active }) => (active[0]?.receivedBytes ?? 0) > 1_500_000 && resolve());
      });
      const selection = { kind: 'batch', batchId } as const;
      await app.engine.setPaused({ selection, isPaused: true });
      expect(await listFolder(out)).toEqual([expect.stringMatching(/^\.pixhaul-.*\.part$/)]);
      if (action === 'cancel') await app.engine.cancelTasks({ selection });
      else if (action === 'remove') await app.engine.removeTasks({ selection });
      else await app.engine.removeBatch({ batchId });
      expect(await listFolder(out)).toEqual([]);
    },
  );
});
