import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Cell style 1 of the workbook: text, so that a number that a person types over keeps its zeros too. */
const TEXT_FORMAT = 49;

const PARTS: readonly (readonly [name: string, xml: string])[] = [
  [
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  ],
  [
    'xl/styles.xml',
    `<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="${TEXT_FORMAT}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  ],
];

/** Bytes of the sheet that are compressed at a time, so that the loop of main is not held up. */
const PIECE_LENGTH = 64 * 1024;

/**
 * Writes rows as the only sheet of an Excel workbook, piece by piece. Cells are text; those of the numbered columns
 * are numbers where they look like one.
 */
export async function* xlsxPieces(
  rows: AsyncIterable<readonly string[]>,
  numberColumns: ReadonlySet<number>,
): AsyncGenerator<Uint8Array> {
  const done: Uint8Array[] = [];
  const zip = new Zip((error, data) => {
    if (error) throw error;
    done.push(data);
  });
  for (const [name, xml] of PARTS) {
    // Too small for compressing to be worth its tables.
    const part = new ZipPassThrough(name);
    zip.add(part);
    part.push(Buffer.from(DECLARATION + xml), true);
  }
  const sheet = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 4 });
  zip.add(sheet);
  let text = `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetData>`;
  let number = 0;
  for await (const cells of rows) {
    number += 1;
    text += rowXml(number, cells, numberColumns);
    if (text.length < PIECE_LENGTH) continue;
    sheet.push(Buffer.from(text));
    text = '';
    yield* done.splice(0);
  }
  sheet.push(Buffer.from(`${text}</sheetData></worksheet>`), true);
  zip.end();
  yield* done.splice(0);
}

function rowXml(number: number, cells: readonly string[], numberColumns: ReadonlySet<number>): string {
  const xml = cells.map((cell, column) =>
    cellXml(cell, `${lettersOf(column)}${number}`, numberColumns.has(column)),
  );
  return `<row r="${number}">${xml.join('')}</row>`;
}

function cellXml(cell: string, address: string, isNumber: boolean): string {
  if (cell === '') return '';
  if (isNumber && /^\d{1,9}$/.test(cell)) return `<c r="${address}"><v>${Number(cell)}</v></c>`;
  const text = escapeXml(cell);
  return `<c r="${address}" s="1" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

function lettersOf(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Characters that XML cannot hold, and what looks like one of their spellings, are written as Excel spells them. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_')
    .replace(/[&<>]/g, (mark) => ESCAPES[mark] ?? mark)
    .replace(NOT_IN_XML, (mark) => `_x${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
}

const NOT_IN_XML = /[^\t\n\x20-\ufffd\u{10000}-\u{10ffff}]/gu;
