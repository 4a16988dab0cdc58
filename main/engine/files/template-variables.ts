import { getDomain } from 'tldts';
import type { TemplateProblem } from '#contract/model.ts';
import type { LineFacts } from '#contract/worker-messages.ts';
import { nearestWord } from '../nearest-word.ts';
import { cutExtension } from './names.ts';
import { percentDecode } from './percent.ts';

/** All that a name can be made of. */
export interface NameValues {
  /** Position in the list, from 1. */
  readonly line: number;
  readonly part: number;
  readonly url: string;
  readonly facts: LineFacts | null;
  /** What `{name}` stands for, without extension. */
  readonly name: string;
  readonly batchName: string;
  readonly createdAt: number;
  /** Names of the table's columns, in the order of the cells. */
  readonly columns: readonly string[];
  /** Null before the picture is here: late variables then stand for themselves. */
  readonly picture: PictureValues | null;
}
export interface PictureValues {
  readonly sha256: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly format: string;
}

export interface Variable {
  /** The word that it begins with: `path` of `{path[1]}`. */
  readonly base: string;
  /** Known only when the picture is here. */
  readonly isLate: boolean;
  /** So much of the hash that no two pictures share it. */
  readonly isUniqueHash: boolean;
  /** Undefined for what is not known yet. */
  read(values: NameValues): string | undefined;
}
type VariableCode = Extract<TemplateProblem['code'], 'unknown-variable' | 'bad-argument'>;

/** As they are written where nothing more is known of them. */
const VARIABLE_NAMES = [
  'index',
  'name',
  'n',
  'ext',
  'host',
  'domain',
  'path[1]',
  'path[-1]',
  'query.id',
  'date:YYYY-MM-DD',
  'batch',
  'g1',
  'sha256[:8]',
  'width',
  'height',
] as const;

/** So many digits of a hash tell the pictures of a million lines apart, as far as anybody will ever see. */
const UNIQUE_DIGITS = 8;
const DOMAIN_OPTIONS = { allowPrivateDomains: true };

type Reader = Variable['read'];
type Maker = (rest: string) => Reader | null;

const bare =
  (read: Reader): Maker =>
  (rest) =>
    rest === '' ? read : null;

/** `:04` – with zeros to at least so many digits. */
const counted =
  (read: (values: NameValues) => number | string | null | undefined): Maker =>
  (rest) => {
    const [whole, digits = '0'] = /^(?::0?([1-9]\d?))?$/.exec(rest) ?? [];
    if (whole === undefined) return null;
    return (values) => {
      const value = read(values);
      if (value === undefined) return undefined;
      return value === null || value === '' ? '' : String(value).padStart(Number(digits), '0');
    };
  };

const MAKERS: Readonly<Record<string, Maker>> = {
  index: counted(({ line }) => line),
  n: counted(({ part }) => part),
  width: counted(({ picture }) => picture?.width),
  height: counted(({ picture }) => picture?.height),
  name: bare(({ name }) => name),
  ext: bare(({ picture }) => picture?.format),
  batch: bare(({ batchName }) => batchName),
  host: bare(({ url }) => hostOf(url)),
  domain: bare(({ url }) => getDomain(hostOf(url), DOMAIN_OPTIONS) ?? hostOf(url)),
  path: makePath,
  query: makeQuery,
  date: makeDate,
  sha256: makeHash,
  col: makeColumn,
};

/** Makes the variable that the text between the braces (before any filter) stands for, or says what is wrong with it. */
export function makeVariable(text: string): Variable | VariableCode {
  const [, group] = /^g([1-9]\d?)$/i.exec(text) ?? [];
  if (group !== undefined) return madeOf('g', '', ({ facts }) => facts?.groups?.[Number(group) - 1] ?? '');
  const [, word = '', rest = ''] = /^([a-z0-9]*)(.*)$/is.exec(text) ?? [];
  const base = word.toLowerCase();
  const maker = Object.hasOwn(MAKERS, base) ? MAKERS[base] : undefined;
  if (!maker) return 'unknown-variable';
  const read = maker(rest);
  return read ? madeOf(base, rest, read) : 'bad-argument';
}

function madeOf(base: string, rest: string, read: Reader): Variable {
  const isLate = ['sha256', 'width', 'height', 'ext'].includes(base);
  return { base, isLate, isUniqueHash: base === 'sha256' && digitsOf(rest) >= UNIQUE_DIGITS, read };
}

/** The variable that may have been meant by one that does not do; null when none is near. */
export function nearestVariable(text: string, columns: readonly string[]): string | null {
  const [word = ''] = /^[a-z0-9]+/i.exec(text.toLowerCase()) ?? [];
  // The word is right, only what follows it is not.
  const example = VARIABLE_NAMES.find((name) => name.split(/[[.:]/)[0] === word);
  if (example !== undefined && columnName(text) === null) return example;
  const column = columns[columnIndex(columns, text)];
  if (column !== undefined) return `col.${column}`;
  return nearestWord(text, [
    ...VARIABLE_NAMES,
    ...Object.keys(MAKERS),
    ...columns.map((name) => `col.${name}`),
  ]);
}

/** Position of the column that a name means: spelled exactly so, else in any case; -1 for none. */
export function columnIndex(columns: readonly string[], name: string): number {
  const exact = columns.indexOf(name);
  if (exact >= 0) return exact;
  const lower = name.normalize('NFC').trim().toLowerCase();
  return columns.findIndex((column) => column.normalize('NFC').trim().toLowerCase() === lower);
}

/** The column's name in `col.NAME`; null for any other variable. */
export function columnName(text: string): string | null {
  return /^col\.(.+)$/is.exec(text)?.[1] ?? null;
}

function makeColumn(rest: string): Reader | null {
  const name = rest.startsWith('.') ? rest.slice(1) : '';
  if (name.trim() === '') return null;
  let known: readonly string[] | null = null;
  let index = -1;
  return ({ columns, facts }) => {
    if (columns !== known) {
      known = columns;
      index = columnIndex(columns, name);
    }
    return facts?.cells?.[index] ?? '';
  };
}

function makePath(rest: string): Reader | null {
  const [, number] = /^\[(-?[1-9]\d?)\]$/.exec(rest) ?? [];
  if (number === undefined) return null;
  const position = Number(number);
  return ({ url }) => {
    const parts = addressOf(url)?.pathname.split('/').filter(Boolean) ?? [];
    const index = position > 0 ? position - 1 : parts.length + position;
    const part = percentDecode(parts[index] ?? '');
    return index === parts.length - 1 ? cutExtension(part).text : part;
  };
}

function makeQuery(rest: string): Reader | null {
  const name = rest.startsWith('.') ? rest.slice(1) : '';
  if (name === '') return null;
  return ({ url }) => {
    const pairs = addressOf(url)?.search.slice(1).split('&') ?? [];
    for (const pair of pairs) {
      const [key = '', ...value] = pair.replaceAll('+', ' ').split('=');
      if (percentDecode(key) === name) return cutExtension(percentDecode(value.join('='))).text;
    }
    return '';
  };
}

function makeHash(rest: string): Reader | null {
  const [whole, from = '0', to = '64'] = /^(?:\[(\d{1,2})?:(\d{1,2})?\])?$/.exec(rest) ?? [];
  if (whole === undefined || Number(from) >= Number(to) || Number(to) > 64) return null;
  return ({ picture }) => picture?.sha256.slice(Number(from), Number(to));
}

function digitsOf(rest: string): number {
  const [, from = '0', to = '64'] = /^\[(\d*):(\d*)\]$/.exec(rest) ?? [];
  return Number(to || 64) - Number(from || 0);
}

const DATE_PIECES = /YYYY|yyyy|YY|yy|MM|DD|dd|HH|hh|mm|ss/g;
const two = (number: number) => String(number).padStart(2, '0');

/** In the time zone of this computer, as a person reads it off the wall. */
function datePiece(piece: string, date: Date): string {
  switch (piece) {
    case 'MM':
      return two(date.getMonth() + 1);
    case 'mm':
      return two(date.getMinutes());
    case 'ss':
      return two(date.getSeconds());
    default:
      break;
  }
  switch (piece.toUpperCase()) {
    case 'YYYY':
      return String(date.getFullYear());
    case 'YY':
      return two(date.getFullYear() % 100);
    case 'DD':
      return two(date.getDate());
    default:
      return two(date.getHours());
  }
}

function makeDate(rest: string): Reader | null {
  const format = rest === '' ? 'YYYY-MM-DD' : rest.slice(1);
  const isWhole = rest === '' || (rest.startsWith(':') && format !== '');
  if (!isWhole || /[a-z]/i.test(format.replace(DATE_PIECES, ''))) return null;
  return ({ createdAt }) => {
    const date = new Date(createdAt);
    return format.replace(DATE_PIECES, (piece) => datePiece(piece, date));
  };
}

let lastUrl = '';
let lastAddress: URL | null = null;
/** A URL in its parts; remembers the last one, since a template asks for several. */
function addressOf(url: string): URL | null {
  if (url === lastUrl) return lastAddress;
  lastUrl = url;
  lastAddress = url.startsWith('data:') ? null : URL.parse(url);
  return lastAddress;
}

const hostOf = (url: string): string => addressOf(url)?.hostname.replace(/^\[|\]$/g, '') ?? '';
