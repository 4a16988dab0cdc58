import { describe, expect, test } from 'vitest';
import type { DraftReading } from '../../../../contract/model.ts';
import { readSheet, readTable } from '../../../../main/engine/lists/table-reader.ts';
import type { Recorded } from '../../../support/record-reader.ts';
import { recordReader } from '../../../support/record-reader.ts';

const read = (text: string, reading: Partial<DraftReading> = {}): Recorded =>
  recordReader(readTable, [text], reading);
const rolesOf = ({ table }: Recorded) => table?.columns.map(({ role }) => role);
const factsOf = ({ entries }: Recorded) =>
  entries.map(({ facts }) => {
    const { cells: _, ...rest } = facts ?? {};
    return rest;
  });

const HASH = 'ab'.repeat(32);

describe('a table', () => {
  test('gives an entry for each URL, with the line of its row and all its cells', () => {
    const { entries, lines } = read(
      'sku,img\n"A\n1",https://x.com/a.jpg|https://x.com/b.jpg\nB,\n\n,\nC,none\n',
    );
    expect(lines).toBe(3);
    expect(entries.map(({ line, found }) => [line, found.kind, found.text])).toEqual([
      [2, 'link', 'https://x.com/a.jpg'],
      [2, 'link', 'https://x.com/b.jpg'],
      [4, 'unusable', 'B'],
      [7, 'unusable', 'C none'],
    ]);
    expect(entries[1]?.facts?.cells).toEqual(['A\n1', 'https://x.com/a.jpg|https://x.com/b.jpg']);
  });

  test('says name, folder, caption, hash and referer of a row', () => {
    const text = `Artikelnummer;Ordner;Alt Text;SHA-256;Referer;Bild
 A1 ;Schrauben/M4;Eine Schraube;${HASH.toUpperCase()};https://x.com/;https://x.com/a.jpg
`;
    expect(factsOf(read(text))).toEqual([
      {
        name: 'A1',
        folder: 'Schrauben/M4',
        caption: 'Eine Schraube',
        sha256: HASH,
        referer: 'https://x.com/',
      },
    ]);
  });

  test('takes the folder of a file name apart', () => {
    expect(
      factsOf(read('filename,url\nshirts/red\\1.jpg,https://x.com/1\n/2.jpg,https://x.com/2\n')),
    ).toEqual([{ name: '1.jpg', folder: 'shirts/red' }, { name: '2.jpg' }]);
  });

  test('names files by a column that says so, also where a cell of it is a long text', () => {
    const long = ['"two\nlines"', 'y'.repeat(40_000)].map((name, at) => `${name},f/g,https://x.com/${at}`);
    const folders = `A,${'x/'.repeat(150)},https://x.com/8\n`;
    const rows = Array.from({ length: 20 }, (_, at) => `N${at},f/g,https://x.com/n${at}`);
    const sheet = read(`name,folder,image\n${[...long, ...rows].join('\n')}\n${folders}`);
    expect(rolesOf(sheet)).toEqual(['name', 'folder', 'url']);
    expect(factsOf(sheet)[0]).toEqual({ name: 'two\nlines', folder: 'f/g' });
    const prose = rows.map((row) => row.replace(/^\w+/, (name) => `"${name}\nand more"`));
    expect(rolesOf(read(`name,folder,image\n${prose.join('\n')}\n`))).toEqual(['other', 'folder', 'url']);
  });

  test('names no file after a slash in an article number', () => {
    expect(factsOf(read('sku,url\nA/1,https://x.com/1\n'))).toEqual([{ name: 'A/1' }]);
  });

  test('counts cells that a spreadsheet has spoiled, all through', () => {
    const rows = Array.from({ length: 300 }, (_, at) => `1.2E+12,1,23457E+11,https://x.com/${at}`);
    const { table } = recordReader(readTable, [
      `ean;c;img\n${rows.join('\n').replaceAll(',https', ';https').replaceAll('12,1', '12;1')}`,
    ]);
    expect(table?.spoiledCells).toBe(600);
  });

  test.each([
    ['tab', 'sku\timage\nA, or B; or C\thttps://x.com/a,b;c.jpg\n', '\t'],
    ['semicolon', 'sku;image\nA;https://x.com/w_1,h_2/a.jpg\nB;https://x.com/w_1,h_2/b.jpg\n', ';'],
    ['comma', 'sku,image\nA,https://x.com/a?b;c|https://x.com/d?e;f\n', ','],
    ['bar', 'sku|image\nA|https://x.com/a,b.jpg\n', '|'],
    [
      'comma, where only quotes say so',
      '"sku","images"\n"A;1","https://x.com/a.jpg;https://x.com/b.jpg"\n',
      ',',
    ],
    ['what Excel was told', 'sep=|\nsku|image\nA|https://x.com/a.jpg\n', '|'],
  ])('finds out what separates its cells: %s', (_, text, delimiter) => {
    const recorded = read(text);
    expect(recorded.table?.form).toEqual({ container: 'csv', delimiter, hasHeader: true });
    expect(rolesOf(recorded)).toEqual(['name', 'url']);
  });

  test('keeps URLs with commas whole where they are its only column', () => {
    const { entries } = read('url\nhttps://x.com/w_1,h_2/a.jpg\nhttps://x.com/w_1,h_2/b.jpg\n');
    expect(entries.map(({ found }) => found.text)).toEqual([
      'https://x.com/w_1,h_2/a.jpg',
      'https://x.com/w_1,h_2/b.jpg',
    ]);
  });

  test('has unique column names, and numbers for those that have none', () => {
    const { table } = read('sku,,Image,Image\nA,x,https://x.com/a.jpg,https://x.com/b.jpg\n');
    expect(table?.columns.map(({ name }) => name)).toEqual(['sku', 'Column 2', 'Image', 'Image 2']);
  });

  test('is read as the person says', () => {
    const text = 'a,b\nhttps://x.com/page,https://x.com/a.jpg\n';
    const recorded = read(text, { roles: ['url', 'other'], hasHeader: false });
    expect(recorded.entries.map(({ line, found }) => [line, found.text])).toEqual([
      [1, 'a b'],
      [2, 'https://x.com/page'],
    ]);
    expect(recorded.table?.form.hasHeader).toBe(false);
    expect(read('https://x.com/a.jpg\nhttps://x.com/b.jpg\n', { hasHeader: true }).lines).toBe(1);
  });

  test('leaves out pages of products and small pictures beside the pictures', () => {
    const header = 'Product URL,Thumbnail,Image,Website,SKU';
    const row = 'https://x.com/p/1,https://x.com/t.jpg,https://x.com/i.jpg,https://x.com,1';
    expect(rolesOf(read(`${header}\n${row}\n`))).toEqual(['other', 'other', 'url', 'other', 'name']);
  });

  test('is named by no long description', () => {
    const long = 'A very nice thing. '.repeat(20);
    expect(rolesOf(read(`name,image\n${long},https://x.com/a.jpg\n`))).toEqual(['other', 'url']);
  });

  test('is named by what nearly every row has', () => {
    const recorded = read(
      'sku,title,image\n,Shirt,https://x.com/1.jpg\n,Hat,https://x.com/2.jpg\nS3,Bag,https://x.com/3.jpg\n',
    );
    expect(rolesOf(recorded)).toEqual(['other', 'name', 'url']);
  });

  test('gives the columns of an earlier result to each picture of a row', () => {
    const text = `sku,image,file,status,width,height,sha256
A,https://x.com/a.jpg|https://x.com/b.jpg,f/a.jpg|f/b.jpg,done,1|2,1|2,${HASH}|${'cd'.repeat(32)}
B,https://x.com/c.jpg,,failed: http-404,,,
`;
    const recorded = read(text);
    expect(rolesOf(recorded)).toEqual(['name', 'url', 'name', 'other', 'other', 'other', 'sha256']);
    expect(factsOf(recorded)).toEqual([
      { name: 'a.jpg', folder: 'f', sha256: HASH },
      { name: 'b.jpg', folder: 'f', sha256: 'cd'.repeat(32) },
      { name: 'B' },
    ]);
  });

  test('shows its first rows without passwords', () => {
    const { table } = read('sku,image\nA,https://me:secret@x.com/a.jpg\n');
    expect(table?.sample).toEqual([['A', 'https://x.com/a.jpg']]);
  });

  test('of one row, of a header alone and of nothing is read', () => {
    expect(read('A1,https://x.com/a.jpg').entries).toHaveLength(1);
    expect(read('sku,image\n')).toMatchObject({ lines: 0, entries: [] });
    expect(read('')).toEqual({ lines: 0, entries: [], table: null });
  });

  test('of 100,000 rows is read in less than two seconds of work', () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, at) => `A${at},"Name, of ${at}",1.2,https://x.com/i/${at}.jpg,text`,
    );
    const text = `sku,name,price,image,notes\n${rows.join('\n')}`;
    const pieces = text.match(/[\s\S]{1,500000}/g) ?? [];
    const before = process.threadCpuUsage();
    const { entries, lines } = recordReader(readTable, pieces);
    expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(2000);
    expect(entries.at(-1)).toMatchObject({ line: 100_001, facts: { name: 'A99999' } });
    expect(lines).toBe(100_000);
  });
});

test('lines of an Excel sheet are its rows', () => {
  const { entries, table } = recordReader(readSheet, [
    'sku,image\n"A\nB",https://x.com/a.jpg\n\nC,https://x.com/c.jpg\n',
  ]);
  expect(entries.map(({ line }) => line)).toEqual([2, 4]);
  expect(table?.form).toEqual({ container: 'xlsx', delimiter: ',', hasHeader: true });
});
