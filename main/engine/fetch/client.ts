/** Connections: got for the exchange, agents of our own for the sockets, every address checked before it is used. */

import type { ClientRequest, RequestOptions } from 'node:http';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Got, Request } from 'got';
import got from 'got';
import { guardedLookup, plainHost } from './addresses.ts';

const MAX_HEADER_BYTES = 64 * 1024;

/** A connection that nobody uses is closed after this, so that a list of many hosts does not hoard them. */
const FREE_SOCKET_MS = 15_000;

export interface Question {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly isPrivateAllowed: boolean;
  /** On a connection that was not used before. */
  readonly isFresh: boolean;
}

export interface Client {
  /** Sends a GET; the stream tells `response`, then gives the body as it was sent. Never follows, never retries. */
  open(question: Question): Request;
  /** Closes all connections, also those in use. */
  close(): void;
}

interface Pool {
  readonly got: Got;
  destroy(): void;
}

type Agents = { readonly http: HttpAgent; readonly https: HttpsAgent };

/**
 * Got's own options make `http.request` and the agent two to three times dearer than the few that a GET needs, so
 * only those are passed on.
 */
function leanRequest(agents: Agents) {
  return (url: URL, { headers }: { readonly headers?: RequestOptions['headers'] }): ClientRequest => {
    const isSecure = url.protocol === 'https:';
    const options: RequestOptions = {
      method: 'GET',
      protocol: url.protocol,
      hostname: plainHost(url.hostname),
      path: url.pathname + url.search,
      headers: headers ?? {},
      maxHeaderSize: MAX_HEADER_BYTES,
      agent: isSecure ? agents.https : agents.http,
    };
    if (url.port !== '') options.port = url.port;
    return isSecure ? httpsRequest(options) : httpRequest(options);
  };
}

function createPool(isPrivateAllowed: boolean, keepAlive: boolean, userAgent: string): Pool {
  const options = { keepAlive, lookup: guardedLookup(isPrivateAllowed), timeout: FREE_SOCKET_MS };
  const agents: Agents = { http: new HttpAgent(options), https: new HttpsAgent(options) };
  return {
    got: got.extend({
      request: leanRequest(agents),
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
      decompress: false,
      headers: {
        'user-agent': userAgent,
        accept: 'image/avif,image/webp,image/*,*/*;q=0.8',
        // Identity, so that Content-Length counts the bytes we keep and no small body grows without bound.
        'accept-encoding': 'identity',
      },
    }),
    destroy: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** Makes the connections of one fetcher. */
export function createClient(userAgent: string): Client {
  const pools = new Map<string, Pool>();
  function poolFor({ isPrivateAllowed, isFresh }: Question): Pool {
    const key = `${isPrivateAllowed} ${isFresh}`;
    const pool = pools.get(key) ?? createPool(isPrivateAllowed, !isFresh, userAgent);
    pools.set(key, pool);
    return pool;
  }
  return {
    open: (question) => poolFor(question).got.stream(question.url, { headers: question.headers }),
    close: () => {
      for (const pool of pools.values()) pool.destroy();
    },
  };
}
