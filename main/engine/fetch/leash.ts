import type { Failure } from '#contract/failures.ts';

/** Why an attempt stops before it has a picture. */
export type End =
  | { readonly kind: 'aborted' }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      readonly httpStatus: number | null;
      readonly retryAfterMs: number | null;
    }
  /** A bug: thrown again when everything is closed. */
  | { readonly kind: 'thrown'; readonly error: unknown };

/** Whatever can end an attempt pulls here: a person, the clock, the server, the disk. The first one counts. */
export interface Leash {
  readonly end: End | null;
  stop(end: End): void;
  /** Sets what is to be torn down by a stop; called at once if it has come already. */
  onStop(tearDown: () => void): void;
}

export function failedWith(failure: Failure, httpStatus: number | null = null): End {
  return { kind: 'failed', failure, httpStatus, retryAfterMs: null };
}

/** A leash for one attempt; it holds one thing at a time, the last one that was set. */
export function createLeash(): Leash {
  let end: End | null = null;
  let tearDown: (() => void) | null = null;
  return {
    get end() {
      return end;
    },
    stop: (cause) => {
      if (end !== null) return;
      end = cause;
      tearDown?.();
    },
    onStop: (listener) => {
      tearDown = listener;
      if (end !== null) listener();
    },
  };
}
