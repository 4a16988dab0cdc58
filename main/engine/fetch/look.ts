import { contentLength, statusFailure } from './answers.ts';
import type { Answer } from './exchange.ts';
import { openLine, readBody } from './exchange.ts';
import { findAnswer } from './hops.ts';
import type { FetchOptions, LookOutcome, LookRequest } from './outcome.ts';
import { parseContentRange } from './resume.ts';
import type { AttemptContext, Run } from './run.ts';
import { fail, localEnd } from './run.ts';

interface Seen {
  readonly head: Buffer;
  readonly isWhole: boolean;
  readonly contentType: string | null;
}

/** Reads the first bytes behind a URL into memory and closes the connection if more comes. Rejects only for a bug. */
export async function runLook(
  { url, maxBytes, headers }: LookRequest,
  options: FetchOptions,
  context: AttemptContext,
): Promise<LookOutcome> {
  const { line, unwatch } = openLine(context.watchdog);
  const request = { url, partPath: '', part: null, maxBytes, ...(headers && { headers }) };
  const state = { opened: null, part: null, totalBytes: null, bytesInHand: 0, headBytes: maxBytes };
  const run: Run = { context, request, options, line, startedAt: Date.now(), ...state };
  const abort = (): void => line.leash.stop({ kind: 'aborted' });
  options.signal.addEventListener('abort', abort, { once: true });
  if (options.signal.aborted) abort();
  try {
    const seen = await look(run);
    const { end } = line.leash;
    if (seen !== null) return { kind: 'seen', ...seen };
    if (end === null) throw new Error('A look ended without bytes and without a reason');
    if (end.kind === 'thrown') throw end.error;
    return end.kind === 'aborted' ? { kind: 'aborted' } : { kind: 'failed', failure: end.failure };
  } finally {
    options.signal.removeEventListener('abort', abort);
    unwatch();
  }
}

async function look(run: Run): Promise<Seen | null> {
  try {
    const answer = await findAnswer(run);
    if (answer?.status !== 416) return answer === null ? null : await readHead(run, answer);
    // An empty file has no first byte, and some servers refuse a range that is longer than the file.
    answer.abandon();
    answer.stream.destroy();
    run.headBytes = null;
    const whole = await findAnswer(run);
    return whole === null ? null : await readHead(run, whole);
  } catch (error) {
    run.line.leash.stop(localEnd(error));
    return null;
  }
}

/** Whether an answer begins with the first byte of the file. */
function beginsAtZero({ status, response }: Answer): boolean {
  return status === 206 && parseContentRange(response.headers['content-range'])?.start === 0;
}

async function readHead(run: Run, answer: Answer): Promise<Seen | null> {
  const { maxBytes } = run.request;
  const { leash } = run.line;
  const { headers } = answer.response;
  const failure = beginsAtZero(answer) ? null : statusFailure(answer.status);
  if (failure !== null) {
    answer.abandon();
    answer.stream.destroy();
    return fail(run, failure, answer.status);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  let hasEnough = false;
  await readBody(answer, run.line, {
    onSource: () => undefined,
    onChunk: (chunk) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= maxBytes) return null;
      hasEnough = true;
      answer.abandon();
      leash.stop({ kind: 'aborted' });
      return null;
    },
  });
  if (leash.end !== null && !hasEnough) return null;
  const total = parseContentRange(headers['content-range'])?.totalBytes ?? contentLength(headers);
  const isWhole = !hasEnough && (answer.status === 200 || total === null || total <= bytes);
  const head = Buffer.concat(chunks).subarray(0, maxBytes);
  return { head, isWhole, contentType: headers['content-type'] ?? null };
}
