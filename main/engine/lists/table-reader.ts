import type { DraftReading, SheetForm, TableColumn } from '#contract/model.ts';
import { maskUrl } from '../mask-url.ts';
import { startsWithLink } from './cell-links.ts';
import { columnNames, detectRoles } from './columns.ts';
import type { CsvRows, Delimiter } from './csv-rows.ts';
import { createCsvRows } from './csv-rows.ts';
import type { ListReader, MakeReader, ReaderSink } from './list-reader.ts';
import { findHeader, sniffDelimiter } from './sniff-table.ts';
import type { TableRows } from './table-rows.ts';
import { createTableRows } from './table-rows.ts';

/** So much text is held until it is known what separates its cells. */
const HEAD_LENGTH = 64 * 1024;
/** So many rows are held until it is known what its columns are. */
const HEAD_ROWS = 100;
const SAMPLE_ROWS = 5;
const SAMPLE_CELL_LENGTH = 200;
/** The first line with which Excel is told what separates the cells. */
const EXCEL_HINT = /^sep=([,;|\t])(?:\r\n|\r|\n)/i;

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads a table of text: what separates its cells, whether it has a header and what its columns are for are found out
 * from its first rows, which are all that is held. Each row with text in it counts, the header does not.
 */
export const readTable: MakeReader = (sink, reading) => {
  let head = '';
  let rows: CsvRows | null = null;
  const settle = (isAll: boolean) => {
    const hint = EXCEL_HINT.exec(head);
    const text = hint ? head.slice(hint[0].length) : head;
    const delimiter = (hint?.[1] as Delimiter | undefined) ?? sniffDelimiter(text, isAll);
    rows = readRows(sink, reading, { container: 'csv', delimiter }, hint ? 2 : 1);
    head = '';
    rows.push(text);
  };
  return {
    push(text) {
      if (rows !== null) return rows.push(text);
      head += text;
      if (head.length >= HEAD_LENGTH) settle(false);
    },
    end() {
      if (rows === null) settle(true);
      rows?.end();
    },
  };
};

/** Reads the text that `xlsxToText` makes of a sheet. Lines are rows of the sheet, also where cells hold line breaks. */
export const readSheet: MakeReader = (sink, reading) =>
  readRows(sink, reading, { container: 'xlsx', delimiter: ',' }, 1);

function readRows(
  sink: ReaderSink,
  reading: DraftReading,
  form: Pick<SheetForm, 'container' | 'delimiter'>,
  firstLine: number,
): ListReader {
  let held: Row[] | null = [];
  let table: OpenTable | null = null;
  const settle = () => {
    table = openTable(sink, reading, form, held ?? []);
    held = null;
  };
  const rows = createCsvRows(
    { delimiter: form.delimiter, firstLine, countsRows: form.container === 'xlsx' },
    (line, cells) => {
      if (table !== null) return table.add(line, cells);
      held?.push({ line, cells });
      if (held?.length === HEAD_ROWS) settle();
    },
  );
  return {
    push(text) {
      rows.push(text);
      table?.tell();
    },
    end() {
      rows.end();
      if (table === null) settle();
      table?.tell();
    },
  };
}

interface OpenTable {
  add(line: number, cells: readonly string[]): void;
  /** Says once more what is known, if there is more. */
  tell(): void;
}

function openTable(
  sink: ReaderSink,
  reading: DraftReading,
  form: Pick<SheetForm, 'container' | 'delimiter'>,
  held: readonly Row[],
): OpenTable {
  const filled = held.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const headerAt = headerIn(filled, reading);
  const header = filled[headerAt]?.cells ?? null;
  const width = widthOf(filled, header, form.delimiter);
  const fit = (cells: readonly string[]) => fitCells(cells, width, form.delimiter);
  const body = filled.filter((_, index) => index !== headerAt);
  const below = filled.slice(headerAt + 1).map(({ cells }) => fit(cells));
  const roles = reading.roles ?? detectRoles(header, below, width);
  const columns = columnNames(header, width).map(
    (name, index): TableColumn => ({ name, role: roles[index] ?? 'other' }),
  );
  const sample = below
    .slice(0, SAMPLE_ROWS)
    .map((cells) => columns.map((_, index) => shownCell(cells[index])));
  const rows: TableRows = createTableRows(sink, columns, reading.baseUrl);
  let toldSpoiled = -1;
  const tell = () => {
    if (rows.spoiledCells === toldSpoiled || width === 0) return;
    toldSpoiled = rows.spoiledCells;
    sink.table({ columns, sample, spoiledCells: toldSpoiled, form: { ...form, hasHeader: header !== null } });
  };

  tell();
  for (const { line, cells } of body) rows.add(line, fit(cells));
  return { add: (line, cells) => rows.add(line, fit(cells)), tell };
}

function headerIn(rows: readonly Row[], { hasHeader }: DraftReading): number {
  if (hasHeader === false) return -1;
  const found = findHeader(rows.map(({ cells }) => cells));
  return hasHeader && found < 0 ? 0 : found;
}

function shownCell(cell = ''): string {
  return maskUrl(cell.slice(0, SAMPLE_CELL_LENGTH)).toWellFormed();
}

/** As many columns as the header has, and more where cells are left over that belong to no URL before them. */
function widthOf(rows: readonly Row[], header: readonly string[] | null, delimiter: Delimiter): number {
  const widths = rows.map(({ cells }) => lengthOf(cells));
  if (header === null) return Math.max(0, ...widths);
  const named = lengthOf(header);
  return Math.max(named, ...rows.map(({ cells }) => lengthOf(joinCutLinks(cells, named, delimiter))));
}

function lengthOf(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1;
}

function fitCells(cells: readonly string[], width: number, delimiter: Delimiter): readonly string[] {
  if (cells.length <= width) return cells;
  const joined = joinCutLinks(cells.slice(0, lengthOf(cells)), width, delimiter);
  if (joined.length <= width) return joined;
  return [...joined.slice(0, width - 1), joined.slice(width - 1).join(delimiter)];
}

/** Puts a URL together again whose own commas have cut it, in a row with more cells than there are columns. */
function joinCutLinks(cells: readonly string[], width: number, delimiter: Delimiter): readonly string[] {
  const surplus = lengthOf(cells) - width;
  if (surplus <= 0) return cells;
  const isRest = (cell: string | undefined) =>
    cell !== undefined && /^[^\s"]+$/.test(cell) && !startsWithLink(cell);
  const at = cells.findIndex(
    (cell, index) => startsWithLink(cell) && cells.slice(index + 1, index + 1 + surplus).every(isRest),
  );
  if (at < 0 || at + surplus >= cells.length) return cells;
  const end = at + surplus + 1;
  return [...cells.slice(0, at), cells.slice(at, end).join(delimiter), ...cells.slice(end)];
}
