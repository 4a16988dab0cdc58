import type { Reader } from './reader.ts';

/** One box of an ISO base media file: its content is from `start` to `end`, which may lie outside of the file. */
export interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

// More than any real file has at one level; keeps a file of nothing but tiny boxes from costing seconds.
const BOX_LIMIT = 10_000;

/** The boxes between two places; `isCut` when the last one reaches over the end, or an end is no box. */
export function readBoxes(
  reader: Reader,
  from: number,
  to: number,
): { readonly boxes: readonly Box[]; readonly isCut: boolean } {
  const boxes: Box[] = [];
  let at = from;
  while (at + 8 <= to && reader.holds(at, 8) && boxes.length < BOX_LIMIT) {
    const short = reader.u32(at);
    const isLong = short === 1;
    if (isLong && !reader.holds(at, 16)) break;
    const size = isLong ? reader.u64(at + 8) : short === 0 ? to - at : short;
    const head = isLong ? 16 : 8;
    if (size < head) break;
    boxes.push({ type: reader.text(at + 4, 4), start: at + head, end: at + size });
    at += size;
  }
  return { boxes, isCut: at !== to };
}
