import { createHash } from 'node:crypto';
import type { Fetcher, FetchOutcome, FetchRequest } from '../../main/engine/fetch/fetcher.ts';
import { createFetcher } from '../../main/engine/fetch/fetcher.ts';
import type { FetchTimeouts } from '../../main/engine/fetch/watchdog.ts';
import type { ImageServer } from './image-server.ts';
import { startImageServer } from './image-server.ts';
import { temporaryFolder } from './temp-folder.ts';

/** A server, a fetcher and a folder that belong together for one test. */
export interface Fetching extends AsyncDisposable {
  readonly server: ImageServer;
  readonly fetcher: Fetcher;
  readonly partPath: string;
  /** Fetches a path of the server, or a whole URL. */
  fetch(pathOrUrl: string, request?: Partial<FetchRequest>, signal?: AbortSignal): Promise<FetchOutcome>;
}

const QUICK: FetchTimeouts = {
  connectMs: 2000,
  firstByteMs: 150,
  idleMs: 150,
  minBytesPerSecond: 1024,
  rateWindowMs: 400,
};

/** Starts them; timeouts are short where `isQuick` and the usual ones else. */
export async function startFetching({ isQuick = false } = {}): Promise<Fetching> {
  const server = await startImageServer();
  const folder = await temporaryFolder();
  const fetcher = createFetcher({
    userAgent: 'Pixhaul/test',
    now: Date.now,
    ...(isQuick ? { timeouts: QUICK } : {}),
  });
  const partPath = folder.file('.pixhaul-1.part');
  return {
    server,
    fetcher,
    partPath,
    fetch: (pathOrUrl, request = {}, signal = new AbortController().signal) => {
      const url = pathOrUrl.startsWith('/') ? server.url(pathOrUrl) : pathOrUrl;
      return fetcher.fetchImage(
        { url, partPath, part: null, maxBytes: 64 * 1024 * 1024, ...request },
        { signal },
      );
    },
    [Symbol.asyncDispose]: async () => {
      fetcher.close();
      await server.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Hexadecimal, as everything says it. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
