/** Finds lines by their number in a list that can only be read by position. */
import type { DraftLine } from '#contract/model.ts';
import type { LinePage } from './line-pages.ts';

/** One screen of an editor with room to spare: one request is nearly always enough. */
const PROBE_LENGTH = 200;

/** Answers null when the list is no longer the one that is searched. */
export type FetchLines = (offset: number, limit: number) => Promise<LinePage<DraftLine>> | null;

/** Position of the first entry at or after a line, or the total; null when the list has gone meanwhile. */
async function positionOf(fetch: FetchLines, line: number): Promise<number | null> {
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  // Most lists have an entry for each line, so this is nearly always the place.
  let at = Math.max(0, line - 1 - PROBE_LENGTH / 2);
  for (;;) {
    const answer = await fetch(at, PROBE_LENGTH);
    if (answer === null) return null;
    high = Math.min(high, answer.total);
    const found = answer.lines.findIndex((entry) => entry.line >= line);
    if (found > 0 || (found === 0 && at === low)) return at + found;
    if (found === 0) high = at;
    else if (answer.lines.length > 0) low = at + answer.lines.length;
    if (low >= high) return high;
    at = Math.max(low, Math.floor((low + high - PROBE_LENGTH) / 2));
  }
}

/** The entries of the lines from `first` to `last`, at most `limit` of them; none when the list has gone meanwhile. */
export async function linesBetween(
  fetch: FetchLines,
  first: number,
  last: number,
  limit: number,
): Promise<readonly DraftLine[]> {
  const position = await positionOf(fetch, first);
  const answer = position === null ? null : await fetch(position, limit);
  return answer === null ? [] : answer.lines.filter(({ line }) => line <= last);
}

/** The first entry after a line, or the last one before it; null when there is none. */
export async function lineBeside(
  fetch: FetchLines,
  line: number,
  direction: 1 | -1,
): Promise<DraftLine | null> {
  const position = await positionOf(fetch, direction === 1 ? line + 1 : line);
  if (position === null) return null;
  const wanted = direction === 1 ? position : position - 1;
  const answer = wanted < 0 ? null : await fetch(wanted, 1);
  return answer?.lines[0] ?? null;
}
