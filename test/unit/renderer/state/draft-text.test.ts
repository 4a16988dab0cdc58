import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdsLink, joinTexts, textToRead, toPieces } from '../../../../renderer/state/draft-text.ts';

describe('pieces of a text', () => {
  test('put together are the text, and none cuts a character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 9 }), (text, length) => {
        const pieces = [...toPieces(text, length)];
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(length);
          expect(piece.isWellFormed()).toBe(text.isWellFormed() || piece.isWellFormed());
        }
      }),
    );
  });
});

describe('a text', () => {
  test('is worth a sheet when something in it looks like a link', () => {
    expect(
      ['see https://a.example', 'www.a.example/x', 'ftp://x/y', 'data:image/png;base64,AA'].map(holdsLink),
    ).toEqual([true, true, true, true]);
    expect(['', 'hello', 'a.jpg', 'and/or'].map(holdsLink)).toEqual([false, false, false, false]);
  });

  test('is taken plain where that has a link, else from the HTML', () => {
    const html = '<img src="https://a.example/1.jpg">';
    const offer = (plain: string) => textToRead({ plain, html, uriList: '' });
    expect(offer('https://a.example/1.jpg\tforest')).toBe('https://a.example/1.jpg\tforest');
    expect(offer('A forest')).toBe(html);
    expect(textToRead({ plain: 'A forest', html: '<b>A forest</b>', uriList: '' })).toBeNull();
  });

  test('is put behind another on a line of its own', () => {
    expect(joinTexts('', 'b')).toBe('b');
    expect(joinTexts('a', 'b')).toBe('a\nb');
    expect(joinTexts('a\n', 'b')).toBe('a\nb');
  });
});
