import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { Batch } from '#contract/model.ts';
import type { Outcome } from '#contract/worker-messages.ts';

/** Format of the manifest; a reader refuses a higher one. */
const MANIFEST_VERSION = 1;
const OUTCOMES_PER_PAGE = 1000;

export type OutcomeSource = (request: {
  readonly batchId: number;
  readonly afterLine: number;
  readonly afterPart: number;
  readonly limit: number;
}) => Promise<readonly Outcome[]>;

/** Every line of a batch in list order, a page at a time. */
export async function* outcomesOf(batch: Batch, getOutcomes: OutcomeSource): AsyncGenerator<Outcome> {
  let after = { afterLine: 0, afterPart: 0 };
  for (;;) {
    const page = await getOutcomes({ batchId: batch.batchId, ...after, limit: OUTCOMES_PER_PAGE });
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = { afterLine: last.line, afterPart: last.part };
  }
}

/** One line of the manifest (BEHAVIOURS §8). Passwords are left out; the query stays, since a replay needs it. */
function manifestLine(outcome: Outcome, columns: readonly string[]): object {
  const { line, part, url, row, facts, given, startedAt, finishedAt } = outcome;
  return {
    line,
    part,
    url: withoutUserinfo(url),
    finalUrl: facts?.finalUrl ?? null,
    state: row.state,
    reason: row.failure?.code ?? row.skip,
    file: facts?.file ?? null,
    bytes: facts?.bytes ?? null,
    sha256: facts?.sha256 ?? null,
    format: facts?.format ?? null,
    width: facts?.width ?? null,
    height: facts?.height ?? null,
    frames: facts?.frames ?? null,
    integrity: facts?.integrity ?? null,
    etag: facts?.etag ?? null,
    lastModified: facts?.lastModified ?? null,
    contentType: facts?.contentType ?? null,
    robotsTag: facts?.robotsTag ?? null,
    attempts: row.attempts,
    startedAt,
    finishedAt,
    columns: cellsByColumn(given?.cells, columns),
  };
}

/** The row's own cells under the names of their columns; null where the list is no table. */
function cellsByColumn(
  cells: readonly string[] | undefined,
  columns: readonly string[],
): Readonly<Record<string, string>> | null {
  if (cells === undefined) return null;
  return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
}

/**
 * Writes the record of a batch as JSONL. The file appears whole or not at all: an earlier manifest of that name is
 * replaced only when the new one is on disk. Rejects with the file system's error.
 */
export async function writeManifest(batch: Batch, getOutcomes: OutcomeSource, file: string): Promise<void> {
  const token = createHash('sha256').update(`${process.pid}${file}`).digest('hex').slice(0, 8);
  const unfinished = `${file}.${token}.part`;
  try {
    {
      await using handle = await open(unfinished, 'w');
      const { name, folder, createdAt, total, counts } = batch;
      const head = { type: 'batch', version: MANIFEST_VERSION, name, folder, createdAt, total, counts };
      await handle.writeFile(`${JSON.stringify(head)}\n`);
      for await (const text of inPieces(batch, getOutcomes)) await handle.writeFile(text);
      await handle.sync();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function* inPieces(batch: Batch, getOutcomes: OutcomeSource): AsyncGenerator<string> {
  let piece = '';
  for await (const outcome of outcomesOf(batch, getOutcomes)) {
    piece += `${JSON.stringify(manifestLine(outcome, batch.options.columns))}\n`;
    if (piece.length < 1 << 16) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function withoutUserinfo(text: string): string {
  const url = URL.parse(text);
  if (!url || (url.username === '' && url.password === '')) return text;
  url.username = '';
  url.password = '';
  return url.href;
}
