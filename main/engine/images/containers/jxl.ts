import { readBoxes } from './boxes.ts';
import type { Container } from './container.ts';
import { container } from './container.ts';
import type { Reader } from './reader.ts';
import { createReader } from './reader.ts';

/** Reads bits from the least significant on, as JPEG XL packs them. */
function bitReader(reader: Reader, from: number): (count: number) => number {
  let position = from * 8;
  return (count) => {
    let value = 0;
    for (let bit = 0; bit < count; bit += 1, position += 1) {
      value += ((reader.u8(position >> 3) >> (position & 7)) & 1) * 2 ** bit;
    }
    return value;
  };
}

const RATIOS = [0, 1, 12 / 10, 4 / 3, 3 / 2, 16 / 9, 5 / 4, 2];
const LENGTHS = [9, 13, 18, 30];

/** The SizeHeader of a codestream (ISO/IEC 18181-1 §D.2), which begins after its two bytes of signature. */
function readSize(reader: Reader, at: number): { readonly width: number; readonly height: number } | null {
  const bits = bitReader(reader, at + 2);
  const isSmall = bits(1) === 1;
  const side = (): number => (isSmall ? 8 * (1 + bits(5)) : 1 + bits(LENGTHS[bits(2)] ?? 9));
  const height = side();
  const ratio = RATIOS[bits(3)] ?? 0;
  const width = ratio > 0 ? Math.floor(height * ratio) : side();
  return reader.isPast ? null : { width, height };
}

const isStream = (reader: Reader, at: number): boolean =>
  reader.u8(at) === 0xff && reader.u8(at + 1) === 0x0a;

function inspectStream(reader: Reader, at: number, end: number): Container {
  const size = isStream(reader, at) ? readSize(reader, at) : null;
  // A codestream says nowhere how long it is; a picture of one pixel takes more than this.
  return size && end - at >= 12 ? container('whole', size) : container('broken');
}

/** Checks the boxes of a JPEG XL file; of a bare codestream only the header can be judged. */
export function inspectJxl(bytes: Uint8Array): Container {
  const reader = createReader(bytes, 'big');
  if (isStream(reader, 0)) return inspectStream(reader, 0, bytes.length);
  const { boxes, isCut } = readBoxes(reader, 0, bytes.length);
  const parts = boxes.filter((box) => box.type === 'jxlc' || box.type === 'jxlp');
  const [first] = parts;
  if (!first) return container('broken');
  const isSplit = first.type === 'jxlp';
  const known = inspectStream(reader, first.start + (isSplit ? 4 : 0), Number.POSITIVE_INFINITY);
  if (known.state === 'broken') return known;
  // The last part of a split stream bears the highest bit in its number.
  const isEnded = !isSplit || parts.some((part) => reader.u32(part.start) >= 2 ** 31);
  return isCut || !isEnded ? { ...known, state: 'cut' } : known;
}
