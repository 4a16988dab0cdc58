import type { Container } from './container.ts';
import { container } from './container.ts';
import type { Reader } from './reader.ts';
import { createReader } from './reader.ts';

const SIGNATURE_LENGTH = 8;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 };
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

function isHeaderSound(reader: Reader, at: number): boolean {
  const [width, height] = [reader.i32(at), reader.i32(at + 4)];
  const isDepthKnown = DEPTHS[reader.u8(at + 9)]?.includes(reader.u8(at + 8)) ?? false;
  return width > 0 && height > 0 && isDepthKnown && reader.u8(at + 12) <= 1;
}

/** A decoded pixel of an interlaced picture, and a sixth more for the passes. */
function pixelBytes(reader: Reader, at: number): number {
  const channels = CHANNELS[reader.u8(at + 9)] ?? 4;
  return (channels * Math.max(8, reader.u8(at + 8)) * 7) / 48;
}

/** Walks the chunks of a PNG or APNG to its IEND; bytes after it are allowed. */
export function inspectPng(bytes: Uint8Array): Container {
  const reader = createReader(bytes, 'big');
  if (!reader.holds(SIGNATURE_LENGTH, 25)) return container('broken');
  const header = SIGNATURE_LENGTH + 8;
  if (reader.text(header - 4, 4) !== 'IHDR' || !isHeaderSound(reader, header)) return container('broken');
  const known = {
    width: reader.u32(header),
    height: reader.u32(header + 4),
    heldBytesPerPixel: reader.u8(header + 12) === 1 ? pixelBytes(reader, header) : 0,
  };
  let frames = 1;
  let hasPixels = false;
  let at = SIGNATURE_LENGTH;
  while (reader.holds(at, 12)) {
    const length = reader.u32(at);
    const type = reader.text(at + 4, 4);
    if (!/^[A-Za-z]{4}$/.test(type)) break;
    if (type === 'IEND') return container(hasPixels ? 'whole' : 'broken', { ...known, frames });
    if (type === 'acTL') frames = Math.max(1, reader.u32(at + 8));
    if (type === 'IDAT') hasPixels = true;
    at += 12 + length;
  }
  return container('cut', { ...known, frames });
}
