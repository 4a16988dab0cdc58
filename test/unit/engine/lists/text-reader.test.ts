import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readText } from '../../../../main/engine/lists/text-reader.ts';
import { collect, cutAt, linksOf } from './collect.ts';

describe('plain text', () => {
  test('gives an entry for each URL, and one for each line without any', () => {
    expect(linksOf(readText, 'https://x.com/a.jpg www.x.com/b\n\n hello \nftp://x.com/a')).toEqual([
      [1, 'https://x.com/a.jpg'],
      [1, 'https://www.x.com/b'],
      [3, 'no-url'],
      [4, 'scheme'],
    ]);
    expect(collect(readText, 'a\n\n \nhttps://x.com/').lines).toBe(2);
  });

  test('expands ranges and says so', () => {
    const { entries, ranges } = collect(readText, 'see https://me:secret@x.com/[08-10].jpg, yes');
    expect(entries.map(({ found, facts }) => [found.text, facts?.groups])).toEqual([
      ['https://me:secret@x.com/08.jpg', ['08']],
      ['https://me:secret@x.com/09.jpg', ['09']],
      ['https://me:secret@x.com/10.jpg', ['10']],
    ]);
    expect(ranges).toEqual([[1, 3, 'https://x.com/08.jpg', 'https://x.com/10.jpg']]);
  });

  test('takes ranges literally where that is wished, and an escaped bracket for itself', () => {
    expect(linksOf(readText, 'https://x.com/[1-2]', { areRangesLiteral: true })).toEqual([
      [1, 'https://x.com/[1-2]'],
    ]);
    const { entries, ranges } = collect(readText, 'https://x.com/\\[1-2\\]');
    expect(entries).toEqual([{ line: 1, found: { kind: 'link', text: 'https://x.com/[1-2]' }, facts: null }]);
    expect(ranges).toEqual([]);
  });

  test('refuses what goes beyond a million in all, with its number, and goes on', () => {
    const text =
      'https://x.com/[1-600000]\nhttps://x.com/[1-600000]\nhttps://y.com/[1-2]\nhttps://y.com/[1-999999999]';
    const { entries, ranges } = collect(readText, text);
    expect(entries.length).toBe(600_000 + 1 + 2 + 1);
    expect(entries[600_000]).toMatchObject({ line: 2, found: { reason: 'range-too-large' } });
    expect(ranges.map(([line, count]) => [line, count])).toEqual([
      [1, 600_000],
      [2, 600_000],
      [3, 2],
      [4, 999_999_999],
    ]);
  });

  test('never takes the text of a picture in the list for a range', () => {
    const svg = 'data:image/svg+xml,<svg><style>{a,b}</style></svg>';
    expect(linksOf(readText, svg)).toEqual([[1, svg]]);
  });
});

const LONG = 'https://cdn.example.com/media/catalog/product/cache/1/image/9df78eab33525d';

describe('a URL over two lines', () => {
  test.each([
    ['the rest of a path', LONG, '08d6e5fb8d27136e95/s/h/shoe.jpg'],
    ['the rest of a query', `${LONG}?width=1200&hei`, 'ght=800&format=png'],
    ['a percent sign that was cut', `${LONG}/red%2`, '0shoe.jpg'],
    ['angle brackets', 'See <https://x.com/very/', 'long.jpg>'],
    ['a soft break of a mail', `${LONG.slice(0, 60)}?a=3D=`, 'photo.jpg'],
  ])('is flagged in both: %s', (_, first, second) => {
    expect(linksOf(readText, `${first}\n${second}\nhttps://x.com/a.jpg`)).toEqual([
      [1, 'wrapped'],
      [2, 'wrapped'],
      [3, 'https://x.com/a.jpg'],
    ]);
  });

  test.each([
    ['a name', LONG, 'shoe-red.jpg'],
    ['a code', LONG, 'SKU-1234/56'],
    ['a sentence', LONG, 'and/or this.jpg maybe'],
    ['a link without its scheme', LONG, 'example.com/img/a.jpg'],
    ['a file of a picture that is whole', `${LONG}/a.jpg`, 'shoes/red/shoe.jpg'],
    ['a short link', 'https://x.com/a', 'shoes/red/shoe.jpg'],
    ['something longer than the link', LONG, `${'folder/'.repeat(20)}shoe.jpg`],
    ['base64', `${LONG}?sig=YWJjZGVmZw==`, 'YWJjZGVm/Z2hpamts+A=='],
    ['a date', LONG, '2024/01/31'],
  ])('is not seen in a link with %s below it', (_, first, second) => {
    expect(linksOf(readText, `${first}\n${second}`)).toEqual([
      [1, first],
      [2, 'no-url'],
    ]);
  });

  test('is not seen over an empty line', () => {
    expect(linksOf(readText, `${LONG}\n\n08d6e5fb/s/h/shoe.jpg`)).toEqual([
      [1, LONG],
      [3, 'no-url'],
    ]);
  });
});

test('plain text is read alike wherever it is cut', () => {
  const text = `${LONG}\r\n08d6e5fb/s/h/shoe.jpg\nhi\r${LONG}\n\nhttps://x.com/[1-3]/😀.jpg\n<https://x.com/a\nb>`;
  const whole = collect(readText, text);
  expect(whole.entries).toHaveLength(9);
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
      expect(collect(readText, cutAt(text, cuts))).toEqual(whole);
    }),
  );
});
