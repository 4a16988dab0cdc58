import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Delimiter } from '../../../../main/engine/lists/csv-rows.ts';
import { createCsvRows } from '../../../../main/engine/lists/csv-rows.ts';
import { csvLine } from '../../../../main/engine/sheets/csv-text.ts';

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|'];

type Read = readonly (readonly [line: number, cells: readonly string[]])[];

function rowsOf(pieces: readonly string[], delimiter: Delimiter = ','): Read {
  const rows: [number, string[]][] = [];
  const reader = createCsvRows({ delimiter, firstLine: 1, countsRows: false }, (line, cells) =>
    rows.push([line, cells]),
  );
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return rows;
}

/** A text cut into pieces at any places. */
const cut = (text: string, places: readonly number[]): readonly string[] => {
  const sorted = [0, ...places.map((place) => place % (text.length + 1)).sort((a, b) => a - b), text.length];
  return sorted.slice(1).map((to, at) => text.slice(sorted[at], to));
};

const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '|', '\n', '\r', ' ', 'a'), maxLength: 8 }),
);
/** Rows of one width, as a program writes them. */
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
  );
const places = fc.array(fc.nat(), { maxLength: 6 });

describe('rows of a table', () => {
  test('are what another reader of RFC 4180 finds, wherever the text is cut', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(...DELIMITERS),
        fc.constantFrom('\n', '\r\n'),
        places,
        (rows, delimiter, end, at) => {
          const text = rows.map((cells) => csvLine(cells, delimiter) + end).join('');
          const others: string[][] = parse(text, {
            delimiter,
            relax_column_count: true,
            record_delimiter: [end],
          });
          const ours = rowsOf(cut(text, at), delimiter).map(([, cells]) => cells);
          expect(ours).toEqual(others);
          expect(ours).toEqual(rows);
        },
      ),
    );
  });

  test('do not depend on where any text is cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', 'http://x.y', ' '), maxLength: 60 }),
        places,
        (text, at) => {
          expect(rowsOf(cut(text, at))).toEqual(rowsOf([text]));
        },
      ),
    );
  });

  test('lose no character that is not a quote or between cells', () => {
    const kept = (text: string) => text.replace(/[",\r\n ]/g, '');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', 'b', ' '), maxLength: 60 }),
        (text) => {
          expect(
            kept(
              rowsOf([text])
                .map(([, cells]) => cells.join())
                .join(),
            ),
          ).toBe(kept(text));
        },
      ),
    );
  });

  test('bear the line that they begin on', () => {
    expect(rowsOf(['a,"b\r\nc"\r\nd\r', '\n\ne\rf'])).toEqual([
      [1, ['a', 'b\r\nc']],
      [3, ['d']],
      [4, ['']],
      [5, ['e']],
      [6, ['f']],
    ]);
  });

  test('keep quotes inside a cell that were not doubled', () => {
    expect(rowsOf(['5" pipe,"say "hi" now",x\n'])).toEqual([[1, ['5" pipe', 'say "hi" now', 'x']]]);
  });
});

describe('a quote that nobody closes', () => {
  test('costs no row, neither at the end of the text nor before another quoted cell', () => {
    expect(rowsOf(['a,"b\nc,d\ne,"f"\n'])).toEqual([
      [1, ['a', '"b']],
      [2, ['c', 'd']],
      [3, ['e', 'f']],
    ]);
    expect(rowsOf(['a,"b\nc,d\n']).map(([, cells]) => cells[0])).toEqual(['a', 'c']);
  });

  test('costs no row where the next quote could be its end', () => {
    const text = 'sku,name,url\n1,"12 inch,http://x/1\n2,x,http://x/2\n3,foo 12",http://x/3\n';
    expect(rowsOf([text]).map(([line]) => line)).toEqual([1, 2, 3, 4]);
  });

  test('is found out before a long text has gone by', () => {
    const lines = Array.from({ length: 40_000 }, (_, at) => `${at},row number ${at}`);
    const rows: number[] = [];
    const reader = createCsvRows({ delimiter: ',', firstLine: 1, countsRows: false }, (line) =>
      rows.push(line),
    );
    reader.push(`"open,\n${lines.join('\n')}`);
    expect(rows.length).toBeGreaterThan(30_000);
  });
});
