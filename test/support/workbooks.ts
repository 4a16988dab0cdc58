import { strToU8, zipSync } from 'fflate';
import { xlsxPieces } from '../../main/engine/sheets/xlsx-writer.ts';

/** An Excel workbook with these rows on its only sheet. */
export async function workbookOf(rows: readonly (readonly string[])[]): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  async function* all() {
    yield* rows;
  }
  for await (const piece of xlsxPieces(all(), new Set())) pieces.push(piece);
  return Buffer.concat(pieces);
}

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** What a test says of a workbook made by hand; XML where it is named so. */
export interface HandMadeWorkbook {
  /** What is in `sheetData`. */
  readonly rowsXml: string;
  /** What stands behind it. */
  readonly tailXml?: string;
  readonly sharedStringsXml?: string;
  /** The formats of cell styles 1, 2 …: a number of Excel's own, or a code. */
  readonly formats?: readonly (number | string)[];
  /** Targets of `rId1`, `rId2` … of the sheet. */
  readonly targets?: readonly string[];
  readonly workbookXml?: string;
  readonly isFrom1904?: boolean;
}

/** An Excel workbook as other programs write it. */
export function handMadeWorkbook(made: HandMadeWorkbook): Uint8Array {
  const formats = made.formats ?? [];
  const formatId = (format: number | string, at: number) => (typeof format === 'number' ? format : 164 + at);
  const numFmts = formats.map((format, at) =>
    typeof format === 'string'
      ? `<numFmt numFmtId="${164 + at}" formatCode="${format.replaceAll('"', '&quot;')}"/>`
      : '',
  );
  const styles = formats.map((format, at) => `<xf numFmtId="${formatId(format, at)}"/>`).join('');
  const relation = (id: number, type: string, target: string, mode = '') =>
    `<Relationship Id="rId${id}" Type="${RELATION}/${type}" Target="${target}"${mode}/>`;
  const links = (made.targets ?? []).map((target, at) =>
    relation(at + 1, 'hyperlink', target, ' TargetMode="External"'),
  );
  const parts = {
    '_rels/.rels': `<Relationships>${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml':
      made.workbookXml ??
      `<workbook><workbookPr date1904="${made.isFrom1904 ? 1 : 0}"/><sheets><sheet name="Sheet &amp; 1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relation(1, 'worksheet', 'worksheets/sheet1.xml')}${relation(2, 'sharedStrings', '/xl/sharedStrings.xml')}${relation(3, 'styles', 'styles.xml')}${relation(4, 'worksheet', 'worksheets/sheet2.xml')}${relation(5, 'chartsheet', 'chartsheets/sheet1.xml')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst>${made.sharedStringsXml ?? ''}</sst>`,
    'xl/styles.xml': `<styleSheet><numFmts>${numFmts.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles}</cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${made.rowsXml}</sheetData>${made.tailXml ?? ''}</worksheet>`,
    'xl/worksheets/sheet2.xml':
      '<worksheet><sheetData><row><c t="inlineStr"><is><t>second</t></is></c></row></sheetData></worksheet>',
    'xl/worksheets/_rels/sheet1.xml.rels': `<Relationships>${links.join('')}</Relationships>`,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])));
}
