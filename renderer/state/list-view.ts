/** The window onto the list: an opened view, the pages near the screen, the focus and the selection. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Client } from '#contract/api.ts';
import type { TaskId, TaskRow, ViewId, ViewQuery } from '#contract/model.ts';
import type { ChangedRows } from './live.ts';
import { createPageCache, PAGE_LENGTH } from './page-cache.ts';
import type { RowSelection } from './selection.ts';
import { NOTHING_SELECTED, selectRows, selectView, toggleRow } from './selection.ts';

export interface ListState {
  readonly query: ViewQuery;
  readonly viewId: ViewId | null;
  readonly total: number;
  /** Goes up whenever a row that is here changed. */
  readonly version: number;
  readonly selection: RowSelection;
  /** Position that the keyboard is at. */
  readonly focusIndex: number;
  readonly focusTaskId: TaskId | null;
  /** Rows came or went since the view was opened, and only a click shows them. */
  readonly isOutdated: boolean;
}

/** How a move of the focus treats the selection. */
export type FocusMode = 'select' | 'extend' | 'toggle' | 'keep';

export interface ListView {
  readonly store: StoreApi<ListState>;
  /** Opens another view; the selection and the focus start anew. */
  setQuery(patch: Partial<ViewQuery>): Promise<void>;
  /** Opens the same view again, with what came since; the rows shown stay until they are replaced. */
  reopen(): Promise<void>;
  /** Says which positions are on screen. */
  show(first: number, last: number): void;
  rowAt(index: number): TaskRow | undefined;
  findRow(taskId: TaskId): TaskRow | undefined;
  rowsChanged(rows: ChangedRows): void;
  focusRow(index: number, mode: FocusMode): Promise<void>;
  selectAll(): void;
  clearSelection(): void;
  setOutdated(isOutdated: boolean): void;
}

export const FIRST_QUERY: ViewQuery = {
  batchId: null,
  filter: 'all',
  search: '',
  sort: 'line',
  isDescending: false,
};

/** Makes the list's state; nothing is asked before the first `setQuery`. */
export function createListView(client: Client): ListView {
  const store = createStore<ListState>(() => ({
    query: FIRST_QUERY,
    viewId: null,
    total: 0,
    version: 0,
    selection: NOTHING_SELECTED,
    focusIndex: 0,
    focusTaskId: null,
    isOutdated: false,
  }));
  const cache = createPageCache<TaskRow>();
  const inFlight = new Set<number>();
  let visible = { first: 0, last: 0 };
  let anchorIndex = 0;
  let opening = 0;
  let focusing = 0;

  const bump = () => store.setState(({ version }) => ({ version: version + 1 }));

  const open = async (query: ViewQuery, isSame: boolean) => {
    opening += 1;
    const turn = opening;
    const before = store.getState().viewId;
    if (!isSame) store.setState({ query });
    const { viewId, total } = await client.openView(query);
    if (turn !== opening) {
      await client.closeView({ viewId });
      return;
    }
    if (isSame) cache.markStale();
    else {
      cache.clear();
      anchorIndex = 0;
      visible = { first: 0, last: visible.last - visible.first };
    }
    inFlight.clear();
    const { selection, focusIndex } = store.getState();
    store.setState({
      viewId,
      total,
      isOutdated: false,
      focusIndex: isSame ? Math.min(focusIndex, Math.max(0, total - 1)) : 0,
      // A selection of the whole view is bound to the view that is closed now.
      selection: isSame && selection.kind === 'some' ? selection : NOTHING_SELECTED,
      ...(isSame ? {} : { focusTaskId: null }),
    });
    if (before !== null) await client.closeView({ viewId: before });
    fetchVisible();
  };

  const fetchPage = async (page: number) => {
    const { viewId } = store.getState();
    if (viewId === null) return;
    const answer = await client.getPage({ viewId, offset: page * PAGE_LENGTH, limit: PAGE_LENGTH });
    if (store.getState().viewId !== viewId) return;
    cache.put(page, answer.rows);
    if (answer.total !== store.getState().total) store.setState({ total: answer.total });
    bump();
  };

  const fetchVisible = () => {
    const { total, viewId } = store.getState();
    const last = Math.min(visible.last, total - 1);
    if (viewId === null || last < visible.first) return;
    for (const page of cache.needed(visible.first, last)) {
      if (inFlight.has(page)) continue;
      inFlight.add(page);
      void fetchPage(page).finally(() => {
        // A newer view has its own list of what is under way.
        if (store.getState().viewId === viewId) inFlight.delete(page);
      });
    }
  };

  const idsBetween = async (first: number, last: number): Promise<TaskId[]> => {
    const ids: TaskId[] = [];
    const { viewId } = store.getState();
    for (let index = first; index <= last && viewId !== null; index += 1) {
      const row = cache.rowAt(index);
      if (row !== undefined) {
        ids.push(row.taskId);
        continue;
      }
      // Not near the screen: read past the cache, a page at a time.
      const limit = Math.min(PAGE_LENGTH, last - index + 1);
      const { rows } = await client.getPage({ viewId, offset: index, limit });
      ids.push(...rows.map((found) => found.taskId));
      index += limit - 1;
    }
    return ids;
  };

  return {
    store,
    setQuery: (patch) => open({ ...store.getState().query, ...patch }, false),
    reopen: () => open(store.getState().query, true),
    show(first, last) {
      visible = { first: Math.max(0, first), last };
      fetchVisible();
    },
    rowAt: (index) => cache.rowAt(index),
    findRow: (taskId) => cache.find((row) => row.taskId === taskId),
    rowsChanged(rows) {
      if (rows === 'many') cache.markStale();
      else {
        const changed = new Set(rows);
        cache.markStale((row) => changed.has(row.taskId));
      }
      fetchVisible();
    },
    async focusRow(index, mode) {
      const { total } = store.getState();
      if (total === 0) return;
      focusing += 1;
      const turn = focusing;
      const target = Math.max(0, Math.min(index, total - 1));
      store.setState({ focusIndex: target });
      if (mode !== 'extend') anchorIndex = target;
      const [first, last] = mode === 'extend' ? ordered(anchorIndex, target) : [target, target];
      const ids = await idsBetween(first, last);
      const focusTaskId = target === last ? ids.at(-1) : ids[0];
      if (turn !== focusing || focusTaskId === undefined) return;
      store.setState(({ selection }) => ({
        focusTaskId,
        selection: nextSelection(selection, mode, ids, focusTaskId),
      }));
    },
    selectAll() {
      const { viewId, total } = store.getState();
      if (viewId !== null) store.setState({ selection: selectView(viewId, total) });
    },
    clearSelection() {
      store.setState({ selection: NOTHING_SELECTED });
    },
    setOutdated(isOutdated) {
      if (store.getState().isOutdated !== isOutdated) store.setState({ isOutdated });
    },
  };
}

function ordered(a: number, b: number): readonly [number, number] {
  return a <= b ? [a, b] : [b, a];
}

function nextSelection(
  selection: RowSelection,
  mode: FocusMode,
  ids: readonly TaskId[],
  taskId: TaskId,
): RowSelection {
  if (mode === 'keep') return selection;
  return mode === 'toggle' ? toggleRow(selection, taskId) : selectRows(ids);
}
