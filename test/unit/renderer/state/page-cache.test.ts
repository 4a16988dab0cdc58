import { describe, expect, test } from 'vitest';
import { createPageCache, PAGE_LENGTH } from '../../../../renderer/state/page-cache.ts';

const page = (number: number) =>
  Array.from({ length: PAGE_LENGTH }, (_, index) => number * PAGE_LENGTH + index);

describe('pages near the screen', () => {
  test('names the pages that are missing between two positions', () => {
    const cache = createPageCache<number>();
    cache.put(1, page(1));
    expect(cache.needed(50, 250)).toEqual([0, 2]);
  });

  test('shows a stale row until it is replaced', () => {
    const cache = createPageCache<number>();
    cache.put(0, page(0));
    cache.markStale();
    expect(cache.rowAt(7)).toBe(7);
    expect(cache.needed(0, 10)).toEqual([0]);
    cache.put(0, page(0));
    expect(cache.needed(0, 10)).toEqual([]);
  });

  test('marks only the pages that hold a changed row', () => {
    const cache = createPageCache<number>();
    cache.put(0, page(0));
    cache.put(1, page(1));
    cache.markStale((row) => row === 150);
    expect(cache.needed(0, 199)).toEqual([1]);
  });

  test('holds a bounded number of rows, those used last', () => {
    const cache = createPageCache<number>();
    for (let number = 0; number < 200; number += 1) {
      cache.put(number, page(number));
      cache.needed(0, 10);
    }
    expect(cache.rowAt(0)).toBe(0);
    expect(cache.rowAt(PAGE_LENGTH)).toBeUndefined();
    expect(cache.rowAt(199 * PAGE_LENGTH)).toBe(199 * PAGE_LENGTH);
  });
});
