import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LineFacts } from '#contract/worker-messages.ts';
import type { NamedRow } from '../../../../main/engine/files/list-names.ts';
import { createListNames } from '../../../../main/engine/files/list-names.ts';
import { foldName } from '../../../../main/engine/files/name-text.ts';
import { sanitiseSegment } from '../../../../main/engine/files/names.ts';
import { parseTemplate } from '../../../../main/engine/files/template.ts';

function namesOf(template: string, columns: readonly string[] = []) {
  const parsed = parseTemplate(template, columns);
  if (!parsed.ok) throw new Error(parsed.failure.code);
  return createListNames({ template: parsed.value, columns, batchName: 'Spring', createdAt: 0 });
}
const row = (line: number, url: string, facts: LineFacts | null = null, part = 1): NamedRow => ({
  line,
  part,
  url,
  facts,
});
function planned(template: string, rows: readonly NamedRow[], columns: readonly string[] = []) {
  const names = namesOf(template, columns);
  return rows.map((each) => names.plan(each).stem);
}
const URL_A = 'https://x.com/a.jpg';

describe('the names of a list', () => {
  test('are those of the URLs, numbered in list order', () => {
    const rows = ['https://x.com/a.jpg', 'https://y.com/A.png', 'https://x.com/', 'https://x.com/b.jpg'];
    expect(
      planned(
        '{name}',
        rows.map((url, index) => row(index + 1, url)),
      ),
    ).toEqual(['a', 'A-2', 'image-3', 'b']);
  });

  test('are numbered in each folder, and a folder is spelled as the first line does', () => {
    const rows = [
      row(1, 'https://X.com/Cats/one.jpg'),
      row(2, 'https://x.com/cats/one.jpg'),
      row(3, 'https://x.com/dogs/one.jpg'),
      row(4, 'https://x.com/CATS/ONE.jpg'),
    ];
    expect(planned('{path[1]}/{name}', rows)).toEqual(['Cats/one', 'Cats/one-2', 'dogs/one', 'Cats/ONE-3']);
  });

  test('are those of the sheet where it has them, without the extension of a picture', () => {
    const names = namesOf('{name}');
    expect(names.plan(row(1, URL_A, { name: 'Shirt 3/4 sleeve.PNG' }))).toEqual({
      stem: 'Shirt 3_4 sleeve',
      declaredExtension: 'png',
    });
    expect(names.plan(row(2, URL_A, { name: 'Logo v1.2' }))).toEqual({
      stem: 'Logo v1.2',
      declaredExtension: 'jpg',
    });
    expect(names.plan(row(3, URL_A, { name: '../..' })).stem).toBe('a');
    expect(names.plan(row(4, URL_A, { name: 'C:\\Users\\me\\photo.jpg' })).stem).toBe('photo');
    expect(names.plan(row(5, URL_A, { name: 'https://y.com/b/c.jpg' })).stem).toBe('c');
    expect(names.plan(row(6, URL_A, { name: '../../etc/passwd' })).stem).toBe('etc_passwd');
    expect(namesOf('{index}-{name}').plan(row(7, URL_A, { name: 'red.jpg' })).stem).toBe('7-red');
  });

  test('lie in the folder of the sheet, which leads nowhere else', () => {
    const inFolder = (folder: string, template = '{name}') =>
      planned(template, [row(1, URL_A, { folder })])[0];
    expect(inFolder('Shoes/Red')).toBe('Shoes/Red/a');
    expect(inFolder('Shoes\\Red\\')).toBe('Shoes/Red/a');
    expect(inFolder('../../etc')).toBe('etc/a');
    expect(inFolder('/etc/./x')).toBe('etc/x/a');
    expect(inFolder('C:\\Windows\\system32')).toBe('Windows/system32/a');
    expect(inFolder('\\\\server\\share')).toBe('server/share/a');
    expect(inFolder('con/photo.jpg')).toBe('_con/photo.jpg_/a');
    expect(inFolder('...')).toBe('a');
    expect(inFolder('Shoes', '{domain}/{name}')).toBe('Shoes/x.com/a');
  });

  test('of the pictures of one row are told apart by their position', () => {
    const parts = (template: string, facts: LineFacts, columns: readonly string[] = []) =>
      planned(
        template,
        [1, 2, 3].map((part) => row(5, `https://x.com/${part}.jpg`, facts, part)),
        columns,
      );
    expect(parts('{name}', { name: 'shirt.jpg' })).toEqual(['shirt', 'shirt-2', 'shirt-3']);
    expect(parts('{name}_{n}', { name: 'shirt' })).toEqual(['shirt_1', 'shirt_2', 'shirt_3']);
    expect(parts('{col.sku}', { cells: ['A1'] }, ['sku'])).toEqual(['A1', 'A1-2', 'A1-3']);
    expect(parts('{name}', { cells: ['A1'] }, ['sku'])).toEqual(['1', '2', '3']);
    expect(parts('p{g1}', { groups: ['7'] })).toEqual(['p7', 'p7-2', 'p7-3']);
  });

  test('fall back to the number of the line where nothing is left', () => {
    expect(planned('{query.id}', [row(9, URL_A)])).toEqual(['image-9']);
    expect(planned('{host}/', [row(9, URL_A)])).toEqual(['x.com/image-9']);
    expect(planned('{query.id|default:none}/{name}', [row(9, URL_A)])).toEqual(['none/a']);
    expect(planned('{query.id}/{name}', [row(9, URL_A)])).toEqual(['a']);
    expect(planned('{host}', [row(9, 'data:image/png;base64,AA==')])).toEqual(['image-9']);
  });

  test('show what waits for the picture as itself', () => {
    expect(planned('{name}-{width}', [row(1, URL_A), row(2, URL_A)])).toEqual(['a-width', 'a-width-2']);
  });

  test('are safe, short and all different for any Unicode in any place', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            '..',
            '/',
            '\\',
            'con',
            'C:',
            '图',
            '\u202e',
            '\0',
            ' ',
            '.',
            'x'.repeat(90),
            '.jpg',
            'A',
            'a',
          ),
        )
        .map((pieces) => pieces.join('')),
    );
    const template = fc.constantFrom(
      '{name}',
      '{col.a}/{name}',
      '{batch}/{col.a|lower}/{col.b}',
      '{col.a}-{width}',
    );
    const rows = fc.array(fc.record({ name: text, folder: text, a: text, b: text }), { maxLength: 8 });
    fc.assert(
      fc.property(template, rows, (each, given) => {
        const stems = planned(
          each,
          given.map(({ name, folder, a, b }, index) =>
            row(index + 1, URL_A, { name, folder, cells: [a, b] }),
          ),
          ['a', 'b'],
        );
        for (const stem of stems) {
          expect(Buffer.byteLength(stem)).toBeLessThan(1400);
          for (const part of stem.split('/')) {
            expect(part).not.toBe('');
            expect(Buffer.byteLength(part)).toBeLessThanOrEqual(236);
            expect(part.replace(/(?<=\.[a-z0-9]+)_$/i, '')).toBe(
              sanitiseSegment(part.replace(/(?<=\.[a-z0-9]+)_$/i, '')),
            );
          }
        }
        expect(new Set(stems.map(foldName)).size).toBe(stems.length);
      }),
      { numRuns: 1500 },
    );
  });

  test('a million of them are planned in a moment', () => {
    const names = namesOf('{name}');
    const startedAt = performance.now();
    for (let line = 1; line <= 200_000; line += 1)
      names.plan({
        line,
        part: 1,
        url: `https://cdn.example.com/products/${line % 7}/image-${line}.jpg`,
        facts: null,
      });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});
