import type { ViewFilter, ViewQuery, ViewSort } from '#contract/model.ts';
import { STATE_CODES } from './task-codes.ts';

const { queued, waiting, saving, done, failed, skipped, canceled } = STATE_CODES;

const FILTERS: Readonly<Record<ViewFilter, string>> = {
  all: 'TRUE',
  active: `state IN (${queued}, ${saving})`,
  waiting: `state = ${waiting}`,
  saved: `state = ${done}`,
  problems: `(state = ${failed} OR (state = ${done} AND integrity = 'truncated'))`,
  skipped: `state = ${skipped}`,
  canceled: `state = ${canceled}`,
};

// What needs the person comes first, what is well comes last.
const STATUS_ORDER = `CASE state WHEN ${failed} THEN 0 WHEN ${waiting} THEN 2 WHEN ${saving} THEN 3
  WHEN ${queued} THEN 4 WHEN ${canceled} THEN 5 WHEN ${skipped} THEN 6
  ELSE CASE integrity WHEN 'truncated' THEN 1 ELSE 7 END END`;

const SORT_KEYS: Readonly<Record<ViewSort, string | null>> = {
  line: null,
  name: 'coalesce(file, stem) COLLATE NOCASE',
  status: STATUS_ORDER,
  bytes: 'bytes',
  pixels: 'width * height',
  host: '(SELECT key FROM hosts WHERE hosts.id = host_id)',
};

export interface IdQuery {
  /**
   * Gives one text `ids`, all ids in order with commas between (null for none), which costs a third of a million rows;
   * the first two parameters are the first and last id looked at.
   */
  readonly sql: string;
  readonly parameters: readonly string[];
}

/** The forms of a text that SQLite's comparison, which knows the case of ASCII only, has to be asked for. */
function caseForms(search: string): readonly string[] {
  const forms = [search, search.toLowerCase(), search.toUpperCase()];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, from its first character on.
  return /^[\u0000-\u007f]*$/.test(search) ? [search] : [...new Set(forms)];
}

const pattern = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`;

/** True for a view that is the list itself: it needs no query, and grows while its list is read in. */
export function isListOrder({ filter, search, sort, isDescending }: ViewQuery): boolean {
  return filter === 'all' && search === '' && sort === 'line' && !isDescending;
}

/** The query for the ids of a view in a run of ids; `isInOrder` says that ids ascend with the list. */
export function idQuery(query: ViewQuery, isInOrder: boolean): IdQuery {
  const forms = query.search === '' ? [] : caseForms(query.search);
  const matches = forms.flatMap(() =>
    ['stem', 'file', 'url'].map((column) => `${column} LIKE ? ESCAPE '\\'`),
  );
  const condition =
    matches.length > 0 ? `${FILTERS[query.filter]} AND (${matches.join(' OR ')})` : FILTERS[query.filter];
  return {
    sql: `SELECT group_concat(id) AS ids FROM (SELECT id FROM tasks WHERE id BETWEEN ? AND ? AND ${condition} ORDER BY ${orderOf(query, isInOrder)})`,
    parameters: forms.flatMap((form) => Array<string>(3).fill(pattern(form))),
  };
}

/** List order, and for rows that are equal in another order; what has no value is always last. */
function orderOf({ sort, isDescending }: ViewQuery, isInOrder: boolean): string {
  const direction = isDescending ? 'DESC' : 'ASC';
  const key = SORT_KEYS[sort];
  const lineDirection = key === null ? direction : 'ASC';
  const lines = isInOrder
    ? `id ${lineDirection}`
    : `batch_id ${lineDirection}, line ${lineDirection}, part ${lineDirection}`;
  return key === null ? lines : `${key} ${direction} NULLS LAST, ${lines}`;
}
