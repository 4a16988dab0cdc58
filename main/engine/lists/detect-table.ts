import { leadsToPicture } from './resolve-link.ts';

const DELIMITERS = ['\t', ',', ';', '|'] as const;
const MAX_RECORDS = 200;
const WEB_CELL = /^(?:https?:)?\/\/\S+$|^www\.\S+\.\S+$/i;
const REST = /[/=]|\.[a-z]{3,4}$/i;
const HEADER_LENGTH = 80;
/** A quote that closes nowhere in so much text is that of a cell that was cut off, not a character of it. */
const LONG_CELL = 1024;
/** So many of the rows have to be alike. */
const MOST = 0.9;
const MANY = 0.8;

interface Cell {
  readonly text: string;
  readonly isQuoted: boolean;
}
type CellRow = readonly Cell[];

/**
 * Whether a text is a table of cells, by any of the usual delimiters: its rows have the same number of cells, two or
 * more, and URLs are cells of it. URLs hold commas, semicolons and bars themselves, so a list of such URLs is none.
 */
export function isTable(text: string): boolean {
  return DELIMITERS.some((delimiter) => text.includes(delimiter) && isTableBy(text, delimiter));
}

function isTableBy(text: string, delimiter: string): boolean {
  const rows = rowsOf(text, delimiter);
  const [first] = rows;
  if (first === undefined || (delimiter !== '\t' && rows.length < 2)) return false;
  if (first.length < 2 || shareOf(rows, (row) => row.length === first.length) < MOST) return false;
  const hasHeader = rows.length > 1 && isHeader(first);
  const data = hasHeader ? rows.slice(1) : rows;
  const withUrl = data.filter((row) => row.some(isUrl));
  if (withUrl.length === 0 || shareOf(withUrl, isGlued) > 1 - MANY) return false;
  if (hasHeader) return true;
  // Nothing says which cells these are, so each row has to show that it is one.
  const isCells = (row: CellRow) => !row.every(({ text: cell }) => cell === '' || WEB_CELL.test(cell));
  return (
    shareOf(data, (row) => row.some(isUrl) && isCells(row) && (delimiter === '\t' || hasClearCells(row))) >=
    MANY
  );
}

function shareOf<T>(items: readonly T[], isSo: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(isSo).length / items.length;
}

const isUrl = ({ text }: Cell) => WEB_CELL.test(text);

/** Short names, none of them a link or a number. */
function isHeader(row: CellRow): boolean {
  const names = row.filter(({ text }) => text !== '');
  const isName = ({ text }: Cell) =>
    text.length <= HEADER_LENGTH && !text.includes('://') && !/^[\d.,\s-]+$/.test(text);
  return names.length * 2 >= row.length && names.every(isName);
}

/** A URL that was cut at a delimiter of its own: what follows looks like the rest of it. */
function isGlued(row: CellRow): boolean {
  return row.some((cell, index) => {
    const next = row[index + 1];
    if (next === undefined || cell.isQuoted || !isUrl(cell) || leadsToPicture(cell.text)) return false;
    return !isUrl(next) && !next.isQuoted && !/\s/.test(next.text) && REST.test(next.text);
  });
}

/** The URL ends where a picture's does, or other cells cannot be a part of one. */
function hasClearCells(row: CellRow): boolean {
  return row.some((cell) =>
    isUrl(cell) ? cell.isQuoted || leadsToPicture(cell.text) : cell.isQuoted || /\S\s+\S/.test(cell.text),
  );
}

/** The first rows that are not empty, but none that goes on behind the end of the text; quotes as in RFC 4180. */
function rowsOf(text: string, delimiter: string): readonly CellRow[] {
  const rows: CellRow[] = [];
  const cells = new RegExp(
    `(?:"([^"]*(?:""[^"]*)*)"[^${delimiter}\\r\\n]*|([^${delimiter}\\r\\n]*))(${delimiter === '|' ? '\\|' : delimiter}|\\r\\n?|\\n|$)`,
    'y',
  );
  let row: Cell[] = [];
  while (cells.lastIndex < text.length && rows.length < MAX_RECORDS) {
    const from = cells.lastIndex;
    const [, quoted, bare = '', end = ''] = cells.exec(text) ?? [];
    if (quoted === undefined && bare.startsWith('"') && text.length - from > LONG_CELL && rows.length > 0) {
      // A cell that was cut off with the text: its lines are no rows.
      if (rows.length === 1) rows.push([...row, { text: bare, isQuoted: true }]);
      break;
    }
    row.push({ text: (quoted ?? bare).trim(), isQuoted: quoted !== undefined });
    if (end === delimiter) continue;
    if (row.some((cell) => cell.text !== '')) rows.push(row);
    row = [];
  }
  return rows;
}
