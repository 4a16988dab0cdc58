import type { ImageFormat } from '#contract/model.ts';
import { dispositionFilename } from './disposition.ts';
import { cutBytes, numberable, STEM_BYTES } from './name-text.ts';
import { percentDecode } from './percent.ts';

export interface GivenName {
  /** Safe on every system, without extension. */
  readonly stem: string;
  /** The format that the name promises, in our spelling (`jpeg` is `jpg`); null for none. */
  readonly declaredExtension: ImageFormat | null;
}

/** Extensions of pictures as they are found in the wild. */
const FORMATS: Readonly<Record<string, ImageFormat>> = {
  jpg: 'jpg',
  jpeg: 'jpg',
  jpe: 'jpg',
  jfif: 'jpg',
  pjpeg: 'jpg',
  pjp: 'jpg',
  png: 'png',
  apng: 'png',
  gif: 'gif',
  webp: 'webp',
  avif: 'avif',
  avifs: 'avif',
  heic: 'heic',
  heics: 'heic',
  heif: 'heif',
  hif: 'heif',
  tif: 'tiff',
  tiff: 'tiff',
  bmp: 'bmp',
  dib: 'bmp',
  ico: 'ico',
  cur: 'cur',
  svg: 'svg',
  svgz: 'svg',
  jxl: 'jxl',
  jp2: 'jp2',
  jpx: 'jp2',
  jpf: 'jp2',
  j2k: 'j2k',
  j2c: 'j2k',
  jpc: 'j2k',
  psd: 'psd',
  pbm: 'pbm',
  pgm: 'pgm',
  ppm: 'ppm',
  pnm: 'pnm',
};
const FORMATS_BY_EXTENSION: ReadonlyMap<string, ImageFormat> = new Map(Object.entries(FORMATS));
/** Programs and pages that answer with a picture: their extension says nothing, so it is not kept in the name. */
const PAGE_EXTENSIONS = new Set(['php', 'phtml', 'asp', 'aspx', 'ashx', 'jsp', 'jspx', 'cgi', 'htm', 'html']);
const EXTENSION = /\.([a-z0-9]{2,5})$/i;
const ANY_PICTURE_NAME = new RegExp(`\\.(?:${Object.keys(FORMATS).join('|')})(?![a-z0-9])`, 'i');

/** Longest text that is looked at for a name; far above what fits, far below what a hostile URL can hold. */
const TEXT_LENGTH = 4096;

// Format characters include the bidi controls, zero-width ones and tags; the five others draw nothing either.
const INVISIBLE =
  /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Noncharacter_Code_Point}|\u034f|[\u115f\u1160\u3164\uffa0]/gu;
const FORBIDDEN = /[<>:"/\\|?*]/g;
const EDGES = /^[\s.]+|[\s.]+$/gu;
const RESERVED = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/iu;

/** Names that are safe as they are, which most are: the long way is ten times slower, and lists have a million lines. */
const SAFE = /^[a-z0-9_~@!()+,-](?:[a-z0-9_~@!()+, .-]{0,200}[a-z0-9_~@!()+,-])?$/i;

function lastComponent(text: string): string {
  const components = text.split(/[/\\]/);
  return components.findLast((component) => !/^[\s.]*$/u.test(component)) ?? '';
}

function clean(text: string): string {
  return SAFE.test(text) ? text : replaceUnsafe(lastComponent(text).slice(-TEXT_LENGTH));
}

function replaceUnsafe(text: string): string {
  const visible = text.toWellFormed().normalize('NFC').replace(INVISIBLE, '');
  return visible.replace(FORBIDDEN, '_').normalize('NFC').replace(EDGES, '');
}

function fit(cleaned: string): string {
  const cut = cutBytes(cleaned, STEM_BYTES).replace(EDGES, '');
  return RESERVED.test(cut) ? cutBytes(`_${cut}`, STEM_BYTES).replace(EDGES, '') : cut;
}

/**
 * Makes any text a stem that every system takes as one file name, within `STEM_BYTES` of UTF-8: the last component
 * of a path, in NFC, without what is invisible or forbidden. Empty when nothing is left.
 */
export function sanitiseStem(text: string): string {
  return fit(clean(text));
}

/** Like `sanitiseStem`, of the whole text: a separator in it becomes `_`, so that nothing of it is lost. */
export function sanitiseSegment(text: string): string {
  return fit(SAFE.test(text) ? text : replaceUnsafe(text.slice(0, TEXT_LENGTH)));
}

/** Cuts the extension of a picture off a text, which stays as it is where it has none. */
export function cutExtension(text: string): {
  readonly text: string;
  readonly declaredExtension: ImageFormat | null;
} {
  const extension = EXTENSION.exec(text)?.[1] ?? '';
  const declaredExtension = formatOf(extension);
  return {
    text: declaredExtension === null ? text : text.slice(0, -extension.length - 1),
    declaredExtension,
  };
}

function formatOf(extension: string): ImageFormat | null {
  return FORMATS_BY_EXTENSION.get(extension) ?? FORMATS_BY_EXTENSION.get(extension.toLowerCase()) ?? null;
}

function parseName(text: string): GivenName {
  const cleaned = clean(text);
  const extension = EXTENSION.exec(cleaned)?.[1]?.toLowerCase() ?? '';
  const declaredExtension = formatOf(extension);
  const isKnown = declaredExtension !== null || PAGE_EXTENSIONS.has(extension);
  const bare = isKnown ? cleaned.slice(0, -extension.length - 1) : cleaned;
  return { stem: fit(bare.replace(EDGES, '')), declaredExtension };
}

/** The first value of the query that is a picture's name, or a URL that ends in one. */
function nameFromQuery(search: string): GivenName | null {
  if (!search.includes('.') || !ANY_PICTURE_NAME.test(search)) return null;
  for (const pair of search.split('&')) {
    const value = percentDecode(pair.slice(pair.indexOf('=') + 1).replaceAll('+', ' '));
    const name = parseName(value.replace(/[?#].*$/s, ''));
    if (name.declaredExtension !== null && name.stem !== '') return name;
  }
  return null;
}

function nameFromPath(path: string): GivenName {
  let end = path.length;
  while (path.endsWith('/', end)) end -= 1;
  return parseName(percentDecode(path.slice(path.lastIndexOf('/', end - 1) + 1, end)));
}

function nameFromAddress(url: string): GivenName {
  const fragment = url.indexOf('#');
  const address = fragment < 0 ? url : url.slice(0, fragment);
  const query = address.indexOf('?');
  const given = query < 0 ? null : nameFromQuery(address.slice(query + 1));
  const path = address.slice(address.indexOf('//') + 2, query < 0 ? undefined : query);
  const root = path.indexOf('/');
  return given ?? nameFromPath(root < 0 ? '' : path.slice(root));
}

/** Shortest stem that can be none of the reserved names, and longest that takes no cut. */
const SHORTEST_PLAIN = 5;
const LONGEST_PLAIN = 200;
const [DOT = 0, SLASH = 0] = [...'./'].map((character) => character.charCodeAt(0));
const PLAIN_UNITS = new Set(
  [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-'].map((unit) => unit.charCodeAt(0)),
);
const isPlainUnit = Array.from({ length: 128 }, (_, unit) => PLAIN_UNITS.has(unit));

/**
 * The name of a URL that ends in a file name which is safe as it is, as most do, or null: read backwards without
 * making any text but the result, since lists have a million lines.
 */
function plainName(url: string): GivenName | null {
  const dot = url.length - (url.charCodeAt(url.length - 4) === DOT ? 4 : 5);
  if (url.charCodeAt(dot) !== DOT || !url.startsWith('http') || url.includes('?') || url.includes('#'))
    return null;
  let start = dot;
  while (isPlainUnit[url.charCodeAt(start - 1)] === true) start -= 1;
  const length = dot - start;
  // Right behind the scheme it is the host.
  const isFile = url.charCodeAt(start - 1) === SLASH && url.charCodeAt(start - 2) !== SLASH;
  if (!isFile || length < SHORTEST_PLAIN || length > LONGEST_PLAIN) return null;
  const declaredExtension = formatOf(url.slice(dot + 1));
  return declaredExtension === null ? null : { stem: url.slice(start, dot), declaredExtension };
}

const DATA_FORMAT = /^data:image\/([a-z0-9]+)/i;

function nameFromDataUrl(url: string): GivenName {
  return { stem: '', declaredExtension: FORMATS[DATA_FORMAT.exec(url)?.[1]?.toLowerCase() ?? ''] ?? null };
}

/**
 * The name that a normalised URL gives: a value of its query that is a picture's name, else the last segment of its
 * path, decoded once, else `image-<line>`. Not numbered yet.
 */
export function nameFromUrl(url: string, line: number): GivenName {
  const plain = plainName(url);
  if (plain !== null) return plain;
  const given = url.startsWith('data:') ? nameFromDataUrl(url) : nameFromAddress(url);
  return given.stem === '' ? { ...given, stem: `image-${line}` } : given;
}

/**
 * The name that a `Content-Disposition` header gives (as Node hands it over: one UTF-16 unit for each byte), short
 * enough to take a number; null when it names nothing usable.
 */
export function nameFromDisposition(header: string): GivenName | null {
  const filename = dispositionFilename(header);
  if (filename === null) return null;
  const { stem, declaredExtension } = parseName(filename);
  return stem === '' ? null : { stem: numberable(stem), declaredExtension };
}
