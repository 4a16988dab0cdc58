import type { TaskId } from '#contract/model.ts';

/** A run of ids, both ends included. */
export type Run = readonly [first: TaskId, last: TaskId];

/** The positions of a view and the ids at them. */
export interface ViewIds {
  readonly total: number;
  slice(offset: number, limit: number): readonly TaskId[];
  all(): Uint32Array;
}

/** A view that is runs of ids one after another: it costs nothing, however long the list. */
export function idsOfRuns(runs: readonly Run[]): ViewIds {
  const starts = new Float64Array(runs.length + 1);
  for (const [index, [first, last]] of runs.entries())
    starts[index + 1] = (starts[index] ?? 0) + last - first + 1;
  const total = starts[runs.length] ?? 0;

  const runAt = (offset: number): number => {
    let low = 0;
    let high = runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const slice = (offset: number, limit: number): readonly TaskId[] => {
    const ids: TaskId[] = [];
    for (let at = runAt(offset); at < runs.length && ids.length < limit; at += 1) {
      const [first, last] = runs[at] as Run;
      const from = first + Math.max(0, offset - (starts[at] ?? 0));
      for (let id = from; id <= last && ids.length < limit; id += 1) ids.push(id);
    }
    return ids;
  };
  return {
    total,
    slice,
    all() {
      const ids = new Uint32Array(total);
      let at = 0;
      for (const [first, last] of runs) for (let id = first; id <= last; id += 1) ids[at++] = id;
      return ids;
    },
  };
}

/** A view with an order of its own. */
export function idsOfList(ids: Uint32Array): ViewIds {
  return {
    total: ids.length,
    slice: (offset, limit) => [...ids.subarray(offset, offset + limit)],
    all: () => ids.slice(),
  };
}

/** The runs without what lies in the gaps; both ascend and do not overlap among themselves. */
export function withoutGaps(runs: readonly Run[], gaps: readonly Run[]): readonly Run[] {
  const left: Run[] = [];
  for (const [first, last] of runs) {
    let from = first;
    for (let at = firstGapEndingAt(gaps, first); at < gaps.length; at += 1) {
      const [gapFirst, gapLast] = gaps[at] as Run;
      if (gapFirst > last) break;
      if (gapFirst > from) left.push([from, gapFirst - 1]);
      from = Math.max(from, gapLast + 1);
    }
    if (from <= last) left.push([from, last]);
  }
  return left;
}

/** The ids that lie in no gap, in their order. */
export function idsOutsideGaps(ids: Uint32Array, gaps: readonly Run[]): Uint32Array {
  if (gaps.length === 0) return ids;
  return ids.filter((id) => {
    const gap = gaps[firstGapEndingAt(gaps, id)];
    return !gap || gap[0] > id;
  });
}

/** Index of the first gap that ends at an id or after it. */
function firstGapEndingAt(gaps: readonly Run[], taskId: TaskId): number {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gaps[middle] as Run)[1] < taskId) low = middle + 1;
    else high = middle;
  }
  return low;
}

const COMMA = 44;
const ZERO = 48;

/** The ids of a text such as `3,1,20`. */
export function parseIds(text: string): Uint32Array {
  const ids = new Uint32Array((text.length + 1) >> 1);
  let count = 0;
  let id = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== COMMA) id = id * 10 + code - ZERO;
    else {
      ids[count++] = id;
      id = 0;
    }
  }
  if (text.length > 0) ids[count++] = id;
  return ids.slice(0, count);
}

/** All of them, one list after the other. */
export function joinIds(lists: readonly Uint32Array[]): Uint32Array {
  const joined = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    joined.set(list, at);
    at += list.length;
  }
  return joined;
}
