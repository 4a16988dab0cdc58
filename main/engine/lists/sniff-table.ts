import { isKnownHeader } from './column-words.ts';
import type { Delimiter } from './csv-rows.ts';
import { createCsvRows } from './csv-rows.ts';

/** In the order in which they are taken where two say the same: a tab is in no cell, a bar often is. */
const DELIMITERS: readonly Delimiter[] = ['\t', ';', ',', '|'];
const ROWS_LOOKED_AT = 100;
/** Suppliers put their name, a date and blank rows above the header. */
const ROWS_ABOVE_HEADER = 10;

/** What separates the cells of a table, by its first rows. */
export function sniffDelimiter(head: string, isAll: boolean): Delimiter {
  const scored = DELIMITERS.map((delimiter, order) => ({
    delimiter,
    score: scoreOf(rowsOf(head, isAll, delimiter)) - order / 1000,
  }));
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
  if (best.score > 0) return best.delimiter;
  // One column: whatever cuts nothing, so that URLs with commas in them stay whole.
  const uncut = ([',', ';', '\t', '|'] as const).find((delimiter) => !head.includes(delimiter));
  return uncut ?? '\t';
}

function rowsOf(head: string, isAll: boolean, delimiter: Delimiter): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const reader = createCsvRows({ delimiter, firstLine: 1, countsRows: false }, (_, cells) => {
    if (rows.length < ROWS_LOOKED_AT && cells.some((cell) => cell.trim() !== '')) rows.push(cells);
  });
  reader.push(head);
  if (isAll || rows.length === 0) reader.end();
  return rows;
}

/** How well rows agree on a number of cells above one, less what speaks against the cut; at most 0 for no table. */
function scoreOf(rows: readonly (readonly string[])[]): number {
  const width = commonWidth(rows);
  // One column under its header: what would be cut are URLs.
  const isOneColumn = rows[0]?.length === 1 && isKnownHeader(rows[0][0] ?? '');
  if (width < 2 || isOneColumn) return 0;
  const even = rows.filter(({ length }) => length === width).length / rows.length;
  const header = rows.find(({ length }) => length > 1 || rows.length === 1);
  const headerBonus = header?.length === width ? 0.2 : 0;
  const named = header?.every((cell) => isKnownHeader(cell)) ? 0.2 : 0;
  return even - cutLinks(rows) + headerBonus + named + Math.min(width, 30) / 500 - (even < 0.3 ? 1 : 0);
}

function commonWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}

/** The part of rows with a URL behind something else in its cell, as another delimiter would have separated them. */
function cutLinks(rows: readonly (readonly string[])[]): number {
  const isCut = (cell: string) => /[;,|\t]\s*https?:\/\//i.test(cell) && !/^\s*["']?https?:\/\//i.test(cell);
  return rows.filter((cells) => cells.some(isCut)).length / Math.max(1, rows.length);
}

/** The number of the row that names the columns, or -1. Rows above it are titles. */
export function findHeader(rows: readonly (readonly string[])[]): number {
  const width = commonWidth(rows.slice(0, ROWS_LOOKED_AT).map(filledOf));
  for (const [index, row] of rows.slice(0, ROWS_ABOVE_HEADER).entries()) {
    const filled = filledOf(row);
    if (filled.length === 0) continue;
    if (filled.some((cell) => cell.includes('://') || /^\s*(?:www\.|data:image)/i.test(cell))) return -1;
    const known = filled.filter(isKnownHeader).length;
    const isWide = filled.length >= Math.min(2, width) && filled.length >= width / 2;
    if (isWide && known > 0 && known >= filled.length / 5) return index;
    if (isWide && isUnlike(row, rows.slice(index + 1))) return index;
  }
  return -1;
}

function filledOf(row: readonly string[]): readonly string[] {
  return row.filter((cell) => cell.trim() !== '');
}

/** Whether a row has words where those below it have URLs or numbers. */
function isUnlike(row: readonly string[], below: readonly (readonly string[])[]): boolean {
  if (below.length === 0 || new Set(row).size < filledOf(row).length) return false;
  const isData = (cell: string) => cell.includes('://') || /^[\s\d.,€$£¥%+-]+$/.test(cell);
  return row.some((cell, column) => {
    const cells = below.map((other) => other[column] ?? '').filter((other) => other.trim() !== '');
    const hasLinks =
      cells.length > 0 && cells.filter((other) => other.includes('://')).length > cells.length / 2;
    return cell.trim() !== '' && hasLinks && !isData(cell) && cell.length <= 60;
  });
}
