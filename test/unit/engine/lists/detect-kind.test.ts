import { describe, expect, test } from 'vitest';
import type { ListKind } from '#contract/model.ts';
import { detectKind } from '../../../../main/engine/lists/detect-kind.ts';

const lines = (...all: readonly string[]) => all.join('\n');

const CASES: Readonly<Record<Exclude<ListKind, 'text'>, Readonly<Record<string, string>>>> = {
  html: {
    'a page': '\ufeff<!-- saved -->\n<!DOCTYPE HTML>\n<p>hi',
    'a piece of a page': '<div class="x">\n <p>Some text,\n and more</p>\n <img\n  class=a src="a.jpg">',
    'images a line': lines('<img src="https://x.com/a.jpg">', '<img src="https://x.com/b.jpg">'),
    links: '<ul><li><a href="https://x.com/a.jpg">https://x.com/a.jpg</a><li><a href="b.jpg">b</a></ul>',
    'a background': '<div style="background:url(a.jpg)">x</div>',
  },
  markdown: {
    'an image': 'Look:\n\n![a cat](https://x.com/a.jpg "A cat")\n',
    'an image in a list': lines('https://x.com/b.jpg', '- ![](a.jpg)'),
    'a link to a picture': '# Title\n[a](https://x.com/a.jpg)',
    'a definition': 'See [a].\n\n[a]: <https://x.com/a.jpg>',
    'a table': lines('| url | name |', '| --- | :-: |', '| https://x.com/a.jpg | a |'),
    'tags in it': '# X\n<img src="a.jpg">\n![b](b.jpg)',
  },
  table: {
    'pasted cells': lines('https://x.com/1?a=b,c\tred shoe', 'https://x.com/2\tblue shoe'),
    'one row of pasted cells': 'SKU-1\thttps://x.com/a.jpg',
    'a header': lines('sku,image', '1,https://x.com/a.jpg', '2,https://x.com/b.jpg'),
    'a header in Chinese': lines('货号;图片链接', '1;https://x.com/a', '2;https://x.com/b'),
    'rows without a picture': lines(
      'Handle,Title,Image Src',
      'a,A,https://x.com/a.jpg',
      'a,,',
      'b,"B, b",',
      'b,,',
    ),
    'quoted cells with line breaks': lines(
      '"id","text","url"',
      '1,"a\nb, c","https://x.com/a"',
      '2,"d\n\n""e""","https://x.com/b"',
    ),
    bars: lines('a|b|c', '1|https://x.com/a,b.jpg|x', '2|https://x.com/c,d.jpg|y'),
    'no header': lines('https://x.com/a.jpg,a', 'https://x.com/b.jpg,b'),
    'no header, with blanks': lines('https://x.com/1,red shoe', 'https://x.com/2,blue shoe'),
    'several URLs in a cell': lines(
      'id,images',
      '1,https://x.com/a.jpg|https://x.com/b.jpg',
      '2,https://x.com/c.jpg',
    ),
  },
  json: {
    'an array of objects': '[\n  {"url": "https://x.com/a.jpg"}\n]',
    'an array of strings': '["https://x.com/a.jpg", "https://x.com/b.jpg"]',
    'an object': '{ "images": ["https://x.com/a.jpg"] }',
    'a value a line': '{"url":"https://x.com/a.jpg"}\n{"url":"https://x.com/b.jpg"}\n',
  },
  aria2: {
    options: lines('# list', 'https://x.com/a.jpg', '  out=a.jpg', 'https://x.com/b.jpg'),
    'options with dashes': lines('https://x.com/a.jpg', '\t--referer=https://x.com/', '\t--split=4'),
    mirrors: lines('https://x.com/a.jpg\thttps://y.com/a.jpg', 'https://x.com/b.jpg'),
  },
  curl: {
    one: "curl 'https://x.com/a.jpg' \\\n  -H 'accept: image/*' \\\n  --compressed",
    many: lines('# pictures', '$ curl -O https://x.com/a.jpg', '$ curl -O https://x.com/b.jpg'),
    'for Windows': 'curl.exe ^"https://x.com/a.jpg^" ^\n -L',
  },
};

describe.each(Object.entries(CASES))('%s is seen', (kind, cases) => {
  test.each(Object.entries(cases))('by %s', (_, text) => {
    expect(detectKind(text, true, null)).toBe(kind);
    expect(detectKind(text.replaceAll('\n', '\r\n'), true, 'txt')).toBe(kind);
  });
});

const CLOUD = 'https://res.cloudinary.com/demo/image/upload';
describe('plain text is', () => {
  test.each([
    ['URLs', lines('https://x.com/a.jpg', 'https://x.com/b.jpg')],
    ['nothing', ''],
    ['prose', 'Dear all, see https://x.com/a.jpg, and\nthe other; thanks | bye'],
    ['URLs with a comma each', lines(`${CLOUD}/w_300,h_200/a.jpg`, `${CLOUD}/w_300,h_200/b.jpg`)],
    ['URLs with commas below a title', lines('my, list', `${CLOUD}/w_3,h_2/a.jpg`, `${CLOUD}/w_3,h_2/b.jpg`)],
    ['URLs with commas at their end', lines('https://x.com/@48.1,2.3', 'https://x.com/@48.2,2.4')],
    ['URLs with semicolons', lines('https://x.com/a;jsessionid=1', 'https://x.com/b;jsessionid=2')],
    ['URLs with bars', lines('https://x.com/css?family=a|b', 'https://x.com/css?family=c|d')],
    ['URLs that end with a comma', lines('https://x.com/a.jpg,', 'https://x.com/b.jpg,')],
    [
      'URLs between commas',
      lines('https://x.com/a.jpg,https://x.com/b.jpg', 'https://x.com/c.jpg,https://x.com/d.jpg'),
    ],
    ['names above their URLs', lines('red shoe', 'https://x.com/a.jpg', 'blue shoe', 'https://x.com/b.jpg')],
    ['URLs that are indented', lines('list:', '  https://x.com/a.jpg?out=1', '  https://x.com/b.jpg')],
    ['one tag among URLs', lines('https://x.com/a', 'https://x.com/b', '<img src="https://x.com/c.jpg">')],
    ['links to pages in Markdown', lines('[a](https://x.com/a)', '[b](https://x.com/b)')],
    ['a bracket at the start', '[1] https://x.com/a.jpg\n[2] https://x.com/b.jpg'],
    ['JSON that is broken', '{"url": "https://x.com/a.jpg", '],
    ['a word about curl', 'curl is nice\nhttps://x.com/a.jpg\nhttps://x.com/b.jpg'],
    ['ranges', 'https://x.com/{a,b}/[1-9].jpg\nhttps://x.com/{c,d}/[1-9].jpg'],
    ['tabs before URLs', '\thttps://x.com/a.jpg\n\thttps://x.com/b.jpg'],
    ['a data URL', 'data:image/png;base64,AAAA\ndata:image/png;base64,BBBB'],
  ])('%s', (_, text) => {
    expect(detectKind(text, true, null)).toBe('text');
    expect(detectKind(text, true, '.txt')).toBe('text');
  });
});

describe('the extension', () => {
  test('decides for a table whose first row is longer than what is looked at', () => {
    const row = `a,"${'https://x.com/1.jpg '.repeat(5000)}"`;
    expect(detectKind(`name,images\n${row}`, false, 'csv')).toBe('table');
    expect(detectKind(`name,images\n${row}`, false, null)).not.toBe('aria2');
  });

  test('breaks ties', () => {
    expect(detectKind('image\nhttps://x.com/a.jpg', true, '.CSV')).toBe('table');
    expect(detectKind('[a](https://x.com/a)', true, 'md')).toBe('markdown');
    expect(detectKind('https://x.com/w_1,h_2/a.jpg\nhttps://x.com/w_1,h_2/b.jpg', true, 'csv')).toBe('text');
    expect(detectKind('https://x.com/a.jpg', true, 'json')).toBe('text');
  });
});

describe('a text that is not all here', () => {
  test('is waited for, up to 64 KiB', () => {
    expect(detectKind('<!doctype html>', false, null)).toBeNull();
    expect(detectKind('https://x.com/a.jpg\n'.repeat(4000), false, null)).toBe('text');
  });

  test('is judged by its beginning alone, however much more is there', () => {
    const rows = Array.from({ length: 5000 }, (_, n) => `${n},"a, ${n}",https://x.com/${n}.jpg`).join('\n');
    const json = JSON.stringify(Array.from({ length: 5000 }, (_, n) => ({ url: `https://x.com/${n}.jpg` })));
    for (const [text, kind] of [
      [`id,name,url\n${rows}`, 'table'],
      [json, 'json'],
      [`<html>${'<p>x'.repeat(30_000)}`, 'html'],
    ] as const) {
      expect(detectKind(text, true, null)).toBe(kind);
      expect(detectKind(text.slice(0, 64 * 1024), false, null)).toBe(kind);
    }
  });

  test('is a table also where it ends inside a cell of many lines', () => {
    const description = `"${'A line, of <p>many</p>\n'.repeat(6000)}"`;
    const row = (sku: string, text: string) => `${sku},https://x.com/${sku}.jpg,${text}\n`;
    for (const before of ['', row('A', 'short').repeat(3)]) {
      const text = `sku,image,description\n${before}${row('B', description)}${row('C', 'short')}`;
      const start = performance.now();
      expect(detectKind(text, true, 'csv')).toBe('table');
      expect(detectKind(text.slice(0, 64 * 1024), false, null)).toBe('table');
      expect(performance.now() - start).toBeLessThan(1000);
    }
  });

  test('takes no time, whatever is in it', () => {
    const start = performance.now();
    for (const piece of [
      '[',
      '![',
      '<a ',
      '"',
      'a,',
      '\t',
      '<!--',
      '{"',
      '|',
      '| --- ',
      '[a](',
      ' out=',
      'https://x.com/',
    ])
      detectKind(piece.repeat(70_000 / piece.length), false, null);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
