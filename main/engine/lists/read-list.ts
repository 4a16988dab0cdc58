import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import type { Result } from '#contract/model.ts';
import { toFailure } from '../failures.ts';

/** Half of the longest piece that a draft takes: a byte never gives more than one UTF-16 unit. */
const PIECE_BYTES = 512 * 1024;
/**
 * So many bytes are looked at before the encoding is settled, which is all of most lists; one that is good UTF-8 for
 * four megabytes is not taken for something else because of one bad byte after that.
 */
const LOOK_AHEAD_BYTES = 4 * 1024 * 1024;

const BOMS: readonly (readonly [encoding: string, ...bytes: number[]])[] = [
  ['utf-8', 0xef, 0xbb, 0xbf],
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];

function encodingByBom(bytes: Uint8Array): string | null {
  const bom = BOMS.find(([, ...mark]) => mark.every((byte, index) => bytes[index] === byte));
  return bom?.[0] ?? null;
}

/** Whether bytes are UTF-8; a last character that is cut off does not count against it unless they are all there is. */
function isUtf8(bytes: Uint8Array, isAll: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isAll });
    return true;
  } catch {
    return false;
  }
}

/**
 * Decodes the bytes of a list piece by piece: a byte order mark decides, else strict UTF-8, else GB18030 (which
 * contains GBK and GB2312).
 */
export async function* decodeList(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let held: Uint8Array = new Uint8Array();
  for await (const bytes of source) {
    if (decoder === null) {
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      const encoding = settleEncoding(held, false);
      if (encoding === null) continue;
      decoder = new TextDecoder(encoding);
      yield* decodeInPieces(decoder, held);
    } else {
      yield* decodeInPieces(decoder, bytes);
    }
  }
  decoder ??= yield* decodeHeld(held);
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

async function* decodeHeld(held: Uint8Array): AsyncGenerator<string, TextDecoder> {
  const decoder = new TextDecoder(settleEncoding(held, true) ?? 'utf-8');
  yield* decodeInPieces(decoder, held);
  return decoder;
}

/** Null while more bytes are needed to tell. */
function settleEncoding(bytes: Uint8Array, isAll: boolean): string | null {
  const byBom = encodingByBom(bytes);
  if (byBom !== null) return byBom;
  const isSettled = isAll || bytes.length >= LOOK_AHEAD_BYTES;
  if (!isSettled) return null;
  return isUtf8(bytes, isAll) ? 'utf-8' : 'gb18030';
}

function* decodeInPieces(decoder: TextDecoder, bytes: Uint8Array): Generator<string> {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    const text = decoder.decode(bytes.subarray(from, from + PIECE_BYTES), { stream: true });
    if (text !== '') yield text;
  }
}

/** None of these is about the folder that pictures go to. */
const NOT_A_FILE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/**
 * Reads a list file and hands its text over in pieces that a draft takes, one after the other. A file that is not
 * there, or is a folder, counts as one without access.
 */
export async function readListFile(
  file: string,
  onPiece: (text: string) => Promise<unknown>,
): Promise<Result<null>> {
  try {
    const bytes = createReadStream(file, { highWaterMark: PIECE_BYTES });
    for await (const text of decodeList(bytes)) await onPiece(text);
    return { ok: true, value: null };
  } catch (error) {
    const isNoFile = NOT_A_FILE.has((error as NodeJS.ErrnoException).code ?? '');
    return { ok: false, failure: isNoFile ? { code: 'no-access' } : toFailure(error) };
  }
}
