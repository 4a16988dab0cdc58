import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { CheckProgress } from '#contract/model.ts';
import { runCommand, startCommand } from '../support/command-line.ts';
import type { TestEngine } from '../support/engine.ts';
import { listFolder, startTestEngine } from '../support/engine.ts';
import type { ImageServer } from '../support/image-server.ts';
import { startImageServer } from '../support/image-server.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** What a link of every kind is found to be. */
const LINKS = [
  ['/pictures/1.jpg?w=1600&h=1200', 'good', 'jpg 1600 × 1200'],
  ['/pictures/2.png?w=400&h=999&noise=1', 'small', 'png 400 × 999'],
  ['/pictures/3.webp?w=300&h=1000', 'good', 'webp 300 × 1000'],
  ['/pictures/4.gif', 'small', 'gif 96 × 64'],
  ['/pictures/5.avif?w=1200&h=900', 'good', 'avif 1200 × 900'],
  ['/no-ranges/6.png?w=1400&h=1000&noise=1', 'good', 'png 1400 × 1000'],
  ['/html/Sign%20in?type=image/jpeg', 'html', 'html'],
  ['/echo/x.jpg', 'not-an-image', 'not-an-image'],
  ['/empty/x.jpg', 'not-an-image', 'empty'],
  ['/auth/7.jpg', 'refused', 'http-401'],
  ['/status/403/x.jpg', 'refused', 'http-403'],
  ['/status/404/x.jpg', 'dead', 'http-404'],
  ['/status/500/x.jpg', 'unknown', 'http-500'],
  ['/flaky-status/1/503/pictures/8.jpg?w=1000', 'good', 'jpg 1000 × 64'],
  ['/redirect/2/pictures/9.jpg?w=1001&h=1', 'good', 'jpg 1001 × 1'],
] as const;

async function draft({ engine }: TestEngine, lines: readonly string[]): Promise<number> {
  const { draftId } = await engine.openDraft({ listName: 'list' });
  await engine.appendDraft({ draftId, text: lines.join('\n') });
  await engine.endDraft({ draftId });
  return draftId;
}

async function untilChecked({ engine }: TestEngine, draftId: number): Promise<CheckProgress> {
  await engine.startCheck({ draftId });
  for (;;) {
    const progress = await engine.getCheck({ draftId });
    if (progress && !progress.isRunning) return progress;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const urlsOf = (server: ImageServer) => LINKS.map(([path]) => server.url(path));

describe('a check of links', () => {
  test('says of each what it is, reads at most 64 kB, and saves nothing', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const dead = 'http://127.0.0.1:9/x.jpg';
    const draftId = await draft(app, [...urlsOf(server), dead, 'no link', server.url(LINKS[0][0])]);
    expect(await app.engine.getCheck({ draftId })).toBeNull();
    const progress = await untilChecked(app, draftId);
    const { lines, total } = await app.engine.getCheckedLines({
      draftId,
      offset: 0,
      limit: 100,
      only: 'all',
    });
    expect(
      lines.map(({ finding, failure, format, width, height }) => [
        finding,
        failure?.code ?? `${format} ${width} × ${height}`,
      ]),
    ).toEqual([...LINKS.map(([, finding, what]) => [finding, what]), ['dead', 'refused-connection']]);
    expect(lines.map(({ line }) => line)).toEqual(LINKS.map((_, index) => index + 1).concat(16));
    expect(total).toBe(16);
    expect(progress).toEqual({
      isRunning: false,
      total: 16,
      checked: 16,
      findings: { good: 6, small: 2, html: 1, 'not-an-image': 2, refused: 2, dead: 2, unknown: 1 },
    });
    const only = await app.engine.getCheckedLines({ draftId, offset: 1, limit: 5, only: 'dead' });
    expect(only).toMatchObject({ total: 2, lines: [{ text: dead }] });
    expect(server.requestsTo('/pictures/1.jpg')[0]?.headers.range).toBe('bytes=0-65535');
    // One more attempt for what may pass, none for the rest.
    expect(server.requestsTo('/status/500/x.jpg')).toHaveLength(2);
    expect(server.requestsTo('/status/404/x.jpg')).toHaveLength(1);
    expect(await listFolder(folder.file('state'))).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/part|jpg/)]),
    );
    expect(app.errors).toEqual([]);
  });

  test('leaves a server that sends without end after 64 kB', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const closed = Promise.withResolvers<number>();
    server.answer('/big.jpg', (_, response) => {
      let sent = 0;
      const chunk = Buffer.alloc(16 * 1024);
      response.on('close', () => closed.resolve(sent));
      const more = (): void => {
        if (response.destroyed) return;
        sent += chunk.length;
        response.write(chunk, () => setImmediate(more));
      };
      more();
    });
    const draftId = await draft(app, [server.url('/big.jpg')]);
    const progress = await untilChecked(app, draftId);
    expect(progress.findings['not-an-image']).toBe(1);
    // The rest is what the sockets of two programs hold.
    expect(await closed.promise).toBeLessThan(16 * 1024 * 1024);
  });

  test('keeps to the limits, and ends at once when it is stopped or its draft is closed', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder, { perHost: 3 });
    const gate = server.hold('/pictures/*');
    const urls = Array.from({ length: 20 }, (_, index) => server.url(`/pictures/${index}.jpg`));
    const draftId = await draft(app, urls);
    expect(await app.engine.startCheck({ draftId })).toMatchObject({ isRunning: true });
    await gate.arrived;
    await app.engine.startCheck({ draftId });
    const stopped = await app.engine.stopCheck({ draftId });
    expect(stopped).toMatchObject({ isRunning: false, total: 20, checked: 0 });
    expect(server.peakActive).toBeLessThanOrEqual(3);
    gate.release();
    // Begun again it looks at all of them, once.
    expect(await untilChecked(app, draftId)).toMatchObject({ total: 20, checked: 20 });
    const asked = server.requests.length;
    await app.engine.startCheck({ draftId });
    expect(server.requests).toHaveLength(asked);
    await app.engine.closeDraft({ draftId });
    expect(await app.engine.getCheck({ draftId })).toBeNull();
  });

  test('lets only the good links be added', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await using app = await startTestEngine(folder);
    const draftId = await draft(app, urlsOf(server));
    await untilChecked(app, draftId);
    const batchId = await app.accept(draftId, folder.file('out'), { onlyGood: true });
    await app.engine.settled(batchId);
    const rows = await app.rows(batchId);
    expect(rows.filter(({ state }) => state === 'done').map(({ line }) => line)).toEqual([
      1, 3, 5, 6, 14, 15,
    ]);
    expect(rows.filter(({ state }) => state === 'skipped')).toHaveLength(9);
    expect(await app.engine.getCheck({ draftId })).toBeNull();
  });
});

describe('pixhaul check', () => {
  test('tells each link as JSON and ends with 1 when one of them is not good', async () => {
    await using server = await startImageServer();
    const list = `${urlsOf(server).slice(0, 2).join('\n')}\nhttp://user:secret@127.0.0.1:9/x.jpg\n`;
    const { status, stdout, stderr } = await runCommand(['check', '-', '--json'], { stdin: list });
    const told = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told).toMatchObject([
      { type: 'link', line: 1, finding: 'good', format: 'jpg', width: 1600, height: 1200, reason: null },
      { type: 'link', line: 2, finding: 'small', format: 'png' },
      {
        type: 'link',
        line: 3,
        finding: 'dead',
        reason: 'refused-connection',
        url: 'http://127.0.0.1:9/x.jpg',
      },
      { type: 'summary', total: 3, checked: 3, good: 1, small: 1, dead: 1 },
    ]);
    expect(stderr).toContain('Good: 1 · small: 1');
    expect(status).toBe(1);
  });

  test('ends with 0 when all are good, and with 2 without a list', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await writeFile(folder.file('list.txt'), urlsOf(server)[0] ?? '');
    const good = await runCommand(['check', folder.file('list.txt'), '--language', 'zh-CN']);
    expect(good.stdout).toMatch(/^1\t正常\tjpg\t1600 × 1200\thttp:/);
    expect(good.status).toBe(0);
    expect((await runCommand(['check'])).status).toBe(2);
    expect(await listFolder(folder.path)).toEqual(['list.txt']);
  });

  test('says what it found by then and ends with 130 when it is interrupted', async () => {
    await using server = await startImageServer();
    const gate = server.hold('/pictures/1.jpg');
    const running = startCommand(['check', '-', '--json'], { stdin: urlsOf(server).join('\n') });
    await gate.arrived;
    running.kill('SIGINT');
    const { status, stdout, stderr } = await running.ended;
    expect(stdout).toContain('"type":"summary"');
    expect(stderr).toContain('Stopped: ');
    expect(status).toBe(130);
  });
});
