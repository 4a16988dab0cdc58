import type { Container } from './container.ts';
import { container } from './container.ts';
import type { Reader } from './reader.ts';
import { createReader } from './reader.ts';

/** Sizes of the types 1 to 18 in bytes (TIFF 6.0 §2, BigTIFF). */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const WIDTH = 256;
const HEIGHT = 257;
// Tags that name where pixels are, each with the one that names their lengths: strips, tiles, old-style JPEG.
const PLACES: readonly (readonly [number, number])[] = [
  [273, 279],
  [324, 325],
  [513, 514],
];
const DIRECTORY_LIMIT = 5000;

interface Layout {
  readonly isBig: boolean;
  readonly entryBytes: number;
  readonly wordBytes: number;
}

interface Field {
  readonly count: number;
  readonly typeBytes: number;
  /** Where the values are. */
  readonly at: number;
}

const word = (reader: Reader, at: number, layout: Layout): number =>
  layout.isBig ? reader.u64(at) : reader.u32(at);

function readField(reader: Reader, at: number, layout: Layout): Field {
  const typeBytes = TYPE_BYTES[reader.u16(at + 2)] ?? 0;
  const count = typeBytes === 0 ? 0 : word(reader, at + 4, layout);
  const valueAt = at + 4 + layout.wordBytes;
  const isInline = typeBytes * count <= layout.wordBytes;
  return { count, typeBytes, at: isInline ? valueAt : word(reader, valueAt, layout) };
}

function numberOf(reader: Reader, field: Field, index: number): number {
  const at = field.at + index * field.typeBytes;
  if (field.typeBytes === 8) return reader.u64(at);
  if (field.typeBytes === 4) return reader.u32(at);
  return field.typeBytes === 2 ? reader.u16(at) : reader.u8(at);
}

interface Directory {
  readonly fields: ReadonlyMap<number, Field>;
  readonly next: number;
}

function readDirectory(reader: Reader, at: number, layout: Layout): Directory | null {
  const countBytes = layout.isBig ? 8 : 2;
  const count = layout.isBig ? reader.u64(at) : reader.u16(at);
  const end = at + countBytes + count * layout.entryBytes;
  if (reader.isPast || !reader.holds(at, end - at)) return null;
  const fields = new Map<number, Field>();
  for (let entry = at + countBytes; entry < end; entry += layout.entryBytes) {
    fields.set(reader.u16(entry), readField(reader, entry, layout));
  }
  // Some writers leave out the link after the last directory.
  return { fields, next: reader.holds(end, layout.wordBytes) ? word(reader, end, layout) : -1 };
}

const isFieldInside = (reader: Reader, field: Field): boolean =>
  reader.holds(field.at, field.count * field.typeBytes);

/** Strips and tiles that may still be looked at: directories can share one long list without end. */
interface Budget {
  left: number;
}

/** Whether all pixels that a directory names are inside of the file. */
function arePixelsInside(reader: Reader, fields: Directory['fields'], budget: Budget): boolean {
  for (const [placeTag, lengthTag] of PLACES) {
    const [places, lengths] = [fields.get(placeTag), fields.get(lengthTag)];
    if (!places) continue;
    budget.left -= places.count;
    if (budget.left < 0) return false;
    for (let index = 0; index < places.count; index += 1) {
      const length = lengths && index < lengths.count ? numberOf(reader, lengths, index) : 0;
      if (!reader.holds(numberOf(reader, places, index), length)) return false;
    }
  }
  return true;
}

function isDirectoryWhole(reader: Reader, { fields, next }: Directory, budget: Budget): boolean {
  if (next < 0) return false;
  for (const field of fields.values()) if (!isFieldInside(reader, field)) return false;
  return arePixelsInside(reader, fields, budget);
}

/** Checks that the directories of a TIFF or BigTIFF and the strips and tiles that they name are inside of the file. */
export function inspectTiff(bytes: Uint8Array): Container {
  const reader = createReader(bytes, bytes[0] === 0x49 ? 'little' : 'big');
  const isBig = reader.u16(2) === 43;
  const layout = isBig ? { isBig, entryBytes: 20, wordBytes: 8 } : { isBig, entryBytes: 12, wordBytes: 4 };
  const budget = { left: bytes.length };
  const visited = new Set<number>();
  let first: Directory | null = null;
  let isWhole = true;
  let at = word(reader, isBig ? 8 : 4, layout);
  while (at > 0 && !visited.has(at) && visited.size < DIRECTORY_LIMIT) {
    const directory = readDirectory(reader, at, layout);
    if (!directory || !isDirectoryWhole(reader, directory, budget)) isWhole = false;
    if (!directory) break;
    visited.add(at);
    first ??= directory;
    at = directory.next;
  }
  return describe(reader, first, isWhole && !reader.isPast, visited.size);
}

function describe(reader: Reader, first: Directory | null, isWhole: boolean, frames: number): Container {
  if (!first) return container(reader.length > 8 ? 'cut' : 'broken');
  const value = (tag: number): number => {
    const field = first.fields.get(tag);
    return field ? numberOf(reader, field, 0) : 0;
  };
  const known = { width: value(WIDTH), height: value(HEIGHT), frames };
  if (known.width < 1 || known.height < 1) return container('broken');
  return container(isWhole ? 'whole' : 'cut', known);
}
