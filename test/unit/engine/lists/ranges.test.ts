import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expandRanges } from '../../../../main/engine/lists/ranges.ts';

const linksOf = (link: string) => {
  const ranges = expandRanges(link);
  return ranges === null ? null : [...ranges.links()].map((expanded) => expanded.link);
};
/** What a range at the end of a link stands for. */
const valuesOf = (range: string) => linksOf(`https://x.com/${range}`)?.map((link) => link.slice(14)) ?? null;

describe('ranges', () => {
  test.each([
    ['[1-3]', '1 2 3'],
    ['[3-1]', '3 2 1'],
    ['[08-11]', '08 09 10 11'],
    ['[1-010:3]', '001 004 007 010'],
    ['[10-07]', '10 09 08 07'],
    ['[0-3]', '0 1 2 3'],
    ['[00-3]', '00 01 02 03'],
    ['[1:3]', '1 2 3'],
    ['[1:10:4]', '1 5 9'],
    ['[10:1:-4]', '10 6 2'],
    ['[10-1:4]', '10 6 2'],
    ['[1-3:5]', '1'],
    ['[5-5]', '5'],
    ['[a-c]', 'a b c'],
    ['[c:a]', 'c b a'],
    ['[A-G:3]', 'A D G'],
    ['{one,two}', 'one two'],
    ['{a,}', 'a '],
    ['{jpg,png}?v=[1-2]', 'jpg?v=1 jpg?v=2 png?v=1 png?v=2'],
    ['[1-2]{x,y}[a-b]', '1xa 1xb 1ya 1yb 2xa 2xb 2ya 2yb'],
    ['\\[1-3]-[1-2]', '[1-3]-1 [1-3]-2'],
    ['\\{a,b\\}', '{a,b}'],
    ['[0]-[1-2]', '[0]-1 [0]-2'],
  ])('%s gives %s', (range, values) => {
    expect(valuesOf(range)?.join(' ')).toBe(values);
  });

  test.each([
    '[0]',
    '[]',
    '{id}',
    '{}',
    '[1-',
    '1-3]',
    '[-1-3]',
    '[1-3:0]',
    '[1-3:-1]',
    '[1-3:x]',
    '[a-Z]',
    '[ab-cd]',
    '[0-9a-f]',
    '[2024-01-01]',
    '[1-1234567890123456]',
    '{a,{b,c}}',
    '[[1-3]]',
    '{a:[1-3],b}',
    '[1-3}',
    '{"a":1,"b":2}',
    '%5B1-3%5D',
    'a.jpg?filter[0]=x&filter[1]=y',
    'a#[1-3]',
    '[::1]',
    '[1::3]',
  ])('%s is left as it is', (text) => {
    expect(valuesOf(text)).toBeNull();
  });

  test('leaves an address for a host, a name and a password alone', () => {
    expect(linksOf('http://[::1]/a.jpg')).toBeNull();
    expect(linksOf('http://[1:0:1:0:1:0:1:0]/')).toBeNull();
    expect(linksOf('http://user:p[1-3]@x.com/a.jpg')).toBeNull();
    expect(linksOf('http://user:p[1-3]@[::1]:80/[1-2]')).toEqual([
      'http://user:p[1-3]@[::1]:80/1',
      'http://user:p[1-3]@[::1]:80/2',
    ]);
    expect(linksOf('https://img[1-2].x.com/a.jpg')).toEqual([
      'https://img1.x.com/a.jpg',
      'https://img2.x.com/a.jpg',
    ]);
  });

  test('says that a bracket is none of it, unless it is escaped', () => {
    expect(expandRanges('http://[::1]/[1-2]')?.hasLiteralBracket).toBe(true);
    expect(expandRanges('http://x.com/[0]/[1-2]')?.hasLiteralBracket).toBe(true);
    expect(expandRanges('http://x.com/\\[0]/[1-2]')?.hasLiteralBracket).toBe(false);
  });

  test('keeps what each range stands for', () => {
    expect([...(expandRanges('https://x.com/{a,b}/[08-09].jpg')?.links() ?? [])]).toEqual([
      { link: 'https://x.com/a/08.jpg', groups: ['a', '08'] },
      { link: 'https://x.com/a/09.jpg', groups: ['a', '09'] },
      { link: 'https://x.com/b/08.jpg', groups: ['b', '08'] },
      { link: 'https://x.com/b/09.jpg', groups: ['b', '09'] },
    ]);
  });

  test('knows its count and its ends before it makes anything', () => {
    expect(expandRanges('https://x.com/[1-999999999999999]/[1-999999999999999]')).toMatchObject({
      count: Number.MAX_SAFE_INTEGER,
      first: 'https://x.com/1/1',
      last: 'https://x.com/999999999999999/999999999999999',
    });
  });

  test('gives as many links as it says, and the ends that it says, whatever is written', () => {
    const end = fc.oneof(
      fc.integer({ min: 0, max: 40 }).map(String),
      fc.constantFrom('00', '007', '030', 'a', 'k', 'Z'),
    );
    const step = fc.oneof(
      fc.constant(''),
      fc.integer({ min: -4, max: 9 }).map((number) => `:${number}`),
    );
    const range = fc
      .tuple(end, fc.constantFrom('-', ':'), end, step)
      .map(([from, mark, to, by]) => `[${from}${mark}${to}${by}]`);
    const choice = fc
      .array(fc.constantFrom('', 'a', 'b', '12'), { minLength: 1, maxLength: 4 })
      .map((values) => `{${values.join(',')}}`);
    const piece = fc.oneof(
      range,
      choice,
      fc.constantFrom('[', ']', '{', '}', '\\', '/', 'x', '[0]', '#', '@'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
        const ranges = expandRanges(`https://x.com/${pieces.join('')}`);
        if (ranges === null || ranges.count > 20_000) return;
        const links = [...ranges.links()];
        expect(links).toHaveLength(ranges.count);
        expect([links[0]?.link, links.at(-1)?.link]).toEqual([ranges.first, ranges.last]);
      }),
      { numRuns: 500 },
    );
  });
});
