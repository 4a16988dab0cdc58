import { describe, expect, test } from 'vitest';
import type { Batch } from '#contract/model.ts';
import { isHeld, resumption } from '../../../../renderer/state/pauses.ts';
import { NO_COUNTS } from '../../../../renderer/state/progress.ts';

function batch(batchId: number, isPaused: boolean, left = 3): Batch {
  return {
    batchId,
    name: `list ${batchId}`,
    folder: '/pictures',
    createdAt: 0,
    total: 5,
    counts: { ...NO_COUNTS, done: 5 - left, queued: left },
    isLoading: false,
    isPaused,
    problem: null,
  };
}

const live = (isPaused: boolean, ...batches: readonly Batch[]) => ({ batches, totals: { isPaused } });

describe('what is paused', () => {
  test('a batch is held when it, or everything, is paused', () => {
    expect(isHeld(live(false, batch(1, true), batch(2, false)), 1)).toBe(true);
    expect(isHeld(live(false, batch(1, true), batch(2, false)), 2)).toBe(false);
    expect(isHeld(live(true, batch(2, false)), 2)).toBe(true);
  });

  test('all pictures are held when every list with something left is paused', () => {
    expect(isHeld(live(false, batch(1, true), batch(2, false, 0)), null)).toBe(true);
    expect(isHeld(live(false, batch(1, true), batch(2, false)), null)).toBe(false);
    expect(isHeld(live(false, batch(1, false, 0)), null)).toBe(false);
  });

  test('one press lets go on whatever holds what is shown', () => {
    expect(resumption(live(false, batch(1, true), batch(2, true)), null)).toEqual({
      isEverything: false,
      batchIds: [1, 2],
    });
    expect(resumption(live(true, batch(1, true), batch(2, false)), 1)).toEqual({
      isEverything: true,
      batchIds: [1],
    });
    expect(resumption(live(true, batch(1, true), batch(2, false)), null)).toEqual({
      isEverything: true,
      batchIds: [],
    });
  });
});
