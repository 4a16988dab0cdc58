import { csvLine } from '../sheets/csv-text.ts';
import { startsWithLink } from './cell-links.ts';
import type { NumberForm } from './xlsx-numbers.ts';
import { PLAIN, textOfNumber } from './xlsx-numbers.ts';
import { unescapeExcel } from './xlsx-parts.ts';
import { parseXml, readXml } from './xlsx-xml.ts';

const PIECE_LENGTH = 64 * 1024;
/** The most that Excel has; what names a cell beyond is damaged. */
const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly sharedStrings: readonly string[];
  readonly forms: readonly NumberForm[];
  readonly isFrom1904: boolean;
  /** Targets of links that lead out of the workbook, by relation. */
  readonly targets: ReadonlyMap<string, string>;
}

interface SheetRow {
  /** From 1. */
  readonly number: number;
  readonly cells: string[];
  /** Targets of the links that a formula makes, by column. */
  readonly links: ReadonlyMap<number, string>;
}

interface Merge {
  readonly column: number;
  readonly first: number;
  readonly last: number;
}

/** What stands behind the cells in the file and says something of them. */
interface SheetTail {
  /** By row, then column. */
  readonly links: ReadonlyMap<number, ReadonlyMap<number, string>>;
  readonly merges: readonly Merge[];
}

/**
 * The cells of a sheet as text pieces of an RFC 4180 table, each row on its line of the sheet. A cell that is merged
 * over several rows has its text in each of them. Where a cell shows a text and links to a URL, the URL stands in a
 * column of its own behind the others, named after the linked one.
 */
export function* sheetText(sheet: Uint8Array, context: SheetContext): Generator<string> {
  const tail = readTail(sheet, context.targets);
  const rows = filledDown(readRows(sheet, context), tail.merges);
  const buffer = Buffer.from(sheet.buffer, sheet.byteOffset, sheet.byteLength);
  const hasLinks = tail.links.size > 0 || buffer.includes('HYPERLINK(');
  yield* inPieces(hasLinks ? withLinks([...rows], tail.links) : rows);
}

function* inPieces(rows: Iterable<SheetRow>): Generator<string> {
  let piece = '';
  let next = 1;
  for (const { number, cells } of rows) {
    piece += '\n'.repeat(Math.max(0, number - next));
    piece += `${cells.length === 0 ? '' : csvLine(cells, ',')}\n`;
    next = number + 1;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Rows in ascending order; one that is named twice or backwards is put after the one before. */
function* readRows(sheet: Uint8Array, context: SheetContext): Generator<SheetRow> {
  const done: SheetRow[] = [];
  const handler = rowHandler(context, (row) => done.push(row));
  for (const _ of parseXml(sheet, handler)) {
    yield* done;
    done.length = 0;
  }
}

function rowHandler(context: SheetContext, onRow: (row: SheetRow) => void) {
  let number = 0;
  let column = -1;
  let cells: string[] = [];
  let links = new Map<number, string>();
  let type = '';
  let form: NumberForm = PLAIN;
  let value = '';
  let formula = '';
  let collects: 'value' | 'formula' | null = null;
  let isInPhonetic = false;

  const finishCell = () => {
    const link = FORMULA_LINK.exec(formula);
    const isPicture = link !== null && /image/i.test(link[1] ?? '');
    const url = link?.[2]?.replaceAll('""', '"') ?? '';
    const text = isPicture ? url : textOfCell(type, value, form, context);
    if (text !== '' && column < MAX_COLUMNS) {
      while (cells.length < column) cells.push('');
      cells[column] = text;
    }
    if (link !== null && !isPicture) links.set(column, url);
  };
  return {
    open(name: string, attributes: Readonly<Record<string, string>>) {
      if (name === 'row') {
        const given = Number(attributes['r']);
        number = given > number && given <= MAX_ROWS ? given : number + 1;
        column = -1;
        cells = [];
        links = new Map();
      } else if (name === 'c') {
        column = columnOf(attributes['r'] ?? '') ?? column + 1;
        type = attributes['t'] ?? 'n';
        form = context.forms[Number(attributes['s'] ?? 0)] ?? PLAIN;
        value = '';
        formula = '';
      } else if (name === 'v' || name === 't') collects = isInPhonetic ? null : 'value';
      else if (name === 'f') collects = 'formula';
      else if (name === 'rPh') isInPhonetic = true;
    },
    text(text: string) {
      if (collects === 'value') value += text;
      else if (collects === 'formula') formula += text;
    },
    close(name: string) {
      if (name === 'v' || name === 't' || name === 'f') collects = null;
      else if (name === 'rPh') isInPhonetic = false;
      else if (name === 'c') finishCell();
      else if (name === 'row') onRow({ number, cells, links });
    },
  };
}

/** A link, or a picture, that a formula makes of a URL written into it. */
const FORMULA_LINK = /^\s*(?:_xlfn\.)*(HYPERLINK|IMAGE)\(\s*"((?:[^"]|"")*)"/i;

function textOfCell(type: string, value: string, form: NumberForm, context: SheetContext): string {
  switch (type) {
    case 's':
      return context.sharedStrings[Number(value)] ?? '';
    case 'b':
      return value.trim() === '1' ? 'TRUE' : 'FALSE';
    case 'n':
      return textOfNumber(value, form, context.isFrom1904);
    default:
      return unescapeExcel(value);
  }
}

/** `AB12` is in column 27 (from 0); null for what is no address. */
function columnOf(address: string): number | null {
  let column = 0;
  for (let at = 0; at < 4; at += 1) {
    // Lower case and upper case alike.
    const letter = (address.charCodeAt(at) | 32) - 96;
    if (letter < 1 || letter > 26) return at === 0 ? null : column - 1;
    column = column * 26 + letter;
  }
  return null;
}

function rowOf(address: string): number {
  return Number(/\d+$/.exec(address)?.[0] ?? 0);
}

/** Links and merges stand behind the rows, so they are read before them. */
function readTail(sheet: Uint8Array, targets: ReadonlyMap<string, string>): SheetTail {
  const buffer = Buffer.from(sheet.buffer, sheet.byteOffset, sheet.byteLength);
  const at = buffer.lastIndexOf('sheetData>');
  const links = new Map<number, Map<number, string>>();
  const merges: Merge[] = [];
  const addLink = (from: string, target: string) => {
    const row = links.get(rowOf(from)) ?? new Map<number, string>();
    links.set(rowOf(from), row.set(columnOf(from) ?? 0, target));
  };
  readXml(at < 0 ? null : sheet.subarray(at + 'sheetData>'.length), {
    open(name, attributes) {
      const [from = '', to = ''] = (attributes['ref'] ?? '').split(':');
      if (name === 'hyperlink') {
        const target = targets.get(attributes['r:id'] ?? relationOf(attributes));
        if (target !== undefined && startsWithLink(target)) addLink(from, target);
      } else if (name === 'mergeCell' && columnOf(from) !== null && columnOf(from) === columnOf(to)) {
        const last = Math.min(rowOf(to), MAX_ROWS);
        merges.push({ column: columnOf(from) ?? 0, first: rowOf(from), last });
      }
    },
  });
  return { links, merges: merges.sort((a, b) => a.first - b.first) };
}

/** The relation, under whatever prefix its namespace has. */
function relationOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '';
}

/** Repeats what is merged over several rows of one column, as a person reads it. */
function* filledDown(rows: Iterable<SheetRow>, merges: readonly Merge[]): Generator<SheetRow> {
  const open = new Map<Merge, string>();
  let next = 0;
  for (const row of rows) {
    const { number, cells } = row;
    for (const [merge, text] of open) {
      if (merge.last < number) open.delete(merge);
      else if ((cells[merge.column] ?? '') === '') {
        while (cells.length < merge.column) cells.push('');
        cells[merge.column] = text;
      }
    }
    for (let merge = merges[next]; merge && merge.first <= number; merge = merges[next]) {
      const text = cells[merge.column] ?? '';
      if (merge.first === number && text !== '') open.set(merge, text);
      next += 1;
    }
    yield row;
  }
}

/** Rows with a column more for each column in which a text links to a URL. */
function withLinks(
  rows: readonly SheetRow[],
  links: ReadonlyMap<number, ReadonlyMap<number, string>>,
): readonly SheetRow[] {
  const linksOf = (row: SheetRow): readonly (readonly [column: number, target: string])[] =>
    [...(links.get(row.number) ?? []), ...row.links].filter(([column, target]) => {
      return startsWithLink(target) && !(row.cells[column] ?? '').includes('://');
    });
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const linked = [...new Set(rows.flatMap((row) => linksOf(row).map(([column]) => column)))].sort(
    (a, b) => a - b,
  );
  const header = rows.find(({ cells }) => cells.filter((cell) => cell !== '').length > 1) ?? rows[0];
  if (linked.length === 0 || header === undefined) return rows;
  return rows.map((row) => {
    const targets = new Map(linksOf(row));
    const isHeader = row === header && targets.size === 0;
    const extra = linked.map((column) =>
      isHeader ? `${row.cells[column] ?? ''} link`.trim() : (targets.get(column) ?? ''),
    );
    if (extra.every((cell) => cell === '')) return row;
    const padding = Array.from({ length: width - row.cells.length }, () => '');
    return { ...row, cells: [...row.cells, ...padding, ...extra] };
  });
}
