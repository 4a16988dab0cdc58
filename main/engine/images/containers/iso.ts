import type { Box } from './boxes.ts';
import { readBoxes } from './boxes.ts';
import type { Container } from './container.ts';
import { container } from './container.ts';
import type { Reader } from './reader.ts';
import { createReader } from './reader.ts';

/** Planes of libaom, a copy of libheif and the interleaved picture; measured with 8 bits, with and without alpha. */
const HELD_BYTES = 19;

interface Size {
  readonly width: number;
  readonly height: number;
}

const sized = (reader: Reader, at: number, bytes: number): number => {
  if (bytes === 0) return 0;
  if (bytes === 8) return reader.u64(at);
  return bytes === 2 ? reader.u16(at) : reader.u32(at);
};

const ITEM_LIMIT = 100_000;

/** Whether all extents that an `iloc` box names are inside of the file (ISO/IEC 14496-12 §8.11.3). */
function areExtentsInside(reader: Reader, box: Box): boolean {
  const version = reader.u8(box.start);
  const sizes = reader.u16(box.start + 4);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version > 0 ? sizes & 15 : 0;
  const entryBytes = indexSize + offsetSize + lengthSize;
  const idSize = version < 2 ? 2 : 4;
  const count = sized(reader, box.start + 6, idSize);
  let at = box.start + 6 + idSize;
  for (let item = 0; item < count && item < ITEM_LIMIT; item += 1) {
    at += idSize;
    const isInFile = version === 0 || (reader.u16(at) & 15) === 0;
    at += version > 0 ? 4 : 2;
    const base = sized(reader, at, baseSize);
    // An extent without numbers is the whole file; there is nothing to look up.
    const extents = entryBytes === 0 ? 0 : reader.u16(at + baseSize);
    at += baseSize + 2;
    if (reader.isPast) return false;
    for (let extent = 0; extent < extents; extent += 1) {
      const offset = base + sized(reader, at + indexSize, offsetSize);
      const length = sized(reader, at + indexSize + offsetSize, lengthSize);
      if (reader.isPast || (isInFile && !reader.holds(offset, length))) return false;
      at += entryBytes;
    }
  }
  return !reader.isPast;
}

/** Properties that `ipma` ties to an item, as places in `ipco` from 1. */
function propertiesOf(reader: Reader, box: Box, item: number): readonly number[] {
  const idSize = reader.u8(box.start) < 1 ? 2 : 4;
  const isWide = (reader.u8(box.start + 3) & 1) === 1;
  const count = reader.u32(box.start + 4);
  let at = box.start + 8;
  for (let entry = 0; entry < count && at < box.end && !reader.isPast; entry += 1) {
    const id = sized(reader, at, idSize);
    const ties = reader.u8(at + idSize);
    at += idSize + 1;
    if (id === item) {
      return Array.from({ length: ties }, (_, tie) =>
        isWide ? reader.u16(at + tie * 2) & 0x7fff : reader.u8(at + tie) & 0x7f,
      );
    }
    at += ties * (isWide ? 2 : 1);
  }
  return [];
}

const child = (reader: Reader, parent: Box, type: string, skip = 0): Box | undefined =>
  readBoxes(reader, parent.start + skip, parent.end).boxes.find((box) => box.type === type);

/** A size after the crop (`clap`) and the turn (`irot`) that belong to the picture itself. */
function asSeen(reader: Reader, stored: Size, tied: readonly (Box | undefined)[]): Size {
  const crop = tied.find((box) => box?.type === 'clap');
  const turn = tied.find((box) => box?.type === 'irot');
  const part = (at: number): number => Math.round(reader.u32(at) / Math.max(1, reader.u32(at + 4)));
  const { width, height } = crop ? { width: part(crop.start), height: part(crop.start + 8) } : stored;
  const isTurned = turn !== undefined && reader.u8(turn.start) % 2 === 1;
  return isTurned ? { width: height, height: width } : { width, height };
}

/** The size of the primary item as it is to be shown. */
function readSize(reader: Reader, meta: Box): Size | null {
  const [pitm, iprp] = [child(reader, meta, 'pitm', 4), child(reader, meta, 'iprp', 4)];
  const ipco = iprp && child(reader, iprp, 'ipco');
  const ipma = iprp && child(reader, iprp, 'ipma');
  if (!pitm || !ipco || !ipma) return null;
  const item = reader.u8(pitm.start) === 0 ? reader.u16(pitm.start + 4) : reader.u32(pitm.start + 4);
  const all = readBoxes(reader, ipco.start, ipco.end).boxes;
  const tied = propertiesOf(reader, ipma, item).map((place) => all[place - 1]);
  const spatial = tied.find((box) => box?.type === 'ispe');
  if (!spatial) return null;
  const stored = { width: reader.u32(spatial.start + 4), height: reader.u32(spatial.start + 8) };
  return asSeen(reader, stored, tied);
}

/** Checks that the boxes of an AVIF or HEIF and the extents of its items are inside of the file. */
export function inspectIso(bytes: Uint8Array): Container {
  const reader = createReader(bytes, 'big');
  const { boxes, isCut } = readBoxes(reader, 0, bytes.length);
  const meta = boxes.find((box) => box.type === 'meta');
  const hasMovie = boxes.some((box) => box.type === 'moov');
  if (!meta && !hasMovie) return container('broken');
  // The handler is the one box that every `meta` must have (ISO/IEC 14496-12 §8.11.1).
  if (meta && reader.holds(meta.start, meta.end - meta.start) && !child(reader, meta, 'hdlr', 4)) {
    return container('broken');
  }
  if (!meta) return container(isCut ? 'cut' : 'whole');
  const size = readSize(reader, meta);
  const iloc = child(reader, meta, 'iloc', 4);
  const areInside = iloc ? areExtentsInside(reader, iloc) : hasMovie;
  const known = { ...size, heldBytesPerPixel: HELD_BYTES };
  return container(isCut || reader.isPast || !areInside ? 'cut' : 'whole', known);
}
