import type { Container } from './container.ts';
import { container } from './container.ts';
import type { Reader } from './reader.ts';
import { createReader } from './reader.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

const tableLength = (flags: number): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);

/** Index after a chain of sub-blocks, which an empty one ends; the file's length when it ends before. */
function afterSubBlocks(reader: Reader, from: number): number {
  let at = from;
  while (at < reader.length) {
    const size = reader.u8(at);
    at += 1 + size;
    if (size === 0) return at;
  }
  return reader.length + 1;
}

/** Walks the blocks of a GIF to its trailer; bytes after it are allowed. */
export function inspectGif(bytes: Uint8Array): Container {
  const reader = createReader(bytes, 'little');
  if (!reader.holds(0, 13)) return container('broken');
  // The whole canvas in RGBA and the frame under way.
  const known = { width: reader.u16(6), height: reader.u16(8), heldBytesPerPixel: 4.9 };
  let frames = 0;
  let at = 13 + tableLength(reader.u8(10));
  while (at < bytes.length) {
    const kind = reader.u8(at);
    if (kind === TRAILER) return container(frames > 0 ? 'whole' : 'broken', { ...known, frames });
    if (kind === EXTENSION) at = afterSubBlocks(reader, at + 2);
    else if (kind === IMAGE) {
      if (!reader.holds(at, 11)) break;
      frames += 1;
      at = afterSubBlocks(reader, at + 11 + tableLength(reader.u8(at + 9)));
    } else if (kind === 0) at += 1;
    else return container(frames > 0 ? 'cut' : 'broken', { ...known, frames });
  }
  return container(frames > 0 ? 'cut' : 'broken', { ...known, frames });
}
