import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FailureCode } from '#contract/failures.ts';
import { failureRule, NAMED_FAILURE_CODES } from '#contract/failures.ts';
import type { RetryFacts } from '../../../../main/engine/schedule/retry.ts';
import { nextStep } from '../../../../main/engine/schedule/retry.ts';

const facts = (code: FailureCode, change: Partial<RetryFacts> = {}): RetryFacts => ({
  failure: { code },
  attempts: 1,
  maxAttempts: 5,
  retryAfterMs: null,
  random: 0.5,
  ...change,
});
const anyCode: fc.Arbitrary<FailureCode> = fc.oneof(
  fc.constantFrom(...NAMED_FAILURE_CODES),
  fc.integer({ min: 400, max: 599 }).map((status): FailureCode => `http-${status}`),
);

describe('what follows a failed attempt', () => {
  test('waits longer each time, with full jitter, and never above a minute', () => {
    const delays = [1, 2, 3, 4].map((attempts) => nextStep(facts('reset', { attempts, random: 0.999 })));
    expect(delays.map((step) => step.kind === 'wait' && Math.round(step.delayMs / 1000))).toEqual([
      1, 2, 4, 8,
    ]);
    const late = nextStep(facts('reset', { attempts: 9, maxAttempts: 10, random: 0.999 }));
    expect(late.kind === 'wait' && late.delayMs).toBeLessThanOrEqual(60_000);
  });

  test('gives up after as many attempts as the setting says', () => {
    expect(nextStep(facts('http-503', { attempts: 4 })).kind).toBe('wait');
    expect(nextStep(facts('http-503', { attempts: 5 })).kind).toBe('fail');
    expect(nextStep(facts('http-503', { attempts: 2, maxAttempts: 2 })).kind).toBe('fail');
  });

  test('tries a name that is not found, and a picture that is none, just once more', () => {
    for (const code of ['dns-not-found', 'html', 'corrupt'] as const) {
      expect(nextStep(facts(code, { attempts: 1 })).kind).toBe('wait');
      expect(nextStep(facts(code, { attempts: 2 })).kind).toBe('fail');
    }
  });

  test.each(['http-404', 'http-403', 'tls-expired', 'too-large', 'private-address'] as const)(
    'does not try %s again by itself',
    (code) => expect(nextStep(facts(code)).kind).toBe('fail'),
  );

  test('waits at least as long as the server asked for', () => {
    const step = nextStep(facts('http-429', { retryAfterMs: 30_000, random: 0 }));
    expect(step).toEqual({ kind: 'wait', delayMs: 30_000 });
  });

  test('parks a task whose server asks for more than an hour', () => {
    const step = nextStep(facts('http-503', { retryAfterMs: 86_400_000 }));
    expect(step).toEqual({ kind: 'fail', failure: { code: 'parked', facts: { waitMs: 86_400_000 } } });
  });

  test('holds the batch when this machine is the cause', () => {
    expect(nextStep(facts('disk-full')).kind).toBe('hold-batch');
  });

  test('never waits zero milliseconds, never more than asked for, and always comes to an end', () => {
    fc.assert(
      fc.property(
        anyCode,
        fc.integer({ min: 1, max: 10 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (code, maxAttempts, random) => {
          for (let attempts = 1; attempts <= 10; attempts += 1) {
            const step = nextStep(facts(code, { attempts, maxAttempts, random }));
            if (step.kind !== 'wait') return;
            expect(step.delayMs).toBeGreaterThan(0);
            expect(step.delayMs).toBeLessThanOrEqual(60_000);
            expect(failureRule(code).class).toMatch(/transient|content/);
            expect(attempts).toBeLessThan(maxAttempts);
          }
          expect.unreachable('a failure was tried more than ten times');
        },
      ),
    );
  });
});
