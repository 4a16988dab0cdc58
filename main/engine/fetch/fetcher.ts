import { hash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { toFailure } from '../failures.ts';
import { sniff } from '../images/signature.ts';
import { runAttempt } from './attempt.ts';
import { createClient } from './client.ts';
import { readDataUrl } from './data-url.ts';
import { runLook } from './look.ts';
import type { FetchOptions, FetchOutcome, FetchRequest, LookOutcome, LookRequest } from './outcome.ts';
import { NO_TIME } from './outcome.ts';
import type { FetchTimeouts } from './watchdog.ts';
import { createWatchdog, DEFAULT_TIMEOUTS } from './watchdog.ts';

export type { Fetched, FetchOutcome, FetchRequest, LookOutcome } from './outcome.ts';

export interface FetcherOptions {
  readonly userAgent: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly timeouts?: Partial<FetchTimeouts>;
}

export interface Fetcher {
  /**
   * Makes one attempt: the bytes are in the part file, whole and closed, or the outcome says why not and what is
   * left there. Never retries. Ends within milliseconds of an abort. Rejects only for a bug.
   */
  fetchImage(request: FetchRequest, options: FetchOptions): Promise<FetchOutcome>;
  /** Looks at the first bytes behind a URL and keeps nothing. Never retries. Rejects only for a bug. */
  look(request: LookRequest, options: FetchOptions): Promise<LookOutcome>;
  /** Closes kept connections; abort what runs before. */
  close(): void;
}

/** Makes the one that does all downloads, with its connections. */
export function createFetcher({ userAgent, now, timeouts }: FetcherOptions): Fetcher {
  const client = createClient(userAgent);
  const watchdog = createWatchdog({ ...DEFAULT_TIMEOUTS, ...timeouts });
  return {
    fetchImage: (request, options) =>
      /^data:/i.test(request.url)
        ? takeDataUrl(request, options)
        : runAttempt(request, options, { client, watchdog, now }),
    look: async (request, options) =>
      /^data:/i.test(request.url)
        ? lookAtDataUrl(request)
        : runLook(request, options, { client, watchdog, now }),
    close: () => client.close(),
  };
}

function failedLocally(failure: ReturnType<typeof toFailure>): FetchOutcome {
  const nothing = { httpStatus: null, retryAfterMs: null, receivedBytes: 0, part: null };
  return { kind: 'failed', failure, timeline: NO_TIME, ...nothing };
}

function lookAtDataUrl({ url, maxBytes }: LookRequest): LookOutcome {
  const image = readDataUrl(url, Number.MAX_SAFE_INTEGER);
  if (!image.ok) return { kind: 'failed', failure: image.failure };
  const { bytes, contentType } = image.value;
  return {
    kind: 'seen',
    head: bytes.subarray(0, maxBytes),
    isWhole: bytes.length <= maxBytes,
    contentType,
  };
}

/** The picture is in the line itself: it only has to be written down. */
async function takeDataUrl(request: FetchRequest, { signal }: FetchOptions): Promise<FetchOutcome> {
  if (signal.aborted) return { kind: 'aborted', part: null, receivedBytes: 0 };
  const image = readDataUrl(request.url, request.maxBytes);
  if (!image.ok) return failedLocally(image.failure);
  const { bytes, contentType, prefix } = image.value;
  try {
    await rm(request.partPath, { force: true });
    await writeFile(request.partPath, bytes, { flag: 'wx' });
  } catch (error) {
    return failedLocally(toFailure(error));
  }
  const sniffed = sniff(bytes);
  if (sniffed.kind === 'html') {
    await rm(request.partPath, { force: true });
    return failedLocally({ code: 'html' });
  }
  return {
    kind: 'fetched',
    receivedBytes: bytes.length,
    timeline: NO_TIME,
    fetched: {
      bytes: bytes.length,
      sha256: hash('sha256', bytes, 'hex'),
      finalUrl: prefix,
      httpStatus: null,
      contentType,
      etag: null,
      lastModified: null,
      date: null,
      robotsTag: null,
      contentDisposition: null,
      format: sniffed.kind === 'image' ? sniffed.format : null,
    },
  };
}
