import type { ViewSort } from '#contract/model.ts';

export interface Column {
  readonly sort: ViewSort;
  /** Position among the columns, from 1. */
  readonly index: number;
}

/** The list's columns in order; their widths are in `list.css`. */
export const COLUMNS: readonly Column[] = [
  { sort: 'line', index: 1 },
  { sort: 'name', index: 2 },
  { sort: 'status', index: 3 },
  { sort: 'bytes', index: 4 },
  { sort: 'pixels', index: 5 },
  { sort: 'host', index: 6 },
];

/** Height of the row of column heads. */
export const HEAD_PX = 28;
export const COMPACT_ROW_PX = 28;
export const COMFORTABLE_ROW_PX = 44;
/** A lower window shows short rows, so that nine of them fit. */
export const LOW_WINDOW_PX = 700;
