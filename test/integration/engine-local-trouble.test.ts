import { appendFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Batch } from '#contract/model.ts';
import { listFolder, startTestEngine } from '../support/engine.ts';
import { startImageServer } from '../support/image-server.ts';
import { canMount, mountSmallDisk } from '../support/mounts.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** The first state of the only batch that passes. */
function untilBatch(
  app: Awaited<ReturnType<typeof startTestEngine>>,
  passes: (batch: Batch) => boolean,
): Promise<Batch> {
  return new Promise((resolve) => {
    const stop = app.engine.on('changed', ({ batches }) => {
      const found = batches.find(passes);
      if (!found) return;
      stop();
      resolve(found);
    });
  });
}

describe.skipIf(!canMount)('trouble on this machine (needs root and mount)', () => {
  test('a full disk stops the batch with one message, fails nothing, and it goes on when there is room', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    using disk = mountSmallDisk(folder.file('out'), 'size=600k');
    await writeFile(folder.file('out', 'filler'), Buffer.alloc(500 * 1024));
    await using app = await startTestEngine(folder, { makeThumbnails: false });
    const lines = Array.from({ length: 12 }, (_, index) =>
      server.url(`/pictures/${index}.png?w=120&h=80&noise=1`),
    );
    const held = untilBatch(app, ({ problem }) => problem !== null);
    const batchId = await app.add(lines, disk.path);
    expect((await held).problem).toMatchObject({ code: 'disk-full', facts: { folder: disk.path } });
    await app.engine.settled();
    expect((await app.rows(batchId)).filter(({ state }) => state === 'failed')).toEqual([]);

    await rm(folder.file('out', 'filler'));
    // By itself, without a press of a button.
    await untilBatch(app, ({ counts }) => counts.done === lines.length);
    expect(await listFolder(disk.path)).toHaveLength(lines.length);
    expect(app.errors).toEqual([]);
  });

  test('a folder that became read-only stops the batch, and the person can try again', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    using disk = mountSmallDisk(folder.file('out'), 'size=8m');
    await using app = await startTestEngine(folder, { parallelDownloads: 1, makeThumbnails: false });
    const gate = server.hold('/pictures/3.jpg');
    const lines = [1, 2, 3, 4].map((number) => server.url(`/pictures/${number}.jpg`));
    const held = untilBatch(app, ({ problem }) => problem !== null);
    const batchId = await app.add(lines, disk.path);
    await gate.arrived;
    disk.remount('ro');
    gate.release();
    expect((await held).problem?.code).toBe('read-only');
    await app.engine.settled();
    disk.remount('rw');
    await app.engine.resumeAfterProblem({ batchId });
    await app.engine.settled();
    expect((await app.rows(batchId)).map(({ state }) => state)).toEqual(Array(4).fill('done'));
  });

  test('a list that cannot be written down is refused with the reason, and can be given again', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    using state = mountSmallDisk(folder.file('state'), 'size=4m');
    await using app = await startTestEngine(folder, { makeThumbnails: false });
    await fill(folder.file('state', 'filler'));
    const lines = Array.from({ length: 2000 }, (_, index) =>
      server.url(`/pictures/${index % 20}.jpg?n=${index}`),
    );
    await expect(app.add(lines, folder.file('out'))).rejects.toThrow('disk-full');
    state.remount('size=64m');
    const batchId = await app.add(lines.slice(0, 30), folder.file('out'));
    await app.engine.settled();
    expect((await app.rows(batchId)).every(({ state: end }) => end === 'done')).toBe(true);
  });

  test('a state folder that fills up while pictures come stops all starts and loses no result', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    using state = mountSmallDisk(folder.file('state'), 'size=4m');
    await using app = await startTestEngine(folder, { makeThumbnails: false });
    const gate = server.hold('/pictures/*');
    const lines = Array.from({ length: 60 }, (_, index) => server.url(`/pictures/${index}.jpg`));
    const batchId = await app.add(lines, folder.file('out'));
    await gate.arrived;
    await fill(folder.file('state', 'filler'));
    const stuck = new Promise<string>((resolve) => {
      app.engine.on('changed', ({ totals }) => totals.stateProblem && resolve(totals.stateProblem.code));
    });
    gate.release();
    expect(await stuck).toBe('disk-full');
    state.remount('size=64m');
    await app.engine.settled();
    expect((await app.rows(batchId)).map(({ state: end }) => end)).toEqual(lines.map(() => 'done'));
    expect(await listFolder(folder.file('out'))).toHaveLength(lines.length);
    expect((await app.engine.getSnapshot({})).totals.stateProblem).toBeNull();
  });
});

/** Writes until there is no room left. */
async function fill(file: string): Promise<void> {
  for (let size = 1024 * 1024; size >= 1024; size /= 2) {
    for (;;) {
      const isWritten = await appendFile(file, Buffer.alloc(size)).then(
        () => true,
        () => false,
      );
      if (!isWritten) break;
    }
  }
}
