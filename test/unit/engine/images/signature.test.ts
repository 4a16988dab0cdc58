import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImageFormat } from '../../../../contract/model.ts';
import { IMAGE_FORMATS } from '../../../../contract/model.ts';
import { sniff } from '../../../../main/engine/images/signature.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const iso = (major: string, ...others: readonly string[]): string => {
  const size = 16 + 4 * others.length;
  return `\0\0\0${String.fromCharCode(size)}ftyp${major}\0\0\0\0${others.join('')}`;
};

const HEADS: Readonly<Record<ImageFormat, readonly string[]>> = {
  jpg: ['\xff\xd8\xff\xe0\0\x10JFIF', '\xff\xd8\xff\xdb'],
  png: ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
  gif: ['GIF87a', 'GIF89a\x01\0\x01\0'],
  webp: ['RIFF\x24\0\0\0WEBPVP8 ', 'RIFF\x24\0\0\0WEBP'],
  avif: [iso('avif', 'mif1'), iso('avis', 'msf1'), iso('mif1', 'avif', 'miaf')],
  heic: [iso('heic', 'mif1'), iso('mif1', 'heic'), iso('msf1', 'hevc')],
  heif: [iso('mif1'), iso('msf1', 'iso8')],
  tiff: ['II*\0\x08\0\0\0', 'MM\0*\0\0\0\x08', 'II+\0\x08\0\0\0', 'MM\0+\0\x08\0\0'],
  bmp: ['BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0', 'BM\x46\0\0\0\0\0\0\0\x1a\0\0\0\x0c\0\0\0'],
  ico: ['\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0\x68\x04\0\0\x16\0\0\0'],
  cur: ['\0\0\x02\0\x01\0\x20\x20\0\0\0\0\0\0\x68\x04\0\0\x16\0\0\0'],
  svg: ['<svg xmlns="http://www.w3.org/2000/svg"/>'],
  jxl: ['\xff\x0a\x18', '\0\0\0\x0cJXL \r\n\x87\n'],
  jp2: ['\0\0\0\x0cjP  \r\n\x87\n'],
  j2k: ['\xff\x4f\xff\x51\0\x29'],
  psd: ['8BPS\0\x01', '8BPS\0\x02\0\0'],
  pbm: ['P1\n4 4\n', 'P4 8 8\n'],
  pgm: ['P2\n# made by hand\n4 4 255', 'P5\n4 4 255\n'],
  ppm: ['P3\n4 4\n255', 'P6\n128 128\n255\n'],
  pnm: ['P7\nWIDTH 4\n'],
};

describe('a picture is known by its first bytes', () => {
  test.each(IMAGE_FORMATS)('%s', (format) => {
    for (const head of HEADS[format]) expect(sniff(bytes(head))).toEqual({ kind: 'image', format });
  });

  test.each([
    ['a byte order mark', '\ufeff<svg/>'],
    ['an XML declaration and blanks', '\r\n <?xml version="1.0"?>\n\n<svg width="1">'],
    ['comments that name other elements', '<!-- <html> <svg> --><?xml-stylesheet href="a"?><!-- > --><svg>'],
    [
      'a doctype with an internal subset',
      '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG" "x>y" [ <!ENTITY a "<b>"> <!-- ]> --> ]>\n<svg>',
    ],
    ['a prefix', '<?xml version="1.0"?><s:svg xmlns:s="http://www.w3.org/2000/svg">'],
  ])('svg after %s', (_, text) => {
    expect(sniff(utf8(text))).toEqual({ kind: 'image', format: 'svg' });
  });

  test.each([true, false])('svg in UTF-16, with a byte order mark: %s', (hasMark) => {
    const little = Buffer.from(`${hasMark ? '\ufeff' : ''}<?xml version="1.0"?><svg/>`, 'utf16le');
    expect(sniff(little)).toEqual({ kind: 'image', format: 'svg' });
    expect(sniff(Buffer.from(little).swap16())).toEqual({ kind: 'image', format: 'svg' });
  });
});

describe('a web page is known by its content', () => {
  test.each([
    '<!doctype html>',
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">\n<html>',
    '  \n<!-- saved from a page -->\n<HTML lang="en">',
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">',
    '<head><meta charset="utf-8">',
    '<script>location = "/login"</script>',
    '\ufeff<body>',
    '<!doctype html><svg></svg>',
  ])('%s', (page) => {
    expect(sniff(utf8(page))).toEqual({ kind: 'html', title: null });
  });

  const titleOf = (title: string): string | null => {
    const found = sniff(utf8(`<html><head><title data-x="1">${title}</title></head>`));
    return found.kind === 'html' ? found.title : 'not a page';
  };

  test('its title is one decoded line', () => {
    expect(titleOf('\n Sign in &amp; more\n  &#8212; &quot;Caf&#xE9;&quot;&nbsp;\t')).toBe(
      'Sign in & more — "Café"',
    );
    expect(titleOf('403 &unknown; &#x110000; a\u202eb')).toBe('403 &unknown; \ufffd ab');
    expect(titleOf('   ')).toBeNull();
  });

  test('a long title is cut at 120 characters', () => {
    const title = titleOf('图'.repeat(500)) ?? '';
    expect([...title]).toHaveLength(120);
    expect(title.endsWith('…')).toBe(true);
  });

  test('a title in the charset that the page declares is readable', () => {
    const head = Buffer.concat([
      Buffer.from('<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>'),
      Buffer.from([0xb5, 0xc7, 0xc2, 0xbc]),
      Buffer.from('</title>'),
    ]);
    expect(sniff(head)).toEqual({ kind: 'html', title: '登录' });
  });
});

describe('everything else is unknown', () => {
  test.each([
    '',
    'B',
    'BM',
    'BMW builds cars and motorcycles.',
    '{"error":"not found"}',
    '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    'Access denied',
    '%PDF-1.7',
    'PK\x03\x04',
    'P5 is a synthesiser',
    iso('isom', 'mp42'),
    iso('qt  '),
    'RIFF\x24\0\0\0AVI LIST',
    '\xff\xd8\0\0',
    '\0\0\x01\0\0\0',
    '<!-- a comment that never ends',
  ])('%j', (head) => {
    expect(sniff(bytes(head))).toEqual({ kind: 'unknown' });
  });

  test('no bytes make it throw', () => {
    const heads = Object.values(HEADS).flat().map(bytes);
    const head = fc.tuple(fc.constantFrom(...heads), fc.nat(64), fc.uint8Array({ maxLength: 300 }));
    fc.assert(
      fc.property(head, ([start, cut, rest]) => {
        const mixed = Uint8Array.from([...start.subarray(0, cut), ...rest]);
        expect(['image', 'html', 'unknown']).toContain(sniff(mixed).kind);
      }),
    );
  });

  test('hostile markup is read in one walk', () => {
    for (const piece of ['<!--', '<!DOCTYPE a [', '<title', '<meta charset', '<?', '&#', '<html><title>&a']) {
      const started = performance.now();
      sniff(utf8(piece.repeat(40_000)));
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });
});
