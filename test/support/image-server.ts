/**
 * A loopback server of made pictures that can misbehave, with real sockets. Run it by hand with
 * `node test/support/image-server.ts [port]`; the paths are listed in `image-server-behaviours.ts`.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Visit } from './image-server-behaviours.ts';
import { BEHAVIOURS, sendPicture } from './image-server-behaviours.ts';

export interface SeenRequest {
  readonly method: string;
  /** With the query, as asked for. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Number of the connection it came over, from 1. */
  readonly connection: number;
}

/** Holds back the answers to one path until the test lets them go. */
export interface Gate {
  /** Settles when a request has come to the gate; at once if one already waits. */
  readonly arrived: Promise<void>;
  /** Lets everything pass that waits now or comes later. */
  release(): void;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface ImageServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly port: number;
  /** Everything asked for so far, in order. */
  readonly requests: readonly SeenRequest[];
  /** Most requests that were being answered at once. */
  readonly peakActive: number;
  readonly openConnections: number;
  url(path: string): string;
  /** Requests whose path (without query) is this one. */
  requestsTo(pathname: string): readonly SeenRequest[];
  /** Answers a path (without query) by code of the test. */
  answer(pathname: string, answer: Answer): void;
  /** Answers a path with exactly these bytes on the socket, status line included, and closes (`reset`: RST). */
  answerRaw(pathname: string, bytes: string | Uint8Array, end?: 'close' | 'reset' | 'stay'): void;
  /** Holds a path (without query; a trailing `*` holds all that begin so) before anything is answered. */
  hold(pathname: string): Gate;
  close(): Promise<void>;
}

interface HeldPath extends Gate {
  matches(pathname: string): boolean;
  wait(): Promise<void>;
}

function createGate(pattern: string): HeldPath {
  const arrival = Promise.withResolvers<void>();
  const opening = Promise.withResolvers<void>();
  const prefix = pattern.endsWith('*') ? pattern.slice(0, -1) : null;
  return {
    arrived: arrival.promise,
    release: () => opening.resolve(),
    matches: (pathname) => (prefix === null ? pathname === pattern : pathname.startsWith(prefix)),
    wait: () => {
      arrival.resolve();
      return opening.promise;
    },
  };
}

async function answerVisit(visit: Visit): Promise<void> {
  const name = visit.segments[0] ?? '';
  const behaviour = BEHAVIOURS[name];
  if (behaviour !== undefined) return behaviour({ ...visit, segments: visit.segments.slice(1) });
  return sendPicture(visit);
}

/** Starts a server on a free port of 127.0.0.1 (or the given one). */
export async function startImageServer(port = 0): Promise<ImageServer> {
  const requests: SeenRequest[] = [];
  const answers = new Map<string, Answer>();
  const gates: HeldPath[] = [];
  const sockets = new Map<Socket, number>();
  const visits = new Map<string, number>();
  let connections = 0;
  let active = 0;
  let peakActive = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const url = new URL(path, 'http://server.invalid');
    requests.push({
      method: request.method ?? '',
      path,
      headers: request.headers,
      connection: sockets.get(request.socket) ?? 0,
    });
    const visit = (visits.get(path) ?? 0) + 1;
    visits.set(path, visit);
    for (const gate of gates.filter((one) => one.matches(url.pathname))) await gate.wait();
    const answer = answers.get(url.pathname);
    if (answer !== undefined) return answer(request, response);
    const segments = url.pathname.slice(1).split('/').map(decodeURIComponent);
    return answerVisit({ request, response, segments, query: url.searchParams, visit });
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    active += 1;
    peakActive = Math.max(peakActive, active);
    response.once('close', () => {
      active -= 1;
    });
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.set(socket, connections);
    // Clients that go away in the middle are what many tests are about.
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  const boundPort = (server.address() as AddressInfo).port;
  const origin = `http://127.0.0.1:${boundPort}`;
  async function close(): Promise<void> {
    for (const gate of gates) gate.release();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets.keys()) socket.destroy();
    await closed;
  }

  return {
    origin,
    port: boundPort,
    requests,
    get peakActive() {
      return peakActive;
    },
    get openConnections() {
      return sockets.size;
    },
    url: (path) => `${origin}${path}`,
    requestsTo: (pathname) => requests.filter((one) => one.path.split('?')[0] === pathname),
    answer: (pathname, answer) => void answers.set(pathname, answer),
    answerRaw: (pathname, bytes, end = 'close') =>
      void answers.set(pathname, ({ socket }) => {
        if (end === 'close') socket.end(bytes);
        else socket.write(bytes, () => end === 'reset' && socket.resetAndDestroy());
      }),
    hold: (pathname) => {
      const gate = createGate(pathname);
      gates.push(gate);
      return gate;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await startImageServer(Number(process.argv[2] ?? 0));
  process.stdout.write(`${server.origin}\n`);
  process.once('SIGTERM', () => void server.close());
  process.once('SIGINT', () => void server.close());
}
