/**
 * What the image server can do, by the first part of the path. `<picture>` is `<n>.<jpg|png|webp|gif|avif>` with
 * `?w=`, `?h=`, `?noise=1`, `?type=` (Content-Type), `?delay=` (milliseconds before the answer); every n has bytes
 * of its own.
 *
 *   /pictures/<picture>              200, with ETag, Last-Modified; answers Range with If-Range, and 304
 *   /status/<code>/…                 that status with a small HTML page; `?after=2` is its Retry-After
 *   /html/<title>                    a web page with 200; `?type=image/jpeg` makes it lie
 *   /truncated/<picture>             half the body, then FIN; `/cut-chunks/` the same with chunked coding
 *   /reset/<picture>                 half the body, then RST; `/reset-at-once/` before any answer
 *   /silent/…                        never answers; `/stall/<picture>` half the body, then silence
 *   /drip/<picture>                  a byte each `?ms=20`
 *   /lying/<picture>                 PNG bytes, called image/jpeg; `/no-type/<picture>` without Content-Type
 *   /empty/…  /no-content/…          200 with no byte; 204
 *   /redirect/<count>/<path>         that many redirects, then the path; `/loop/…` for ever; `/redirect-to?url=`
 *   /flaky/<count>/<path>            resets that many times, then the path; `/flaky-status/<count>/<code>/<path>`
 *   /changing/<picture>              other bytes, another ETag at each visit; `?cut=` bytes of the first one only
 *   /cut-once/<bytes>/<path>         the first answer breaks off after so many bytes, later ones are whole
 *   /no-validators/<picture>         without ETag and Last-Modified
 *   /no-ranges/<picture>             ignores Range; `/close-delimited/<picture>` without length; `/chunked/<picture>`
 *   /endless/…  /huge-header/<bytes> a body without end; one header of that size
 *   /gzip/<picture>  /bomb/…         Content-Encoding nobody asked for; 32 MiB of nothing in 32 kB
 *   /auth/<picture>                  401 without Basic user:secret
 *   /echo/…                          the request's headers as JSON in a Content-Type of image/jpeg
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { PictureFormat } from './pictures.ts';
import { makePicture, PICTURE_TYPES } from './pictures.ts';

export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Parts of the path that are not used up yet. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** How often this path was asked for, this time included. */
  readonly visit: number;
}
type Behaviour = (visit: Visit) => void | Promise<void>;

const LAST_MODIFIED = 'Sat, 01 Jan 2022 00:00:00 GMT';

interface Picture {
  readonly bytes: Buffer;
  readonly type: string;
  readonly etag: string;
}

async function pictureOf({ segments, query }: Visit, version = 0): Promise<Picture | null> {
  const match = /^(\d+)\.([a-z]+)$/.exec(segments.at(-1) ?? '');
  if (match === null || !((match[2] ?? '') in PICTURE_TYPES)) return null;
  const format = match[2] as PictureFormat;
  const bytes = await makePicture({
    seed: Number(match[1]) + version * 1_000_003,
    format,
    width: Number(query.get('w') ?? 96),
    height: Number(query.get('h') ?? 64),
    isNoise: query.has('noise'),
  });
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { bytes, type: query.get('type') ?? PICTURE_TYPES[format], etag: `"${hash}"` };
}

function page(
  response: ServerResponse,
  status: number,
  title: string,
  headers: OutgoingHttpHeaders = {},
): void {
  const body = `<!doctype html><html><head><title>${title}</title></head><body>${title}</body></html>`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

function headersOf(picture: Picture): OutgoingHttpHeaders {
  return {
    'content-type': picture.type,
    'content-length': picture.bytes.length,
    etag: picture.etag,
    'last-modified': LAST_MODIFIED,
    'accept-ranges': 'bytes',
  };
}

function sendRange({ request, response }: Visit, picture: Picture): boolean {
  const match = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const condition = request.headers['if-range'];
  if (match === null) return false;
  if (condition !== undefined && condition !== picture.etag && condition !== LAST_MODIFIED) return false;
  const start = Number(match[1]);
  const total = picture.bytes.length;
  if (start >= total) {
    response.writeHead(416, { 'content-range': `bytes */${total}`, 'content-length': 0 }).end();
    return true;
  }
  const end = match[2] ? Math.min(Number(match[2]), total - 1) : total - 1;
  const rest = picture.bytes.subarray(start, end + 1);
  response.writeHead(206, {
    ...headersOf(picture),
    'content-length': rest.length,
    'content-range': `bytes ${start}-${end}/${total}`,
  });
  response.end(rest);
  return true;
}

async function withPicture(visit: Visit, send: (picture: Picture) => void | Promise<void>): Promise<void> {
  const picture = await pictureOf(visit);
  if (picture === null) page(visit.response, 404, 'Not found');
  else await send(picture);
}

/** Sends the picture that the path names, or 404. */
export async function sendPicture(visit: Visit): Promise<void> {
  const delayMs = Number(visit.query.get('delay') ?? 0);
  if (delayMs > 0) await sleep(delayMs);
  await withPicture(visit, (picture) => {
    if (sendUnchanged(visit, picture) || sendRange(visit, picture)) return;
    visit.response.writeHead(200, headersOf(picture)).end(picture.bytes);
  });
}

/** Weak comparison, as RFC 9110 §13.1.2 has it; a date only where there is no ETag. */
function sendUnchanged({ request, response }: Visit, picture: Picture): boolean {
  const { 'if-none-match': tags, 'if-modified-since': since } = request.headers;
  const isSame = tags === undefined ? since === LAST_MODIFIED : tags.replace(/^W\//, '') === picture.etag;
  if (isSame) response.writeHead(304, { etag: picture.etag }).end();
  return isSame;
}

/** Hands the rest of the path on, as if the visitor had asked for that. */
function passOn(visit: Visit, used: number): void | Promise<void> {
  const segments = visit.segments.slice(used);
  const behaviour = BEHAVIOURS[segments[0] ?? ''];
  if (behaviour !== undefined) return behaviour({ ...visit, segments: segments.slice(1) });
  return sendPicture({ ...visit, segments });
}

/** Half of the picture on the wire, then what the caller does to the socket. */
function sendHalf(coding: 'length' | 'chunked', then: (visit: Visit) => void): Behaviour {
  return (visit) =>
    withPicture(visit, (picture) => {
      const headers = headersOf(picture);
      if (coding === 'chunked') delete headers['content-length'];
      visit.response.writeHead(200, headers);
      const half = picture.bytes.subarray(0, Math.ceil(picture.bytes.length / 2));
      visit.response.write(half, () => then(visit));
    });
}

async function drip(visit: Visit): Promise<void> {
  await withPicture(visit, async ({ bytes, type, etag }) => {
    const { response, query } = visit;
    response.writeHead(200, { 'content-type': type, 'content-length': bytes.length, etag });
    for (const byte of bytes) {
      if (response.destroyed) return;
      response.write(Uint8Array.of(byte));
      await sleep(Number(query.get('ms') ?? 20));
    }
    response.end();
  });
}

async function endless({ response }: Visit): Promise<void> {
  response.writeHead(200, { 'content-type': 'image/jpeg' });
  const start = await makePicture({ seed: 1 });
  response.write(start);
  const block = Buffer.alloc(64 * 1024);
  const gone = once(response, 'close');
  while (!response.destroyed) {
    if (response.write(block)) continue;
    const controller = new AbortController();
    await Promise.race([once(response, 'drain', { signal: controller.signal }).catch(() => null), gone]);
    controller.abort();
  }
}

async function changing(visit: Visit): Promise<void> {
  const picture = await pictureOf(visit, visit.visit);
  if (picture === null) return page(visit.response, 404, 'Not found');
  const cut = Number(visit.query.get('cut') ?? 0);
  if (visit.visit > 1 || cut === 0) {
    if (!sendRange(visit, picture)) visit.response.writeHead(200, headersOf(picture)).end(picture.bytes);
    return;
  }
  breakOff(visit, picture, cut);
}

function breakOff({ response }: Visit, picture: Picture, bytes: number): void {
  response.writeHead(200, headersOf(picture));
  response.write(picture.bytes.subarray(0, bytes), () => response.socket?.end());
}

function redirect(visit: Visit): void | Promise<void> {
  const left = Number(visit.segments[0] ?? 0);
  if (left <= 0) return passOn(visit, 1);
  const rest = visit.segments.slice(1).map(encodeURIComponent).join('/');
  const location = `/redirect/${left - 1}/${rest}${search(visit)}`;
  visit.response.writeHead(302, { location, 'content-length': 0 }).end();
}

function search({ query }: Visit): string {
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** By the first part of the path; the head of this file describes each. */
export const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  pictures: sendPicture,
  status: ({ response, segments, query }) => {
    const after = query.get('after');
    page(response, Number(segments[0]), 'Trouble', after === null ? {} : { 'retry-after': after });
  },
  html: ({ response, segments, query }) => {
    page(response, 200, segments[0] ?? '', {
      'content-type': query.get('type') ?? 'text/html; charset=utf-8',
    });
  },
  truncated: sendHalf('length', ({ response }) => response.socket?.end()),
  'cut-chunks': sendHalf('chunked', ({ response }) => response.socket?.end()),
  reset: sendHalf('length', ({ response }) => response.socket?.resetAndDestroy()),
  'reset-at-once': ({ request }) => void request.socket.resetAndDestroy(),
  silent: () => undefined,
  stall: sendHalf('length', () => undefined),
  drip,
  lying: async (visit) => {
    const bytes = await makePicture({
      seed: Number.parseInt(visit.segments.at(-1) ?? '1', 10),
      format: 'png',
    });
    visit.response
      .writeHead(200, { 'content-type': 'image/jpeg', 'content-length': bytes.length })
      .end(bytes);
  },
  'no-type': (visit) =>
    withPicture(visit, ({ bytes }) => {
      visit.response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    }),
  empty: ({ response }) => {
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': 0 }).end();
  },
  'no-content': ({ response }) => void response.writeHead(204).end(),
  redirect,
  loop: ({ request, response }) => {
    response.writeHead(302, { location: request.url, 'content-length': 0 }).end();
  },
  'redirect-to': ({ response, query }) => {
    const status = Number(query.get('status') ?? 302);
    response.writeHead(status, { location: query.get('url') ?? '', 'content-length': 0 }).end();
  },
  flaky: (visit) => {
    if (visit.visit > Number(visit.segments[0])) return passOn(visit, 1);
    visit.request.socket.resetAndDestroy();
  },
  'flaky-status': (visit) => {
    if (visit.visit > Number(visit.segments[0])) return passOn(visit, 2);
    page(visit.response, Number(visit.segments[1]), 'Trouble');
  },
  changing,
  'cut-once': async (visit) => {
    if (visit.visit > 1) return passOn(visit, 1);
    await withPicture(visit, (picture) => breakOff(visit, picture, Number(visit.segments[0])));
  },
  'no-validators': (visit) =>
    withPicture(visit, ({ bytes, type }) => {
      visit.response.writeHead(200, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
    }),
  'no-ranges': (visit) =>
    withPicture(visit, (picture) => {
      visit.response.writeHead(200, headersOf(picture)).end(picture.bytes);
    }),
  'close-delimited': (visit) =>
    withPicture(visit, ({ bytes, type }) => {
      visit.request.socket.end(
        Buffer.concat([
          Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nConnection: close\r\n\r\n`),
          bytes,
        ]),
      );
    }),
  chunked: (visit) =>
    withPicture(visit, ({ bytes, type }) => {
      visit.response.writeHead(200, { 'content-type': type });
      visit.response.write(bytes.subarray(0, 10));
      visit.response.end(bytes.subarray(10));
    }),
  endless,
  'huge-header': ({ response, segments }) => {
    response.writeHead(200, { 'x-huge': 'a'.repeat(Number(segments[0])), 'content-length': 0 }).end();
  },
  gzip: (visit) =>
    withPicture(visit, ({ bytes, type }) => {
      const body = gzipSync(bytes);
      visit.response
        .writeHead(200, { 'content-type': type, 'content-encoding': 'gzip', 'content-length': body.length })
        .end(body);
    }),
  bomb: ({ response }) => {
    const body = gzipSync(Buffer.alloc(32 * 1024 * 1024));
    response
      .writeHead(200, {
        'content-type': 'image/jpeg',
        'content-encoding': 'gzip',
        'content-length': body.length,
      })
      .end(body);
  },
  auth: (visit) => {
    const expected = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    if (visit.request.headers.authorization === expected) return sendPicture(visit);
    page(visit.response, 401, 'Sign in', { 'www-authenticate': 'Basic realm="pictures"' });
  },
  echo: ({ request, response }) => {
    const body = JSON.stringify(request.headers);
    response
      .writeHead(200, { 'content-type': 'image/jpeg', 'content-length': Buffer.byteLength(body) })
      .end(body);
  },
};
