import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmdirSync } from 'node:fs';
import { link, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FetchOutcome } from '../../main/engine/fetch/fetcher.ts';
import { createFetcher } from '../../main/engine/fetch/fetcher.ts';
import { sha256, startFetching } from '../support/fetching.ts';
import { makePicture } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const LARGE = 'png?noise=1&w=1000&h=700';
const large = (seed: number): Promise<Buffer> =>
  makePicture({ seed, format: 'png', width: 1000, height: 700, isNoise: true });

function codeOf(outcome: FetchOutcome): string {
  return outcome.kind === 'failed' ? outcome.failure.code : outcome.kind;
}

function openFilesBelow(folder: string): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(folder) ? [path] : [];
    } catch {
      return [];
    }
  });
}

describe('a picture that comes whole', () => {
  test.each(['jpg', 'png', 'webp', 'gif', 'avif'] as const)('is in the part file: %s', async (format) => {
    await using on = await startFetching();
    const outcome = await on.fetch(`/pictures/7.${format}`);
    const expected = await makePicture({ seed: 7, format });
    expect(await readFile(on.partPath)).toEqual(expected);
    expect(outcome).toMatchObject({
      kind: 'fetched',
      receivedBytes: expected.length,
      fetched: {
        bytes: expected.length,
        sha256: sha256(expected),
        format,
        httpStatus: 200,
        finalUrl: on.server.url(`/pictures/7.${format}`),
        lastModified: 'Sat, 01 Jan 2022 00:00:00 GMT',
      },
    });
  });

  test('streams a large one, with its progress', async () => {
    await using on = await startFetching();
    const seen: number[] = [];
    const outcome = await on.fetcher.fetchImage(
      { url: on.server.url(`/pictures/1.${LARGE}`), partPath: on.partPath, part: null, maxBytes: 1e9 },
      {
        signal: new AbortController().signal,
        onProgress: ({ receivedBytes }) => void seen.push(receivedBytes),
      },
    );
    const expected = await large(1);
    expect(outcome).toMatchObject({ fetched: { sha256: sha256(expected), bytes: expected.length } });
    expect((await readFile(on.partPath)).equals(expected)).toBe(true);
    expect(seen.at(-1)).toBe(expected.length);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('has the same bytes and hash however the body is cut', { timeout: 120_000 }, async () => {
    await using on = await startFetching();
    const bodies = [await makePicture({ seed: 3 }), (await large(3)).subarray(0, 1_400_000)];
    const cuts = fc.array(fc.integer({ min: 1, max: 400_000 }), { minLength: 1, maxLength: 12 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(bodies.length - 1), cuts, fc.boolean(), async (which, sizes, isChunked) => {
        const body = bodies[which]!;
        run += 1;
        on.server.answer(`/cut/${run}`, async (_request, response) => {
          response.writeHead(200, isChunked ? {} : { 'content-length': body.length });
          for (let at = 0, index = 0; at < body.length; index += 1) {
            const size = sizes[index % sizes.length]! + (body.length > 1e6 ? 10_000 : 0);
            if (!response.write(body.subarray(at, at + size))) await once(response, 'drain');
            at += size;
          }
          response.end();
        });
        const outcome = await on.fetch(`/cut/${run}`);
        expect(outcome).toMatchObject({
          kind: 'fetched',
          fetched: { sha256: sha256(body), bytes: body.length },
        });
        expect((await readFile(on.partPath)).equals(body)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test('A22 is taken whatever the server calls it', async () => {
    await using on = await startFetching();
    for (const path of ['/pictures/1.jpg?type=text/html', '/no-type/1.jpg', '/pictures/1.jpg?type=x/y']) {
      expect(await on.fetch(path)).toMatchObject({ kind: 'fetched', fetched: { format: 'jpg' } });
    }
  });

  test('A23 bears the format of its bytes', async () => {
    await using on = await startFetching();
    expect(await on.fetch('/lying/1.jpg')).toMatchObject({
      fetched: { format: 'png', contentType: 'image/jpeg' },
    });
  });

  test('A10 may end with the connection', async () => {
    await using on = await startFetching();
    expect(codeOf(await on.fetch('/close-delimited/1.jpg'))).toBe('fetched');
  });

  test('A13 is taken out of a coding that nobody asked for', async () => {
    await using on = await startFetching();
    const expected = await makePicture({ seed: 1 });
    expect(await on.fetch('/gzip/1.jpg')).toMatchObject({ fetched: { sha256: sha256(expected) } });
    expect((await readFile(on.partPath)).equals(expected)).toBe(true);
  });

  test('asks with our fixed headers and nothing else', async () => {
    await using on = await startFetching();
    await on.fetch('/pictures/1.jpg');
    const { host, connection, ...headers } = on.server.requests[0]!.headers;
    expect(headers).toEqual({
      'user-agent': 'Pixhaul/test',
      accept: 'image/avif,image/webp,image/*,*/*;q=0.8',
      'accept-encoding': 'identity',
    });
    expect(host).toBe(`127.0.0.1:${on.server.port}`);
    expect(connection).toBe('keep-alive');
  });

  test('uses a connection again', async () => {
    await using on = await startFetching();
    for (let n = 0; n < 5; n += 1) await on.fetch(`/pictures/${n}.jpg`);
    await on.fetch('/status/404');
    await on.fetch('/redirect/2/pictures/9.jpg');
    expect(new Set(on.server.requests.map(({ connection }) => connection)).size).toBe(1);
  });

  test('never writes into what an older part is linked to', async () => {
    await using on = await startFetching();
    const saved = join(dirname(on.partPath), 'saved.jpg');
    await writeFile(saved, 'saved before');
    await link(saved, on.partPath);
    expect(codeOf(await on.fetch('/pictures/1.jpg'))).toBe('fetched');
    expect(await readFile(saved, 'utf8')).toBe('saved before');
  });

  test.skipIf(process.platform === 'win32')('never writes through a symbolic link', async () => {
    await using on = await startFetching();
    const outside = join(dirname(on.partPath), 'outside');
    await writeFile(outside, 'not ours');
    await symlink(outside, on.partPath);
    expect(codeOf(await on.fetch(`/pictures/1.${LARGE}`))).toBe('fetched');
    expect(await readFile(outside, 'utf8')).toBe('not ours');
  });

  test('leaves a timeline', async () => {
    await using on = await startFetching();
    const first = await on.fetch('/pictures/1.jpg');
    if (first.kind !== 'fetched') throw new Error(codeOf(first));
    const { connectMs, firstByteMs, bodyMs, tlsMs, checkMs } = first.timeline;
    expect(connectMs).toBeLessThanOrEqual(firstByteMs!);
    expect(firstByteMs).toBeLessThanOrEqual(bodyMs!);
    expect([tlsMs, checkMs]).toEqual([null, null]);
    const second = await on.fetch('/pictures/2.jpg');
    expect(second).toMatchObject({ timeline: { connectMs: null, dnsMs: null } });
  });

  test('comes out of a data URL', async () => {
    await using on = await startFetching();
    const picture = await makePicture({ seed: 5, format: 'png' });
    const outcome = await on.fetch(`data:image/png;base64,${picture.toString('base64')}`);
    expect(outcome).toMatchObject({
      kind: 'fetched',
      fetched: {
        format: 'png',
        sha256: sha256(picture),
        httpStatus: null,
        finalUrl: 'data:image/png;base64,',
      },
    });
    expect((await readFile(on.partPath)).equals(picture)).toBe(true);
  });
});

describe('a body that is not whole', () => {
  test.each(['/truncated/1.jpg', '/reset/1.jpg'])('A1, A2: %s fails with the counts', async (path) => {
    await using on = await startFetching();
    const { length } = await makePicture({ seed: 1 });
    expect(await on.fetch(path)).toMatchObject({
      failure: {
        code: 'truncated-body',
        facts: { receivedBytes: Math.ceil(length / 2), expectedBytes: length },
      },
      httpStatus: 200,
      part: null,
    });
    expect(existsSync(on.partPath)).toBe(false);
  });

  test('A3 chunks without their end fail', async () => {
    await using on = await startFetching();
    expect(codeOf(await on.fetch('/cut-chunks/1.jpg'))).toBe('truncated-body');
  });

  test('A30 a server that closes its side early fails at once', async () => {
    await using on = await startFetching();
    on.server.answer('/half', ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc');
      socket.end();
    });
    expect(codeOf(await on.fetch('/half'))).toBe('truncated-body');
  });

  const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n';
  test.each([
    ['A4 illegal chunk size', `${HEAD}Transfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n`],
    ['A6 two lengths', `${HEAD}Content-Length: 3\r\nContent-Length: 7\r\n\r\nabcdefg`],
    ['A8 negative length', `${HEAD}Content-Length: -3\r\n\r\nabc`],
    [
      'A9 length and chunks',
      `${HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
    ],
    ['A29 just bytes', 'just bytes'],
    ['A12 junk for gzip', `${HEAD}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc`],
  ])('%s is a bad response', async (_name, raw) => {
    await using on = await startFetching();
    on.server.answerRaw('/raw', raw);
    expect(codeOf(await on.fetch('/raw'))).toBe('bad-response');
    expect(existsSync(on.partPath)).toBe(false);
  });

  test('A5 never takes more than the declared length', async () => {
    await using on = await startFetching();
    on.server.answerRaw('/raw', `${HEAD}Content-Length: 3\r\nConnection: close\r\n\r\nabcdefg`);
    const outcome = await on.fetch('/raw');
    if (outcome.kind === 'fetched') expect(await readFile(on.partPath, 'utf8')).toBe('abc');
    else expect(codeOf(outcome)).toBe('bad-response');
  });

  test('A11 gzip that is cut short fails', async () => {
    await using on = await startFetching();
    const body = gzipSync(await makePicture({ seed: 1, isNoise: true }));
    on.server.answer('/gzip-cut', (_request, response) => {
      const cut = body.subarray(0, body.length - 20);
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': cut.length }).end(cut);
    });
    expect(codeOf(await on.fetch('/gzip-cut'))).toBe('truncated-body');
  });

  test('A32 does not spoil what comes over the connection next', async () => {
    await using on = await startFetching();
    const expected = sha256(await makePicture({ seed: 2 }));
    for (const bad of ['/truncated/1.jpg', '/html/Page', '/status/500', `/truncated/1.${LARGE}`]) {
      await on.fetch(bad);
      expect(await on.fetch('/pictures/2.jpg')).toMatchObject({ fetched: { sha256: expected } });
    }
  });
});

describe('limits', () => {
  test('A16 stop an endless body', async () => {
    await using on = await startFetching();
    expect(await on.fetch('/endless/1.jpg', { maxBytes: 3_000_000 })).toMatchObject({
      failure: { code: 'too-large', facts: { limitBytes: 3_000_000 } },
      part: null,
    });
    expect(existsSync(on.partPath)).toBe(false);
  });

  test('A17 refuse a declared length before a byte is written', async () => {
    await using on = await startFetching();
    const outcome = await on.fetch(`/pictures/1.${LARGE}`, { maxBytes: 100_000 });
    expect(outcome).toMatchObject({ failure: { code: 'too-large' }, receivedBytes: 0 });
  });

  test('A13 count inflated bytes', async () => {
    await using on = await startFetching();
    const outcome = await on.fetch('/bomb/1', { maxBytes: 2_000_000 });
    expect(codeOf(outcome)).toBe('too-large');
    expect(existsSync(on.partPath)).toBe(false);
  });

  test('A27 refuse a header above 64 KiB and take one of 60 kB', async () => {
    await using on = await startFetching();
    expect(codeOf(await on.fetch('/huge-header/70000'))).toBe('header-too-large');
    on.server.answer('/big-header', async (_request, response) => {
      response.writeHead(200, { 'x-big': 'a'.repeat(60_000) }).end(await makePicture({ seed: 1 }));
    });
    expect(codeOf(await on.fetch('/big-header'))).toBe('fetched');
  });

  test('A24, A25, A26 end drip, stall and silence', async () => {
    await using on = await startFetching({ isQuick: true });
    const paths = ['/drip/1.jpg?ms=50', '/stall/1.jpg', '/silent/1.jpg'];
    const outcomes: string[] = [];
    for (const path of paths) outcomes.push(codeOf(await on.fetch(path)));
    expect(outcomes).toEqual(['too-slow', 'timeout-idle', 'timeout-first-byte']);
  });
});

describe('what is no picture', () => {
  test('A18 an empty body', async () => {
    await using on = await startFetching();
    expect(codeOf(await on.fetch('/empty/1.jpg'))).toBe('empty');
    expect(existsSync(on.partPath)).toBe(false);
  });

  test.each([
    [204, 'no-content'],
    [205, 'no-content'],
    [304, 'bad-response'],
    [206, 'bad-response'],
  ])('A19, A20: %d', async (status, code) => {
    await using on = await startFetching();
    on.server.answer('/x', (_request, response) => void response.writeHead(status).end());
    expect(await on.fetch('/x')).toMatchObject({ failure: { code }, httpStatus: status });
  });

  test.each(['/html/Sign%20in', '/html/Sign%20in?type=image/jpeg'])('A21 a web page: %s', async (path) => {
    await using on = await startFetching();
    expect(await on.fetch(path)).toMatchObject({ failure: { code: 'html', facts: { title: 'Sign in' } } });
    expect(existsSync(on.partPath)).toBe(false);
  });

  test('A21 reads no more of a long web page than it needs', async () => {
    await using on = await startFetching();
    on.server.answer('/long', async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      const filler = Buffer.alloc(64 * 1024, '<p>and so on</p>');
      response.write('<!doctype html><head><title>Long</title>');
      while (!response.destroyed) {
        response.write(filler);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    const outcome = await on.fetch('/long');
    expect(outcome).toMatchObject({ failure: { code: 'html', facts: { title: 'Long' } } });
    expect(outcome.kind === 'failed' && outcome.receivedBytes).toBeLessThan(1_000_000);
  });

  test('C1, C2 a status, with the wait that the server asks for', async () => {
    await using on = await startFetching();
    expect(await on.fetch('/status/429?after=7')).toMatchObject({
      failure: { code: 'http-429' },
      httpStatus: 429,
      retryAfterMs: 7000,
    });
    expect(await on.fetch('/status/404')).toMatchObject({
      failure: { code: 'http-404' },
      retryAfterMs: null,
    });
  });
});

describe('connections that do not come about', () => {
  test('D22 a closed port', async () => {
    await using on = await startFetching();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect(codeOf(await on.fetch(`http://127.0.0.1:${port}/x.jpg`))).toBe('refused-connection');
  });

  test('a 101 that nobody asked for', async () => {
    await using on = await startFetching();
    const raw = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nabc';
    on.server.answerRaw('/101', raw, 'stay');
    expect(codeOf(await on.fetch('/101'))).toBe('bad-response');
    while (on.server.openConnections > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  test('a reset before the answer', async () => {
    await using on = await startFetching();
    expect(codeOf(await on.fetch('/reset-at-once/1.jpg'))).toBe('reset');
  });

  test('a kept connection that the server has closed is nobody’s failure', async () => {
    await using on = await startFetching();
    on.server.answer('/once', async ({ socket }, response) => {
      response.on('finish', () => socket.once('data', () => socket.resetAndDestroy()));
      response.end(await makePicture({ seed: 1 }));
    });
    expect(codeOf(await on.fetch('/once'))).toBe('fetched');
    expect(codeOf(await on.fetch('/pictures/2.jpg'))).toBe('fetched');
  });

  test('D14 the address of cloud secrets is never asked', async () => {
    await using on = await startFetching();
    expect(codeOf(await on.fetch('http://169.254.169.254/latest/meta-data/'))).toBe('private-address');
  });
});

describe('an abort', () => {
  async function abortWhen(
    path: string,
    isReady: (on: Awaited<ReturnType<typeof startFetching>>) => Promise<void>,
  ) {
    await using on = await startFetching();
    const controller = new AbortController();
    const pending = on.fetch(path, {}, controller.signal);
    await isReady(on);
    controller.abort('pause');
    const outcome = await pending;
    if (process.platform === 'linux') expect(openFilesBelow(dirname(on.partPath))).toEqual([]);
    return { outcome, isLeft: existsSync(on.partPath) };
  }

  test('ends an attempt that waits for an answer', async () => {
    const { outcome } = await abortWhen('/pictures/1.jpg', (on) => on.server.hold('/pictures/1.jpg').arrived);
    expect(outcome).toEqual({ kind: 'aborted', part: null, receivedBytes: 0 });
  });

  test('before the start ends without a question', async () => {
    await using on = await startFetching();
    expect(await on.fetch('/pictures/1.jpg', {}, AbortSignal.abort('quit'))).toMatchObject({
      kind: 'aborted',
    });
    expect(on.server.requests).toEqual([]);
  });

  test('leaves nothing of a small body', async () => {
    const { outcome, isLeft } = await abortWhen('/stall/1.jpg', async (on) => {
      while (on.server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    });
    expect(outcome).toMatchObject({ kind: 'aborted', part: null });
    expect(isLeft).toBe(false);
  });

  test('keeps what a large body can be resumed with', async () => {
    await using on = await startFetching();
    const controller = new AbortController();
    const picture = await makePicture({ seed: 4, format: 'png', width: 1600, height: 1200, isNoise: true });
    const outcome = await on.fetcher.fetchImage(
      {
        url: on.server.url('/stall/4.png?noise=1&w=1600&h=1200'),
        partPath: on.partPath,
        part: null,
        maxBytes: 1e9,
      },
      {
        signal: controller.signal,
        onProgress: ({ receivedBytes }) => {
          if (receivedBytes >= Math.ceil(picture.length / 2)) controller.abort('pause');
        },
      },
    );
    expect(outcome).toMatchObject({ kind: 'aborted', part: { totalBytes: picture.length } });
    const left = await readFile(on.partPath);
    if (outcome.kind !== 'aborted') throw new Error(codeOf(outcome));
    expect(outcome.part?.bytes).toBe(left.length);
    expect(picture.subarray(0, left.length).equals(left)).toBe(true);
    if (process.platform === 'linux') expect(openFilesBelow(dirname(on.partPath))).toEqual([]);
  });
});

describe('our own disk', () => {
  test('E12 a folder that is gone', async () => {
    await using on = await startFetching();
    const partPath = join(dirname(on.partPath), 'gone', 'x.part');
    for (const path of ['/pictures/1.jpg', `/pictures/1.${LARGE}`]) {
      expect(await on.fetch(path, { partPath })).toMatchObject({ failure: { code: 'folder-gone' } });
    }
  });

  test.skipIf(!canMount())('E13 a full disk keeps what is resumable (needs mount)', async () => {
    await using on = await startFetching();
    await using folder = await temporaryFolder();
    const small = folder.file('small');
    await mkdir(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1536k', 'tmpfs', small]);
    try {
      const partPath = join(small, 'x.part');
      const outcome = await on.fetch(`/pictures/1.${LARGE}`, { partPath });
      expect(outcome).toMatchObject({ failure: { code: 'disk-full' } });
      if (outcome.kind !== 'failed') throw new Error(codeOf(outcome));
      expect(outcome.part?.bytes).toBe(readFileSync(partPath).length);
      expect(openFilesBelow(small)).toEqual([]);
    } finally {
      execFileSync('umount', [small]);
    }
  });
});

describe('secrets', () => {
  test('D10 user and password become Basic auth and are nowhere in the outcome', async () => {
    await using on = await startFetching();
    const outcome = await on.fetch(`http://user:secret@127.0.0.1:${on.server.port}/auth/1.jpg`);
    expect(codeOf(outcome)).toBe('fetched');
    expect(JSON.stringify(outcome)).not.toContain('secret');
    const refused = await on.fetch(`http://user:wr%40ng@127.0.0.1:${on.server.port}/auth/1.jpg?token=abc`);
    expect(codeOf(refused)).toBe('http-401');
    expect(JSON.stringify(refused)).not.toMatch(/wr@ng|wr%40ng|abc/);
  });
});

test.skipIf(!hasOpenssl())(
  'D20 a certificate that nobody vouches for is refused (needs openssl)',
  async () => {
    await using folder = await temporaryFolder();
    const [key, cert] = [folder.file('key.pem'), folder.file('cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '1',
        '-keyout',
        key,
        '-out',
        cert,
        ...subject,
      ],
      { stdio: 'ignore' },
    );
    const { createServer: createSecure } = await import('node:https');
    const server = createSecure(
      { key: readFileSync(key), cert: readFileSync(cert) },
      (_request, response) => {
        response.end();
      },
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const fetcher = createFetcher({ userAgent: 'Pixhaul/test', now: Date.now });
    try {
      const request = { partPath: folder.file('x.part'), part: null, maxBytes: 1e6 };
      const { signal } = new AbortController();
      const outcome = await fetcher.fetchImage({ ...request, url: `https://localhost:${port}/` }, { signal });
      expect(codeOf(outcome)).toBe('tls-untrusted');
      const plain = await fetcher.fetchImage({ ...request, url: `http://localhost:${port}/` }, { signal });
      expect(plain.kind).toBe('failed');
    } finally {
      fetcher.close();
      server.close();
    }
  },
);

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'pixhaul-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}
