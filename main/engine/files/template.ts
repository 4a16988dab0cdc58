import type { Result, TemplateProblem } from '#contract/model.ts';
import { nearestWord } from '../nearest-word.ts';
import { cutExtension } from './names.ts';
import type { Filter } from './template-filters.ts';
import { FILTER_NAMES, keepsDifference, makeFilter } from './template-filters.ts';
import type { NameValues, Variable } from './template-variables.ts';
import { columnIndex, columnName, makeVariable, nearestVariable } from './template-variables.ts';

/**
 * How files get their names (BEHAVIOURS §2): text with `{variables|filters}`. `/` makes folders, `{{` and `}}` are
 * braces; inside of braces `\` takes the meaning off the character behind it.
 */
export interface Template {
  /** `{name}`, which nearly all lists have. */
  readonly isDefault: boolean;
  /** Names of the variables whose values are known only when a picture is here, each once. */
  readonly lateVariables: readonly string[];
  /** Holds the line's number, so that no two lines get the same name. */
  readonly tellsLinesApart: boolean;
  /** Holds enough of the hash, so that no two pictures get the same name. */
  readonly tellsPicturesApart: boolean;
  /** Whether it holds a variable that begins with this word (`path`, `col`, `n` …). */
  uses(base: string): boolean;
  /**
   * The names of the folders and, last, of the file, without extension: as the values give them, neither made safe nor
   * numbered. Late variables stand for themselves while the picture is not here; what has no value vanishes.
   */
  render(values: NameValues): readonly string[];
}

/** Longest template, in UTF-16 units. */
const LONGEST = 512;

interface Field {
  readonly variable: Variable;
  readonly text: string;
  readonly filters: readonly Filter[];
  readonly filterNames: readonly string[];
}
type Piece = string | Field;
type Parsed<T> = Result<T, TemplateProblem>;

/**
 * Reads a template, or says what is wrong with it and where. With the columns of a table, or none where the list is
 * no table, a column that is not there is a problem; without them every `{col.NAME}` is taken.
 */
export function parseTemplate(text: string, columns: readonly string[] | null = null): Parsed<Template> {
  if (text.length > LONGEST)
    return problem({ code: 'too-long', text: text.slice(LONGEST), offset: LONGEST, nearest: null });
  const pieces = parsePieces(text, columns);
  if (!pieces.ok) return pieces;
  const segments = segmentsOf(withoutExtension(pieces.value));
  if (segments.flat().every((piece) => typeof piece === 'string' && /^[\s.]*$/u.test(piece)))
    return problem({ code: 'empty', text, offset: 0, nearest: 'name' });
  return { ok: true, value: templateOf(segments) };
}

function problem(failure: TemplateProblem): Parsed<never> {
  return { ok: false, failure };
}

function parsePieces(text: string, columns: readonly string[] | null): Parsed<readonly Piece[]> {
  const pieces: Piece[] = [];
  let literal = '';
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    if (character !== '{' && character !== '}') {
      literal += character;
      at += 1;
    } else if (text.charAt(at + 1) === character) {
      literal += character;
      at += 2;
    } else {
      const end = character === '{' ? fieldEnd(text, at + 1) : -1;
      if (end < 0) return problem({ code: 'unclosed', text: text.slice(at), offset: at, nearest: null });
      const field = parseField(text.slice(at + 1, end), at + 1, columns);
      if (!field.ok) return field;
      pieces.push(literal, ...field.value);
      literal = '';
      at = end + 1;
    }
  }
  return { ok: true, value: [...pieces, literal].filter((piece) => piece !== '') };
}

/** Where the brace of a field closes; -1 where it does not, or where another one opens before. */
function fieldEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '}') return at;
    if (character === '{') return -1;
    if (character === '\\') at += 1;
  }
  return -1;
}

interface Slice {
  /** As written, with its escapes. */
  readonly text: string;
  readonly offset: number;
}

function splitAt(separator: '|' | ':', { text, offset }: Slice): readonly Slice[] {
  const slices: Slice[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === separator) {
      slices.push({ text: text.slice(start, at), offset: offset + start });
      start = at + 1;
    }
  }
  return [...slices, { text: text.slice(start), offset: offset + start }];
}

const withoutEscapes = (text: string) => text.replace(/\\([\\|:{}[\]])/g, '$1');

/** One field; `{date:YYYY/MM}` is two with a separator between them, since that one is the template's own. */
function parseField(
  body: string,
  offset: number,
  columns: readonly string[] | null,
): Parsed<readonly Piece[]> {
  const [head = { text: body, offset }, ...filterSlices] = splitAt('|', { text: body, offset });
  const filters: Filter[] = [];
  const filterNames: string[] = [];
  const variable = parseVariable(head, columns);
  if (!variable.ok) return variable;
  for (const slice of filterSlices) {
    const made = parseFilter(slice);
    if (!made.ok) return made;
    filters.push(made.value.filter);
    filterNames.push(made.value.name);
  }
  if (variable.value.base === 'date' && filters.length === 0)
    return { ok: true, value: dateFolders(withoutEscapes(head.text.trim())) };
  return { ok: true, value: [{ variable: variable.value, text: head.text.trim(), filters, filterNames }] };
}

function dateFolders(text: string): readonly Piece[] {
  const formats = text.slice('date:'.length).split('/').filter(Boolean);
  return (formats.length === 0 ? [text] : formats.map((format) => `date:${format}`)).flatMap(
    (part, index) => {
      const variable = makeVariable(part);
      if (typeof variable === 'string') return [];
      const field: Field = { variable, text: part, filters: [], filterNames: [] };
      return index === 0 ? [field] : ['/', field];
    },
  );
}

function parseVariable({ text, offset }: Slice, columns: readonly string[] | null): Parsed<Variable> {
  const spec = withoutEscapes(text.trim());
  const shown = { text: text.trim(), offset: offset + text.length - text.trimStart().length };
  const variable = makeVariable(spec);
  const column = columnName(spec);
  const isMissing = column !== null && columns !== null && columnIndex(columns, column) < 0;
  if (typeof variable !== 'string' && !isMissing) return { ok: true, value: variable };
  const code = typeof variable === 'string' ? variable : 'unknown-variable';
  return problem({ code, ...shown, nearest: nearestVariable(spec, columns ?? []) });
}

function parseFilter(slice: Slice): Parsed<{ readonly name: string; readonly filter: Filter }> {
  const [head = slice, ...words] = splitAt(':', slice);
  const name = head.text.trim().toLowerCase();
  const made = makeFilter(
    name,
    words.map(({ text }) => withoutEscapes(text)),
  );
  if (made.ok) return { ok: true, value: { name, filter: made.filter } };
  const nearest = made.code === 'unknown-filter' ? nearestWord(name, FILTER_NAMES) : null;
  return problem({ code: made.code, text: slice.text, offset: slice.offset, nearest });
}

/** Takes the extension off the end, where it stands anyway: `.{ext}`, `{ext}`, or one that is spelled out. */
function withoutExtension(pieces: readonly Piece[]): readonly Piece[] {
  const last = pieces.at(-1);
  const before = pieces.at(-2);
  if (last === undefined) return pieces;
  if (typeof last === 'string') return [...pieces.slice(0, -1), cutExtension(last).text].filter(Boolean);
  if (last.variable.base !== 'ext' || last.filterNames.some((name) => name !== 'lower')) return pieces;
  if (typeof before !== 'string') return pieces.slice(0, -1);
  return before.endsWith('.') ? [...pieces.slice(0, -2), before.slice(0, -1)].filter(Boolean) : pieces;
}

function segmentsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const segments: Piece[][] = [[]];
  for (const piece of pieces) {
    const [first = '', ...others] = typeof piece === 'string' ? piece.split('/') : [piece];
    if (first !== '') segments.at(-1)?.push(first);
    for (const other of others) segments.push(other === '' ? [] : [other]);
  }
  return segments;
}

const isField = (piece: Piece): piece is Field => typeof piece !== 'string';

function templateOf(segments: readonly (readonly Piece[])[]): Template {
  const fields = segments.flat().filter(isField);
  const bases = new Set(fields.map(({ variable }) => variable.base));
  const late = fields.filter(({ variable }) => variable.isLate);
  const [only, ...others] = segments.flat();
  const kept = fields
    .filter(({ filterNames }) => filterNames.every(keepsDifference))
    .map(({ variable }) => variable);
  return {
    isDefault:
      segments.length === 1 &&
      others.length === 0 &&
      only !== undefined &&
      isField(only) &&
      only.variable.base === 'name' &&
      only.filters.length === 0,
    lateVariables: [...new Set(late.map(({ variable }) => variable.base))],
    tellsLinesApart: kept.some(({ base }) => base === 'index'),
    tellsPicturesApart: kept.some(({ isUniqueHash }) => isUniqueHash),
    uses: (base) => bases.has(base),
    render: (values) => segments.map((segment) => segment.map((piece) => textOf(piece, values)).join('')),
  };
}

function textOf(piece: Piece, values: NameValues): string {
  if (typeof piece === 'string') return piece;
  const value = piece.variable.read(values);
  // Unfiltered, so that it can be recognised.
  if (value === undefined) return piece.variable.base;
  const text = piece.filters.reduce((filtered, filter) => filter(filtered), value);
  // Only the template's own separators make folders.
  return text.replace(/[/\\]/g, '_');
}
