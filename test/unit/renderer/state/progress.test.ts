import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createProgressTrack, NO_COUNTS, percentOf } from '../../../../renderer/state/progress.ts';

const list = (total: number, counts: Partial<typeof NO_COUNTS>) => ({
  total,
  counts: { ...NO_COUNTS, ...counts },
  isLoading: false,
});
const filled = ({ bar }: ReturnType<ReturnType<typeof createProgressTrack>['update']>) =>
  bar.saved + bar.skipped + bar.canceled + bar.failed + bar.waiting;

describe('the bar', () => {
  test('counts saved, skipped, failed and canceled as done', () => {
    const progress = createProgressTrack().update(
      list(200, { done: 50, skipped: 10, failed: 5, canceled: 1 }),
    );
    expect(progress.percent).toBe(33);
    expect(progress.settled).toBe(66);
  });

  test('keeps its end where it was while a failed attempt is tried again', () => {
    const track = createProgressTrack();
    expect(filled(track.update(list(100, { done: 40, waiting: 10, queued: 50 })))).toBeCloseTo(0.5);
    const again = track.update(list(100, { done: 42, waiting: 0, queued: 58 }));
    expect(filled(again)).toBeCloseTo(0.5);
    expect(again.bar.waiting).toBeCloseTo(0.08);
  });

  test('never runs back, whatever the engine does', () => {
    const step = fc.record({
      done: fc.nat(25),
      failed: fc.nat(25),
      waiting: fc.nat(25),
      skipped: fc.nat(25),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2 }), (steps) => {
        const track = createProgressTrack();
        const seen = steps.map((counts) => track.update(list(100, counts)));
        for (const [index, now] of seen.entries()) {
          const before = seen[index - 1];
          if (before === undefined) continue;
          expect(filled(now)).toBeGreaterThanOrEqual(filled(before) - 1e-9);
          expect(filled(now)).toBeLessThanOrEqual(1 + 1e-9);
          expect(now.percent).toBeGreaterThanOrEqual(before.percent);
        }
      }),
    );
  });

  test('may run back when the person tries everything again', () => {
    const track = createProgressTrack();
    track.update(list(100, { done: 60, failed: 40 }));
    track.release();
    expect(track.update(list(100, { done: 60, queued: 40 })).percent).toBe(60);
  });

  test('starts anew when the list becomes another', () => {
    const track = createProgressTrack();
    track.update(list(100, { done: 100 }));
    expect(track.update(list(400, { done: 100 })).percent).toBe(25);
  });

  test('says 100 % only when nothing is left', () => {
    expect(percentOf(999_999, 1_000_000)).toBe(99);
    expect(percentOf(0, 0)).toBe(0);
  });
});
