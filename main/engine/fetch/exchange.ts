/** One question and its answer on one connection. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Request } from 'got';
import type { Failure } from '#contract/failures.ts';
import { toFailure } from '../failures.ts';
import { contentLength } from './answers.ts';
import type { Client, Question } from './client.ts';
import type { End, Leash } from './leash.ts';
import { createLeash, failedWith } from './leash.ts';
import type { Watchdog, Watched } from './watchdog.ts';

/** What an attempt hangs on: its leash, its watch, and the connection of the moment. */
export interface Line {
  readonly leash: Leash;
  readonly watched: Watched;
  /** Of the last question; its timings tell where the time went. */
  stream: Request | null;
  /** Of its answer. */
  status: number | null;
}

export interface Answer {
  /** That was asked, without user name and password. */
  readonly url: URL;
  readonly stream: Request;
  readonly response: IncomingMessage;
  readonly status: number;
  /** From here on, what happens to this connection is no matter of the attempt. */
  abandon(): void;
}

/** Of an answer that is not wanted, so much is read to keep its connection for the next question. */
const DISCARD_BYTES = 64 * 1024;
const DISCARD_MS = 250;

function endOf(error: unknown, watched: Watched, status: number | null): End {
  try {
    const failure = toFailure(error);
    // However the connection went away: what there is of the body is too short.
    const isCut = watched.phase === 'receiving' && failure.code === 'reset';
    return failedWith(isCut ? { code: 'truncated-body' } : failure, status);
  } catch (thrown) {
    return { kind: 'thrown', error: thrown };
  }
}

/**
 * Asks once. Null when the leash was pulled meanwhile; 'stale' when the server had closed a kept connection before
 * it saw the question, which is nobody's failure and worth a fresh connection.
 */
export function ask(client: Client, question: Question, line: Line): Promise<Answer | 'stale' | null> {
  const { leash, watched } = line;
  return new Promise((resolve) => {
    const stream = client.open(question);
    let isAbandoned = false;
    line.stream = stream;
    line.status = null;
    watched.phase = 'connecting';
    watched.isConnected = () => isConnected(stream, question.url);
    leash.onStop(() => {
      stream.destroy();
      resolve(null);
    });
    stream.on('error', (error: unknown) => {
      if (isAbandoned) return;
      const end = endOf(error, watched, line.status);
      const isStale = line.status === null && stream.reusedSocket === true && !question.isFresh;
      if (isStale && end.kind === 'failed' && end.failure.code === 'reset') resolve('stale');
      else leash.stop(end);
    });
    // Node hands the socket over with a 101 that nobody asked for, and then nobody else closes it.
    stream.once('upgrade', (_response: IncomingMessage, socket: Socket) => {
      socket.destroy();
      leash.stop(failedWith({ code: 'bad-response' }, 101));
    });
    stream.once('response', (response: IncomingMessage) => {
      const status = response.statusCode ?? 0;
      line.status = status;
      watched.phase = 'receiving';
      const abandon = (): void => {
        isAbandoned = true;
      };
      resolve({ url: question.url, stream, response, status, abandon });
    });
  });
}

function isConnected(stream: Request, url: URL): boolean {
  const timings = stream.timings;
  return (url.protocol === 'https:' ? timings?.secureConnect : timings?.connect) !== undefined;
}

/** Reads the rest of an unwanted answer if it is short and quick, so that its connection serves again; else closes it. */
export function discard({ stream, response, abandon }: Answer, leash: Leash): Promise<void> {
  abandon();
  return new Promise((resolve) => {
    const close = (): void => void stream.destroy();
    const timer = setTimeout(close, DISCARD_MS);
    const settle = (): void => {
      clearTimeout(timer);
      resolve();
    };
    stream.once('end', settle);
    stream.once('close', settle);
    leash.onStop(close);
    if ((contentLength(response.headers) ?? 0) > DISCARD_BYTES) close();
    let bytes = 0;
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > DISCARD_BYTES) close();
    });
  });
}

/** True where the body was sent in a coding that `readBody` takes off. */
export function isEncoded({ response }: Answer): boolean {
  return CODINGS.has(response.headers['content-encoding']?.trim().toLowerCase() ?? '');
}

const CODINGS = new Set(['gzip', 'x-gzip', 'deflate', 'br']);

function decoderFor(encoding: string | undefined): Transform | null {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      // Names that mean nothing ("utf-8", "none") are common; bytes that are no picture are found out anyway.
      return null;
  }
}

/** Sees the bytes of a body; a failure stops it. */
export interface BodyReader {
  onChunk(chunk: Buffer): Failure | null;
  /** Called once, with the thing that can be held back. */
  onSource(source: Readable): void;
}

/** Reads a body to its proven end. When it answers, the leash says whether it got there. */
export function readBody(answer: Answer, { leash, watched }: Line, reader: BodyReader): Promise<void> {
  const { stream, response, status } = answer;
  const decoder = decoderFor(response.headers['content-encoding']);
  const source: Readable = decoder ?? stream;
  return new Promise((resolve) => {
    leash.onStop(() => {
      stream.destroy();
      decoder?.destroy();
      resolve();
    });
    stream.on('data', (chunk: Buffer) => {
      watched.receivedBytes += chunk.length;
    });
    if (decoder !== null) {
      stream.pipe(decoder);
      decoder.on('error', (error) => leash.stop(endOf(error, watched, status)));
    }
    source.on('data', (chunk: Buffer) => {
      if (leash.end !== null) return;
      const failure = reader.onChunk(chunk);
      if (failure !== null) leash.stop(failedWith(failure, status));
    });
    source.once('end', () => {
      watched.phase = 'local';
      answer.abandon();
      if (!response.complete) leash.stop(failedWith({ code: 'truncated-body' }, status));
      resolve();
    });
    reader.onSource(source);
  });
}

/** Makes the line of one attempt, watched until the returned function is called. */
export function openLine(watchdog: Watchdog): { line: Line; unwatch: () => void } {
  const leash = createLeash();
  const watched: Watched = {
    phase: 'local',
    receivedBytes: 0,
    isHeldBack: false,
    isConnected: () => false,
    expire: (code) => leash.stop(failedWith({ code }, line.status)),
  };
  const line: Line = { leash, watched, stream: null, status: null };
  return { line, unwatch: watchdog.watch(watched) };
}
