import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STEM_BYTES } from '../../../../main/engine/files/name-text.ts';
import { nameFromDisposition, nameFromUrl, sanitiseStem } from '../../../../main/engine/files/names.ts';

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(
        'con',
        '.',
        ' ',
        '/',
        '\\',
        'é',
        'e\u0301',
        '\u200b',
        '\u202e',
        'ß',
        '图',
        '😀',
        '\ud800',
        'nul',
        '¹',
        'x'.repeat(120),
      ),
    )
    .map((pieces) => pieces.join('')),
);

describe('the stem of any text', () => {
  test('is one safe, visible component of at most 235 bytes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const stem = sanitiseStem(text);
        expect(Buffer.byteLength(stem)).toBeLessThanOrEqual(STEM_BYTES);
        expect(stem).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(stem).not.toMatch(/^[\s.]|[\s.]$/u);
        expect(stem).not.toMatch(/^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)/i);
        expect(stem).toBe(stem.normalize('NFC'));
      }),
      { numRuns: 2000 },
    );
  });

  test('stays as it is when it is made safe again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const stem = sanitiseStem(text);
        expect(sanitiseStem(stem)).toBe(stem);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot', 'boot'],
    ['C:\\x\\photo', 'photo'],
    ['x:stream', 'x_stream'],
    ['..', ''],
    [' . . ', ''],
    ['CON', '_CON'],
    ['con.backup', '_con.backup'],
    ['COM¹', '_COM¹'],
    ['conout$', '_conout$'],
    ['company', 'company'],
    ['a\u202egpj', 'agpj'],
    ['a\u200bb\u00adc\ufeff', 'abc'],
    ['e\u0301', 'é'],
    ['what? "really"', 'what_ _really_'],
    ['photo 1.', 'photo 1'],
  ])('of %j is %j', (text, stem) => {
    expect(sanitiseStem(text)).toBe(stem);
  });

  test('is never cut inside a character, nor inside one made of several', () => {
    expect(sanitiseStem('图'.repeat(100))).toBe('图'.repeat(78));
    const flag = '🇨🇳';
    const cut = sanitiseStem(flag.repeat(60));
    expect(cut).toBe(flag.repeat(29));
  });

  test('is found in good time in a hostile text', () => {
    expect(Buffer.byteLength(sanitiseStem(`${'a\u0301'.repeat(500_000)}`))).toBeLessThanOrEqual(STEM_BYTES);
    expect(sanitiseStem('/.'.repeat(500_000))).toBe('');
  });
});

describe('the name that a URL gives', () => {
  test.each([
    ['https://x.com/a/b/photo.JPG?w=1', 'photo', 'jpg'],
    ['https://x.com/a/photo.jpeg/', 'photo', 'jpg'],
    ['https://x.com/', 'image-7', null],
    ['https://x.com', 'image-7', null],
    ['https://x.com/?', 'image-7', null],
    ['https://x.com/get.php?file=pic%20one.tif&x=1', 'pic one', 'tiff'],
    ['https://x.com/get.php?id=5', 'get', null],
    ['https://w.nl/?url=https%3A%2F%2Fx.com%2Fa%2Fb.png%3Fw%3D1', 'b', 'png'],
    ['https://x.com/a.jpg?fm=webp', 'a', 'jpg'],
    ['https://x.com/%E5%9B%BE%E7%89%87.png', '图片', 'png'],
    ['https://x.com/%C4%E3%BA%C3.png', '你好', 'png'],
    ['https://x.com/caf%E9.png', 'caf%E9', 'png'],
    ['https://x.com/100%25.png', '100%', 'png'],
    ['https://x.com/a%2520b.png', 'a%20b', 'png'],
    ['https://x.com/foo%2f..%2fbar.jpg', 'bar', 'jpg'],
    ['https://x.com/..%2f..%2f', 'image-7', null],
    ['https://x.com/con.jpg', '_con', 'jpg'],
    ['https://x.com/v1.2', 'v1.2', null],
    ['https://x.com/a.jpg@100w.webp', 'a.jpg@100w', 'webp'],
    ['https://x.com/%E2%80%AEgpj.exe', 'gpj.exe', null],
    ['https://u:p@x.com/a.png#b/c.jpg', 'a', 'png'],
    ['data:image/svg+xml,<svg/>', 'image-7', 'svg'],
  ])('%s is %s with %s', (url, stem, declaredExtension) => {
    expect(nameFromUrl(url, 7)).toEqual({ stem, declaredExtension });
  });

  test('is safe whatever the path and the query are', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), anyText, (url, text) => {
        const { href } = new URL(`${url.replace(/[?#].*$/, '')}/${encodeURIComponent(text.toWellFormed())}`);
        const { stem } = nameFromUrl(href, 3);
        expect(stem).not.toBe('');
        expect(sanitiseStem(stem)).toBe(stem);
      }),
    );
  });
});

describe('the name that an answer gives', () => {
  test.each([
    ['attachment; filename="a b.jpg"', 'a b', 'jpg'],
    ["attachment; filename*=UTF-8''%E2%82%AC%20rates.png; filename=x.jpg", '€ rates', 'png'],
    ['attachment; filename*="UTF-8\'\'%E2%82%AC.png"', '€', 'png'],
    ["attachment; filename*=GBK''%CD%BC.png", '图', 'png'],
    ["attachment; filename=ok.png; filename*=ISO-9999''%A4.jpg", 'ok', 'png'],
    ['inline; filename*0*=UTF-8\'\'foo-%c3%a4; filename*1=" b.jpg"', 'foo-ä b', 'jpg'],
    ['attachment; filename="=?UTF-8?B?5Zu+54mHLmpwZw==?="', '图片', 'jpg'],
    ['attachment; filename="=?ISO-8859-1?Q?foo-=E4.png?="', 'foo-ä', 'png'],
    ['attachment; filename=%E5%9B%BE.png', '图', 'png'],
    [`attachment; filename="${latin1(new TextEncoder().encode('图片.jpg'))}"`, '图片', 'jpg'],
    [`attachment; filename="${latin1(Buffer.from([0xc4, 0xe3, 0xba, 0xc3]))}.gif"`, '你好', 'gif'],
    ['attachment; filename="caf\xe9.png"', 'café', 'png'],
    ['attachment; filename="../../etc/passwd"', 'passwd', null],
    ['attachment; filename="C:\\\\x\\\\y.png"', 'y', 'png'],
  ])('%s is %s with %s', (header, stem, declaredExtension) => {
    expect(nameFromDisposition(header)).toEqual({ stem, declaredExtension });
  });

  test.each(['inline', 'attachment; filename=""', 'attachment; filename="../.."', ''])(
    '%j is none',
    (header) => {
      expect(nameFromDisposition(header)).toBeNull();
    },
  );

  test('is safe whatever the header is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = nameFromDisposition(`attachment; filename="${text}"`);
        if (name) expect(sanitiseStem(name.stem)).toBe(name.stem);
      }),
      { numRuns: 1000 },
    );
  });
});
