import type { DraftReading } from '#contract/model.ts';
import { AS_DETECTED } from '#contract/model.ts';
import type { LineFacts } from '#contract/worker-messages.ts';
import type { Found, MakeReader } from '../../../../main/engine/lists/list-reader.ts';

export interface Collected {
  readonly lines: number;
  readonly entries: readonly { line: number; found: Found; facts: LineFacts | null }[];
  readonly ranges: readonly (readonly [line: number, count: number, first: string, last: string])[];
  readonly ignored: readonly string[];
}

/** All that a reader says of a text that comes in these pieces. */
export function collect(
  makeReader: MakeReader,
  pieces: string | readonly string[],
  reading: Partial<DraftReading> = {},
): Collected {
  let lines = 0;
  const entries: { line: number; found: Found; facts: LineFacts | null }[] = [];
  const ranges: (readonly [number, number, string, string])[] = [];
  const ignored: string[] = [];
  const reader = makeReader(
    {
      line: () => {
        lines += 1;
      },
      entry: (line, found, facts) => entries.push({ line, found, facts }),
      range: (...range) => ranges.push(range),
      table: () => {},
      literalBracket: () => {},
      ignoredOption: (name) => ignored.push(name),
    },
    { ...AS_DETECTED, ...reading },
  );
  for (const piece of [pieces].flat()) reader.push(piece);
  reader.end();
  return { lines, entries, ranges, ignored };
}

/** Each entry as its line and its link, or the reason why there is none. */
export function linksOf(
  makeReader: MakeReader,
  text: string | readonly string[],
  reading: Partial<DraftReading> = {},
): readonly (readonly [line: number, what: string])[] {
  const { entries } = collect(makeReader, text, reading);
  return entries.map(({ line, found }) => [line, found.kind === 'link' ? found.text : found.reason]);
}

/** The pieces of a text that is cut at these places. */
export function cutAt(text: string, cuts: readonly number[]): readonly string[] {
  const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
  return places.slice(1).map((place, index) => text.slice(places[index], place));
}
