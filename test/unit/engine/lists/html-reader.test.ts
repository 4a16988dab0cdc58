import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHtml } from '../../../../main/engine/lists/html-reader.ts';
import { collect, cutAt, linksOf } from './collect.ts';

const BASE = { baseUrl: 'https://x.com/page/' };
const textsOf = (html: string, reading = BASE) => linksOf(readHtml, html, reading).map(([, what]) => what);
const X = 'https://x.com/page/';

describe('a web page gives', () => {
  test.each([
    ['the source of a picture', '<IMG SRC=a.jpg>', 'a.jpg'],
    ['the widest candidate', '<img src=s.jpg srcset="m.jpg 800w, l.jpg 1600w,s.jpg 400w">', 'l.jpg'],
    ['the densest candidate', '<img src=s.jpg srcset="m.jpg, l.jpg 2x">', 'l.jpg'],
    ['candidates with commas', '<img srcset="a,w_1.jpg 1x, a,w_2.jpg 2x">', 'a,w_2.jpg'],
    ['the lazy source', '<img src="data:image/gif;base64,R0lGOD" data-src="a.jpg">', 'a.jpg'],
    ['the lazy source rather than a stand-in', '<img src="spinner.gif" data-lazy-src="a.jpg">', 'a.jpg'],
    ['the lazy candidates', '<img src=s.gif data-srcset="a.jpg 1x, b.jpg 3x">', 'b.jpg'],
    ['the original', '<img src=s.jpg srcset="m.jpg 800w" data-large_image="full.jpg">', 'full.jpg'],
    ['no lazy attribute that is no link', '<img src=a.jpg data-original=true data-src="{x}">', 'a.jpg'],
    [
      'one of the sources of a picture element',
      '<picture><source srcset="a.avif 900w, b.avif 1800w"><source srcset="c.webp 900w"><img src=a.jpg></picture>',
      'b.avif',
    ],
    [
      'the plain picture where its sources say no more',
      '<picture><source srcset=a.avif><img src=a.jpg></picture>',
      'a.jpg',
    ],
    [
      'the source for wide screens',
      '<picture><source media="(min-width: 900px)" srcset=l.jpg><img src=s.jpg></picture>',
      'l.jpg',
    ],
    ['the source of a picture element without img', '<picture><source srcset=a.webp></picture>', 'a.webp'],
    ['the target of a link', '<a href="full.JPG?x=1">big</a>', 'full.JPG?x=1'],
    [
      'the target instead of the picture in it',
      '<a href=full.jpg><b><img src=thumb.jpg></b></a>',
      'full.jpg',
    ],
    ['the picture in a link to a page', '<a href=page.html><img src=thumb.jpg></a>', 'thumb.jpg'],
    [
      'the picture in a link to its wiki page',
      '<a href="/wiki/File:A.jpg"><img src=thumb.jpg></a>',
      'thumb.jpg',
    ],
    ['what is in noscript', '<noscript><img src=a.jpg></noscript>', 'a.jpg'],
    ['once what noscript repeats', '<img data-src=a.jpg><noscript><img src=a.jpg></noscript>', 'a.jpg'],
    [
      'once a link whose picture noscript repeats',
      '<a href=f.jpg><img data-src=a.jpg><noscript><img src=b.jpg></noscript></a>',
      'f.jpg',
    ],
    ['the preview', '<meta property="og:image" content="a.jpg">', 'a.jpg'],
    [
      'each preview once',
      '<meta property="og:image" content="a.jpg"><meta property="og:image:secure_url" content="a.jpg"><meta name="twitter:image" content="a.jpg">',
      'a.jpg',
    ],
    ['image_src, and no icon', '<link rel="image_src" href=a.jpg><link rel="icon" href=i.png>', 'a.jpg'],
    ['what is loaded early', '<link rel=preload as=image imagesrcset="a.jpg 1x, b.jpg 2x">', 'b.jpg'],
    [
      'the background of a style',
      '<div style="background: url(&quot;a b.jpg&quot;) no-repeat">',
      'a%20b.jpg',
    ],
    ['a lazy background', '<div data-bg="a.jpg">', 'a.jpg'],
    ['a poster', '<video poster=a.jpg src=v.mp4></video>', 'a.jpg'],
    ['a picture of an SVG', '<svg><image href="a.jpg"/></svg>', 'a.jpg'],
    ['entities as what they mean', '<img src="a.jpg?x=1&amp;y=2">', 'a.jpg?x=1&y=2'],
  ])('%s', (_, html, expected) => {
    expect(textsOf(html)).toHaveLength(1);
    expect(URL.parse(textsOf(html)[0] ?? '', X)?.href).toBe(URL.parse(expected, X)?.href);
  });

  test('the pictures of a style sheet, without its fonts', () => {
    const css = `@import url(x.css); @font-face { src: url(f.woff2), url(f.svg) }
      .a { background: URL( 'a.png' ) } .b { background: url(b.png), url("a.png"); mask: url(#m) }`;
    expect(textsOf(`<style>${css}</style>`)).toEqual([`${X}a.png`, `${X}b.png`]);
  });

  test('URLs of pictures in its text, and no others', () => {
    const html = '<td>https://x.com/a.jpg</td><td>https://x.com/page</td><p>www.y.com/b.png<br>c.jpg';
    expect(textsOf(html)).toEqual(['https://x.com/a.jpg', 'https://www.y.com/b.png']);
    expect(textsOf('<a href="https://x.com/a.jpg">https://x.com/a.jpg</a>')).toEqual(['https://x.com/a.jpg']);
  });

  test('nothing of scripts and comments', () => {
    expect(textsOf('<script>"<img src=a.jpg> https://x.com/b.jpg"</script><!-- <img src=c.jpg> -->')).toEqual(
      [],
    );
  });

  test('every picture where tags are left open', () => {
    expect(
      textsOf('<a href=a.jpg><img src=t1.jpg><img src=b.jpg><a href=c.jpg>x<picture><img src=d.jpg>'),
    ).toEqual([`${X}a.jpg`, `${X}b.jpg`, `${X}c.jpg`]);
    expect(textsOf('<a href=a.jpg>x')).toEqual([`${X}a.jpg`]);
    expect(textsOf('<picture><source srcset=a.jpg>')).toEqual([`${X}a.jpg`]);
  });
});

describe('relative links of a web page', () => {
  test('start from its base, which may start from the one that was typed', () => {
    expect(textsOf('<base href="https://y.com/d/"><img src=a.jpg>')).toEqual(['https://y.com/d/a.jpg']);
    expect(textsOf('<base href="/d/"><base href="/e/"><img src=a.jpg>')).toEqual(['https://x.com/d/a.jpg']);
    expect(textsOf('<img src=a.jpg>', { baseUrl: 'x.com:8080/b/c' })).toEqual(['https://x.com:8080/b/a.jpg']);
  });

  test('are unusable without one', () => {
    const html = '<img src="/a.jpg"><img src="//y.com/b.jpg"><img src="cid:1"><img src="https://x.com/c">';
    expect(linksOf(readHtml, html)).toEqual([
      [1, 'relative'],
      [1, 'https://y.com/b.jpg'],
      [1, 'scheme'],
      [1, 'https://x.com/c'],
    ]);
  });
});

test('a web page tells captions and the lines of its tags', () => {
  const html =
    '<p>\r\n<img\n src="https://x.com/a.jpg"\n alt=" A  cat ">\r<a href=https://x.com/b.jpg>\n<img alt=B src=t></a>';
  const { entries, lines } = collect(readHtml, html);
  expect(lines).toBe(2);
  expect(entries).toEqual([
    { line: 2, found: { kind: 'link', text: 'https://x.com/a.jpg' }, facts: { caption: 'A cat' } },
    { line: 5, found: { kind: 'link', text: 'https://x.com/b.jpg' }, facts: { caption: 'B' } },
  ]);
});

test('a web page is read alike wherever it is cut', () => {
  const html = `<base href="https://x.com/">\r\n<p>www.x.com/t.png\r<img srcset="a.jpg 1x,\n😀.jpg 2x" alt="&amp;é">
<style>a{b:url(c.png)}</style>\r\n\n<a href=d.jpg\n><img src=e></a> https://x.com/f.gif<noscript><img src=g.jpg></noscript>`;
  const whole = collect(readHtml, html);
  expect(whole.entries.map(({ line }) => line)).toEqual([2, 3, 5, 7, 8, 8]);
  fc.assert(
    fc.property(fc.array(fc.nat(html.length), { maxLength: 12 }), (cuts) => {
      expect(collect(readHtml, cutAt(html, cuts))).toEqual(whole);
    }),
  );
});

test('hostile pages are read in a moment', () => {
  const start = performance.now();
  const repeat = (text: string) => collect(readHtml, text.repeat(50_000)).entries.length;
  for (const text of [
    '<a>',
    '<picture><a>',
    '<source srcset=a.jpg>',
    '<b><i>',
    '<',
    'url(',
    '&',
    '<a href=x.jpg ',
  ])
    repeat(text);
  collect(readHtml, `<picture>${'<source srcset="a 1x">'.repeat(50_000)}`);
  collect(readHtml, `<style>${'url('.repeat(50_000)}</style><img srcset="${'('.repeat(50_000)}">`);
  collect(readHtml, `<img srcset="${'a,'.repeat(50_000)}"><img srcset="${' a (,'.repeat(50_000)}">`);
  expect(performance.now() - start).toBeLessThan(10_000);
}, 30_000);
