import type { Failure } from '#contract/failures.ts';
import type { ImageFormat } from '#contract/model.ts';
import type { Answer } from './exchange.ts';
import { readBody } from './exchange.ts';
import { failedWith } from './leash.ts';
import type { OpenedPart, PartSink } from './part-file.ts';
import { createPartSink } from './part-file.ts';
import { partRecord } from './resume.ts';
import type { Run } from './run.ts';
import { localEnd, report } from './run.ts';
import type { SignatureCheck } from './signature-check.ts';
import { createSignatureCheck } from './signature-check.ts';

export interface Body {
  readonly bytes: number;
  readonly sha256: string;
  readonly format: ImageFormat | null;
}

interface Intake {
  readonly run: Run;
  readonly answer: Answer;
  readonly opened: OpenedPart | null;
  readonly sink: PartSink;
  readonly check: SignatureCheck;
  /** Holds the connection back, or lets it go on. */
  hold(isHeld: boolean): void;
}

/**
 * Reads a wanted body into the part file, after the bytes of `opened` if there are any (whose handle it owns then).
 * Null when the attempt has ended instead; `run.part` then says what is left.
 */
export async function takeBody(run: Run, answer: Answer, opened: OpenedPart | null): Promise<Body | null> {
  const intake = openIntake(run, answer, opened);
  const refusal = refusalAtHead(intake);
  if (refusal === null) await receive(intake);
  else run.line.leash.stop(failedWith(refusal, answer.status));
  if (run.line.leash.end === null) {
    const body = await finish(intake);
    if (body !== null) return body;
  }
  answer.stream.destroy();
  await stop(intake);
  return null;
}

function openIntake(run: Run, answer: Answer, opened: OpenedPart | null): Intake {
  const { watched, leash } = run.line;
  const intake: Intake = {
    run,
    answer,
    opened,
    check: createSignatureCheck(answer.response.headers['content-type']),
    hold: () => undefined,
    sink: createPartSink(run.request.partPath, opened, {
      onHold: (isHeld) => {
        watched.isHeldBack = isHeld;
        intake.hold(isHeld);
      },
      onError: (error) => leash.stop(localEnd(error)),
    }),
  };
  return intake;
}

function tooLarge({ run }: Intake): Failure {
  return { code: 'too-large', facts: { limitBytes: run.request.maxBytes } };
}

function refusalAtHead(intake: Intake): Failure | null {
  const { run, opened, check } = intake;
  if ((run.totalBytes ?? 0) > run.request.maxBytes) return tooLarge(intake);
  return opened === null ? null : check.push(opened.head);
}

function receive(intake: Intake): Promise<void> {
  const { run, answer, sink, check } = intake;
  run.bytesInHand = sink.bytes;
  report(run, 'downloading');
  return readBody(answer, run.line, {
    onSource: (source) => {
      intake.hold = (isHeld) => void (isHeld ? source.pause() : source.resume());
    },
    onChunk: (chunk) => {
      if (sink.bytes + chunk.length > run.request.maxBytes) return tooLarge(intake);
      sink.write(chunk);
      run.bytesInHand = sink.bytes;
      report(run, 'downloading');
      return check.push(chunk);
    },
  });
}

function refusalAtEnd({ run, sink, check }: Intake): Failure | null {
  if (sink.bytes === 0) return { code: 'empty' };
  if (run.totalBytes !== null && sink.bytes !== run.totalBytes) return { code: 'truncated-body' };
  return check.end();
}

async function finish(intake: Intake): Promise<Body | null> {
  const { run, answer, sink, check } = intake;
  const refusal = refusalAtEnd(intake);
  if (refusal !== null) {
    run.line.leash.stop(failedWith(refusal, answer.status));
    return null;
  }
  try {
    const written = await sink.finish();
    return { ...written, format: check.format };
  } catch (error) {
    run.line.leash.stop(localEnd(error));
    return null;
  }
}

async function stop({ run, answer, opened, sink }: Intake): Promise<void> {
  const bytes = await sink.stop();
  const { headers } = answer.response;
  const record = opened === null ? partRecord(headers, bytes, run.totalBytes) : { ...opened.part, bytes };
  const { end } = run.line.leash;
  // After a broken coding nobody knows which of the bytes were meant.
  const isDoubtful = end?.kind === 'failed' && end.failure.code === 'bad-response';
  run.part = isDoubtful || bytes === 0 ? null : record;
}
