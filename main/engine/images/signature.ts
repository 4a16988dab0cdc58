/** What the first bytes of a file say it is, whatever its name and headers claim. */
import type { ImageFormat } from '#contract/model.ts';
import { readTitle } from './html.ts';
import type { Prolog } from './markup.ts';
import { decodeHead, isSvgName, readProlog } from './markup.ts';

/** How much of a file `sniff` makes use of. */
export const SNIFF_BYTES = 64 * 1024;

export type Sniffed =
  | { readonly kind: 'image'; readonly format: ImageFormat }
  | { readonly kind: 'html'; readonly title: string | null }
  | { readonly kind: 'unknown' };

/**
 * Says what a file is from its first bytes (64 kB at most are looked at, fewer are enough for most formats).
 * A signature is no verdict: the file may still be cut or broken.
 */
export function sniff(head: Uint8Array): Sniffed {
  const bytes = head.subarray(0, SNIFF_BYTES);
  const format = binaryFormat(bytes);
  return format ? { kind: 'image', format } : sniffText(bytes);
}

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

const MAGICS: readonly (readonly [string, ImageFormat])[] = [
  ['\xff\xd8\xff', 'jpg'],
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['GIF87a', 'gif'],
  ['GIF89a', 'gif'],
  ['II*\0', 'tiff'],
  ['MM\0*', 'tiff'],
  ['II+\0\x08\0', 'tiff'],
  ['MM\0+\0\x08', 'tiff'],
  ['\0\0\0\x0cJXL \r\n\x87\n', 'jxl'],
  ['\xff\x0a', 'jxl'],
  ['\0\0\0\x0cjP  \r\n\x87\n', 'jp2'],
  ['\xff\x4f\xff\x51', 'j2k'],
  ['8BPS\0\x01', 'psd'],
  ['8BPS\0\x02', 'psd'],
];

function binaryFormat(bytes: Uint8Array): ImageFormat | null {
  const start = latin1(bytes, 0, 16);
  const found = MAGICS.find(([magic]) => start.startsWith(magic));
  if (found) return found[1];
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return 'webp';
  if (start.slice(4, 8) === 'ftyp') return isoFormat(bytes);
  if (start.startsWith('BM') && isBitmapHeader(bytes)) return 'bmp';
  if (isIconHeader(bytes)) return bytes[2] === 1 ? 'ico' : 'cur';
  return netpbmFormat(start);
}

const AVIF_BRANDS = new Set(['avif', 'avis']);
const HEVC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);
const HEIF_BRANDS = new Set(['mif1', 'mif2', 'msf1', 'miaf', 'jpeg', 'jpgs', 'avci', 'avcs', 'vvic', 'evbi']);

/** The kind of picture in an ISO base media file; null for films and other uses of the container. */
function isoFormat(bytes: Uint8Array): ImageFormat | null {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const end = Math.min(size, bytes.length, 1024);
  const brands: string[] = [];
  for (let at = 8; at + 4 <= end; at += 4) if (at !== 12) brands.push(latin1(bytes, at, at + 4));
  // The major brand comes first in the list, so that it decides when several kinds are named.
  const [major = ''] = brands;
  if (AVIF_BRANDS.has(major)) return 'avif';
  if (HEVC_BRANDS.has(major)) return 'heic';
  if (!HEIF_BRANDS.has(major)) return null;
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return 'avif';
  return brands.some((brand) => HEVC_BRANDS.has(brand)) ? 'heic' : 'heif';
}

/** "BM" begins many texts, so the sizes of the headers must make sense too. */
function isBitmapHeader(bytes: Uint8Array): boolean {
  if (bytes.length < 18) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const headerSize = view.getUint32(14, true);
  return (headerSize === 12 || (headerSize >= 16 && headerSize <= 124)) && view.getUint32(10, true) < 1 << 24;
}

/** Icons and cursors have no signature but four plain numbers; the first entry must make sense too. */
function isIconHeader(bytes: Uint8Array): boolean {
  if (bytes.length < 22 || bytes[0] !== 0 || bytes[1] !== 0 || bytes[3] !== 0) return false;
  if (bytes[2] !== 1 && bytes[2] !== 2) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const count = view.getUint16(4, true);
  const dataSize = view.getUint32(14, true);
  return count > 0 && dataSize > 0 && view.getUint32(18, true) >= 6 + 16 * count;
}

const NETPBM: readonly ImageFormat[] = ['pbm', 'pgm', 'ppm', 'pbm', 'pgm', 'ppm'];

function netpbmFormat(start: string): ImageFormat | null {
  if (/^P7\n(?:#|WIDTH|HEIGHT|DEPTH|MAXVAL|TUPLTYPE)/.test(start)) return 'pnm';
  const match = /^P([1-6])(?:\s+[\d#]|#)/.exec(start);
  return match ? (NETPBM[Number(match[1]) - 1] ?? null) : null;
}

/** First elements of web pages (the list that browsers sniff by, WHATWG MIME Sniffing §7.1, and a few more). */
const HTML_ELEMENTS = new Set(
  (
    'html head script iframe h1 h2 div font table a style title b body br p ' +
    'meta link base center form frameset noscript main header nav section article span img'
  ).split(' '),
);

function sniffText(bytes: Uint8Array): Sniffed {
  const text = decodeHead(bytes);
  if (text === null) return { kind: 'unknown' };
  const prolog = readProlog(text);
  if (isHtml(prolog)) return { kind: 'html', title: readTitle(bytes, text) };
  const isSvg = prolog.root !== null && isSvgName(prolog.root);
  return isSvg ? { kind: 'image', format: 'svg' } : { kind: 'unknown' };
}

function isHtml({ doctype, root }: Prolog): boolean {
  return doctype === 'html' || (root !== null && HTML_ELEMENTS.has(root.toLowerCase()));
}
