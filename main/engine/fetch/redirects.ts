import type { Failure } from '#contract/failures.ts';
import type { Result } from '#contract/model.ts';
import { isForbiddenHost, namesPrivateHost } from './addresses.ts';

const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);
export const MAX_REDIRECTS = 10;

/** True for the statuses that send the client elsewhere. */
export function isRedirect(status: number): boolean {
  return REDIRECT_STATUSES.has(status);
}

const failed = (code: Failure['code']): Result<never> => ({ ok: false, failure: { code } });

/** Servers send UTF-8 here, Node reads headers as latin-1. */
function decodeLocation(header: string): string {
  const text = Buffer.from(header, 'latin1').toString('utf8');
  return text.includes('\uFFFD') ? header : text;
}

function locationsOf(rawHeaders: readonly string[]): ReadonlySet<string> {
  const locations = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === 'location') locations.add(rawHeaders[at + 1] ?? '');
  }
  return locations;
}

/**
 * Says whether a URL may be asked at all, by the address that it spells out: a private one only where it is the host
 * that the person's own line names.
 */
export function checkTarget(url: URL, ownHost: string | null): Failure | null {
  if (isForbiddenHost(url.hostname)) return { code: 'private-address' };
  if (url.hostname !== ownHost && namesPrivateHost(url.hostname)) return { code: 'private-address' };
  return null;
}

/**
 * Where an answer with a redirect status leads: an http(s) URL without user name, password and fragment, whose
 * scheme and spelled-out address are checked; else why it is not followed.
 */
export function redirectTarget(
  from: URL,
  rawHeaders: readonly string[],
  ownHost: string | null,
): Result<URL> {
  const [location, second] = locationsOf(rawHeaders);
  if (location === undefined || location.trim() === '' || second !== undefined) return failed('bad-redirect');
  const target = URL.parse(decodeLocation(location), from.href);
  if (target === null) return failed('bad-redirect');
  if (target.protocol !== 'http:' && target.protocol !== 'https:') return failed('bad-redirect');
  if (from.protocol === 'https:' && target.protocol === 'http:') return failed('insecure-redirect');
  target.username = '';
  target.password = '';
  target.hash = '';
  const refusal = checkTarget(target, ownHost);
  return refusal === null ? { ok: true, value: target } : { ok: false, failure: refusal };
}
