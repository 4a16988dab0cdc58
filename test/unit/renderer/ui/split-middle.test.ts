import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitMiddle } from '../../../../renderer/ui/split-middle.ts';

describe('a text that loses its middle', () => {
  test('keeps its end in a part of its own', () => {
    expect(splitMiddle('a-very-long-name-of-a-picture.jpg', 8)).toEqual([
      'a-very-long-name-of-a-pic',
      'ture.jpg',
    ]);
  });

  test('stays whole when it is short', () => {
    expect(splitMiddle('forest.jpg')).toEqual(['forest.jpg', '']);
  });

  test('is never cut inside what a person sees as one character', () => {
    const [, tail] = splitMiddle(`${'x'.repeat(40)}👩‍👩‍👧‍👦.jpg`, 5);
    expect(tail).toBe('👩‍👩‍👧‍👦.jpg');
  });

  test('put together again is the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 0, maxLength: 80 }), (text) => {
        expect(splitMiddle(text).join('')).toBe(text);
      }),
    );
  });
});
