import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { TextDecoder } from 'node:util';
import type { ListEncoding, Result } from '#contract/model.ts';
import { toFailure } from '../failures.ts';
import type { Draft } from './draft.ts';
import { PASTED } from './draft.ts';
import { isOtherSpreadsheet, isXlsx, xlsxToText } from './xlsx.ts';

/** Half of the longest piece that a draft takes: a byte never gives more than one UTF-16 unit. */
const PIECE_BYTES = 512 * 1024;
/**
 * So many bytes are looked at before the encoding is settled, which is all of most lists; one that is good UTF-8 for
 * four megabytes is not taken for something else because of one bad byte after that.
 */
const LOOK_AHEAD_BYTES = 4 * 1024 * 1024;

const BOMS: readonly (readonly [encoding: ListEncoding, ...bytes: number[]])[] = [
  ['utf-8', 0xef, 0xbb, 0xbf],
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];

function encodingByBom(bytes: Uint8Array): ListEncoding | null {
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

export interface DecodeOptions {
  /** Null to find out: a byte order mark decides, else strict UTF-8, else GB18030, which contains GBK and GB2312. */
  readonly encoding?: ListEncoding | null;
  /** Called once, before the first piece. */
  readonly onEncoding?: (encoding: ListEncoding) => void;
}

/** Decodes the bytes of a list piece by piece. */
export async function* decodeList(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { encoding: given = null, onEncoding = () => {} }: DecodeOptions = {},
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let held: Uint8Array = new Uint8Array();
  const settle = (isAll: boolean): TextDecoder | null => {
    const encoding = given ?? settleEncoding(held, isAll);
    if (encoding === null) return null;
    onEncoding(encoding);
    return new TextDecoder(encoding);
  };
  for await (const bytes of source) {
    if (decoder !== null) {
      yield* decodeInPieces(decoder, bytes);
      continue;
    }
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    decoder = settle(false);
    if (decoder !== null) yield* decodeInPieces(decoder, held);
  }
  if (decoder === null) {
    decoder = settle(true) ?? new TextDecoder();
    yield* decodeInPieces(decoder, held);
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** Null while more bytes are needed to tell. */
function settleEncoding(bytes: Uint8Array, isAll: boolean): ListEncoding | null {
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
/** Excel files are read whole; one of a million rows takes about 100 MB. */
const MAX_EXCEL_BYTES = 256 * 1024 * 1024;
/** Names of the files inside a workbook stand at its very beginning or its very end. */
const HEAD_BYTES = 64 * 1024;

/**
 * Reads a list file into a draft, after what the draft has: an Excel file by its cells, any other by its text. The
 * draft is not ended. A file that is not there, or is a folder, counts as one without access.
 */
export async function readListFile(draft: Draft, file: string): Promise<Result<null>> {
  try {
    const head = await headOf(file);
    if (isXlsx(head)) return await readExcel(draft, file);
    if (isOtherSpreadsheet(head)) return { ok: false, failure: { code: 'list-old-excel' } };
    const bytes = createReadStream(file, { highWaterMark: PIECE_BYTES });
    const onEncoding = (encoding: ListEncoding) =>
      draft.begin({ ...PASTED, encoding, fileExtension: extensionOf(file) });
    for await (const text of decodeList(bytes, { encoding: draft.reading.encoding, onEncoding }))
      draft.append(text);
    return { ok: true, value: null };
  } catch (error) {
    const isNoFile = NOT_A_FILE.has((error as NodeJS.ErrnoException).code ?? '');
    return { ok: false, failure: isNoFile ? { code: 'no-access' } : toFailure(error) };
  }
}

const extensionOf = (file: string): string => path.extname(file).slice(1).toLowerCase();

async function headOf(file: string): Promise<Uint8Array> {
  await using handle = await open(file, 'r');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return buffer.subarray(0, bytesRead);
}

async function readExcel(draft: Draft, file: string): Promise<Result<null>> {
  const { size } = await stat(file);
  if (size > MAX_EXCEL_BYTES) return { ok: false, failure: { code: 'list-too-large' } };
  const read = xlsxToText(await readFile(file), draft.reading.sheet);
  if (!read.ok) return { ok: false, failure: { code: `list-${read.failure}` } };
  const { sheets, sheet, pieces } = read.value;
  const origin = { ...PASTED, fileExtension: 'xlsx', isFromExcel: true, kind: 'table' as const };
  draft.begin({ ...origin, sheets, sheet });
  for (const piece of pieces) draft.append(piece);
  return { ok: true, value: null };
}
