import { existsSync } from 'node:fs';
import { failureWords } from '#contract/words/words.ts';
import { decodeList, readListFile } from '../engine/lists/read-list.ts';
import type { Output } from './output.ts';

export type Input = AsyncIterable<Uint8Array>;

/** Reads one LIST of the command line, `-` for standard input; says why when it cannot be read, and answers false. */
export async function readList(
  list: string,
  stdin: Input,
  output: Output,
  onPiece: (text: string) => Promise<unknown>,
): Promise<boolean> {
  if (list === '-') {
    for await (const text of decodeList(stdin)) await onPiece(text);
    return true;
  }
  const read = await readListFile(list, onPiece);
  if (read.ok) return true;
  if (existsSync(list)) {
    const detail = failureWords(output.language, read.failure, null).short;
    output.say('listNotReadable', { file: list, detail });
  } else {
    output.say('listNotFound', { file: list });
  }
  return false;
}
