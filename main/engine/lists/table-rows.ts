import type { ColumnRole, TableColumn } from '#contract/model.ts';
import type { LineFacts } from '#contract/worker-messages.ts';
import { linksOfCell } from './cell-links.ts';
import { FOLDER_WORDS, headerKey, NAME_WORDS } from './column-words.ts';
import { isSpoiled } from './columns.ts';
import type { Found, ReaderSink } from './list-reader.ts';

type Facts = { -readonly [Name in keyof LineFacts]: LineFacts[Name] };

/** What a manifest knows of one of its lines, whose columns are those of the list before. */
export interface KnownLine {
  readonly url: string;
  /** Path of the saved file, empty for none. */
  readonly file: string;
  readonly sha256: string;
}

export interface TableRows {
  /** Counts a row and hands over what it holds. Rows without any text are no rows. */
  add(line: number, cells: readonly string[]): void;
  addKnown(line: number, cells: readonly string[], known: KnownLine): void;
  /** Cells so far that a spreadsheet has spoiled. */
  readonly spoiledCells: number;
}

interface NameColumn {
  readonly index: number;
  /** Its cells may hold a folder before the name, and several names between bars. */
  readonly holdsPaths: boolean;
}

/** Turns the rows of a table into entries, as the roles of its columns say. */
export function createTableRows(
  sink: ReaderSink,
  columns: readonly TableColumn[],
  baseUrl: string | null,
): TableRows {
  const withRole = (role: ColumnRole) =>
    columns.flatMap((column, index) => (column.role === role ? [index] : []));
  const urls = withRole('url');
  // The last one that is filled counts.
  const names = withRole('name')
    .map((index): NameColumn => ({ index, holdsPaths: holdsPaths(columns[index]?.name ?? '') }))
    .reverse();
  const hashes = withRole('sha256').reverse();
  const [folder, caption, referer] = (['folder', 'caption', 'referer'] as const).map(
    (role) => withRole(role)[0] ?? -1,
  );
  let spoiledCells = 0;

  const factsOf = (cells: readonly string[]): Facts => {
    const facts: Facts = cells.length > 0 ? { cells } : {};
    const cell = (index: number | undefined) => cells[index ?? -1]?.trim() ?? '';
    if (cell(folder) !== '') facts.folder = cell(folder);
    if (cell(caption) !== '') facts.caption = cell(caption);
    if (/^https?:\/\//i.test(cell(referer))) facts.referer = cell(referer);
    return facts;
  };
  const setName = (facts: Facts, part: number, parts: number) => {
    for (const { index, holdsPaths } of names) {
      const text = facts.cells?.[index]?.trim() ?? '';
      const name = holdsPaths ? partOf(text, part, parts) : text;
      if (name === '') continue;
      Object.assign(facts, holdsPaths ? splitPath(name) : { name });
      return;
    }
  };
  const setHash = (facts: Facts, part: number, parts: number) => {
    const text = hashes.map((index) => facts.cells?.[index] ?? '').find((cell) => cell !== '') ?? '';
    // One hash for several pictures says nothing of any of them.
    if (parts === 1 || text.includes('|')) Object.assign(facts, hashOf(partOf(text, part, parts)));
  };
  const count = (cells: readonly string[]) => {
    sink.line();
    for (const cell of cells) if (isSpoiled(cell)) spoiledCells += 1;
  };

  return {
    add(line, given) {
      const cells = withoutEmptyEnd(given);
      if (cells.length === 0) return;
      count(cells);
      const found = linksOfRow(cells, urls, baseUrl);
      const common = factsOf(cells);
      for (const [at, link] of found.entries()) {
        const facts = found.length === 1 ? common : { ...common };
        setName(facts, at, found.length);
        setHash(facts, at, found.length);
        sink.entry(line, link, facts);
      }
    },
    addKnown(line, given, { url, file, sha256: hash }) {
      const facts = factsOf(withoutEmptyEnd(given));
      count(facts.cells ?? []);
      if (file === '') setName(facts, 0, 1);
      else Object.assign(facts, splitPath(file), hashOf(hash));
      const [link] = linksOfCell(url, baseUrl);
      sink.entry(line, link ?? { kind: 'unusable', reason: 'no-url', text: url }, facts);
    },
    get spoiledCells() {
      return spoiledCells;
    },
  };
}

/** All that the URL columns of a row name, each once; something in any case. */
function linksOfRow(
  cells: readonly string[],
  urls: readonly number[],
  baseUrl: string | null,
): readonly Found[] {
  const first = urls.length === 1 ? linksOfCell(cells[urls[0] ?? 0] ?? '', baseUrl) : [];
  if (first.length === 1) return first;
  const found = new Map<string, Found>();
  for (const index of urls)
    for (const link of linksOfCell(cells[index] ?? '', baseUrl))
      if (!found.has(link.text)) found.set(link.text, link);
  if (found.size > 0) return [...found.values()];
  const text = cells.filter((cell) => cell !== '').join(' ');
  return [{ kind: 'unusable', reason: 'no-url', text: text.slice(0, 4096) }];
}

function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  let length = cells.length;
  while (length > 0 && (cells[length - 1] ?? '').trim() === '') length -= 1;
  return length === cells.length ? cells : cells.slice(0, length);
}

function holdsPaths(header: string): boolean {
  const key = headerKey(header);
  return NAME_WORDS.some(({ kind, words }) => kind === 'file' && words.test(key)) || FOLDER_WORDS.test(key);
}

/** What belongs to one of several URLs of a row: the result sheet writes a value for each, between bars. */
function partOf(text: string, part: number, parts: number): string {
  if (!text.includes('|')) return text.trim();
  const values = text.split('|');
  return values.length === parts ? (values[part] ?? '').trim() : '';
}

function hashOf(text: string): Pick<Facts, 'sha256'> {
  const digits = /[\da-f]{64}$/i.exec(text)?.[0];
  return digits === undefined ? {} : { sha256: digits.toLowerCase() };
}

function splitPath(file: string): Pick<Facts, 'name' | 'folder'> {
  const at = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
  if (at < 0) return { name: file };
  const folder = file.slice(0, at).replace(/^[/\\]+/, '');
  return folder === '' ? { name: file.slice(at + 1) } : { name: file.slice(at + 1), folder };
}
