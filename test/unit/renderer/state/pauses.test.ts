import { describe, expect, test } from 'vitest';
import type { Batch } from '#contract/model.ts';
import { DEFAULT_NAME_OPTIONS } from '#contract/model.ts';
import { canPause, holdsOf, isHeld, isOver, resumption } from '../../../../renderer/state/pauses.ts';
import { NO_COUNTS } from '../../../../renderer/state/progress.ts';

function batch(batchId: number, isPaused: boolean, left = 3): Batch {
  return {
    batchId,
    name: `list ${batchId}`,
    folder: '/pictures',
    createdAt: 0,
    total: 5,
    counts: { ...NO_COUNTS, done: 5 - left, queued: left },
    options: { ...DEFAULT_NAME_OPTIONS, fetchesKnown: false, columns: [], sheet: null },
    isLoading: false,
    isPaused,
    problem: null,
  };
}

const live = (isPaused: boolean, ...batches: readonly Batch[]) => ({ batches, totals: { isPaused } });

const stopped = (batchId: number): Batch => ({ ...batch(batchId, false), problem: { code: 'disk-full' } });
const totals = { isPaused: false, stateProblem: null };

describe('what stands still', () => {
  test('only what goes on, or will by itself, can be paused', () => {
    expect(canPause(live(false, batch(1, false)), 1)).toBe(true);
    expect(canPause(live(false, batch(1, false, 0), stopped(2)), null)).toBe(false);
    expect(canPause(live(false, { ...batch(1, false, 0), isLoading: true }), null)).toBe(true);
  });

  test('a list is over when it ended, was paused or was stopped', () => {
    const batches = [batch(1, false, 0), batch(2, true), stopped(3), batch(4, false)];
    expect([1, 2, 3, 4, null].map((batchId) => isOver({ batches, totals }, batchId))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(isOver({ batches, totals: { ...totals, isPaused: true } }, 4)).toBe(true);
    expect(isOver({ batches, totals: { ...totals, stateProblem: { code: 'disk-full' } } }, 4)).toBe(true);
  });

  test('a stop says more than a pause', () => {
    const holds = holdsOf(live(false, batch(1, true), { ...stopped(2), isPaused: true }, batch(3, false)));
    expect([...holds]).toEqual([
      [1, 'paused'],
      [2, 'stopped'],
    ]);
    expect(holdsOf(live(true, batch(3, false))).get(3)).toBe('paused');
  });
});

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
