import type { DraftRange, DraftReading, ListKind } from '#contract/model.ts';
import type { LineFacts } from '#contract/worker-messages.ts';
import { maskUrl } from '../mask-url.ts';
import { readAria2 } from './aria2-reader.ts';
import { readCurl } from './curl-reader.ts';
import type { Hosts } from './hosts.ts';
import { createHosts } from './hosts.ts';
import { readHtml } from './html-reader.ts';
import { readJson } from './json-reader.ts';
import { createJudge } from './judge-link.ts';
import type { Found, ListReader, MakeReader, ReaderSink, ReadTable } from './list-reader.ts';
import { readMarkdown } from './markdown-reader.ts';
import type { RowTable } from './row-table.ts';
import { createRowTable } from './row-table.ts';
import { readSheet, readTable } from './table-reader.ts';
import { readText } from './text-reader.ts';

const READERS: Readonly<Record<ListKind, MakeReader>> = {
  text: readText,
  html: readHtml,
  markdown: readMarkdown,
  table: readTable,
  json: readJson,
  aria2: readAria2,
  curl: readCurl,
};

/** What is shown and kept of a line that is no URL, and shown of one that is. */
const SHOWN_LENGTH = 2048;
const MAX_RANGES_SHOWN = 200;

export interface TextPlace {
  readonly linesBefore: number;
  /** The text is the cells of an Excel file. */
  readonly isFromExcel: boolean;
}

/** Text read in one way: the rows that came of it, and what was learned on the way. */
export interface Reading {
  readonly rows: RowTable;
  readonly hosts: Hosts;
  /** Lines that were not empty. */
  readonly lines: number;
  readonly ranges: readonly DraftRange[];
  /** The first table; others have their cells only if their columns are the same. */
  readonly table: ReadTable | null;
  /** Links with a bracket that begins no range, and is taken as it is. */
  readonly literalBrackets: number;
  readonly ignoredOptions: readonly string[];
  /** A reader for one more text, whose lines are numbered on from there. */
  begin(kind: ListKind, reading: DraftReading, place: TextPlace): ListReader;
}

/** The start of a text, without user name and password. */
export function shownText(text: string): string {
  return maskUrl(text.slice(0, SHOWN_LENGTH)).toWellFormed();
}

/** Under which name a row wants its picture; null where it says nothing of it. */
function wishOf({ name, folder }: LineFacts): string | null {
  return name === undefined && folder === undefined ? null : `${folder ?? ''}/${name ?? ''}`.toLowerCase();
}

/** Begins to read; each URL is a row, also where a line holds several, and a line without any is one row. */
export function createReading(isKnown: (url: string) => boolean): Reading {
  const rows = createRowTable();
  const hosts = createHosts();
  const judge = createJudge(hosts);
  const ranges: DraftRange[] = [];
  const ignoredOptions = new Set<string>();
  let table: ReadTable | null = null;
  let isSameTable = true;
  let lines = 0;
  let literalBrackets = 0;

  const factsJson = (facts: LineFacts | null): string | null => {
    if (facts === null) return null;
    if (isSameTable || facts.cells === undefined) return JSON.stringify(facts);
    const { cells: _, ...rest } = facts;
    return JSON.stringify(rest);
  };
  const add = (line: number, found: Found, facts: LineFacts | null) => {
    if (found.kind === 'unusable')
      return rows.addUnusable(line, shownText(found.text), found.reason, factsJson(facts));
    const judged = judge(found.text);
    if (!judged.isUsable)
      return rows.addUnusable(line, shownText(found.text), judged.reason, factsJson(facts));
    const { url, host } = judged;
    const wish = facts === null ? null : wishOf(facts);
    const isOfRange = facts?.groups !== undefined;
    const isAdded = rows.addUrl({ line, url, host, facts: factsJson(facts), wish, isOfRange }, isKnown);
    if (isAdded) hosts.count(host);
  };
  const sinkFrom = (linesBefore: number): ReaderSink => ({
    line() {
      lines += 1;
    },
    entry: (line, found, facts) => add(line + linesBefore, found, facts),
    range(line, count, first, last) {
      if (ranges.length >= MAX_RANGES_SHOWN) return;
      ranges.push({ line: line + linesBefore, count, first: shownText(first), last: shownText(last) });
    },
    table(read) {
      if (linesBefore === 0 || table === null) table = read;
      const isAlike = (name: string, at: number) => table?.columns[at]?.name === name;
      isSameTable =
        read.columns.length === table.columns.length &&
        read.columns.every(({ name }, at) => isAlike(name, at));
    },
    literalBracket: () => {
      literalBrackets += 1;
    },
    ignoredOption: (name) => void ignoredOptions.add(name),
  });

  return {
    rows,
    hosts,
    get lines() {
      return lines;
    },
    ranges,
    get table() {
      return table;
    },
    get literalBrackets() {
      return literalBrackets;
    },
    get ignoredOptions() {
      return [...ignoredOptions];
    },
    begin(kind, reading, { linesBefore, isFromExcel }) {
      const make = isFromExcel && kind === 'table' ? readSheet : READERS[kind];
      return make(sinkFrom(linesBefore), reading);
    },
  };
}
