import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DraftReading } from '../../../../contract/model.ts';
import { readJson } from '../../../../main/engine/lists/json-reader.ts';
import type { Recorded } from '../../../support/record-reader.ts';
import { recordReader } from '../../../support/record-reader.ts';

const read = (value: unknown, reading: Partial<DraftReading> = {}): Recorded =>
  recordReader(readJson, [typeof value === 'string' ? value : JSON.stringify(value)], reading);
const linesOf = ({ entries }: Recorded) => entries.map(({ line, found }) => [line, found.text]);
const namesOf = ({ entries }: Recorded) => entries.map(({ facts }) => facts?.name);
const rolesOf = ({ table }: Recorded) =>
  Object.fromEntries(table?.columns.map(({ name, role }) => [name, role]) ?? []);

const HASH = 'ab'.repeat(32);

describe('JSON', () => {
  test('of strings gives an entry for each, numbered on where they share a line', () => {
    const recorded = read('["https://x.com/a.jpg", "https://x.com/b.jpg",\n\n"no link", 5]');
    expect(linesOf(recorded)).toEqual([
      [1, 'https://x.com/a.jpg'],
      [2, 'https://x.com/b.jpg'],
      [3, '"no link"'],
      [4, '5'],
    ]);
    expect(recorded).toMatchObject({ lines: 4, table: null });
  });

  test('of objects is a table', () => {
    const recorded = read([
      { sku: '00123', title: 'Shirt', image: 'https://x.com/a.jpg', price: 1.5 },
      { sku: 'B', title: 'Hat', image: ['https://x.com/b.jpg', 'https://x.com/w_1,h_2/c.jpg'], price: null },
    ]);
    expect(rolesOf(recorded)).toEqual({ sku: 'name', title: 'other', image: 'url', price: 'other' });
    expect(linesOf(recorded)).toEqual([
      [1, 'https://x.com/a.jpg'],
      [2, 'https://x.com/b.jpg'],
      [2, 'https://x.com/w_1,h_2/c.jpg'],
    ]);
    expect(namesOf(recorded)).toEqual(['00123', 'B', 'B']);
    expect(recorded.entries[0]?.facts?.cells).toEqual(['00123', 'Shirt', 'https://x.com/a.jpg', '1.5']);
    expect(recorded.table?.form).toEqual({ container: 'json', delimiter: ',', hasHeader: true });
  });

  test('of a shop, wrapped and nested, is one too', () => {
    const products = ['mug', 'cup'].map((handle) => ({
      handle,
      images: [
        { src: `https://cdn.x.com/${handle}-1.jpg`, alt: 'x' },
        { src: `https://cdn.x.com/${handle}-2.jpg` },
      ],
      variants: [{ sku: `${handle}-S` }, { sku: `${handle}-L` }],
    }));
    const recorded = read({ data: { total: 2, products } });
    expect(rolesOf(recorded)).toMatchObject({ handle: 'name', 'images.src': 'url', 'variants.sku': 'other' });
    expect(linesOf(recorded)).toEqual([
      [1, 'https://cdn.x.com/mug-1.jpg'],
      [1, 'https://cdn.x.com/mug-2.jpg'],
      [2, 'https://cdn.x.com/cup-1.jpg'],
      [2, 'https://cdn.x.com/cup-2.jpg'],
    ]);
  });

  test('of any other kind gives every URL in order', () => {
    expect(
      linesOf(read([[['https://x.com/a.jpg'], { b: 1 }], ['https://x.com/c.jpg and https://x.com/d.jpg']])),
    ).toEqual([
      [1, 'https://x.com/a.jpg'],
      [2, 'https://x.com/c.jpg'],
      [2, 'https://x.com/d.jpg'],
    ]);
    expect(read('"https://x.com/a.jpg"').entries).toHaveLength(1);
  });

  test('keeps numbers that are longer than a number holds', () => {
    expect(namesOf(read('[{"id":12345678901234567890,"image":"https://x.com/a.jpg"}]'))).toEqual([
      '12345678901234567890',
    ]);
  });

  test('finds the links of what is no good JSON, and goes on after a broken line', () => {
    const text =
      '{"sku":"A","image":"https://x.com/a.jpg"}\n{"sku":"B","image":"https://x.com/b.jpg"\n{"sku":"C","image":"https://x.com/c.jpg"}\n';
    const recorded = read(text);
    expect(linesOf(recorded)).toEqual([
      [1, 'https://x.com/a.jpg'],
      [2, 'https://x.com/b.jpg'],
      [3, 'https://x.com/c.jpg'],
    ]);
    expect(recorded.lines).toBe(3);
    expect(read('[{"image":"https://x.com/a.jpg"').entries).toHaveLength(1);
  });

  test('Lines may have more members later', () => {
    const lines = Array.from({ length: 150 }, (_, at) => ({
      sku: `A${at}`,
      image: `https://x.com/${at}.jpg`,
    }));
    const last = { sku: 'Z', 'image 2': 'https://x.com/z.jpg' };
    const recorded = read([...lines, last].map((line) => JSON.stringify(line)).join('\n'));
    expect(rolesOf(recorded)).toEqual({ sku: 'name', image: 'url', 'image 2': 'url' });
    expect(recorded.entries.at(-1)).toMatchObject({ line: 151, found: { text: 'https://x.com/z.jpg' } });
  });

  test('is read the same wherever it is cut', () => {
    const value = fc.oneof(
      fc.json({ maxDepth: 3 }),
      fc.constantFrom(
        '{"a":"https://x.com/a.jpg"}',
        '["https://x.com/b.jpg","]"]',
        '{"a',
        '"',
        '}',
        ']',
        '[',
        ',',
      ),
    );
    const text = fc
      .array(value, { maxLength: 5 })
      .chain((values) => fc.constantFrom('\n', ',', ' ', ',\n').map((between) => values.join(between)));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 7 }), (whole, size) => {
        const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, at) =>
          whole.slice(at * size, (at + 1) * size),
        );
        expect(recordReader(readJson, pieces)).toEqual(recordReader(readJson, [whole]));
      }),
    );
  });
});

describe('a manifest', () => {
  const line = (number: number, more: object) =>
    JSON.stringify({
      line: number,
      part: 1,
      url: `https://x.com/${number}.jpg`,
      file: null,
      sha256: null,
      ...more,
    });

  test('gives its lines with their files, hashes and columns', () => {
    const columns = { sku: 'A', image: 'https://x.com/1.jpg|https://x.com/2.jpg' };
    const recorded = read(
      [
        '{"type":"batch","version":1,"name":"List"}',
        line(1, { file: 'shirts/A.jpg', sha256: HASH, columns }),
        line(1, { part: 2, url: 'https://x.com/2.jpg', columns }),
        line(2, { url: 'no link', columns: { sku: 'B', image: 'no link' } }),
      ].join('\n'),
    );
    const cells = Object.values(columns);
    expect(recorded.entries).toEqual([
      {
        line: 2,
        found: { kind: 'link', text: 'https://x.com/1.jpg' },
        facts: { cells, name: 'A.jpg', folder: 'shirts', sha256: HASH },
      },
      { line: 3, found: { kind: 'link', text: 'https://x.com/2.jpg' }, facts: { cells, name: 'A' } },
      {
        line: 4,
        found: { kind: 'unusable', reason: 'no-url', text: 'no link' },
        facts: { cells: ['B', 'no link'], name: 'B' },
      },
    ]);
    expect(recorded.lines).toBe(3);
    expect(rolesOf(recorded)).toEqual({ sku: 'name', image: 'url' });
  });

  test('of a plain list is no table', () => {
    const recorded = read(
      ['{"type":"batch","version":1}', line(1, { file: '1.jpg', columns: null })].join('\n'),
    );
    expect(recorded.table).toBeNull();
    expect(recorded.entries).toMatchObject([{ line: 2, facts: { name: '1.jpg' } }]);
  });
});
