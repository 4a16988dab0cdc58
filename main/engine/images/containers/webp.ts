import type { Container } from './container.ts';
import { container } from './container.ts';
import type { Reader } from './reader.ts';
import { createReader } from './reader.ts';

const u24 = (reader: Reader, at: number): number => reader.u16(at) + reader.u8(at + 2) * 65_536;

/** The canvas in RGBA, which libvips makes as soon as it reads the header, and what libwebp holds; measured. */
const HELD_BYTES = 8.5;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Dimensions as the first chunk gives them (RFC 9649 §2.5 to §2.7). */
function readSize(reader: Reader, type: string, data: number): Size | null {
  if (type === 'VP8X') return { width: u24(reader, data + 4) + 1, height: u24(reader, data + 7) + 1 };
  if (type === 'VP8 ') {
    return { width: reader.u16(data + 6) & 0x3fff, height: reader.u16(data + 8) & 0x3fff };
  }
  if (type !== 'VP8L') return null;
  const bits = reader.u32(data + 1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** Walks the chunks of a WebP to the end that its RIFF header names; bytes after it are allowed. */
export function inspectWebp(bytes: Uint8Array): Container {
  const reader = createReader(bytes, 'little');
  const end = reader.u32(4) + 8;
  const size = reader.holds(12, 20) ? readSize(reader, reader.text(12, 4), 20) : null;
  if (!size) return container('broken');
  let animationFrames = 0;
  let hasPixels = false;
  let at = 12;
  while (at + 8 <= end && reader.holds(at, 8)) {
    const type = reader.text(at, 4);
    if (type === 'ANMF') animationFrames += 1;
    if (type === 'VP8 ' || type === 'VP8L' || type === 'ANMF') hasPixels = true;
    const length = reader.u32(at + 4);
    at += 8 + length + (length % 2);
  }
  const known = { ...size, frames: Math.max(1, animationFrames), heldBytesPerPixel: HELD_BYTES };
  // The byte that pads an odd last chunk is often left out.
  const isCut = end > bytes.length + 1 || at > bytes.length + 1 || (end > bytes.length && end % 2 === 1);
  if (isCut) return container('cut', known);
  return container(hasPixels && at <= end + 1 ? 'whole' : 'broken', known);
}
