import { namesPrivateHost } from './addresses.ts';
import type { Answer } from './exchange.ts';
import { ask, discard } from './exchange.ts';
import { checkTarget, isRedirect, MAX_REDIRECTS, redirectTarget } from './redirects.ts';
import { strongValidator } from './resume.ts';
import type { Run } from './run.ts';
import { fail, isConditional, report } from './run.ts';

interface Hop {
  readonly url: URL;
  /** From the person's own line; sent while `isOwn`. */
  readonly authorization: string | null;
  /** Nothing but the origin of the person's own line was asked so far: what is meant for it may go along. */
  readonly isOwn: boolean;
}

function decodeUserinfo(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function firstHop(text: string): Hop {
  const url = new URL(text);
  const { username, password } = url;
  if (url.hash !== '') url.hash = '';
  if (username === '' && password === '') return { url, authorization: null, isOwn: true };
  url.username = '';
  url.password = '';
  const pair = `${decodeUserinfo(username)}:${decodeUserinfo(password)}`;
  return { url, authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`, isOwn: true };
}

/** Asks along redirects up to the answer that counts; null when the attempt has ended instead. */
export async function findAnswer(run: Run): Promise<Answer | null> {
  let hop = firstHop(run.request.url);
  // Who writes down a private address means that one; what others lead to must be public.
  let ownHost: string | null = hop.url.hostname;
  const refusal = checkTarget(hop.url, ownHost);
  if (refusal !== null) return fail(run, refusal);
  for (let redirects = 0; ; redirects += 1) {
    const isPrivateAllowed = ownHost !== null && namesPrivateHost(ownHost);
    const answer = await askPatiently(run, hop, isPrivateAllowed);
    if (answer === null || !isRedirect(answer.status)) return answer;
    await discard(answer, run.line.leash);
    if (redirects === MAX_REDIRECTS) return fail(run, { code: 'too-many-redirects' }, answer.status);
    const target = redirectTarget(hop.url, answer.response.rawHeaders, ownHost);
    if (!target.ok) return fail(run, target.failure, answer.status);
    if (target.value.hostname !== ownHost) ownHost = null;
    hop = { ...hop, url: target.value, isOwn: hop.isOwn && target.value.origin === hop.url.origin };
  }
}

/** Nothing but what every server may see, and what is meant for the person's own origin. */
function headersFor({ request, opened, headBytes }: Run, hop: Hop): Record<string, string> {
  const headers: Record<string, string> = {};
  if (hop.isOwn && hop.authorization !== null) headers['authorization'] = hop.authorization;
  if (hop.isOwn) Object.assign(headers, request.headers);
  const validator = opened === null ? null : strongValidator(opened.part);
  if (opened !== null && validator !== null) {
    headers['range'] = `bytes=${opened.part.bytes}-`;
    headers['if-range'] = validator;
  } else if (headBytes !== null) {
    headers['range'] = `bytes=0-${headBytes - 1}`;
  } else if (isConditional(request)) {
    const { etag = null, lastModified = null } = request.validators ?? {};
    if (etag !== null) headers['if-none-match'] = etag;
    if (lastModified !== null) headers['if-modified-since'] = lastModified;
  }
  return headers;
}

async function askPatiently(run: Run, hop: Hop, isPrivateAllowed: boolean): Promise<Answer | null> {
  const { context, line } = run;
  if (line.leash.end !== null) return null;
  report(run, 'connecting');
  const question = { url: hop.url, headers: headersFor(run, hop), isPrivateAllowed, isFresh: false };
  const answer = await ask(context.client, question, line);
  if (answer !== 'stale') return answer;
  const second = await ask(context.client, { ...question, isFresh: true }, line);
  return second === 'stale' ? null : second;
}
