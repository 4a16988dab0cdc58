import { describe, expect, test } from 'vitest';
import { scrollRatio } from '../../../../renderer/ui/scroll-ratio.ts';

describe('a list too long to be laid out', () => {
  test('is scrolled as it is while it fits', () => {
    expect(scrollRatio(28_000, 28_000, 600)).toBe(1);
    expect(scrollRatio(100, 100, 600)).toBe(1);
  });

  test('reaches its last row at the end of the scroll bar', () => {
    const fullPx = 44_000_000;
    const heightPx = 32_000_000;
    const ratio = scrollRatio(fullPx, heightPx, 600);
    expect((heightPx - 600) * ratio).toBeCloseTo(fullPx - 600);
  });
});
