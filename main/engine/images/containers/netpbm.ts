import type { Container } from './container.ts';
import { container } from './container.ts';

interface Header {
  readonly kind: number;
  readonly width: number;
  readonly height: number;
  readonly maximum: number;
  readonly depth: number;
  /** Where the samples begin. */
  readonly dataAt: number;
}

const HEADER_LENGTH = 64 * 1024;

/** Whole numbers between blanks, with comments from `#` to the end of the line left out. */
function readNumbers(text: string, from: number, count: number): { numbers: number[]; end: number } | null {
  // A comment takes the end of its line with it, so that there is one way to read a run of `#`.
  const token = /(?:\s|#[^\r\n]*[\r\n])*(\d+)/y;
  const numbers: number[] = [];
  token.lastIndex = from;
  while (numbers.length < count) {
    const match = token.exec(text);
    if (!match) return null;
    numbers.push(Number(match[1]));
  }
  return { numbers, end: token.lastIndex };
}

function readPlainHeader(text: string, kind: number): Header | null {
  const hasMaximum = kind !== 1 && kind !== 4;
  const read = readNumbers(text, 2, hasMaximum ? 3 : 2);
  if (!read) return null;
  const [width = 0, height = 0, maximum = 1] = read.numbers;
  return { kind, width, height, maximum, depth: kind % 3 === 0 ? 3 : 1, dataAt: read.end + 1 };
}

function readArbitraryHeader(text: string): Header | null {
  const end = text.indexOf('ENDHDR\n');
  if (end < 0) return null;
  const field = (name: string): number =>
    Number(new RegExp(`^${name}\\s+(\\d+)`, 'm').exec(text.slice(0, end))?.[1] ?? 0);
  return {
    kind: 7,
    width: field('WIDTH'),
    height: field('HEIGHT'),
    depth: field('DEPTH'),
    maximum: field('MAXVAL'),
    dataAt: end + 7,
  };
}

/** Whether a text of numbers has at least so many; the digits of a plain bitmap may stand without blanks. */
function hasSamples(bytes: Uint8Array, header: Header): boolean {
  const wanted = header.width * header.height * header.depth;
  let found = 0;
  let isInNumber = false;
  for (let at = header.dataAt - 1; at < bytes.length && found < wanted; at += 1) {
    const code = bytes[at] ?? 0;
    const isDigit = code >= 0x30 && code <= 0x39;
    if (isDigit && (header.kind === 1 || !isInNumber)) found += 1;
    isInNumber = isDigit;
  }
  return found >= wanted;
}

function binaryLength({ kind, width, height, depth, maximum }: Header): number {
  if (kind === 4) return Math.ceil(width / 8) * height;
  return width * height * depth * (maximum > 255 ? 2 : 1);
}

/** Checks that a PBM, PGM, PPM or PAM has as many samples as its header names. */
export function inspectNetpbm(bytes: Uint8Array): Container {
  const text = String.fromCharCode(...bytes.subarray(0, 1024));
  const head = bytes.length <= 1024 ? text : Buffer.from(bytes.subarray(0, HEADER_LENGTH)).toString('latin1');
  const kind = Number(text[1]);
  const header = kind === 7 ? readArbitraryHeader(head) : readPlainHeader(head, kind);
  if (!header) return container('broken');
  const { width, height, maximum, depth, dataAt } = header;
  const known = { width, height, frames: 1 };
  if (width < 1 || height < 1 || maximum < 1 || maximum > 65_535 || depth < 1) return container('broken');
  if (dataAt >= bytes.length) return container('broken', known);
  const isWhole = kind <= 3 ? hasSamples(bytes, header) : dataAt + binaryLength(header) <= bytes.length;
  return container(isWhole ? 'whole' : 'cut', known);
}
