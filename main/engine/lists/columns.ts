import type { ColumnRole } from '#contract/model.ts';
import { findResultColumns, RESULT_COLUMNS } from '../sheets/result-columns.ts';
import { isPicturePath, startsWithLink } from './cell-links.ts';
import type { NameKind, Words } from './column-words.ts';
import {
  CAPTION_WORDS,
  FOLDER_WORDS,
  headerKey,
  headerKeyWithDigits,
  IMAGE_FACT_WORDS,
  IMAGE_WORDS,
  LARGE_IMAGE_WORDS,
  MEDIUM_IMAGE_WORDS,
  NAME_WORDS,
  PAGE_WORDS,
  REFERER_WORDS,
  SHA256_WORDS,
  SMALL_IMAGE_WORDS,
  URL_WORDS,
} from './column-words.ts';

/** What the first rows say of one column. */
interface Column {
  readonly index: number;
  readonly key: string;
  readonly keyWithDigits: string;
  readonly cells: readonly string[];
  readonly filled: readonly string[];
  /** Parts of the filled cells, 0 to 1. */
  readonly links: number;
  readonly pictures: number;
  readonly paths: number;
}

const PICTURE_END = /\.(?:jpe?g|png|gif|webp|avif|hei[cf]|tiff?|bmp|svg|jxl|ico|psd)(?=$|[?#&!@_/,;|\s"'])/i;
const PICTURE_HINT =
  /^\s*data:image\/|[./](?:images?|img|imgs|photos?|pics?|media|gallery)[\d-]*[./]|[?&](?:format|fm|wx_fmt|imageView2|x-oss-process)\b/i;
const SHA256 = /^\s*(?:sha-?256[:=-])?[\da-f]{64}\s*$/i;
/** What a long number, or a code with an E in it, becomes in a spreadsheet: 1.2E+12. */
const SPOILED = /^\s*[+-]?\d(?:[.,]\d+)?[eE]\+\d{1,3}\s*$/;

/** Whether a spreadsheet has put a rounded number in the place of what the cell held. */
export function isSpoiled(cell: string): boolean {
  return cell.length < 30 && SPOILED.test(cell);
}

/** Names for all columns of a table: those of its header, unique, and `Column 3` where there is none. */
export function columnNames(header: readonly string[] | null, width: number): readonly string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, index) => {
    const given = (header?.[index] ?? '').replace(/\s+/g, ' ').trim() || `Column ${index + 1}`;
    let name = given;
    for (let number = 2; taken.has(name); number += 1) name = `${given} ${number}`;
    taken.add(name);
    return name;
  });
}

/**
 * What each column is for, by its header and by the cells of the first rows: the pictures' URLs but not the pages of
 * the products, and at most one column that names files – save in a result sheet, whose files go before what named
 * them, so that rows without a file still get their name. Of several name columns the last that is filled counts.
 */
export function detectRoles(
  header: readonly string[] | null,
  rows: readonly (readonly string[])[],
  width: number,
): readonly ColumnRole[] {
  const columns = Array.from({ length: width }, (_, index) => columnOf(index, header?.[index] ?? '', rows));
  const roles = new Map<Column, ColumnRole>();
  const assign = (role: ColumnRole, chosen: readonly Column[]) => {
    for (const column of chosen) if (!roles.has(column)) roles.set(column, role);
  };
  const free = () => columns.filter((column) => !roles.has(column));

  const resultAt = findResultColumns(header ?? []);
  assign('sha256', findSha256(columns, resultAt));
  assign('referer', columns.filter(({ key }) => REFERER_WORDS.test(key)).slice(0, 1));
  const urls = findUrls(free());
  assign('url', urls);
  assign('folder', free().filter(isFolder).slice(0, 1));
  assign('name', findNames(free(), urls, columns, columns[resultAt]));
  assign('caption', findCaption(free()));
  return columns.map((column) => roles.get(column) ?? 'other');
}

function columnOf(index: number, header: string, rows: readonly (readonly string[])[]): Column {
  const cells = rows.map((row) => row[index] ?? '');
  const filled = cells.filter((cell) => cell.trim() !== '');
  const part = (test: (cell: string) => boolean) =>
    filled.length === 0 ? 0 : filled.filter(test).length / filled.length;
  return {
    index,
    key: headerKey(header),
    keyWithDigits: headerKeyWithDigits(header),
    cells,
    filled,
    links: part(startsWithLink),
    pictures: part((cell) => cell.includes(':') && (PICTURE_END.test(cell) || PICTURE_HINT.test(cell))),
    paths: part(isPicturePath),
  };
}

/** That of a result sheet comes last, so that it counts where it is filled. */
function findSha256(columns: readonly Column[], resultAt: number): readonly Column[] {
  const result = resultAt < 0 ? undefined : columns[resultAt + RESULT_COLUMNS.indexOf('sha256')];
  const isHash = ({ filled }: Column) =>
    filled.length > 0 && filled.every((cell) => cell.split('|').every(isHashOrNone));
  const own = columns.filter((column) => column !== result);
  const named = own.filter(
    (column) => SHA256_WORDS.test(column.keyWithDigits) && (column.filled.length === 0 || isHash(column)),
  );
  const [given] = named.length > 0 ? named : own.filter(isHash);
  return [given, result].filter((column) => column !== undefined);
}

function isHashOrNone(text: string): boolean {
  return text.trim() === '' || SHA256.test(text);
}

const isImage = ({ key }: Column) => IMAGE_WORDS.test(key);
const isPage = ({ key }: Column) => PAGE_WORDS.test(key) && !IMAGE_WORDS.test(key);
/** At least one cell in two begins with a URL; in a column that says it holds them, one cell holds one. */
const isLinked = (column: Column) =>
  column.links >= 0.5 || (saysLinks(column) && column.filled.some(hasLink));
const saysLinks = (column: Column) =>
  !IMAGE_FACT_WORDS.test(column.key) && (isImage(column) || URL_WORDS.test(column.key));
const hasLink = (cell: string) => cell.includes('://');

function findUrls(columns: readonly Column[]): readonly Column[] {
  const linked = columns.filter(isLinked);
  const pictures = linked.filter(
    (column) => isImage(column) || (column.pictures >= 0.5 && column.links >= 0.5 && !isPage(column)),
  );
  // A column that is empty so far may hold the second picture of a row further down.
  const empty = (column: Column) => column.filled.length === 0 && isImage(column) && saysLinks(column);
  if (pictures.length > 0)
    return withoutSmall(columns.filter((column) => pictures.includes(column) || empty(column)));
  if (linked.length > 0) return bestLinks(linked);
  const named = columns.filter(
    (column) =>
      isImage(column) &&
      !IMAGE_FACT_WORDS.test(column.key) &&
      (column.paths >= 0.5 || column.filled.length === 0),
  );
  if (named.length > 0) return withoutSmall(named);
  return columns.filter(
    ({ key, filled }) => filled.length === 0 && URL_WORDS.test(key) && !PAGE_WORDS.test(key),
  );
}

function withoutSmall(columns: readonly Column[]): readonly Column[] {
  const unlike = (words: Words) => columns.filter(({ key }) => !words.test(key));
  const large = unlike(SMALL_IMAGE_WORDS);
  if (large.length === 0) return columns;
  if (!large.some(({ key }) => LARGE_IMAGE_WORDS.test(key))) return large;
  return large.filter(({ key }) => !MEDIUM_IMAGE_WORDS.test(key) || LARGE_IMAGE_WORDS.test(key));
}

/** No column says that it holds pictures: those that are no pages, and of these the ones that say they hold links. */
function bestLinks(linked: readonly Column[]): readonly Column[] {
  const others = linked.filter((column) => !isPage(column));
  const candidates = others.length > 0 ? others : linked;
  const named = candidates.filter(({ key }) => URL_WORDS.test(key));
  return named.length > 0 ? named : candidates;
}

function isFolder({ key, filled, links, paths }: Column): boolean {
  return (
    FOLDER_WORDS.test(key) && links === 0 && paths < 0.5 && isMostly(filled, (cell) => cell.length <= 240)
  );
}

function findCaption(columns: readonly Column[]): readonly Column[] {
  const found = CAPTION_WORDS.map((words) =>
    columns.find(({ key, links }) => words.test(key) && links < 0.5),
  );
  return found.filter((column) => column !== undefined).slice(0, 1);
}

function findNames(
  columns: readonly Column[],
  urls: readonly Column[],
  all: readonly Column[],
  file: Column | undefined,
): readonly Column[] {
  const others = columns.filter((column) => column !== file);
  const rows = rowsWithLinks(urls);
  const name = bestName(others, rows) ?? bestCode(others, rows, all);
  return [name, file].filter((column) => column !== undefined);
}

function rowsWithLinks(urls: readonly Column[]): readonly number[] {
  const length = urls[0]?.cells.length ?? 0;
  return Array.from({ length }, (_, row) => row).filter((row) =>
    urls.some(({ cells }) => (cells[row] ?? '').trim() !== ''),
  );
}

interface NameCandidate {
  readonly column: Column;
  readonly rank: number;
  readonly fill: number;
}

/** The most specific kind of name that nearly every row has; where none is so full, the fullest. */
function bestName(columns: readonly Column[], rows: readonly number[]): Column | undefined {
  const candidates = columns.flatMap((column): readonly NameCandidate[] => {
    // A column of paths names a file with its folder.
    const isPath = FOLDER_WORDS.test(column.key) && column.paths >= 0.5;
    const rank = isPath ? 0 : NAME_WORDS.findIndex(({ words }) => words.test(column.key));
    const kind = NAME_WORDS[rank]?.kind;
    if (kind === undefined || !canName(column, kind)) return [];
    return [{ column, rank: rankOf(column, kind, rank), fill: fillOf(column, rows) }];
  });
  const isUsed = candidates.filter(({ fill }) => fill > 0 || rows.length === 0);
  const full = isUsed.filter(({ fill }) => fill >= 0.8);
  const byRank = (a: NameCandidate, b: NameCandidate) => a.rank - b.rank || b.fill - a.fill;
  const byFill = (a: NameCandidate, b: NameCandidate) => b.fill - a.fill || a.rank - b.rank;
  return (
    full.length > 0 || rows.length === 0
      ? (rows.length === 0 ? isUsed : full).sort(byRank)
      : isUsed.sort(byFill)
  )[0]?.column;
}

function fillOf({ cells }: Column, rows: readonly number[]): number {
  return rows.filter((row) => (cells[row] ?? '').trim() !== '').length / Math.max(1, rows.length);
}

function canName({ filled, links }: Column, kind: NameKind): boolean {
  const isList = kind !== 'file' && filled.filter((cell) => cell.includes('|')).length > filled.length / 5;
  if (links > 0.2 || isList) return false;
  const limit = kind === 'title' ? 200 : 300;
  const total = filled.reduce((length, cell) => length + Math.min(limit, cell.trim().length), 0);
  return (
    isMostly(filled, (cell) => cell.trim().length <= limit && !cell.trim().includes('\n')) &&
    total <= filled.length * (kind === 'title' ? 80 : 150)
  );
}

/** One cell that is long, or has a line break in it, does not take a column's meaning from all others. */
function isMostly(cells: readonly string[], test: (cell: string) => boolean): boolean {
  return cells.filter((cell) => !test(cell)).length <= cells.length / 5;
}

/** An id that is a code of its own goes with the other codes, a mere counter behind everything. */
function rankOf(column: Column, kind: NameKind, rank: number): number {
  if (isCounter(column)) return NAME_WORDS.length;
  const isCode = kind === 'id' && column.filled.every((cell) => /\d{5}|[a-z].*\d|\d.*[a-z]/i.test(cell));
  return isCode && column.filled.length > 0 ? NAME_WORDS.findIndex((words) => words.kind === 'code') : rank;
}

/** 1, 2, 3 … says no more than the line does. */
function isCounter({ filled }: Column): boolean {
  const first = Number(filled[0]);
  return filled.length > 1 && filled.every((cell, row) => Number(cell) === first + row) && first <= 1;
}

/** Without a header that says so: a column of short codes or file names, a different one in each row. */
function bestCode(
  columns: readonly Column[],
  rows: readonly number[],
  all: readonly Column[],
): Column | undefined {
  const hasHeader = all.some(({ key }) => key !== '');
  const isName = (cell: string) =>
    hasHeader
      ? /^[\w.-]*(?:\d[\w.-]*[A-Za-z_-]|[A-Za-z_-][\w.-]*\d|\.(?:jpe?g|png|webp|gif))[\w.-]*$/.test(cell)
      : !/^[\s\d.,€$£¥%+-]{1,7}$/.test(cell);
  return columns
    .filter(({ filled, links, cells }) => {
      const texts = filled.map((cell) => cell.trim());
      const isShort = texts.every((text) => text.length <= 120 && isName(text) && !/[\n<>]|:\/\//.test(text));
      const isDistinct = new Set(texts).size >= texts.length * 0.9;
      const isFull = rows.every((row) => (cells[row] ?? '').trim() !== '');
      return links === 0 && texts.length > 0 && isShort && isDistinct && isFull;
    })
    .sort((a, b) => averageLength(a) - averageLength(b))[0];
}

function averageLength({ filled }: Column): number {
  return filled.reduce((length, cell) => length + cell.length, 0) / Math.max(1, filled.length);
}
