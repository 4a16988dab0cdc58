import { existsSync } from 'node:fs';
import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { PartRecord } from '#contract/worker-messages.ts';
import type { FetchOutcome } from '../../main/engine/fetch/fetcher.ts';
import type { Fetching } from '../support/fetching.ts';
import { sha256, startFetching } from '../support/fetching.ts';
import { makePicture } from '../support/pictures.ts';

const SIZE = { format: 'png', width: 1600, height: 1000, isNoise: true } as const;
const QUERY = '?noise=1&w=1600&h=1000';
const picture = await makePicture({ seed: 1, ...SIZE });
const FIRST = 2_000_000;
const ETAG = `"${sha256(picture).slice(0, 16)}"`;

const record: PartRecord = {
  bytes: FIRST,
  totalBytes: picture.length,
  etag: ETAG,
  lastModified: 'Sat, 01 Jan 2022 00:00:00 GMT',
  date: 'Mon, 01 Jan 2024 00:00:00 GMT',
};

function codeOf(outcome: FetchOutcome): string {
  return outcome.kind === 'failed' ? outcome.failure.code : outcome.kind;
}

/** Lays down what an earlier attempt would have left. */
async function leave(on: Fetching, bytes = picture.subarray(0, FIRST)): Promise<void> {
  await writeFile(on.partPath, bytes);
}

async function expectWhole(on: Fetching, outcome: FetchOutcome, expected = picture): Promise<void> {
  expect(outcome).toMatchObject({
    kind: 'fetched',
    fetched: { bytes: expected.length, sha256: sha256(expected), format: 'png' },
  });
  expect((await readFile(on.partPath)).equals(expected)).toBe(true);
}

describe('a body that broke off', () => {
  test('B2 is gone on with where it stopped', async () => {
    await using on = await startFetching();
    const path = `/cut-once/${FIRST}/pictures/1.png${QUERY}`;
    const first = await on.fetch(path);
    if (first.kind !== 'failed' || first.part === null) throw new Error('nothing to resume');
    expect(first.failure.facts).toEqual({ receivedBytes: FIRST, expectedBytes: picture.length });
    expect(first.part).toMatchObject({ bytes: FIRST, totalBytes: picture.length, etag: ETAG });
    const second = await on.fetch(path, { part: first.part });
    await expectWhole(on, second);
    expect(second).toMatchObject({ receivedBytes: picture.length - FIRST, fetched: { httpStatus: 206 } });
    expect(on.server.requests[1]?.headers).toMatchObject({ range: `bytes=${FIRST}-`, 'if-range': ETAG });
  });

  test('may break off many times', async () => {
    await using on = await startFetching();
    let visits = 0;
    on.server.answer('/weak', (request, response) => {
      visits += 1;
      const start = Number(/\d+/.exec(request.headers.range ?? '0')?.[0]);
      const headers = { etag: ETAG, 'content-length': picture.length - start };
      const range = `bytes ${start}-${picture.length - 1}/${picture.length}`;
      if (start === 0) response.writeHead(200, headers);
      else response.writeHead(206, { ...headers, 'content-range': range });
      const isLast = start + 1_300_000 >= picture.length;
      response.write(picture.subarray(start, start + 1_300_000), () => {
        if (isLast) response.end();
        else response.socket?.end();
      });
    });
    let part: PartRecord | null = null;
    for (;;) {
      const outcome: FetchOutcome = await on.fetch('/weak', { part });
      if (outcome.kind === 'fetched') {
        await expectWhole(on, outcome);
        break;
      }
      part = outcome.kind === 'unchanged' ? null : outcome.part;
      expect(part).not.toBeNull();
    }
    expect(visits).toBe(Math.ceil(picture.length / 1_300_000));
  });

  test('tells the progress of the whole', async () => {
    await using on = await startFetching();
    await leave(on);
    const seen: number[] = [];
    await on.fetcher.fetchImage(
      { url: on.server.url(`/pictures/1.png${QUERY}`), partPath: on.partPath, part: record, maxBytes: 1e9 },
      {
        signal: new AbortController().signal,
        onProgress: ({ receivedBytes, totalBytes }) => {
          seen.push(receivedBytes);
          expect(totalBytes).toBe(picture.length);
        },
      },
    );
    expect(seen[0]).toBe(FIRST);
    expect(seen.at(-1)).toBe(picture.length);
  });

  test('B1 is taken from zero where the server ignores ranges', async () => {
    await using on = await startFetching();
    await leave(on, Buffer.alloc(FIRST, 1));
    await expectWhole(on, await on.fetch(`/no-ranges/1.png${QUERY}`, { part: record }));
  });

  test('B4 is taken from zero where the picture has changed', async () => {
    await using on = await startFetching();
    await leave(on, Buffer.alloc(FIRST, 1));
    const part = { ...record, etag: '"older"' };
    await expectWhole(on, await on.fetch(`/pictures/1.png${QUERY}`, { part }));
    expect(on.server.requests).toHaveLength(1);
  });

  test.each([
    ['B3 another start', { 'content-range': `bytes 0-9/${picture.length}` }],
    ['B3 no Content-Range', {}],
    ['B3 another total', { 'content-range': `bytes ${FIRST}-${FIRST + 9}/${FIRST + 10}` }],
    [
      'B5 another ETag',
      { 'content-range': `bytes ${FIRST}-${picture.length - 1}/${picture.length}`, etag: '"new"' },
    ],
  ])('is asked for again from zero when a 206 does not fit: %s', async (_name, headers) => {
    await using on = await startFetching();
    await leave(on, Buffer.alloc(FIRST, 1));
    on.server.answer('/x', (request, response) => {
      if (request.headers.range === undefined) response.writeHead(200, { etag: ETAG }).end(picture);
      else response.writeHead(206, { etag: ETAG, ...headers }).end(picture.subarray(FIRST));
    });
    await expectWhole(on, await on.fetch('/x', { part: record }));
    expect(on.server.requests).toHaveLength(2);
  });

  test.each([
    ['B6 a weak ETag', { ...record, etag: `W/${ETAG}` }],
    ['B7 no validator', { ...record, etag: null, lastModified: null }],
    ['less than a mebibyte', { ...record, bytes: 1_000_000 }],
  ])('is asked for without a range with %s', async (_name, part) => {
    await using on = await startFetching();
    await leave(on, Buffer.alloc(part.bytes, 1));
    await expectWhole(on, await on.fetch(`/pictures/1.png${QUERY}`, { part }));
    expect(on.server.requests[0]?.headers.range).toBeUndefined();
  });

  test('B8 is complete where a 416 says that there is no more', async () => {
    await using on = await startFetching();
    await leave(on, picture);
    const part = { ...record, bytes: picture.length };
    const outcome = await on.fetch(`/pictures/1.png${QUERY}`, { part });
    await expectWhole(on, outcome);
    expect(outcome).toMatchObject({ fetched: { httpStatus: 416, contentType: null, etag: ETAG } });
  });

  test('B9 is asked for again from zero on another 416', async () => {
    await using on = await startFetching();
    const longer = Buffer.concat([picture, Buffer.alloc(10)]);
    await leave(on, longer);
    const part = { ...record, bytes: longer.length, totalBytes: null };
    await expectWhole(on, await on.fetch(`/pictures/1.png${QUERY}`, { part }));
    expect(on.server.requests).toHaveLength(2);
  });

  test('B10 trusts a file that is shorter than its record', async () => {
    await using on = await startFetching();
    await leave(on);
    await truncate(on.partPath, 1_500_000);
    await expectWhole(on, await on.fetch(`/pictures/1.png${QUERY}`, { part: record }));
    expect(on.server.requests[0]?.headers.range).toBe('bytes=1500000-');
  });

  test('B10 does not trust one that is longer, nor one that is gone', async () => {
    await using on = await startFetching();
    await expectWhole(on, await on.fetch(`/pictures/1.png${QUERY}`, { part: record }));
    await leave(on);
    await appendFile(on.partPath, 'x');
    await expectWhole(on, await on.fetch(`/pictures/1.png${QUERY}`, { part: record }));
    expect(on.server.requests.map(({ headers }) => headers.range)).toEqual([undefined, undefined]);
  });

  test('B12 is taken from zero where a redirect leads to a host without ranges', async () => {
    await using on = await startFetching();
    await leave(on);
    const url = encodeURIComponent(`/no-ranges/1.png${QUERY}`);
    await expectWhole(on, await on.fetch(`/redirect-to?url=${url}`, { part: record }));
  });

  test.each(['/status/503', '/status/404', '/reset-at-once/1.png', '/redirect/1/status/500'])(
    'B13 is kept through %s',
    async (path) => {
      await using on = await startFetching();
      await leave(on);
      const outcome = await on.fetch(path, { part: record });
      expect(outcome).toMatchObject({ kind: 'failed', part: record });
      expect((await readFile(on.partPath)).equals(picture.subarray(0, FIRST))).toBe(true);
    },
  );

  test('is given up where the host refuses for good', async () => {
    await using on = await startFetching();
    await leave(on);
    const outcome = await on.fetch('/status/403', { part: record });
    expect(outcome).toMatchObject({ kind: 'failed', part: null });
    expect(existsSync(on.partPath)).toBe(false);
  });

  test('A4 is not kept when its coding was broken', async () => {
    await using on = await startFetching();
    on.server.answer('/bad-chunk', ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\nETag: "v1"\r\nTransfer-Encoding: chunked\r\n\r\n');
      socket.write(`${FIRST.toString(16)}\r\n`);
      socket.write(picture.subarray(0, FIRST));
      socket.write('\r\nZZ\r\n');
    });
    expect(await on.fetch('/bad-chunk')).toMatchObject({ failure: { code: 'bad-response' }, part: null });
    expect(existsSync(on.partPath)).toBe(false);
  });

  test('keeps the part when stopped before the answer', async () => {
    await using on = await startFetching();
    await leave(on);
    const gate = on.server.hold('/pictures/1.png');
    const controller = new AbortController();
    const pending = on.fetch(`/pictures/1.png${QUERY}`, { part: record }, controller.signal);
    await gate.arrived;
    controller.abort('quit');
    expect(codeOf(await pending)).toBe('aborted');
    expect(await pending).toEqual({ kind: 'aborted', part: record, receivedBytes: 0 });
  });

  test('A17 is given up where the whole is over the limit', async () => {
    await using on = await startFetching();
    await leave(on);
    const outcome = await on.fetch(`/pictures/1.png${QUERY}`, { part: record, maxBytes: 3_000_000 });
    expect(outcome).toMatchObject({ failure: { code: 'too-large' }, part: null });
    expect(existsSync(on.partPath)).toBe(false);
  });
});
