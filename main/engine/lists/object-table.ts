import type { DraftReading, TableColumn } from '#contract/model.ts';
import { maskUrl } from '../mask-url.ts';
import { columnNames, detectRoles } from './columns.ts';
import type { ReaderSink } from './list-reader.ts';
import type { KnownLine, TableRows } from './table-rows.ts';
import { createTableRows } from './table-rows.ts';

/** So many objects are held until it is known what their members are for. */
const HEAD_ROWS = 100;
const HEAD_LENGTH = 64 * 1024;
/** Members that come later are columns too, up to this many. */
const MAX_COLUMNS = 2000;
const SAMPLE_ROWS = 5;
const SAMPLE_CELL_LENGTH = 200;

export interface ObjectTable {
  /** A row by the names of its columns; the known line, if there is one, says what is fetched in place of a column. */
  add(line: number, cells: ReadonlyMap<string, string>, known?: KnownLine): void;
  /** Does something between the rows before and those after, as soon as it is their turn. */
  after(action: () => void): void;
  /** Tells what has become known since the last time. */
  tell(): void;
  /** No more rows come. */
  end(): void;
}

interface ObjectRow {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
  readonly known: KnownLine | undefined;
}

/** Collects objects into a table whose columns are their members, in the order in which they come up. */
export function createObjectTable(sink: ReaderSink, reading: DraftReading): ObjectTable {
  const places = new Map<string, number>();
  let columns: readonly TableColumn[] = [];
  let sample: readonly (readonly string[])[] = [];
  let held: (ObjectRow | (() => void))[] | null = [];
  let heldLength = 0;
  let rows: TableRows | null = null;
  let spoiledBefore = 0;
  let told = '';

  const spoiledCells = () => spoiledBefore + (rows?.spoiledCells ?? 0);
  const place = (names: Iterable<string>): boolean => {
    const before = places.size;
    for (const name of names)
      if (!places.has(name) && places.size < MAX_COLUMNS) places.set(name, places.size);
    return places.size > before;
  };
  const inOrder = (cells: ReadonlyMap<string, string>): readonly string[] =>
    Array.from(places.keys(), (name) => cells.get(name) ?? '');
  const tell = () => {
    const state = `${columns.length} ${spoiledCells()}`;
    if (rows === null || columns.length === 0 || state === told) return;
    told = state;
    const form = { container: 'json', delimiter: ',', hasHeader: true } as const;
    sink.table({ columns, sample, spoiledCells: spoiledCells(), form });
  };
  /** Columns keep the role that they have; new ones get theirs. */
  const setColumns = (looked: readonly (readonly string[])[]) => {
    const names = [...places.keys()];
    const roles = reading.roles ?? detectRoles(names, looked, names.length);
    columns = columnNames(names, names.length).map(
      (name, index): TableColumn => ({ name, role: columns[index]?.role ?? roles[index] ?? 'other' }),
    );
    spoiledBefore = spoiledCells();
    rows = createTableRows(sink, columns, reading.baseUrl);
    tell();
  };
  const write = ({ line, cells, known }: ObjectRow) => {
    if (place(cells.keys()) || rows === null) setColumns([inOrder(cells)]);
    if (known) rows?.addKnown(line, inOrder(cells), known);
    else rows?.add(line, inOrder(cells));
  };
  const settle = () => {
    if (held === null || held.length === 0) return;
    const first = held;
    held = null;
    const objects = first.filter((item) => typeof item !== 'function');
    for (const { cells } of objects) place(cells.keys());
    const looked = objects.map(({ cells }) => inOrder(cells));
    sample = looked.slice(0, SAMPLE_ROWS).map((cells) => cells.map(shownCell));
    if (objects.length > 0) setColumns(looked);
    for (const item of first)
      if (typeof item === 'function') item();
      else write(item);
  };

  return {
    add(line, cells, known) {
      if (held === null) return write({ line, cells, known });
      held.push({ line, cells, known });
      for (const cell of cells.values()) heldLength += cell.length;
      if (held.length >= HEAD_ROWS || heldLength >= HEAD_LENGTH) settle();
    },
    after(action) {
      if (held === null) return action();
      held.push(action);
      if (held.length >= HEAD_ROWS) settle();
    },
    tell,
    end() {
      settle();
      tell();
    },
  };
}

function shownCell(cell: string): string {
  return maskUrl(cell.slice(0, SAMPLE_CELL_LENGTH)).toWellFormed();
}
