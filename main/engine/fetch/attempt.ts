/** One attempt over HTTP: questions along redirects, a checked answer, its body in the part file. */
import { rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import type { Failure } from '#contract/failures.ts';
import { failureRule } from '#contract/failures.ts';
import type { Timeline } from '#contract/model.ts';
import { assertNever } from '#contract/model.ts';
import type { PartRecord } from '#contract/worker-messages.ts';
import { contentLength, retryAfterMs, statusFailure } from './answers.ts';
import { takeBody } from './body.ts';
import type { Answer } from './exchange.ts';
import { discard, isEncoded, openLine } from './exchange.ts';
import { findAnswer } from './hops.ts';
import type { End } from './leash.ts';
import type { Fetched, FetchOptions, FetchOutcome, FetchRequest, Unchanged } from './outcome.ts';
import type { OpenedPart } from './part-file.ts';
import { openPart } from './part-file.ts';
import { isResumable, judgeRange } from './resume.ts';
import type { AttemptContext, Run } from './run.ts';
import { closeOpened, fail, isConditional, localEnd } from './run.ts';
import { createSignatureCheck } from './signature-check.ts';

/** Runs one attempt to its end, whatever that is. Rejects only for a bug; then too, everything is closed. */
export async function runAttempt(
  request: FetchRequest,
  options: FetchOptions,
  context: AttemptContext,
): Promise<FetchOutcome> {
  const { line, unwatch } = openLine(context.watchdog);
  const { part } = request;
  const run: Run = {
    context,
    request,
    options,
    line,
    startedAt: Date.now(),
    opened: null,
    part,
    totalBytes: part?.totalBytes ?? null,
    bytesInHand: 0,
    headBytes: null,
  };
  const abort = (): void => line.leash.stop({ kind: 'aborted' });
  options.signal.addEventListener('abort', abort, { once: true });
  if (options.signal.aborted) abort();
  try {
    const got = await runSteps(run);
    const { end } = line.leash;
    if (got !== null && end === null) {
      if ('bytes' in got) return succeeded(run, got);
      return { kind: 'unchanged', answer: got, timeline: timelineOf(run, true) };
    }
    return await endedWith(run, end);
  } finally {
    options.signal.removeEventListener('abort', abort);
    unwatch();
    await closeOpened(run);
  }
}

async function runSteps(run: Run): Promise<Fetched | Unchanged | null> {
  try {
    await openLeftovers(run);
    const answer = await findAnswer(run);
    if (answer?.status === 304 && isConditional(run.request)) return await takeUnchanged(run, answer);
    return answer === null ? null : await takeAnswer(run, answer);
  } catch (error) {
    run.line.leash.stop(localEnd(error));
    return null;
  }
}

async function takeUnchanged(run: Run, answer: Answer): Promise<Unchanged> {
  await discard(answer, run.line.leash);
  const { finalUrl, httpStatus, etag, lastModified, robotsTag } = factsOf(answer);
  return { finalUrl, httpStatus, etag, lastModified, robotsTag };
}

async function openLeftovers(run: Run): Promise<void> {
  const { request, options, line } = run;
  if (request.part === null || line.leash.end !== null) return;
  const opened = isResumable(request.part)
    ? await openPart(request.partPath, request.part, options.signal)
    : null;
  if (line.leash.end !== null) {
    await opened?.handle.close();
    return;
  }
  if (opened !== null && isResumable(opened.part)) {
    run.opened = opened;
    run.part = opened.part;
    run.bytesInHand = opened.part.bytes;
    return;
  }
  await opened?.handle.close();
  forgetPart(run);
}

function forgetPart(run: Run): void {
  run.part = null;
  run.totalBytes = null;
  run.bytesInHand = 0;
}

async function takeAnswer(run: Run, answer: Answer): Promise<Fetched | null> {
  const { status, response } = answer;
  if (run.opened !== null && (status === 206 || status === 416)) return takeRange(run, run.opened, answer);
  const failure = statusFailure(status);
  if (failure !== null) {
    const waitMs = retryAfterMs(response.headers, run.context.now());
    await discard(answer, run.line.leash);
    run.line.leash.stop({ kind: 'failed', failure, httpStatus: status, retryAfterMs: waitMs });
    return null;
  }
  // The whole file comes from zero: what was there before is another version, or never fitted.
  await closeOpened(run);
  forgetPart(run);
  // The length of an encoded body says nothing about the bytes that are kept.
  run.totalBytes = isEncoded(answer) ? null : contentLength(response.headers);
  return withFacts(answer, await takeBody(run, answer, null));
}

async function takeRange(run: Run, opened: OpenedPart, answer: Answer): Promise<Fetched | null> {
  const verdict = judgeRange(answer.status, answer.response.headers, opened.part);
  switch (verdict.kind) {
    case 'append': {
      run.opened = null;
      run.totalBytes = verdict.totalBytes;
      const fetched = withFacts(answer, await takeBody(run, answer, opened));
      // A 206 need not repeat what the first answer said of the file.
      return fetched && { ...fetched, lastModified: fetched.lastModified ?? opened.part.lastModified };
    }
    case 'complete':
      await discard(answer, run.line.leash);
      return takeComplete(run, opened, answer);
    case 'restart': {
      answer.stream.destroy();
      await closeOpened(run);
      forgetPart(run);
      const again = await findAnswer(run);
      return again === null ? null : takeAnswer(run, again);
    }
    default:
      return assertNever(verdict);
  }
}

/** The server has no more bytes than the part: nothing was missing but the word. */
async function takeComplete(run: Run, opened: OpenedPart, answer: Answer): Promise<Fetched | null> {
  const check = createSignatureCheck(undefined);
  const failure = check.push(opened.head) ?? check.end();
  await closeOpened(run);
  if (failure !== null) return fail(run, failure, answer.status);
  return {
    ...factsOf(answer),
    bytes: opened.part.bytes,
    sha256: opened.hash.digest('hex'),
    format: check.format,
    // Of the error's own page.
    contentType: null,
    etag: opened.part.etag,
    lastModified: opened.part.lastModified,
  };
}

function withFacts(
  answer: Answer,
  body: Pick<Fetched, 'bytes' | 'sha256' | 'format'> | null,
): Fetched | null {
  return body === null ? null : { ...factsOf(answer), ...body };
}

function factsOf({ response, status, url }: Answer): Omit<Fetched, 'bytes' | 'sha256' | 'format'> {
  const { headers } = response;
  return {
    finalUrl: url.href,
    httpStatus: status,
    contentType: textOf(headers, 'content-type'),
    etag: textOf(headers, 'etag'),
    lastModified: textOf(headers, 'last-modified'),
    date: textOf(headers, 'date'),
    robotsTag: textOf(headers, 'x-robots-tag'),
    contentDisposition: textOf(headers, 'content-disposition'),
  };
}

function textOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

function succeeded(run: Run, fetched: Fetched): FetchOutcome {
  return {
    kind: 'fetched',
    fetched,
    receivedBytes: run.line.watched.receivedBytes,
    timeline: timelineOf(run, true),
  };
}

async function endedWith(run: Run, end: End | null): Promise<FetchOutcome> {
  await closeOpened(run);
  const part = end?.kind === 'thrown' ? null : keptPart(run, end);
  // Best effort: a part that stays is found and made new by the next attempt.
  if (part === null) await rm(run.request.partPath, { force: true }).catch(() => undefined);
  const { receivedBytes } = run.line.watched;
  if (end === null) throw new Error('An attempt ended without a picture and without a reason');
  if (end.kind === 'thrown') throw end.error;
  if (end.kind === 'aborted') return { kind: 'aborted', part, receivedBytes };
  return {
    kind: 'failed',
    failure: withCounts(run, end.failure),
    httpStatus: end.httpStatus,
    retryAfterMs: end.retryAfterMs,
    receivedBytes,
    timeline: timelineOf(run, false),
    part,
  };
}

function keptPart(run: Run, end: Exclude<End, { kind: 'thrown' }> | null): PartRecord | null {
  if (end?.kind !== 'failed') return run.part;
  // A host of many servers answers 404 where one of them is behind: the bytes are still good.
  const isKept = failureRule(end.failure.code).isPartKept || end.failure.code === 'http-404';
  return isKept ? run.part : null;
}

function withCounts(run: Run, failure: Failure): Failure {
  if (failure.code !== 'truncated-body') return failure;
  const received = { receivedBytes: run.bytesInHand };
  const facts = run.totalBytes === null ? received : { ...received, expectedBytes: run.totalBytes };
  return { ...failure, facts };
}

/** Marks of the last connection that was asked; those of a connection that stood already are null. */
function timelineOf(run: Run, isWhole: boolean): Timeline {
  const { stream } = run.line;
  const timings = stream?.timings;
  const mark = (at: number | undefined): number | null =>
    at === undefined ? null : Math.max(0, at - run.startedAt);
  const isNew = stream?.reusedSocket !== true;
  return {
    dnsMs: isNew ? mark(timings?.lookup) : null,
    connectMs: isNew ? mark(timings?.connect) : null,
    tlsMs: isNew ? mark(timings?.secureConnect) : null,
    firstByteMs: mark(timings?.response),
    bodyMs: isWhole ? mark(Date.now()) : null,
    checkMs: null,
  };
}
