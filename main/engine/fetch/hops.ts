import { namesPrivateHost } from './addresses.ts';
import type { Answer } from './exchange.ts';
import { ask, discard } from './exchange.ts';
import { checkTarget, isRedirect, MAX_REDIRECTS, redirectTarget } from './redirects.ts';
import { strongValidator } from './resume.ts';
import type { Run } from './run.ts';
import { fail, report } from './run.ts';

interface Hop {
  readonly url: URL;
  /** For the person's own origin only, and never again once another was asked. */
  readonly authorization: string | null;
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
  if (username === '' && password === '') return { url, authorization: null };
  url.username = '';
  url.password = '';
  const pair = `${decodeUserinfo(username)}:${decodeUserinfo(password)}`;
  return { url, authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

/** Asks along redirects up to the answer that counts; null when the attempt has ended instead. */
export async function findAnswer(run: Run): Promise<Answer | null> {
  let hop = firstHop(run.request.url);
  // Who writes down a private address means it; what others lead to must be public.
  const isPrivateAllowed = namesPrivateHost(hop.url.hostname);
  const refusal = checkTarget(hop.url, isPrivateAllowed);
  if (refusal !== null) return fail(run, refusal);
  for (let redirects = 0; ; redirects += 1) {
    const answer = await askPatiently(run, hop, isPrivateAllowed);
    if (answer === null || !isRedirect(answer.status)) return answer;
    await discard(answer, run.line.leash);
    if (redirects === MAX_REDIRECTS) return fail(run, { code: 'too-many-redirects' }, answer.status);
    const target = redirectTarget(hop.url, answer.response.rawHeaders, isPrivateAllowed);
    if (!target.ok) return fail(run, target.failure, answer.status);
    const isSameOrigin = target.value.origin === hop.url.origin;
    hop = { url: target.value, authorization: isSameOrigin ? hop.authorization : null };
  }
}

/** Nothing but what every server may see, and the credentials of the hop. */
function headersFor(run: Run, hop: Hop): Record<string, string> {
  const headers: Record<string, string> = {};
  if (hop.authorization !== null) headers['authorization'] = hop.authorization;
  const validator = run.opened === null ? null : strongValidator(run.opened.part);
  if (run.opened !== null && validator !== null) {
    headers['range'] = `bytes=${run.opened.part.bytes}-`;
    headers['if-range'] = validator;
  }
  return headers;
}

async function askPatiently(
  run: Run,
  { url, ...hop }: Hop,
  isPrivateAllowed: boolean,
): Promise<Answer | null> {
  const { context, line } = run;
  if (line.leash.end !== null) return null;
  report(run, 'connecting');
  const question = { url, headers: headersFor(run, { url, ...hop }), isPrivateAllowed, isFresh: false };
  const answer = await ask(context.client, question, line);
  if (answer !== 'stale') return answer;
  const second = await ask(context.client, { ...question, isFresh: true }, line);
  return second === 'stale' ? null : second;
}
