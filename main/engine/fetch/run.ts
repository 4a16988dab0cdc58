import type { Failure } from '#contract/failures.ts';
import type { PartRecord } from '#contract/worker-messages.ts';
import { toFailure } from '../failures.ts';
import type { Client } from './client.ts';
import type { Line } from './exchange.ts';
import type { End } from './leash.ts';
import { failedWith } from './leash.ts';
import type { FetchOptions, FetchRequest } from './outcome.ts';
import type { OpenedPart } from './part-file.ts';
import type { Watchdog } from './watchdog.ts';

export interface AttemptContext {
  readonly client: Client;
  readonly watchdog: Watchdog;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Everything that changes while an attempt runs. */
export interface Run {
  readonly context: AttemptContext;
  readonly request: FetchRequest;
  readonly options: FetchOptions;
  readonly line: Line;
  readonly startedAt: number;
  /** What an earlier attempt left: open until it is gone on with, or given up. */
  opened: OpenedPart | null;
  /** What a later attempt can go on with. */
  part: PartRecord | null;
  totalBytes: number | null;
  /** Of the body, those of an earlier attempt included. */
  bytesInHand: number;
  /** Only the first bytes are wanted; null for all of them. */
  headBytes: number | null;
}

/** Ends the attempt with a failure; the null is for the caller's own answer. */
export function fail(run: Run, failure: Failure, httpStatus: number | null = null): null {
  run.line.leash.stop(failedWith(failure, httpStatus));
  return null;
}

/** What an error on this side of the network (the disk, a bug) means for the attempt. */
export function localEnd(error: unknown): End {
  try {
    return failedWith(toFailure(error));
  } catch (thrown) {
    return { kind: 'thrown', error: thrown };
  }
}

/** Whether the server is asked only for what has changed. */
export function isConditional({ validators, part }: FetchRequest): boolean {
  return part === null && (validators?.etag ?? validators?.lastModified ?? null) !== null;
}

/** Tells the caller where the attempt is. */
export function report(run: Run, state: 'connecting' | 'downloading'): void {
  run.options.onProgress?.({ state, receivedBytes: run.bytesInHand, totalBytes: run.totalBytes });
}

/** Lets go of the part of an earlier attempt, if it is still open. */
export async function closeOpened(run: Run): Promise<void> {
  const opened = run.opened;
  run.opened = null;
  await opened?.handle.close();
}
