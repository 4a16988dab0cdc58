import type { Failure } from '#contract/failures.ts';
import type { ImageFormat, Timeline } from '#contract/model.ts';
import type { PartRecord } from '#contract/worker-messages.ts';

export interface FetchRequest {
  /** With its secrets: `user:pass@` becomes Basic auth for that origin only. */
  readonly url: string;
  /** Where unfinished bytes go. */
  readonly partPath: string;
  /** What an earlier attempt left there, if it can be resumed. */
  readonly part: PartRecord | null;
  /** Also on inflated bytes. */
  readonly maxBytes: number;
  /** What the person's list wants to go with it, to the origin of `url` only (`ownHeaders`). */
  readonly headers?: Headers;
  /** Of a file that is here: the server is asked whether it has another by now. Of no use with a `part`. */
  readonly validators?: Validators | null;
}

/** Names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** What servers call a version of a file. */
export interface Validators {
  /** Strong or weak. */
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface FetchProgress {
  readonly state: 'connecting' | 'downloading';
  /** In hand, those of an earlier attempt included. */
  readonly receivedBytes: number;
  readonly totalBytes: number | null;
}

export interface FetchOptions {
  /** Its reason is not looked at: the caller knows why. */
  readonly signal: AbortSignal;
  /** Called at each step and for each piece of the body, so it must be cheap. */
  readonly onProgress?: (progress: FetchProgress) => void;
}

export interface Fetched {
  readonly bytes: number;
  /** Of all bytes, hexadecimal. */
  readonly sha256: string;
  /** After redirects, without user name and password; of a `data:` URL only what is before the data. */
  readonly finalUrl: string;
  /** Null for a `data:` URL. */
  readonly httpStatus: number | null;
  readonly contentType: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly date: string | null;
  readonly robotsTag: string | null;
  /** As sent: latin-1, not decoded. */
  readonly contentDisposition: string | null;
  /** What the signature says; null where it says nothing, which the image worker judges. */
  readonly format: ImageFormat | null;
}

/** What a 304 says of the file; null where it repeats nothing. */
export type Unchanged = Pick<Fetched, 'finalUrl' | 'httpStatus' | 'etag' | 'lastModified' | 'robotsTag'>;

/**
 * How an attempt ended. Where `part` is null nothing is left in the part file; else exactly `part.bytes` are.
 * `receivedBytes` are those that this attempt received.
 */
export type FetchOutcome =
  | {
      readonly kind: 'fetched';
      readonly fetched: Fetched;
      readonly receivedBytes: number;
      readonly timeline: Timeline;
    }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      readonly httpStatus: number | null;
      readonly retryAfterMs: number | null;
      readonly receivedBytes: number;
      readonly timeline: Timeline;
      readonly part: PartRecord | null;
    }
  /** The server has what the validators name; nothing was received. */
  | { readonly kind: 'unchanged'; readonly answer: Unchanged; readonly timeline: Timeline }
  | { readonly kind: 'aborted'; readonly part: PartRecord | null; readonly receivedBytes: number };

export interface LookRequest {
  /** With its secrets. */
  readonly url: string;
  /** Bytes that are read at most. */
  readonly maxBytes: number;
  readonly headers?: Headers;
}

/** What is behind a URL, as far as its first bytes say. */
export type LookOutcome =
  | {
      readonly kind: 'seen';
      readonly head: Buffer;
      /** The head is all there is. */
      readonly isWhole: boolean;
      readonly contentType: string | null;
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'aborted' };

/** The timeline of what took no time on the network. */
export const NO_TIME: Timeline = {
  dnsMs: null,
  connectMs: null,
  tlsMs: null,
  firstByteMs: null,
  bodyMs: null,
  checkMs: null,
};
