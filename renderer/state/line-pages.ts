/** A long list of lines that the app keeps: only what is near the screen is here. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import { createPageCache, PAGE_LENGTH } from './page-cache.ts';

export interface LinePage<Row> {
  readonly lines: readonly Row[];
  readonly total: number;
}

export interface LinePages<Row> {
  readonly store: StoreApi<{
    readonly total: number;
    /** Goes up whenever lines arrived. */
    readonly version: number;
  }>;
  /** Says which lines are on screen; what is missing of them is fetched. */
  show(first: number, last: number): void;
  rowAt(index: number): Row | undefined;
  /** What is here may be wrong by now: it is shown until it is replaced. */
  refresh(): void;
  /** It is another list from now on. */
  clear(): void;
}

/** Makes an empty list; `fetchPage` answers null where there is nothing to ask. */
export function createLinePages<Row>(
  fetchPage: (offset: number, limit: number) => Promise<LinePage<Row>> | null,
): LinePages<Row> {
  const store = createStore(() => ({ total: 0, version: 0 }));
  const pages = createPageCache<Row>();
  const inFlight = new Map<number, symbol>();
  let visible = { first: 0, last: 0 };

  const fetch = async (page: number, mine: symbol) => {
    const answer = await fetchPage(page * PAGE_LENGTH, PAGE_LENGTH);
    if (inFlight.get(page) !== mine) return;
    inFlight.delete(page);
    if (answer === null) return;
    pages.put(page, answer.lines);
    store.setState(({ version }) => ({ total: answer.total, version: version + 1 }));
  };
  const fetchVisible = () => {
    for (const page of pages.needed(visible.first, visible.last)) {
      if (inFlight.has(page)) continue;
      const mine = Symbol();
      inFlight.set(page, mine);
      void fetch(page, mine);
    }
  };
  return {
    store,
    show(first, last) {
      visible = { first, last };
      fetchVisible();
    },
    rowAt: (index) => pages.rowAt(index),
    refresh() {
      pages.markStale();
      // What is on its way was asked of the list as it was.
      inFlight.clear();
      fetchVisible();
    },
    clear() {
      pages.clear();
      inFlight.clear();
      visible = { first: 0, last: 0 };
      store.setState(({ version }) => ({ total: 0, version: version + 1 }));
    },
  };
}
