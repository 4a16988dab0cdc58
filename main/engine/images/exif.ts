/** The few facts of EXIF metadata that are kept: when a picture was taken and with what. */
import type { Reader } from './containers/reader.ts';
import { createReader } from './containers/reader.ts';

export interface ExifFacts {
  /** `2024-05-01T12:30:00`, with `+02:00` where the camera wrote its zone; local time of the camera otherwise. */
  readonly takenAt: string | null;
  readonly cameraModel: string | null;
}

const MODEL = 0x0110;
const EXIF_DIRECTORY = 0x8769;
const DATE_TIME_ORIGINAL = 0x9003;
const OFFSET_TIME_ORIGINAL = 0x9011;
const ASCII = 2;
const ENTRY_LIMIT = 1000;
const TEXT_LENGTH = 200;

type Directory = ReadonlyMap<number, string | number>;

/** One directory: texts and the numbers that point to other directories. */
function readDirectory(reader: Reader, start: number, at: number): Directory {
  const values = new Map<number, string | number>();
  const count = Math.min(reader.u16(at), ENTRY_LIMIT);
  for (let entry = at + 2; entry < at + 2 + count * 12 && reader.holds(entry, 12); entry += 12) {
    const [tag, type, length] = [reader.u16(entry), reader.u16(entry + 2), reader.u32(entry + 4)];
    if (type !== ASCII) values.set(tag, reader.u32(entry + 8));
    else if (length <= TEXT_LENGTH) {
      const place = length <= 4 ? entry + 8 : start + reader.u32(entry + 8);
      values.set(tag, reader.text(place, length));
    }
  }
  return values;
}

function tidy(value: string | number | undefined): string | null {
  if (typeof value !== 'string') return null;
  const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0));
  const [text = ''] = new TextDecoder().decode(bytes).split('\0');
  const line = text.replace(/[\p{Cc}\ufffd]+/gu, ' ').trim();
  return line === '' ? null : line;
}

function toDate(taken: string | null, zone: string | null): string | null {
  const match = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(taken ?? '');
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  // Cameras whose clock was never set write zeros, which are no date.
  if (Number.isNaN(Date.parse(`${local}Z`))) return null;
  return /^[+-]\d\d:\d\d$/.test(zone ?? '') ? `${local}${zone}` : local;
}

/** Reads the block that follows `Exif\0\0`, or begins with it; what is damaged reads as null. */
export function readExif(block: Uint8Array): ExifFacts {
  const start = block[0] === 0x45 ? 6 : 0;
  const reader = createReader(block, block[start] === 0x49 ? 'little' : 'big');
  const main = readDirectory(reader, start, start + reader.u32(start + 4));
  const pointer = main.get(EXIF_DIRECTORY);
  const details: Directory =
    typeof pointer === 'number' ? readDirectory(reader, start, start + pointer) : new Map();
  return {
    takenAt: toDate(tidy(details.get(DATE_TIME_ORIGINAL)), tidy(details.get(OFFSET_TIME_ORIGINAL))),
    cameraModel: tidy(main.get(MODEL)),
  };
}
