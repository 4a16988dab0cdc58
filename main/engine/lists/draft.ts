import type { LineFilter } from '#contract/api.ts';
import type {
  DraftId,
  DraftLine,
  DraftReading,
  DraftSummary,
  LineVerdict,
  ListEncoding,
  ListKind,
  NameOptions,
  SheetForm,
  TableShape,
} from '#contract/model.ts';
import { AS_DETECTED } from '#contract/model.ts';
import type { NewTask } from '#contract/worker-messages.ts';
import { detectKind } from './detect-kind.ts';
import { rowsOf } from './draft-rows.ts';
import type { ListReader } from './list-reader.ts';
import type { Reading, TextPlace } from './reading.ts';
import { createReading, shownText } from './reading.ts';
import type { Row, RowTable } from './row-table.ts';
import type { TextStore } from './text-store.ts';
import { createTextStore } from './text-store.ts';

/** Where a text of a draft comes from. */
export interface Origin {
  /** Without dot, in lower case; null for text that was pasted. */
  readonly fileExtension: string | null;
  readonly encoding: ListEncoding | null;
  /** The cells of an Excel file, as CSV. */
  readonly isFromExcel: boolean;
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  /** The kind it is known to be; null to find out. */
  readonly kind: ListKind | null;
}

export const PASTED: Origin = {
  fileExtension: null,
  encoding: null,
  isFromExcel: false,
  sheets: [],
  sheet: null,
  kind: null,
};

export interface SendOptions {
  readonly options: NameOptions;
  readonly batchName: string;
  readonly createdAt: number;
  readonly afterLine: number;
}

/** One text of a draft as it was kept: what `spool` writes down. */
export interface DraftText {
  readonly origin: Origin;
  readonly text: TextStore;
}

export interface Draft {
  append(text: string): void;
  /** What is appended from now on is another text, of an origin and a kind of its own; its lines are numbered on. */
  begin(origin: Origin): void;
  /** No more text comes; nothing happens the second time. */
  end(): void;
  readonly isComplete: boolean;
  readonly reading: DraftReading;
  /** Reads all text again, and what follows, in another way. */
  readAs(reading: DraftReading): void;
  /** Forgets all text: it is going to be given again. */
  clear(): void;
  readonly texts: readonly DraftText[];
  readonly rows: RowTable;
  readonly hostKeyOf: (host: number) => string;
  summary(): DraftSummary;
  page(request: { readonly offset: number; readonly limit: number; readonly only: LineFilter }): {
    readonly lines: readonly DraftLine[];
    readonly total: number;
  };
  /** Leaves only these of the rows that would be fetched, by number. */
  keep(rows: Uint32Array): void;
  readonly kept: Uint32Array | null;
  /** Names of the table's columns. */
  readonly columns: readonly string[];
  /** All rows in order, with the names that the list gives them. */
  tasks(options: SendOptions): Iterable<NewTask>;
}

interface Part extends DraftText {
  kind: ListKind | null;
  reader: ListReader | null;
  readonly linesBefore: number;
}

export interface DraftOptions {
  readonly draftId: DraftId;
  readonly listName: string | null;
  /** Whether an earlier list has saved this URL. */
  isKnown?(url: string): boolean;
}

/**
 * A list that is being read: text goes in, rows with verdicts come out. Each URL is a row, also where a line holds
 * several; a line without any is one row. So `fresh + duplicates + unusable` is the number of rows, `lines` that of
 * lines which are not empty, and each filter shows exactly as many rows as its count says.
 */
export function createDraft({ draftId, listName, isKnown = () => false }: DraftOptions): Draft {
  let parts: Part[] = [];
  let as = AS_DETECTED;
  let reading: Reading = createReading(isKnown);
  let isComplete = false;
  let kept: Uint32Array | null = null;

  const open = (part: Part): void => {
    const kind = as.kind ?? part.kind;
    part.reader = null;
    if (kind !== null) part.reader = reading.begin(kind, as, placeOf(part));
  };
  /** Finds out what the text is, as soon as enough of it is here; what has come is read then. */
  const settleKind = (part: Part, isAll: boolean): void => {
    const head = [...part.text.pieces()].join('');
    part.kind = detectKind(head, isAll, part.origin.fileExtension) ?? (isAll ? 'text' : null);
    open(part);
    part.reader?.push(head);
  };
  const finish = (part: Part | undefined): void => {
    if (part === undefined) return;
    if (part.reader === null) settleKind(part, true);
    part.reader?.end();
    part.reader = null;
  };
  const begin = (origin: Origin): Part => {
    const before = parts.at(-1);
    if (!isComplete) finish(before);
    const linesBefore = before === undefined ? 0 : before.linesBefore + before.text.lineCount;
    const part: Part = { origin, text: createTextStore(), kind: origin.kind, reader: null, linesBefore };
    parts.push(part);
    open(part);
    return part;
  };
  const table = (): TableShape | null => tableOf(reading, parts[0]?.origin ?? PASTED);

  return {
    append(text) {
      if (isComplete) throw new Error(`Draft ${draftId} takes no more text`);
      const part = parts.at(-1) ?? begin(PASTED);
      part.text.add(text);
      if (part.reader === null) settleKind(part, false);
      else part.reader.push(text);
    },
    begin: (origin) => void begin(origin),
    end() {
      if (!isComplete) finish(parts.at(-1));
      isComplete = true;
    },
    get isComplete() {
      return isComplete;
    },
    get reading() {
      return as;
    },
    readAs(wanted) {
      as = wanted;
      kept = null;
      reading = createReading(isKnown);
      for (const part of parts) {
        open(part);
        for (const piece of part.text.pieces()) part.reader?.push(piece);
        if (part !== parts.at(-1) || isComplete) finish(part);
      }
    },
    clear() {
      parts = [];
      isComplete = false;
      kept = null;
      reading = createReading(isKnown);
    },
    get texts() {
      return parts.map(({ origin, text, kind }) => ({ origin: { ...origin, kind }, text }));
    },
    get rows() {
      return reading.rows;
    },
    hostKeyOf: (host) => reading.hosts.keyOf(host),
    summary: () => ({
      draftId,
      lines: reading.lines,
      fresh: reading.rows.count('new') + reading.rows.count('known'),
      known: reading.rows.count('known'),
      duplicates: reading.rows.count('duplicate'),
      unusable: reading.rows.count('unusable'),
      hosts: reading.hosts.counted,
      topHost: reading.hosts.top,
      listName,
      isComplete,
      kind: as.kind ?? parts[0]?.kind ?? null,
      encoding: parts[0]?.origin.encoding ?? null,
      reading: as,
      ranges: reading.ranges,
      literalBrackets: reading.literalBrackets,
      table: table(),
      ignoredOptions: reading.ignoredOptions,
    }),
    page: (request) => pageOf(reading.rows, request),
    keep(rows) {
      kept = rows.toSorted();
    },
    get kept() {
      return kept;
    },
    get columns() {
      return reading.table?.columns.map(({ name }) => name) ?? [];
    },
    tasks: (options) =>
      rowsOf({
        ...options,
        rows: reading.rows,
        kept,
        columns: reading.table?.columns.map(({ name }) => name) ?? [],
        hostKeyOf: reading.hosts.keyOf,
      }),
  };
}

const placeOf = ({ linesBefore, origin: { isFromExcel } }: Part): TextPlace => ({ linesBefore, isFromExcel });

function tableOf({ table }: Reading, origin: Origin): TableShape | null {
  if (table === null) return null;
  const { columns, sample, spoiledCells, form } = table;
  const container: SheetForm['container'] = origin.isFromExcel ? 'xlsx' : form.container;
  return {
    columns,
    sample,
    spoiledCells,
    form: { ...form, container, encoding: origin.encoding ?? 'utf-8' },
    sheets: origin.sheets,
    sheet: origin.sheet,
  };
}

function pageOf(
  rows: RowTable,
  { offset, limit, only }: { readonly offset: number; readonly limit: number; readonly only: LineFilter },
) {
  const total = rows.count(only);
  const first = Math.min(Math.max(0, offset), total);
  const length = Math.max(0, Math.min(limit, total - first));
  const rowAt = (n: number) => rows.get(only === 'all' ? n : rows.nth(only, n));
  return { lines: Array.from({ length }, (_, index) => draftLineOf(rowAt(first + index))), total };
}

function verdictOf({ kind, ofLine, reason }: Row): LineVerdict {
  if (reason !== null) return { kind: 'unusable', reason };
  return kind === 'duplicate' ? { kind, ofLine } : { kind: kind === 'known' ? 'known' : 'new' };
}

function draftLineOf(row: Row): DraftLine {
  return { line: row.line, text: shownText(row.text), verdict: verdictOf(row) };
}
