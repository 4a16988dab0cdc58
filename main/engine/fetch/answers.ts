/** What status and headers of an answer mean. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Failure } from '#contract/failures.ts';

/** Judges the status of an answer without a Range; null where its body is wanted. */
export function statusFailure(status: number): Failure | null {
  if (status === 200) return null;
  if (status === 204 || status === 205) return { code: 'no-content' };
  // A 304 or 206 that nobody asked for, or another kind of success: there is no whole picture in it, but the next
  // answer may be better.
  if (status < 300 || status === 304) return { code: 'bad-response' };
  return { code: `http-${status}` };
}

/** The declared length of the body; null where there is none. Node refuses a broken or ambiguous one before this. */
export function contentLength(headers: IncomingHttpHeaders): number | null {
  const value = headers['content-length'];
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : null;
}

/**
 * How long the server asks to wait, in milliseconds; null where it does not say or says nonsense. A date is measured
 * against the server's own clock where it sends one, so that a wrong clock here does not wait for hours.
 */
export function retryAfterMs(headers: IncomingHttpHeaders, now: number): number | null {
  const value = headers['retry-after']?.trim();
  if (value === undefined) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // Date.parse takes "-5" and the like for years.
  if (!/^[A-Z][a-z]{2}/.test(value)) return null;
  const until = Date.parse(value);
  if (Number.isNaN(until)) return null;
  const serverNow = Date.parse(headers.date ?? '');
  return Math.max(0, until - (Number.isNaN(serverNow) ? now : serverNow));
}

/** True where the server itself calls the body a web page. */
export function isHtmlType(contentType: string | undefined): boolean {
  return /^\s*(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(contentType ?? '');
}
