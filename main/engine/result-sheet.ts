import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Batch, SheetForm } from '#contract/model.ts';
import type { Outcome } from '#contract/worker-messages.ts';
import { columnNames, detectRoles } from './lists/columns.ts';
import type { OutcomeSource } from './manifest.ts';
import { outcomesOf } from './manifest.ts';
import { maskUrl } from './mask-url.ts';
import { csvLine } from './sheets/csv-text.ts';
import { textEncoding } from './sheets/encode-text.ts';
import { findResultColumns, RESULT_COLUMNS } from './sheets/result-columns.ts';
import { xlsxPieces } from './sheets/xlsx-writer.ts';

/** For a list that is no table. */
const PLAIN_FORM: SheetForm = { container: 'csv', delimiter: ',', encoding: 'utf-8', hasHeader: true };
const PIECE_LENGTH = 64 * 1024;
const ROWS_AT_ONCE = 100;
/** So many saved pictures are remembered for duplicates of them that come later; others are looked up. */
const MAX_REMEMBERED = 100_000;
/** A line has rarely more parts. */
const PARTS_LOOKED_AT = 1000;

/** What the columns of one picture say. */
type PictureResult = Readonly<Record<(typeof RESULT_COLUMNS)[number], string>>;
type Row = readonly string[];

/**
 * Writes the table that a batch came from, with its results: the same columns in the same order, then file (relative
 * to the batch's folder), status, width, height and sha256 – in place where the table has them from an earlier time.
 * One row for each row of the list; where a row has several pictures the values of each stand between bars, in their
 * order, and opening the sheet again gives each its own. A duplicate bears the file of the line that it repeats. The
 * sheet is written in the form in which it came, or that the file's extension promises, with a header in any case, since the new columns need names. A list
 * that is no table gets a column for its URLs. Passwords in URLs are left out; all else stays as it was. The file
 * appears whole or not at all. Rejects with the file system's error.
 */
export async function writeResultSheet(
  batch: Batch,
  getOutcomes: OutcomeSource,
  file: string,
): Promise<void> {
  const { columns: given, sheet } = batch.options;
  const own = given.length > 0 ? given : ['url'];
  const found = findResultColumns(own);
  const at = found < 0 ? own.length : found;
  const names =
    found < 0 ? columnNames([...own, ...RESULT_COLUMNS], own.length + RESULT_COLUMNS.length) : own;
  const urlAt = Math.max(0, detectRoles(own, [], own.length).indexOf('url'));
  const rows = resultRows(batch, getOutcomes, { width: names.length, at, urlAt });
  await writeWhole(file, sheetPieces(formFor(sheet ?? PLAIN_FORM, file), names, at, rows));
}

const FORMS: Readonly<Record<string, Partial<SheetForm>>> = {
  '.xlsx': { container: 'xlsx' },
  '.csv': { container: 'csv' },
  '.tsv': { container: 'csv', delimiter: '\t' },
  '.json': { container: 'json' },
  '.jsonl': { container: 'json' },
};

/** The form in which the table came, unless the name of the file promises another. */
function formFor(form: SheetForm, file: string): SheetForm {
  const promised = FORMS[path.extname(file).toLowerCase()];
  if (promised === undefined || promised.container === form.container) return form;
  return { ...PLAIN_FORM, ...promised };
}

interface Layout {
  readonly width: number;
  /** Where the columns of the result begin. */
  readonly at: number;
  /** The column for the URL of a line that came without cells. */
  readonly urlAt: number;
}

async function* resultRows(batch: Batch, getOutcomes: OutcomeSource, layout: Layout): AsyncGenerator<Row> {
  const resultOf = createResults(batch, getOutcomes);
  let rows = 0;
  for await (const parts of linesOf(outcomesOf(batch, getOutcomes))) {
    const results: PictureResult[] = [];
    for (const part of parts) results.push(await resultOf(part));
    yield rowOf(parts, results, layout);
    rows += 1;
    // Main has other things to do between them.
    if (rows % ROWS_AT_ONCE === 0) await setImmediate();
  }
}

/** Outcomes come in list order; those of one line together. */
async function* linesOf(outcomes: AsyncIterable<Outcome>): AsyncGenerator<readonly Outcome[]> {
  let parts: Outcome[] = [];
  for await (const outcome of outcomes) {
    if (parts[0] && parts[0].line !== outcome.line) {
      yield parts;
      parts = [];
    }
    parts.push(outcome);
  }
  if (parts.length > 0) yield parts;
}

function rowOf(parts: readonly Outcome[], results: readonly PictureResult[], layout: Layout): Row {
  const { width, at, urlAt } = layout;
  const own = parts.find(({ given }) => given?.cells)?.given?.cells;
  const row = Array.from({ length: width }, (_, index) => maskUrl(own?.[index] ?? ''));
  // A line without cells, such as one that was added to the batch later, says at least what its URL is.
  if (own === undefined) row[urlAt] = maskUrl(parts.map(({ url }) => url).join('|'));
  for (const [offset, column] of RESULT_COLUMNS.entries()) {
    const values = results.map((result) => result[column]);
    row[at + offset] = column === 'status' && new Set(values).size === 1 ? (values[0] ?? '') : joined(values);
  }
  return row;
}

function joined(values: readonly string[]): string {
  return values.every((value) => value === '') ? '' : values.join('|');
}

/** What became of a picture, also of one that stands for another of the same list. */
function createResults(
  batch: Batch,
  getOutcomes: OutcomeSource,
): (outcome: Outcome) => Promise<PictureResult> {
  const saved = new Map<string, PictureResult>();
  const keyOf = (line: number, url: string) => `${line} ${url}`;
  const lookUp = async (line: number, url: string): Promise<PictureResult | null> => {
    const request = { batchId: batch.batchId, afterLine: line - 1, limit: PARTS_LOOKED_AT };
    const outcomes = await getOutcomes({ ...request, afterPart: Number.MAX_SAFE_INTEGER });
    const original = outcomes.find((outcome) => outcome.line === line && outcome.url === url);
    return original ? ownResult(original) : null;
  };
  return async (outcome) => {
    const own = ownResult(outcome);
    const { duplicateOfLine, skip } = outcome.row;
    if (own.file === '' && skip === 'duplicate' && duplicateOfLine !== null) {
      const remembered = saved.get(keyOf(duplicateOfLine, outcome.url));
      const original = remembered ?? (await lookUp(duplicateOfLine, outcome.url));
      return { ...(original ?? own), status: own.status };
    }
    if (own.file !== '' && saved.size < MAX_REMEMBERED) saved.set(keyOf(outcome.line, outcome.url), own);
    return own;
  };
}

function ownResult({ row, facts }: Outcome): PictureResult {
  const { state, failure, skip, integrity } = row;
  const reason = failure?.code ?? skip;
  const isSaved = state === 'done' || skip === 'have-it';
  const saved = isSaved ? facts : null;
  const doneAs = state === 'done' && integrity === 'truncated' ? 'done: truncated' : state;
  return {
    file: saved?.file ?? '',
    status: reason !== null && reason !== undefined && state !== 'done' ? `${state}: ${reason}` : doneAs,
    width: String(saved?.width ?? ''),
    height: String(saved?.height ?? ''),
    sha256: saved?.sha256 ?? '',
  };
}

function sheetPieces(
  form: SheetForm,
  names: Row,
  at: number,
  rows: AsyncIterable<Row>,
): AsyncIterable<Uint8Array> {
  switch (form.container) {
    case 'xlsx':
      return xlsxPieces(withHeader(names, rows), new Set([at + 2, at + 3]));
    case 'json':
      return encoded(jsonLines(names, rows), null);
    case 'csv':
      return encoded(csvLines(withHeader(names, rows), form.delimiter), form.encoding);
  }
}

async function* withHeader(names: Row, rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  yield names;
  yield* rows;
}

async function* csvLines(rows: AsyncIterable<Row>, delimiter: string): AsyncGenerator<string> {
  for await (const row of rows) yield `${csvLine(row, delimiter)}\r\n`;
}

/** An array with an object on each line; cells are text, whatever they were. */
async function* jsonLines(names: Row, rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const row of rows) {
    // Written by hand: an object would put members that look like numbers first.
    const members = names.map((name, index) => `${JSON.stringify(name)}:${JSON.stringify(row[index] ?? '')}`);
    yield `${before}{${members.join(',')}}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** Without a mark where there is no encoding but UTF-8. */
async function* encoded(
  texts: AsyncIterable<string>,
  encoding: SheetForm['encoding'] | null,
): AsyncGenerator<Uint8Array> {
  const { mark, encode } = textEncoding(encoding ?? 'utf-8');
  if (encoding !== null) yield mark;
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < PIECE_LENGTH) continue;
    yield encode(piece);
    piece = '';
  }
  yield encode(piece);
}

async function writeWhole(file: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const token = createHash('sha256').update(`${process.pid}${file}`).digest('hex').slice(0, 8);
  const unfinished = `${file}.${token}.part`;
  try {
    {
      await using handle = await open(unfinished, 'w');
      for await (const piece of pieces) await handle.writeFile(piece);
      await handle.sync();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
