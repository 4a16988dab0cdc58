import { validateHeaderName } from 'node:http';
import type { LineFacts } from '#contract/worker-messages.ts';
import type { Headers } from './outcome.ts';

/** What belongs to the connection, or says which bytes are wanted: a list has no say in it. */
const OURS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const SECRETS = new Set(['authorization', 'cookie']);

function isName(name: string): boolean {
  try {
    validateHeaderName(name);
    return true;
  } catch {
    return false;
  }
}

/** As bytes of UTF-8, which is how servers and other clients take it; control characters end nothing. */
function toValue(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach the wire
  return Buffer.from(text.replace(/[\0-\x08\x0a-\x1f\x7f]/g, ''), 'utf8').toString('latin1');
}

/**
 * The headers that a list wants to go with a line: referer, user agent and others, as they are sent. What belongs to
 * the connection is left out. For another URL of the same line (a mirror at another origin) secrets are left out too.
 */
export function ownHeaders(facts: LineFacts | null, url: string, lineUrl: string): Headers | undefined {
  const given: (readonly [string, string])[] = [...(facts?.headers ?? [])];
  if (facts?.userAgent !== undefined) given.push(['user-agent', facts.userAgent]);
  if (facts?.referer !== undefined) given.push(['referer', URL.parse(facts.referer)?.href ?? facts.referer]);
  if (given.length === 0) return undefined;
  const isSameOrigin = URL.parse(url)?.origin === URL.parse(lineUrl)?.origin;
  const headers: Record<string, string> = {};
  for (const [name, value] of given) {
    const lower = name.trim().toLowerCase();
    if (!isName(lower) || OURS.has(lower) || (!isSameOrigin && SECRETS.has(lower))) continue;
    headers[lower] = toValue(value);
  }
  return headers;
}
