import type { Failure, FailureClass } from '#contract/failures.ts';
import { failureRule } from '#contract/failures.ts';

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 60_000;
/** A server that asks for more than this is not waited for (BEHAVIOURS §4). */
const LONGEST_RETRY_AFTER_MS = 60 * 60 * 1000;

export type NextStep =
  | { readonly kind: 'wait'; readonly delayMs: number }
  | { readonly kind: 'fail'; readonly failure: Failure }
  | { readonly kind: 'hold-batch' };

export interface RetryFacts {
  readonly failure: Failure;
  /** Attempts made, this one included. */
  readonly attempts: number;
  /** The setting for failures that may pass. */
  readonly maxAttempts: number;
  readonly retryAfterMs: number | null;
  /** 0 ≤ x < 1. */
  readonly random: number;
}

function attemptLimit(failure: Failure, maxAttempts: number): number {
  const rule = failureRule(failure.code);
  const isPlainTransient = rule.class === 'transient' && rule.attempts > 2;
  return isPlainTransient ? maxAttempts : Math.min(rule.attempts, maxAttempts);
}

const CLASSES_WITH_WAIT: ReadonlySet<FailureClass> = new Set(['transient', 'content']);

/**
 * Decides what follows a failed attempt: another one after a wait with full jitter (or what the server asked for),
 * the end of the task, or, where this machine is the cause, a hold of the whole batch.
 */
export function nextStep(facts: RetryFacts): NextStep {
  const { failure, attempts, maxAttempts, retryAfterMs, random } = facts;
  const rule = failureRule(failure.code);
  if (rule.class === 'local') return { kind: 'hold-batch' };
  const mayTryAgain = CLASSES_WITH_WAIT.has(rule.class) && attempts < attemptLimit(failure, maxAttempts);
  if (!mayTryAgain) return { kind: 'fail', failure };
  if (retryAfterMs !== null && retryAfterMs > LONGEST_RETRY_AFTER_MS) {
    return { kind: 'fail', failure: { code: 'parked', facts: { waitMs: retryAfterMs } } };
  }
  const ceilingMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1));
  const jitterMs = Math.max(1, Math.round(ceilingMs * random));
  return { kind: 'wait', delayMs: Math.max(jitterMs, retryAfterMs ?? 0) };
}
