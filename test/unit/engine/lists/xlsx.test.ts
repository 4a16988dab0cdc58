import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { createCsvRows } from '../../../../main/engine/lists/csv-rows.ts';
import { isOtherSpreadsheet, isXlsx, xlsxToText } from '../../../../main/engine/lists/xlsx.ts';
import type { HandMadeWorkbook } from '../../../support/workbooks.ts';
import { handMadeWorkbook, workbookOf } from '../../../support/workbooks.ts';

function textOf(bytes: Uint8Array, sheet: string | null = null): string {
  const read = xlsxToText(bytes, sheet);
  if (!read.ok) throw new Error(read.failure);
  return [...read.value.pieces].join('');
}
const textOfMade = (made: HandMadeWorkbook) => textOf(handMadeWorkbook(made));

function cellsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const reader = createCsvRows({ delimiter: ',', firstLine: 1, countsRows: true }, (_, cells) =>
    rows.push(cells),
  );
  reader.push(text);
  reader.end();
  return rows;
}

const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;

describe('cells of a workbook', () => {
  test('are text as a person reads it', () => {
    const rowsXml = `<row r="1">
      <c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>in</t></r><r><t xml:space="preserve">line </t></r></is></c>
      <c r="C1" t="str"><f>A1&amp;"x"</f><v>for&#109;ula</v></c><c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#N/A</v></c>
    </row><row r="2">
      <c r="A2" s="1"><v>123</v></c><c r="B2" s="2"><v>45306</v></c><c r="C2" s="3"><v>45306.75</v></c>
      <c r="D2"><v>6.901234567892E+12</v></c><c r="E2"><v>0.30000000000000004</v></c><c r="F2" s="4"><v>42</v></c>
      <c r="G2" s="5"><v>5551234</v></c><c r="H2" s="6"><v>0.5</v></c><c r="I2" s="7"><v>1234.5</v></c>
    </row>`;
    const formats = ['00000', 14, 'yyyy"年"m"月"d"日" h:mm', '"SKU-"0000', '000-0000', 20, '#,##0.00 "d"'];
    const sharedStringsXml = '<si><t>sh<![CDATA[<a>]]></t><rPh><t>spoken</t></rPh></si>';
    expect(cellsOf(textOfMade({ rowsXml, formats, sharedStringsXml }))).toEqual([
      ['sh<a>', 'inline ', 'formula', 'TRUE', '#N/A'],
      [
        '00123',
        '2024-01-15',
        '2024-01-15T18:00:00',
        '6901234567892',
        '0.3',
        'SKU-0042',
        '555-1234',
        '12:00:00',
        '1234.5',
      ],
    ]);
  });

  test('stay in their columns and rows where others are missing', () => {
    const rowsXml = `<row r="2"><c r="C2" t="str"><v>c</v></c></row><row r="5">${inline('a')}<c r="AB5"><v>1</v></c></row>`;
    const rows = cellsOf(textOfMade({ rowsXml }));
    expect(rows[1]).toEqual(['', '', 'c']);
    expect(rows[4]?.[0]).toBe('a');
    expect(rows[4]?.[27]).toBe('1');
    expect(rows).toHaveLength(5);
  });

  test('count days from 1904 where the workbook does', () => {
    const rowsXml = '<row><c s="1"><v>0.5</v></c><c s="1"><v>43844</v></c></row>';
    expect(cellsOf(textOfMade({ rowsXml, formats: [14], isFrom1904: true }))).toEqual([
      ['1904-01-01T12:00:00', '2024-01-15'],
    ]);
  });

  test('that are merged downwards repeat their text, as they are read', () => {
    const rowsXml = `<row r="1">${inline('sku')}${inline('image')}</row><row r="2">${inline('A')}${inline('u1')}</row>
      <row r="3"><c r="A3"/><c r="B3" t="str"><v>u2</v></c></row><row r="4"><c r="B4" t="str"><v>u3</v></c></row>`;
    const tailXml = '<mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="C1:F1"/></mergeCells>';
    expect(cellsOf(textOfMade({ rowsXml, tailXml }))).toEqual([
      ['sku', 'image'],
      ['A', 'u1'],
      ['A', 'u2'],
      ['', 'u3'],
    ]);
  });

  test('that show a text and link to a URL have it in a column behind', () => {
    const rowsXml = `<row r="1">${inline('sku')}${inline('picture')}${inline('page')}</row>
      <row r="2">${inline('A')}${inline('view')}<c r="C2" t="str"><f>HYPERLINK("https://x.com/p?a=1&amp;b=2","open")</f><v>open</v></c></row>
      <row r="3">${inline('B')}${inline('https://x.com/shown.jpg')}</row>
      <row r="4">${inline('C')}<c r="B4" t="e"><f>_xlfn.IMAGE("https://x.com/c.jpg")</f><v>#VALUE!</v></c></row>`;
    const tailXml =
      '<hyperlinks><hyperlink ref="B2" r:id="rId1"/><hyperlink ref="B3" r:id="rId1"/><hyperlink ref="A2" r:id="rId2"/></hyperlinks>';
    const targets = ['https://x.com/a.jpg', 'mailto:x@x.com'];
    expect(cellsOf(textOfMade({ rowsXml, tailXml, targets }))).toEqual([
      ['sku', 'picture', 'page', 'picture link', 'page link'],
      ['A', 'view', 'open', 'https://x.com/a.jpg', 'https://x.com/p?a=1&b=2'],
      ['B', 'https://x.com/shown.jpg'],
      ['C', 'https://x.com/c.jpg'],
    ]);
  });

  test('come back as they were written', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.constantFrom('00123', '=1+1', '_x0041_', '<a&b>', ' x ', '\r\n', '\0', '1.2E+12', '图片', '😀'),
    );
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, async (written) => {
        const read = cellsOf(textOf(await workbookOf(written)));
        const padded = read.map((cells) => [...cells, '', '', ''].slice(0, 3));
        expect(padded).toEqual(written.map((cells) => cells.map((text) => text.toWellFormed())));
      }),
      { numRuns: 50 },
    );
  });
});

describe('sheets', () => {
  const workbookXml =
    '<workbook><sheets><sheet name="Hidden" state="hidden" r:id="rId4"/><sheet name="Chart" r:id="rId5"/><x:sheet name="Main" rel:id="rId1"/></sheets></workbook>';
  const made = handMadeWorkbook({ workbookXml, rowsXml: `<row>${inline('main')}</row>` });

  test('are named, and the first that is not hidden is read', () => {
    expect(xlsxToText(made, null)).toMatchObject({
      ok: true,
      value: { sheets: ['Hidden', 'Main'], sheet: 'Main' },
    });
    expect(textOf(made)).toBe('main\n');
  });

  test('are read by their name', () => {
    expect(textOf(made, 'Hidden')).toBe('second\n');
    expect(textOf(made, 'gone')).toBe('main\n');
  });
});

/** An archive whose directory names one file so many times. */
function withManyEntries(count: number): Uint8Array {
  const one = Buffer.from(zipSync({ 'xl/a': new Uint8Array() }));
  const directory = one.indexOf('PK\x01\x02');
  const end = Buffer.from(one.subarray(one.indexOf('PK\x05\x06')));
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  const record = one.subarray(directory, one.length - end.length);
  return Buffer.concat([one.subarray(0, directory), ...Array.from({ length: count }, () => record), end]);
}

describe('a workbook that is none', () => {
  test('is told from others by its first bytes', () => {
    const ods = zipSync({
      mimetype: [strToU8('application/vnd.oasis.opendocument.spreadsheet'), { level: 0 }],
    });
    const zip = zipSync({ 'a.txt': strToU8('a') });
    const docx = zipSync({ '[Content_Types].xml': strToU8('x'), 'word/document.xml': strToU8('x') });
    const xlsb = zipSync({ '[Content_Types].xml': strToU8('x'), 'xl/workbook.bin': strToU8('x') });
    const xls = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    const made = handMadeWorkbook({ rowsXml: '' });
    expect(
      [made, ods, zip, docx, xlsb, xls, strToU8('a,b')].map((bytes) => isXlsx(bytes.subarray(0, 4096))),
    ).toEqual([true, false, false, false, false, false, false]);
    expect([made, ods, zip, docx, xlsb, xls, strToU8('a,b')].map(isOtherSpreadsheet)).toEqual([
      false,
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  test('is damaged wherever it is cut or changed, and never throws', async () => {
    const bytes = await workbookOf([
      ['sku', 'image'],
      ['A', 'https://x.com/a.jpg'],
    ]);
    expect(xlsxToText(bytes.subarray(0, 400), null)).toEqual({ ok: false, failure: 'damaged' });
    expect(xlsxToText(zipSync({ 'xl/x': strToU8('') }), null)).toEqual({ ok: false, failure: 'damaged' });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, length) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = byte;
        for (const damaged of [changed, bytes.subarray(0, length)]) {
          const read = xlsxToText(damaged, null);
          if (read.ok) for (const _ of read.value.pieces);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('is too large when it would inflate to more than memory should hold', () => {
    const made = handMadeWorkbook({ rowsXml: `<row>${inline('x')}</row>` });
    // The size that the directory claims for the sheet.
    const bomb = Buffer.from(made);
    for (let at = bomb.indexOf('PK\x01\x02'); at >= 0; at = bomb.indexOf('PK\x01\x02', at + 4))
      bomb.writeUInt32LE(600 * 1024 * 1024, at + 24);
    expect(xlsxToText(bomb, null)).toEqual({ ok: false, failure: 'too-large' });
    expect(xlsxToText(withManyEntries(10_001), null)).toEqual({ ok: false, failure: 'too-large' });
  });

  test('does not expand entities of its own', () => {
    const rowsXml =
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><row><c t="str"><v>&b;&lt;</v></c></row>';
    expect(textOfMade({ rowsXml })).toBe('&b;<\n');
  });
});
