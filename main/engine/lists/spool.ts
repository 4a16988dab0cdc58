import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { DraftReading } from '#contract/model.ts';
import type { Draft, Origin } from './draft.ts';

/** The first line of a spool: how the texts after it are read. */
interface SpoolHead {
  readonly version: 1;
  readonly reading: DraftReading;
  readonly texts: readonly { readonly origin: Origin; readonly length: number }[];
  /** Numbers of the rows that a check has kept, as base64 of 32-bit numbers; null for all. */
  readonly kept: string | null;
}

const PIECE_BYTES = 512 * 1024;

/** Writes a draft down so that `readSpool` makes one with the same rows; answers when it is on the disk. */
export async function writeSpool(draft: Draft, file: string): Promise<void> {
  const { kept } = draft;
  const head: SpoolHead = {
    version: 1,
    reading: draft.reading,
    texts: draft.texts.map(({ origin, text }) => ({ origin, length: text.length })),
    kept:
      kept === null ? null : Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength).toString('base64'),
  };
  {
    await using handle = await open(file, 'w');
    await handle.writeFile(`${JSON.stringify(head)}\n`);
    for (const { text } of draft.texts) await text.writeTo(handle);
    await handle.sync();
  }
  await syncFolderOf(file);
}

async function syncFolderOf(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await open(path.dirname(file), 'r');
  await handle.sync();
}

/** Reads what `writeSpool` wrote into an empty draft, to its end. */
export async function readSpool(draft: Draft, file: string): Promise<void> {
  const pieces = piecesOf(file);
  const { value: line } = await pieces.next();
  const head = JSON.parse(String(line)) as SpoolHead;
  draft.readAs(head.reading);
  const texts = [...head.texts];
  let left = begin(draft, texts);
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; ) {
      while (left === 0 && texts.length > 0) left = begin(draft, texts);
      const taken = Math.min(piece.length - from, left === 0 ? piece.length : left);
      draft.append(piece.slice(from, from + taken));
      left -= Math.min(left, taken);
      from += taken;
    }
  }
  draft.end();
  if (head.kept !== null) draft.keep(numbersOf(head.kept));
}

function numbersOf(base64: string): Uint32Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Begins the next text and answers its length; 0 where there is none. */
function begin(draft: Draft, texts: SpoolHead['texts'][number][]): number {
  const text = texts.shift();
  if (text) draft.begin(text.origin);
  return text?.length ?? 0;
}

/** First the head, without its line feed; then the rest as it comes. */
async function* piecesOf(file: string): AsyncGenerator<string> {
  let head: string | null = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: PIECE_BYTES })) {
    const text = String(chunk);
    if (head === null) {
      yield text;
      continue;
    }
    const end = text.indexOf('\n');
    head += end < 0 ? text : text.slice(0, end);
    if (end < 0) continue;
    yield head;
    head = null;
    if (end + 1 < text.length) yield text.slice(end + 1);
  }
}
