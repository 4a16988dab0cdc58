import { describe, expect, test } from 'vitest';
import { createTimeLeft, toStep } from '../../../../renderer/state/time-left.ts';

describe('the time left', () => {
  test('is told in steps', () => {
    expect([0.4, 1.2, 2.4, 4.2, 7, 9, 13, 24, 40, 51].map(toStep)).toEqual([
      0, 1, 2, 5, 5, 10, 15, 30, 45, 45,
    ]);
    expect([70, 100, 320].map(toStep)).toEqual([60, 120, 300]);
  });

  test('is not guessed from less than ten seconds or twenty results', () => {
    const quick = createTimeLeft();
    expect(quick.sample(0, 0, 1_000)).toBeNull();
    expect(quick.sample(9_000, 500, 500)).toBeNull();
    const slow = createTimeLeft();
    slow.sample(0, 0, 1_000);
    expect(slow.sample(15_000, 19, 981)).toBeNull();
  });

  test('comes from the rate of the last twenty seconds', () => {
    const estimate = createTimeLeft();
    let shown: number | null = null;
    for (let second = 0; second <= 60; second += 1) {
      shown = estimate.sample(second * 1_000, second * 10, 1_800);
    }
    expect(shown).toBe(3);
  });

  test('changes its step only when the new one has lasted five seconds', () => {
    const estimate = createTimeLeft();
    for (let second = 0; second <= 20; second += 1) estimate.sample(second * 1_000, second * 10, 1_800);
    expect(estimate.sample(21_000, 210, 1_800)).toBe(3);
    expect(estimate.sample(22_000, 220, 600)).toBe(3);
    expect(estimate.sample(26_000, 260, 600)).toBe(3);
    expect(estimate.sample(27_000, 270, 600)).toBe(1);
  });

  test('says nothing when nothing is left', () => {
    const estimate = createTimeLeft();
    for (let second = 0; second <= 20; second += 1) estimate.sample(second * 1_000, second * 10, 500);
    expect(estimate.sample(21_000, 710, 0)).toBeNull();
  });
});
