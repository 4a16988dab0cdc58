import type { ListEncoding } from '#contract/model.ts';

export interface TextEncoding {
  /** Bytes that stand before everything else. */
  readonly mark: Uint8Array;
  encode(text: string): Uint8Array;
}

const NO_MARK = new Uint8Array();
/** First of the four-byte codes for characters beyond the first plane. */
const FIRST_ASTRAL_CODE = 0x90308130;
const FIRST_FOUR_BYTE_CODE = 0x81308130;
const LINE_FEED = 0x0a;
const FOUR_BYTE_CODES_OF_FIRST_PLANE = 39_420;

/** Writes text so that Excel, too, reads it: UTF-8 and UTF-16 with their mark, GB18030 without. */
export function textEncoding(encoding: ListEncoding): TextEncoding {
  switch (encoding) {
    case 'utf-8':
      return { mark: Buffer.from([0xef, 0xbb, 0xbf]), encode: (text) => Buffer.from(text, 'utf8') };
    case 'utf-16le':
      return { mark: Buffer.from([0xff, 0xfe]), encode: (text) => Buffer.from(text, 'utf16le') };
    case 'utf-16be':
      return { mark: Buffer.from([0xfe, 0xff]), encode: (text) => Buffer.from(text, 'utf16le').swap16() };
    case 'gb18030':
      return { mark: NO_MARK, encode: encodeGb18030 };
  }
}

let codes: Uint32Array | null = null;

/** Node decodes GB18030 but does not encode it, so the table is what decoding each of its codes gives. */
function gb18030Codes(): Uint32Array {
  if (codes !== null) return codes;
  codes = new Uint32Array(0x10000);
  const decoder = new TextDecoder('gb18030');
  const four = Buffer.alloc(FOUR_BYTE_CODES_OF_FIRST_PLANE * 4);
  for (let index = 0; index < FOUR_BYTE_CODES_OF_FIRST_PLANE; index += 1)
    four.writeUInt32BE(fourByteCode(FIRST_FOUR_BYTE_CODE, index), index * 4);
  const decoded = decoder.decode(four);
  for (let index = 0; index < decoded.length; index += 1)
    codes[decoded.charCodeAt(index)] = fourByteCode(FIRST_FOUR_BYTE_CODE, index);
  // Shorter codes, read last, win.
  const line = Buffer.alloc((0xfe - 0x40 + 1) * 3, LINE_FEED);
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    // One call for each lead byte: main has no time for twenty thousand.
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      line[(trail - 0x40) * 3] = lead;
      line[(trail - 0x40) * 3 + 1] = trail;
    }
    const characters = decoder.decode(line).split('\n');
    for (const [index, character] of characters.entries())
      if (character.length === 1 && character !== '\ufffd')
        codes[character.charCodeAt(0)] = lead * 256 + 0x40 + index;
  }
  for (let code = 0; code < 0x80; code += 1) codes[code] = code;
  codes[0xfffd] = 0x8431a437;
  return codes;
}

/** The code that many places after the first: bytes run 0x81–0xfe, 0x30–0x39, 0x81–0xfe, 0x30–0x39. */
function fourByteCode(first: number, index: number): number {
  const base = [first >>> 24, (first >>> 16) & 0xff, (first >>> 8) & 0xff, first & 0xff] as const;
  const last = index % 10;
  const third = Math.floor(index / 10) % 126;
  const second = Math.floor(index / 1260) % 10;
  const lead = Math.floor(index / 12_600);
  return (
    ((base[0] + lead) * 0x1000000 +
      (base[1] + second) * 0x10000 +
      (base[2] + third) * 0x100 +
      base[3] +
      last) >>>
    0
  );
}

function encodeGb18030(text: string): Uint8Array {
  const table = gb18030Codes();
  const bytes = Buffer.allocUnsafe(text.length * 4);
  let length = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const isLoneHalf = point >= 0xd800 && point <= 0xdfff;
    const code =
      point > 0xffff ? fourByteCode(FIRST_ASTRAL_CODE, point - 0x10000) : table[isLoneHalf ? 0xfffd : point];
    if (code === undefined || code < 0x100) bytes[length++] = code ?? 0x3f;
    else length = code < 0x10000 ? bytes.writeUInt16BE(code, length) : bytes.writeUInt32BE(code, length);
  }
  return bytes.subarray(0, length);
}
