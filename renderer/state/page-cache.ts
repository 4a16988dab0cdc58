/** Pages of a list that lives elsewhere: only what is near the screen is here. */

export const PAGE_LENGTH = 100;
/** 4,000 rows: several screens in both directions, and a bound for memory. */
const MAX_PAGES = 40;

interface Page<Row> {
  readonly rows: readonly Row[];
  isStale: boolean;
}

export interface PageCache<Row> {
  /** The row at a position, or undefined while it is not here. */
  rowAt(index: number): Row | undefined;
  /** All rows that are here, for looking up one of them. */
  find(match: (row: Row) => boolean): Row | undefined;
  put(page: number, rows: readonly Row[]): void;
  /** Numbers of the pages between two positions that are missing or stale. */
  needed(first: number, last: number): readonly number[];
  /** Marks pages that hold a matching row; all of them when nothing is given. They are shown until replaced. */
  markStale(match?: (row: Row) => boolean): void;
  clear(): void;
}

/** Makes an empty cache that keeps the pages used last. */
export function createPageCache<Row>(): PageCache<Row> {
  const pages = new Map<number, Page<Row>>();
  return {
    rowAt(index) {
      return pages.get(Math.floor(index / PAGE_LENGTH))?.rows[index % PAGE_LENGTH];
    },
    find(match) {
      for (const page of pages.values()) {
        const row = page.rows.find(match);
        if (row !== undefined) return row;
      }
      return undefined;
    },
    put(page, rows) {
      pages.delete(page);
      pages.set(page, { rows, isStale: false });
      if (pages.size > MAX_PAGES) dropOldest(pages);
    },
    needed(first, last) {
      const numbers: number[] = [];
      for (let page = Math.floor(first / PAGE_LENGTH); page <= Math.floor(last / PAGE_LENGTH); page++) {
        const held = pages.get(page);
        if (held === undefined || held.isStale) numbers.push(page);
        else touch(pages, page, held);
      }
      return numbers;
    },
    markStale(match) {
      for (const page of pages.values()) page.isStale ||= match === undefined || page.rows.some(match);
    },
    clear() {
      pages.clear();
    },
  };
}

function touch<Row>(pages: Map<number, Page<Row>>, number: number, page: Page<Row>): void {
  pages.delete(number);
  pages.set(number, page);
}

function dropOldest<Row>(pages: Map<number, Page<Row>>): void {
  const [oldest] = pages.keys();
  if (oldest !== undefined) pages.delete(oldest);
}
