import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DraftLine } from '#contract/model.ts';
import { lineBeside, linesBetween } from '../../../../renderer/state/line-search.ts';

/** Entries in line order: lines without links are missing, lines with several come several times. */
const entriesOf = (gaps: readonly number[]): readonly DraftLine[] => {
  let line = 1;
  return gaps.map((gap) => {
    line += gap;
    return { line, text: '', verdict: { kind: 'new' } };
  });
};
const anyEntries = fc
  .array(fc.oneof(fc.constant(0), fc.constant(1), fc.integer({ min: 0, max: 400 })), { maxLength: 3_000 })
  .map(entriesOf);

const over = (entries: readonly DraftLine[]) => {
  const asked: number[] = [];
  const fetch = async (offset: number, limit: number) => {
    asked.push(offset);
    return { lines: entries.slice(offset, offset + limit), total: entries.length };
  };
  return { asked, fetch };
};

test('finds the lines of a screen, whatever lines are missing before it', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyEntries,
      fc.integer({ min: 1, max: 50_000 }),
      fc.nat(60),
      async (entries, first, more) => {
        const found = await linesBetween(over(entries).fetch, first, first + more, 500);
        const expected = entries.filter(({ line }) => line >= first && line <= first + more).slice(0, 500);
        expect(found).toEqual(expected);
      },
    ),
  );
});

test('finds the nearest line on both sides', async () => {
  await fc.assert(
    fc.asyncProperty(anyEntries, fc.integer({ min: 0, max: 50_000 }), async (entries, line) => {
      const { fetch } = over(entries);
      expect(await lineBeside(fetch, line, 1)).toEqual(entries.find((one) => one.line > line) ?? null);
      expect(await lineBeside(fetch, line, -1)).toEqual(entries.findLast((one) => one.line < line) ?? null);
    }),
  );
});

test('asks once where every line has a link, and a few times in a million of others', async () => {
  const every = over(entriesOf(Array.from({ length: 100_000 }, (_, index) => (index === 0 ? 0 : 1))));
  await linesBetween(every.fetch, 70_000, 70_040, 500);
  expect(every.asked.length).toBe(2);
  const some = over(entriesOf(Array.from({ length: 300_000 }, (_, index) => index % 7)));
  await linesBetween(some.fetch, 800_000, 800_040, 500);
  expect(some.asked.length).toBeLessThan(16);
});

test('answers nothing for a list that has gone', async () => {
  expect(await linesBetween(() => null, 1, 40, 500)).toEqual([]);
  expect(await lineBeside(() => null, 1, 1)).toBeNull();
});
