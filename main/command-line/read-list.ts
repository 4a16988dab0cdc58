import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Result } from '#contract/model.ts';
import { failureWords } from '#contract/words/words.ts';
import { toFailure } from '../engine/failures.ts';
import type { Output } from './output.ts';

export type Input = AsyncIterable<Uint8Array>;
type ReadFile = (file: string) => Promise<Result<unknown>>;

/** Reads one LIST of the command line, `-` for standard input; says why when it cannot be read, and answers false. */
export async function readList(
  list: string,
  stdin: Input,
  output: Output,
  readFile: ReadFile,
): Promise<boolean> {
  const read = list === '-' ? await readInput(stdin, readFile) : await readFile(list);
  if (read.ok) return true;
  if (list !== '-' && !existsSync(list)) {
    output.say('listNotFound', { file: list });
  } else {
    const detail = failureWords(output.language, read.failure, null).short;
    output.say('listNotReadable', { file: list, detail });
  }
  return false;
}

/** Standard input may be of any kind too, and an Excel file is read by places in it: so it becomes a file first. */
async function readInput(stdin: Input, readFile: ReadFile): Promise<Result<unknown>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pixhaul-input-'));
  try {
    const file = path.join(folder, 'list');
    await pipeline(stdin, createWriteStream(file, { mode: 0o600 }));
    return await readFile(file);
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
