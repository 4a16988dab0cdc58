import type { Container } from './container.ts';
import { container } from './container.ts';
import type { Reader } from './reader.ts';
import { createReader } from './reader.ts';

interface BitmapHeader {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
  readonly compression: number;
  readonly dataBytes: number;
}

const BI_RLE8 = 1;
const BI_RLE4 = 2;
const OS2_HEADER_LENGTH = 12;

/** The information header at a place of a BMP, or of a picture in an icon; null when its numbers make no sense. */
function readHeader(reader: Reader, at: number): BitmapHeader | null {
  const size = reader.u32(at);
  const isOld = size === OS2_HEADER_LENGTH;
  if ((!isOld && size < 16) || size > 0xff_ff) return null;
  const width = isOld ? reader.u16(at + 4) : reader.i32(at + 4);
  const height = Math.abs(isOld ? reader.u16(at + 6) : reader.i32(at + 8));
  const bitsPerPixel = reader.u16(at + (isOld ? 10 : 14));
  const isSound = width > 0 && height > 0 && [0, 1, 2, 4, 8, 16, 24, 32, 64].includes(bitsPerPixel);
  if (reader.isPast || !isSound) return null;
  const hasMore = size >= 24;
  const compression = hasMore ? reader.u32(at + 16) : 0;
  return { width, height, bitsPerPixel, compression, dataBytes: hasMore ? reader.u32(at + 20) : 0 };
}

function rawLength({ width, height, bitsPerPixel }: BitmapHeader): number {
  return Math.ceil((width * bitsPerPixel) / 32) * 4 * height;
}

/** Whether run-length codes reach their end-of-bitmap code, or at least the last row. */
function isRunLengthWhole(reader: Reader, from: number, header: BitmapHeader): boolean {
  let row = 0;
  let at = from;
  while (reader.holds(at, 2)) {
    const [count, code] = [reader.u8(at), reader.u8(at + 1)];
    at += 2;
    if (count > 0) continue;
    if (code === 1) return true;
    if (code === 0) row += 1;
    else if (code === 2) {
      row += reader.u8(at + 1);
      at += 2;
    } else {
      const length = header.compression === BI_RLE4 ? Math.ceil(code / 2) : code;
      at += length + (length % 2);
    }
  }
  return row >= header.height && at <= reader.length;
}

function isWhole(reader: Reader, dataAt: number, header: BitmapHeader): boolean {
  const { compression, dataBytes, bitsPerPixel } = header;
  // In OS/2 bitmaps 3 and 4 are Huffman and RLE24, in Windows ones bit fields, JPEG and PNG.
  const isRunLength =
    (compression === BI_RLE8 && bitsPerPixel === 8) || (compression === BI_RLE4 && bitsPerPixel === 4);
  if (isRunLength) return isRunLengthWhole(reader, dataAt, header);
  const isRaw = compression === 0 || compression === 6 || (compression === 3 && bitsPerPixel >= 16);
  return reader.holds(dataAt, isRaw ? rawLength(header) : Math.max(1, dataBytes));
}

/** Checks that a BMP has all the pixels that its headers name. */
export function inspectBitmap(bytes: Uint8Array): Container {
  const reader = createReader(bytes, 'little');
  const header = readHeader(reader, 14);
  const dataAt = reader.u32(10);
  if (!header) return container('broken');
  const known = { width: header.width, height: header.height, frames: 1 };
  if (dataAt < 14 + OS2_HEADER_LENGTH || dataAt >= bytes.length) return container('broken', known);
  return container(isWhole(reader, dataAt, header) ? 'whole' : 'cut', known);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const ICON_SIDE_LIMIT = 1024;

/** The size that a picture of an icon has itself, unless it is absurd: the list of an icon is often wrong. */
function iconSize(reader: Reader, at: number, listed: Size): Size {
  const own = ownSize(reader, at, listed);
  return own.width <= ICON_SIDE_LIMIT && own.height <= ICON_SIDE_LIMIT ? own : listed;
}

function ownSize(reader: Reader, at: number, listed: Size): Size {
  if (reader.holds(at, 24) && reader.text(at + 1, 3) === 'PNG') {
    const png = createReader(reader.bytes.subarray(at, at + 24), 'big');
    return { width: png.u32(16), height: png.u32(20) };
  }
  const bitmap = reader.holds(at, 40) ? readHeader(reader, at) : null;
  // The mask lies below the picture and counts as half of the height.
  return bitmap ? { width: bitmap.width, height: Math.floor(bitmap.height / 2) } : listed;
}

/** Checks that all pictures of an icon or cursor are inside of the file; the largest gives the dimensions. */
export function inspectIcon(bytes: Uint8Array): Container {
  const reader = createReader(bytes, 'little');
  const count = reader.u16(4);
  let largest: Size = { width: 0, height: 0 };
  let present = 0;
  for (let at = 6; at < 6 + 16 * count && reader.holds(at, 16); at += 16) {
    const [length, place] = [reader.u32(at + 8), reader.u32(at + 12)];
    if (!reader.holds(place, Math.max(1, length))) continue;
    present += 1;
    const size = iconSize(reader, place, { width: reader.u8(at) || 256, height: reader.u8(at + 1) || 256 });
    if (size.width * size.height > largest.width * largest.height) largest = size;
  }
  if (count === 0 || present === 0) return container('broken');
  return container(present === count ? 'whole' : 'cut', largest);
}
