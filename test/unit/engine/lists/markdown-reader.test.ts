import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../../../../main/engine/lists/markdown-reader.ts';
import { collect, cutAt, linksOf } from './collect.ts';

const BASE = { baseUrl: 'https://x.com/d/' };
const textsOf = (markdown: string) => linksOf(readMarkdown, markdown, BASE).map(([, what]) => what);
const X = 'https://x.com/d';

describe('Markdown gives', () => {
  test.each([
    ['an image', '![a](a.jpg)', [`${X}/a.jpg`]],
    [
      'an image with a title',
      '![a](a.jpg "b (c)") and ![](<a b.png> \'t\')',
      [`${X}/a.jpg`, `${X}/a%20b.png`],
    ],
    ['an image whose URL has parentheses', '![a](https://x.com/a_(b).jpg)', ['https://x.com/a_(b).jpg']],
    ['an image without an extension', '![a](https://x.com/1?a=1&amp;b=2)', ['https://x.com/1?a=1&b=2']],
    ['an image whose text has brackets', '![a [b] \\] c](a.jpg)', [`${X}/a.jpg`]],
    [
      'a link to a picture',
      '[a](a.jpg) [page](b.html) [b](https://x.com/B.PNG?x)',
      [`${X}/a.jpg`, 'https://x.com/B.PNG?x'],
    ],
    ['the link around a picture', '[![t](t.jpg "x")](full.jpg)', [`${X}/full.jpg`]],
    ['the picture in a link to a page', '[![t](t.jpg)](https://x.com/)', [`${X}/t.jpg`]],
    ['a definition of a picture', '[a]: a.jpg "t"\n[b]: https://x.com/', [`${X}/a.jpg`]],
    ['a definition that a picture uses', '![x][A  b]\n\n[a b]: <https://x.com/1>', ['https://x.com/1']],
    ['a definition before its picture', '[a]: https://x.com/1\n\n![a] ![b][a]', ['https://x.com/1']],
    ['a URL in angle brackets', 'see <https://x.com/1>.', ['https://x.com/1']],
    ['URLs that stand alone', '- https://x.com/1, www.y.com', ['https://x.com/1', 'https://www.y.com']],
    ['ranges', 'https://x.com/[1-2].jpg', ['https://x.com/1.jpg', 'https://x.com/2.jpg']],
    [
      'what is in code',
      '```\nhttps://x.com/1\n![a](https://x.com/a.jpg)\n```\n`https://x.com/2`',
      ['https://x.com/1', 'https://x.com/a.jpg', 'https://x.com/2'],
    ],
    [
      'tags',
      '<p align=center>\n<img\n  src="a.jpg"\n  alt="x"> <a href="https://x.com/">x</a>',
      [`${X}/a.jpg`],
    ],
    [
      'tags between others',
      '![a](a.jpg) <img src=b.jpg> https://x.com/c',
      [`${X}/a.jpg`, `${X}/b.jpg`, 'https://x.com/c'],
    ],
    ['what only looks like a link', '![a](a.jpg and [b] (c.jpg) https://x.com/d', ['https://x.com/d']],
    ['nothing of prose', '# A title\n\na < b, [x], (y) and [z][w]', []],
  ] as const)('%s', (_, markdown, expected) => {
    expect(textsOf(markdown)).toEqual(expected);
  });

  test('captions and lines', () => {
    const { lines, entries } = collect(
      readMarkdown,
      '# T\r\n\r\n![ A  cat ](https://x.com/a)\r[![B][b]](c.html)\n\n[b]: https://x.com/b',
    );
    expect(lines).toBe(4);
    expect(entries).toEqual([
      { line: 3, found: { kind: 'link', text: 'https://x.com/a' }, facts: { caption: 'A cat' } },
      { line: 6, found: { kind: 'link', text: 'https://x.com/b' }, facts: { caption: 'B' } },
    ]);
  });

  test('relative links that need a base', () => {
    expect(linksOf(readMarkdown, '![a](a.jpg)')).toEqual([[1, 'relative']]);
  });
});

test('Markdown is read alike wherever it is cut', () => {
  const text = `# A\r\n![a](https://x.com/😀.jpg) <img\r\nsrc=https://x.com/b.jpg>\r\`\`\`\nhttps://x.com/c\n\`\`\`\n<a href="https://x.com/d.jpg">\nx</a>\n[e]: https://x.com/e.jpg`;
  const whole = collect(readMarkdown, text);
  expect(whole.entries).toHaveLength(5);
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
      expect(collect(readMarkdown, cutAt(text, cuts))).toEqual(whole);
    }),
  );
});

test('hostile Markdown is read in a moment', () => {
  const start = performance.now();
  for (const piece of [
    '[',
    '![',
    '![[',
    '[a](',
    '![a](b',
    '[a]: ',
    '<a ',
    '<',
    '\\[',
    '[![a](b)](',
    '([',
    '`',
    '![a][b]',
  ])
    for (const end of ['', '\n']) collect(readMarkdown, (piece + end).repeat(20_000));
  expect(performance.now() - start).toBeLessThan(10_000);
}, 30_000);
