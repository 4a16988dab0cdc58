import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Changes } from '#contract/api.ts';
import { startCommand } from '../support/command-line.ts';
import { listFolder, startTestEngine } from '../support/engine.ts';
import { startImageServer } from '../support/image-server.ts';
import { makePicture } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

describe('the engine, from paste to file', () => {
  test('saves the three-line list under the names of its URLs, with three thumbnails', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const [first, second, third] = await Promise.all([1, 2, 3].map((seed) => makePicture({ seed })));
    for (const [path, bytes] of [
      ['/forest.jpg', first],
      ['/sea/coast.jpg', second],
      ['/x/hill.jpg?w=1', third],
    ] as const) {
      server.answer(new URL(server.url(path)).pathname, (_, response) => void response.end(bytes));
    }
    const out = folder.file('out');
    const batchId = await app.add(['/forest.jpg', '/sea/coast.jpg', '/x/hill.jpg?w=1'].map(server.url), out);
    await app.engine.settled();

    expect(await listFolder(out)).toEqual(['coast.jpg', 'forest.jpg', 'hill.jpg']);
    expect(await readFile(folder.file('out', 'forest.jpg'))).toEqual(first);
    const rows = await app.rows(batchId);
    expect(rows.map(({ state, integrity, width }) => [state, integrity, width])).toEqual(
      Array(3).fill(['done', 'intact', 96]),
    );
    for (const { thumbnail } of rows) {
      const file = app.engine.thumbnailPath(thumbnail ?? '');
      expect((await stat(file ?? '')).size).toBeGreaterThan(100);
    }
    expect(app.errors).toEqual([]);
  });

  test('gives every line exactly one end, and the counts add up', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder, { attempts: 2 });
    const lines = [
      server.url('/pictures/1.jpg'),
      server.url('/pictures/1.jpg'),
      'no link here',
      'ftp://example.com/x.jpg',
      server.url('/status/404/x.jpg'),
      server.url('/status/403/x.jpg'),
      server.url('/html/Sign%20in'),
      server.url('/html/Lie?type=image/jpeg'),
      server.url('/empty/x.jpg'),
      server.url('/no-content/x.jpg'),
      server.url('/truncated/7.jpg'),
      server.url('/cut-chunks/8.jpg'),
      server.url('/loop/x.jpg'),
      server.url('/flaky/1/pictures/9.png'),
      server.url('/lying/10.jpg'),
    ];
    const batchId = await app.add(lines, folder.file('out'));
    await app.engine.settled();
    const rows = await app.rows(batchId);

    expect(rows.map(({ state, failure, skip }) => failure?.code ?? skip ?? state)).toEqual([
      'done',
      'duplicate',
      'unusable',
      'unusable',
      'http-404',
      'http-403',
      'html',
      'html',
      'empty',
      'no-content',
      'truncated-body',
      'truncated-body',
      'too-many-redirects',
      'done',
      'done',
    ]);
    const [batch] = (await app.engine.getSnapshot({})).batches;
    const { truncated, ...states } = batch?.counts ?? { truncated: -1 };
    expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(lines.length);
    expect(truncated).toBe(0);
    expect(await listFolder(folder.file('out'))).toEqual(['1.jpg', '10.png', '9.png']);
    expect(rows[6]?.failure?.facts?.['title']).toBe('Sign in');
    expect(app.errors).toEqual([]);
  });

  test('keeps a picture that the server itself has cut off, marked, after fetching it twice', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const whole = await makePicture({ seed: 4, width: 400, height: 300 });
    const half = whole.subarray(0, Math.floor(whole.length * 0.7));
    server.answer('/half.jpg', (_, response) => void response.end(half));
    const batchId = await app.add([server.url('/half.jpg')], folder.file('out'));
    await app.engine.settled();

    expect(server.requestsTo('/half.jpg')).toHaveLength(2);
    const [row] = await app.rows(batchId);
    expect([row?.state, row?.integrity]).toEqual(['done', 'truncated']);
    expect((await app.engine.getSnapshot({})).batches[0]?.counts.truncated).toBe(1);
    expect(await readFile(folder.file('out', 'half.jpg'))).toEqual(half);
  });

  test('never overwrites: same bytes are adopted, other bytes get the next number', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    await mkdir(folder.file('out'));
    const same = await makePicture({ seed: 1 });
    await writeFile(folder.file('out', '1.jpg'), same);
    await writeFile(folder.file('out', '2.jpg'), 'something of the person');
    const batchId = await app.add(
      [server.url('/pictures/1.jpg'), server.url('/pictures/2.jpg')],
      folder.file('out'),
    );
    await app.engine.settled();

    expect(await listFolder(folder.file('out'))).toEqual(['1.jpg', '2-2.jpg', '2.jpg']);
    expect(await readFile(folder.file('out', '2.jpg'), 'utf8')).toBe('something of the person');
    expect((await app.rows(batchId)).map(({ name }) => name)).toEqual(['1.jpg', '2-2.jpg']);
  });

  test('gives the same tree at 1 and at 64 downloads at once', async () => {
    await using server = await startImageServer();
    const lines = Array.from({ length: 60 }, (_, index) =>
      server.url(`/pictures/${index}/../${index % 7}.jpg?n=${index}`),
    );
    const trees = [];
    for (const jobs of [1, 64]) {
      await using folder = await temporaryFolder();
      await using app = await startTestEngine(folder, { parallelDownloads: jobs, perHost: jobs });
      const batchId = await app.add(lines, folder.file('out'));
      await app.engine.settled();
      trees.push((await app.rows(batchId)).map(({ name, bytes }) => [name, bytes]));
    }
    expect(trees[0]).toEqual(trees[1]);
    expect(new Set(trees[0]?.map(([name]) => name)).size).toBe(60);
  });

  test('pauses with parts kept, resumes, cancels and retries', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const gate = server.hold('/pictures/1.jpg');
    const batchId = await app.add(
      [server.url('/pictures/1.jpg'), server.url('/pictures/2.jpg')],
      folder.file('out'),
    );
    const selection = { kind: 'batch', batchId } as const;
    await gate.arrived;
    await app.engine.setPaused({ selection, isPaused: true });
    await app.engine.flush();
    expect((await app.engine.getSnapshot({})).active).toEqual([]);
    expect((await app.rows(batchId))[0]?.state).toBe('queued');

    await app.engine.cancelTasks({ selection });
    const canceled = await app.rows(batchId);
    expect(canceled[0]?.state).toBe('canceled');

    gate.release();
    await app.engine.setPaused({ selection, isPaused: false });
    await app.engine.retryTasks({ selection });
    await app.engine.settled();
    expect((await app.rows(batchId)).map(({ state }) => state)).toEqual(['done', 'done']);
  });

  test('takes rows off the list without touching files, and brings them back', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const batchId = await app.add(
      [server.url('/pictures/1.jpg'), server.url('/pictures/2.jpg')],
      folder.file('out'),
    );
    await app.engine.settled();
    const [first] = await app.rows(batchId);
    const removed = await app.engine.removeTasks({
      selection: { kind: 'tasks', taskIds: [first?.taskId ?? 0] },
    });
    expect(removed.count).toBe(1);
    expect(await app.rows(batchId)).toHaveLength(1);
    expect(await listFolder(folder.file('out'))).toHaveLength(2);
    await app.engine.undoRemove({ undoId: removed.undoId });
    expect((await app.rows(batchId)).map(({ state }) => state)).toEqual(['done', 'done']);
  });

  test('holds the batch with one message when its folder is gone, and goes on after repair', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder, { parallelDownloads: 1 });
    const gate = server.hold('/pictures/1.jpg');
    const lines = Array.from({ length: 20 }, (_, index) => server.url(`/pictures/${index + 1}.jpg`));
    const batchId = await app.add(lines, folder.file('out'));
    await gate.arrived;
    await rm(folder.file('out'), { recursive: true });
    gate.release();
    const problem = await firstChange(
      app.engine,
      ({ batches }) => batches.find((batch) => batch.problem)?.problem,
    );
    expect(problem?.code).toBe('folder-gone');
    await app.engine.settled();
    expect((await app.rows(batchId)).filter(({ state }) => state === 'failed')).toEqual([]);

    await app.engine.resumeAfterProblem({ batchId });
    await app.engine.settled();
    expect((await app.rows(batchId)).every(({ state }) => state === 'done')).toBe(true);
    expect(await listFolder(folder.file('out'))).toHaveLength(20);
  });

  test('goes on after closing: nothing lost, nothing twice', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const lines = Array.from({ length: 40 }, (_, index) => server.url(`/pictures/${index + 1}.jpg`));
    const gate = server.hold('/pictures/20.jpg');
    const first = await startTestEngine(folder, { parallelDownloads: 4 });
    const batchId = await first.add(lines, folder.file('out'));
    await gate.arrived;
    await first.engine.close();
    gate.release();

    await using second = await startTestEngine(folder);
    await second.engine.settled();
    expect((await second.rows(batchId)).map(({ state }) => state)).toEqual(Array(40).fill('done'));
    expect(await listFolder(folder.file('out'))).toHaveLength(40);
  });

  test('reads on after a kill in the middle of a long list: no line is lost', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const gate = server.hold('/pictures/*');
    const lines = Array.from({ length: 60_000 }, (_, index) => server.url(`/pictures/${index + 1}.jpg`));
    await writeFile(folder.file('list.txt'), lines.join('\n'));
    const words = [
      'download',
      folder.file('list.txt'),
      '--out',
      folder.file('out'),
      '--state',
      folder.file('state'),
    ];
    const run = startCommand(words);
    await gate.arrived;
    run.kill('SIGKILL');
    await run.ended;

    await using app = await startTestEngine(folder);
    const whole = await firstChange(app.engine, ({ batches }) => batches.find(({ isLoading }) => !isLoading));
    expect(whole.total).toBe(60_000);
    expect((await app.rows(whole.batchId)).map(({ line }) => line)).toEqual(
      lines.map((_, index) => index + 1),
    );
  });

  test('tells a second program that the state is in use', async () => {
    await using folder = await temporaryFolder();
    await using _app = await startTestEngine(folder);
    await expect(startTestEngine(folder)).rejects.toThrow('in-use');
  });

  test('shows no user name and no password anywhere, and sends them to their own server', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const events: Changes[] = [];
    app.engine.on('changed', (event) => events.push(event));
    const url = server.url('/auth/1.jpg').replace('//', '//user:secret@');
    const batchId = await app.add([url, url.replace('secret', 'wrong')], folder.file('out'));
    await app.engine.settled();
    const rows = await app.rows(batchId);
    expect(rows.map(({ state, failure }) => failure?.code ?? state)).toEqual(['done', 'http-401']);
    const details = await Promise.all(rows.map(({ taskId }) => app.engine.getTask({ taskId })));
    const shown = JSON.stringify([rows, details, events, app.errors]);
    expect(shown).not.toMatch(/secret|wrong|user:/);
  });

  test('saves pictures that the list itself holds (data:)', async () => {
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const bytes = await makePicture({ seed: 3, format: 'png' });
    const batchId = await app.add([`data:image/png;base64,${bytes.toString('base64')}`], folder.file('out'));
    await app.engine.settled();
    const [row] = await app.rows(batchId);
    expect([row?.state, row?.name]).toEqual(['done', 'image-1.png']);
    expect(await readFile(folder.file('out', 'image-1.png'))).toEqual(bytes);
  });
});

function firstChange<T>(
  engine: { on(name: 'changed', listener: (event: Changes) => void): () => void },
  find: (event: Changes) => T | undefined | null,
): Promise<T> {
  return new Promise((resolve) => {
    const stop = engine.on('changed', (event) => {
      const found = find(event);
      if (found === undefined || found === null) return;
      stop();
      resolve(found);
    });
  });
}
