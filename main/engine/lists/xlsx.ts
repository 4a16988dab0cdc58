import type { Result } from '#contract/model.ts';
import type { NumberForm } from './xlsx-numbers.ts';
import { numberForm } from './xlsx-numbers.ts';
import type { Archive, WorkbookProblem } from './xlsx-parts.ts';
import { openArchive, unescapeExcel, WorkbookError } from './xlsx-parts.ts';
import type { SheetContext } from './xlsx-sheet.ts';
import { sheetText } from './xlsx-sheet.ts';
import { readXml } from './xlsx-xml.ts';

const ZIP_MARK = [0x50, 0x4b, 0x03, 0x04];
const OLE_MARK = [0xd0, 0xcf, 0x11, 0xe0];

export interface SheetText {
  /** Names of all sheets with cells, in their order. */
  readonly sheets: readonly string[];
  /** The one whose cells these are. */
  readonly sheet: string;
  /** RFC 4180 with commas and line feeds, a line for each row of the sheet; for `readSheet`. */
  readonly pieces: Iterable<string>;
}

const startsWith = (bytes: Uint8Array, mark: readonly number[]) =>
  mark.every((byte, at) => bytes[at] === byte);

/** Whether a file is an Excel workbook (.xlsx, .xlsm), by some thousand of its first bytes or all of them. */
export function isXlsx(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, ZIP_MARK)) return false;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.includes('xl/workbook.bin')) return false;
  if (buffer.includes('xl/')) return true;
  const isOther = buffer.includes('word/') || buffer.includes('ppt/');
  return buffer.includes('[Content_Types].xml') && !isOther;
}

/**
 * Whether a file is a spreadsheet that has to be saved as .xlsx first: an old .xls or a workbook with a password (both
 * of which begin alike), .xlsb, or .ods. By its first bytes, as `isXlsx`.
 */
export function isOtherSpreadsheet(bytes: Uint8Array): boolean {
  if (startsWith(bytes, OLE_MARK)) return true;
  if (!startsWith(bytes, ZIP_MARK)) return false;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (
    buffer.includes('xl/workbook.bin') || buffer.includes('application/vnd.oasis.opendocument.spreadsheet')
  );
}

/**
 * The cells of a workbook's sheet as the text of a table: the named sheet, or the first that is not hidden. Cells are
 * as a person reads them, so that 00123 keeps its zeros. Everything but the pieces is read when it returns.
 */
export function xlsxToText(bytes: Uint8Array, sheet: string | null): Result<SheetText, WorkbookProblem> {
  try {
    return { ok: true, value: readWorkbook(openArchive(bytes), sheet) };
  } catch (error) {
    if (error instanceof WorkbookError) return { ok: false, failure: error.problem };
    throw error;
  }
}

interface Sheet {
  readonly name: string;
  readonly path: string;
  readonly isHidden: boolean;
}

function readWorkbook(archive: Archive, wanted: string | null): SheetText {
  const workbookPath =
    [...relationsOf(archive, '').values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ??
    'xl/workbook.xml';
  const { sheets, isFrom1904 } = readSheets(archive, workbookPath);
  const chosen =
    sheets.find(({ name }) => name === wanted) ?? sheets.find(({ isHidden }) => !isHidden) ?? sheets[0];
  const cells = chosen && archive.read(chosen.path);
  if (!cells) throw new WorkbookError('damaged');
  const links = [...relationsOf(archive, chosen.path)].filter(([, { isExternal }]) => isExternal);
  const related = [...relationsOf(archive, workbookPath).values()];
  const pathOf = (kind: string) => related.find(({ type }) => type.endsWith(`/${kind}`))?.target ?? '';
  const context: SheetContext = {
    sharedStrings: readSharedStrings(archive.read(pathOf('sharedStrings'))),
    forms: readForms(archive.read(pathOf('styles'))),
    isFrom1904,
    targets: new Map(links.map(([id, { target }]) => [id, target])),
  };
  return { sheets: sheets.map(({ name }) => name), sheet: chosen.name, pieces: sheetText(cells, context) };
}

function readSheets(
  archive: Archive,
  workbookPath: string,
): { sheets: readonly Sheet[]; isFrom1904: boolean } {
  const relations = relationsOf(archive, workbookPath);
  const sheets: Sheet[] = [];
  let isFrom1904 = false;
  readXml(archive.read(workbookPath), {
    open(name, attributes) {
      if (name === 'workbookPr') isFrom1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const relation = relations.get(id);
      // Charts and dialogs are sheets without cells.
      if (!relation?.type.endsWith('/worksheet')) return;
      const isHidden = /hidden/i.test(attributes['state'] ?? '');
      sheets.push({
        name: attributes['name'] ?? `Sheet ${sheets.length + 1}`,
        path: relation.target,
        isHidden,
      });
    },
  });
  return { sheets, isFrom1904 };
}

interface Relation {
  readonly type: string;
  /** Path in the archive, or a URL. */
  readonly target: string;
  readonly isExternal: boolean;
}

/** What a part of the archive refers to, by its own names; of the archive itself for an empty path. */
function relationsOf(archive: Archive, path: string): ReadonlyMap<string, Relation> {
  const at = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, at);
  const relations = new Map<string, Relation>();
  readXml(archive.read(`${folder}_rels/${path.slice(at)}.rels`), {
    open(name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode = '' }) {
      if (name !== 'Relationship') return;
      const isExternal = mode.toLowerCase() === 'external';
      relations.set(id, { type, isExternal, target: isExternal ? target : resolvePath(folder, target) });
    },
  });
  return relations;
}

function resolvePath(folder: string, target: string): string {
  const names: string[] = [];
  for (const name of (target.startsWith('/') ? target : `${folder}${target}`).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names.join('/');
}

/** Each with all its runs, without how they are spoken. */
function readSharedStrings(bytes: Uint8Array | null): readonly string[] {
  const strings: string[] = [];
  let text = '';
  let isInText = false;
  let isInPhonetic = false;
  readXml(bytes, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') isInPhonetic = true;
      else if (name === 't') isInText = !isInPhonetic;
    },
    text(piece) {
      if (isInText) text += piece;
    },
    close(name) {
      if (name === 't') isInText = false;
      else if (name === 'rPh') isInPhonetic = false;
      else if (name === 'si') strings.push(unescapeExcel(text));
    },
  });
  return strings;
}

/** How the numbers of each cell style are shown. */
function readForms(bytes: Uint8Array | null): readonly NumberForm[] {
  const codes = new Map<number, string>();
  const forms: NumberForm[] = [];
  let isInCellStyles = false;
  readXml(bytes, {
    open(name, attributes) {
      const formatId = Number(attributes['numFmtId'] ?? 0);
      if (name === 'numFmt') codes.set(formatId, attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') isInCellStyles = true;
      else if (name === 'xf' && isInCellStyles) forms.push(numberForm(formatId, codes.get(formatId) ?? null));
    },
    close(name) {
      if (name === 'cellXfs') isInCellStyles = false;
    },
  });
  return forms;
}
