/** When bytes of an earlier attempt may be gone on with: only if the server proves that they are of the same file. */
import type { IncomingHttpHeaders } from 'node:http';
import type { PartRecord } from '#contract/worker-messages.ts';
import { contentLength } from './answers.ts';

/** Below this, asking again is cheaper than resuming. */
export const RESUME_MIN_BYTES = 1024 * 1024;

/** RFC 9110 8.8.2.2: a Last-Modified is strong when it is a minute older than the answer. */
const STRONG_AGE_MS = 60_000;

type Validators = Pick<PartRecord, 'etag' | 'lastModified' | 'date'>;

/** What `If-Range` may carry: a strong ETag, else a Last-Modified that is old enough; null for neither. */
export function strongValidator({ etag, lastModified, date }: Validators): string | null {
  if (etag !== null) return /^"[^"]*"$/.test(etag) ? etag : null;
  if (lastModified === null || date === null) return null;
  return Date.parse(date) - Date.parse(lastModified) >= STRONG_AGE_MS ? lastModified : null;
}

/** True where a part of so many bytes, with what is known of it, can be gone on with. */
export function isResumable(part: PartRecord): boolean {
  return part.bytes >= RESUME_MIN_BYTES && strongValidator(part) !== null;
}

/** The record of a body that broke off after `bytes`; null where it cannot be resumed. */
export function partRecord(
  headers: IncomingHttpHeaders,
  bytes: number,
  totalBytes: number | null,
): PartRecord | null {
  // A body that ends with the connection never says that it is whole, an encoded one has other offsets.
  const isDelimited = contentLength(headers) !== null || headers['transfer-encoding'] !== undefined;
  const isEncoded = !/^(identity)?$/i.test(headers['content-encoding'] ?? '');
  if (!isDelimited || isEncoded || headers['accept-ranges'] === 'none') return null;
  const record: PartRecord = {
    bytes,
    totalBytes,
    etag: headers.etag ?? null,
    lastModified: headers['last-modified'] ?? null,
    date: headers.date ?? null,
  };
  return isResumable(record) ? record : null;
}

interface ContentRange {
  /** Null in an answer to a range that cannot be given (416). */
  readonly start: number | null;
  readonly totalBytes: number | null;
}

/** Reads `bytes 100-199/200`, `bytes 100-199/*` and the `bytes * /200` of a 416; null for anything else. */
export function parseContentRange(header: string | undefined): ContentRange | null {
  const match = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(header?.trim() ?? '');
  if (match === null) return null;
  const start = match[1] === undefined ? null : Number(match[1]);
  const totalBytes = match[3] === '*' ? null : Number(match[3]);
  if (start !== null && (Number(match[2]) < start || Number(match[2]) >= (totalBytes ?? Infinity)))
    return null;
  return { start, totalBytes };
}

function isSameFile(part: PartRecord, headers: IncomingHttpHeaders): boolean {
  // Some servers ignore If-Range and send a range of the new version.
  if (part.etag !== null) return headers.etag === part.etag;
  return headers['last-modified'] === undefined || headers['last-modified'] === part.lastModified;
}

export type RangeVerdict =
  | { readonly kind: 'append'; readonly totalBytes: number | null }
  | { readonly kind: 'complete' }
  | { readonly kind: 'restart' };

const RESTART: RangeVerdict = { kind: 'restart' };

/** Judges a 206 or 416 that answers `Range: bytes=<part.bytes>-`. */
export function judgeRange(status: number, headers: IncomingHttpHeaders, part: PartRecord): RangeVerdict {
  const range = parseContentRange(headers['content-range']);
  if (range === null) return RESTART;
  if (status === 416) {
    const isOther = headers.etag !== undefined && !isSameFile(part, headers);
    return range.totalBytes === part.bytes && !isOther ? { kind: 'complete' } : RESTART;
  }
  if (range.start !== part.bytes || !isSameFile(part, headers)) return RESTART;
  const totalBytes = range.totalBytes ?? part.totalBytes;
  if (part.totalBytes !== null && totalBytes !== part.totalBytes) return RESTART;
  return { kind: 'append', totalBytes };
}
