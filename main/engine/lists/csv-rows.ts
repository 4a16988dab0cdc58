import type { SheetForm } from '#contract/model.ts';

export type Delimiter = SheetForm['delimiter'];

/** A quoted cell with line breaks in it is not longer; else its opening quote closes nowhere. */
const MAX_QUOTED_LENGTH = 256 * 1024;
/** No row is longer: a picture written into a cell has at most half of that. */
const MAX_ROW_LENGTH = 16 * 1024 * 1024;

export interface CsvRows {
  push(text: string): void;
  end(): void;
}

export interface CsvOptions {
  readonly delimiter: Delimiter;
  /** Number of the first line. */
  readonly firstLine: number;
  /** Lines are rows, whatever breaks their cells hold. */
  readonly countsRows: boolean;
}

/** What a quote at the start of a cell turned out to be. */
type Quoted =
  | { readonly kind: 'closed'; readonly value: string; readonly end: number }
  /** The text ends before the cell does. */
  | { readonly kind: 'open' }
  /** It is a character of the cell like any other. */
  | { readonly kind: 'stray' };

const OPEN: Quoted = { kind: 'open' };
const STRAY: Quoted = { kind: 'stray' };

/**
 * Splits text that comes in pieces, cut anywhere, into the rows of an RFC 4180 table (LF, CRLF or CR), each with the
 * line that it begins on; an empty line is a row with one empty cell. A quote that closes nowhere, or only where rows
 * that it would swallow say that it was none, is read as a character, so that it costs one cell and no rows.
 */
export function createCsvRows(
  { delimiter, firstLine, countsRows }: CsvOptions,
  onRow: (line: number, cells: string[]) => void,
): CsvRows {
  const special = new RegExp(`[\\r\\n${delimiter === '|' ? '\\|' : delimiter}]`, 'g');
  let line = firstLine;
  let width = 0;
  let pending = '';

  const finish = (text: string, from: number, next: number, cells: string[]): number => {
    onRow(line, cells);
    if (width === 0) width = cells.length;
    line += countsRows ? 1 : Math.max(1, countBreaks(text, from, next));
    return next;
  };

  /** The end of the cell that begins at `at`, or -1 where the text may go on. */
  const endOfPlain = (text: string, at: number, isEnd: boolean): number => {
    special.lastIndex = at;
    const index = special.exec(text)?.index;
    return index ?? (isEnd || text.length - at > MAX_ROW_LENGTH ? text.length : -1);
  };

  const readCell = (text: string, at: number, isEnd: boolean): { value: string; end: number } | null => {
    const quoted = text.charCodeAt(at) === 34 ? readQuoted(text, at, isEnd, delimiter, width) : STRAY;
    if (quoted.kind === 'open') return null;
    if (quoted.kind === 'closed') return quoted;
    const end = endOfPlain(text, at, isEnd);
    return end < 0 ? null : { value: text.slice(at, end), end };
  };

  /** Reads one row; answers where the next begins, or -1 where the text does not hold all of it. */
  const readRow = (text: string, from: number, isEnd: boolean): number => {
    const cells: string[] = [];
    for (let at = from; ; ) {
      const cell = readCell(text, at, isEnd);
      if (cell === null) return -1;
      const { value, end } = cell;
      cells.push(value);
      if (text[end] === delimiter) at = end + 1;
      else if (text[end] !== '\r') return finish(text, from, Math.min(text.length, end + 1), cells);
      else if (end + 1 === text.length && !isEnd) return -1;
      else return finish(text, from, text[end + 1] === '\n' ? end + 2 : end + 1, cells);
      if (at === text.length && !isEnd) return -1;
      if (at === text.length) return finish(text, from, at, [...cells, '']);
    }
  };

  const read = (text: string, isEnd: boolean): void => {
    let at = 0;
    let quote = -1;
    let carriage = -1;
    while (at < text.length) {
      const feed = text.indexOf('\n', at);
      if (quote < at) quote = indexOrEnd(text, '"', at);
      if (carriage < at) carriage = indexOrEnd(text, '\r', at);
      // Nearly all rows: no quotes, and no carriage return but before the line feed.
      if (feed >= 0 && quote > feed && carriage >= feed - 1) {
        onRow(line, text.slice(at, carriage === feed - 1 ? carriage : feed).split(delimiter));
        if (width === 0) width = 1 + countOf(text, delimiter, at, feed);
        line += 1;
        at = feed + 1;
        continue;
      }
      const next = readRow(text, at, isEnd);
      if (next < 0) break;
      at = next;
    }
    pending = text.slice(at);
  };

  return {
    push(text) {
      if (text !== '') read(pending + text, false);
    },
    end() {
      read(pending, true);
    },
  };
}

function indexOrEnd(text: string, mark: string, from: number): number {
  const index = text.indexOf(mark, from);
  return index < 0 ? text.length : index;
}

function countOf(text: string, mark: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf(mark, from); at >= 0 && at < to; at = text.indexOf(mark, at + 1)) count += 1;
  return count;
}

function countBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count += 1;
  }
  return count;
}

function readQuoted(text: string, at: number, isEnd: boolean, delimiter: string, width: number): Quoted {
  const breakAt = indexOrEnd(text, '\n', at);
  const isTooLong = (end: number) => end - breakAt > MAX_QUOTED_LENGTH || end - at > MAX_ROW_LENGTH;
  let isUneven = false;
  for (let from = at + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return isEnd || isTooLong(text.length) ? STRAY : OPEN;
    if (isTooLong(quote)) return STRAY;
    if (text[quote + 1] === '"') {
      from = quote + 2;
      continue;
    }
    const after = skipBlanks(text, quote + 1);
    if (after === text.length && !isEnd) return OPEN;
    const mark = text[after];
    if (after === text.length || mark === delimiter || mark === '\n' || mark === '\r') {
      const value = text.slice(at + 1, quote);
      const hasRows = breakAt < quote && (isUneven || holdsRows(value, delimiter, width));
      return hasRows ? STRAY : { kind: 'closed', value: value.replaceAll('""', '"'), end: after };
    }
    // A quote inside the cell that was not doubled; over a line break it is more likely the opening one of another.
    if (breakAt < quote) return STRAY;
    isUneven = true;
    from = quote + 1;
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32) at += 1;
  return at;
}

/** Whether a line in the middle of a cell is a whole row of the table around it. */
function holdsRows(value: string, delimiter: string, width: number): boolean {
  if (width < 3) return false;
  const inner = value.split('\n').slice(1, -1);
  return inner.some((line) => {
    const cells = line.split(delimiter);
    return cells.length === width && line.includes('://') && !cells[0]?.includes('://');
  });
}
