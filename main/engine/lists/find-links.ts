import { getDomain, parse as parseDomain } from 'tldts';
import type { Found } from './list-reader.ts';

/** What nine lines of ten are: one URL and nothing else, without a character that prose could have left there. */
const PLAIN = /^https?:\/\/[\w!#$%&+,./:;=?@~-]*[\w#$%&+/=@~-]$/;

const START = /:[\\/]{2}|www\.|data:|(?:blob|filesystem|javascript):|\/\//gi;
const WEB_SCHEME = /h(?:tt|xx)ps?$/i;
const SCHEME = /[a-z][a-z0-9+.-]*$/i;
const LONGEST_SCHEME = 30;
const WORD_BEFORE = /[\w@./-]/;
const DELIMITER_BEFORE = /[\s"'`(<[{=,;|>]/;
const HOST_AFTER_WWW = /[^\s./:?#]+\.[^\s.]/y;
const HOST_AFTER_SLASHES = /[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/uy;
const DATA_HEAD = /(?:[\w.+-]+\/[\w.+-]+)?[;,]/y;

/**
 * The end of a link: blanks, angle brackets, bars, marks that only steer text; or another link that was glued on after
 * a letter, a digit, a comma or a closing mark, but not after `/`, `=` or `%2F`. One pattern, so that a long line is
 * not searched to its end for each of its links.
 */
const END =
  /[\s<>\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff“”｜]|(?<!%[0-9a-f]{2})(?<=[\p{L}\p{N},;|)\]}'"，、；])h(?:tt|xx)ps?:[\\/]{2}/giu;
const STOP = /[\s<>“”]/g;
const ENTITY = /&(?:quot|lt|gt|apos|#39|#34);/i;
/** Chinese and Japanese punctuation goes on with text, not with a path, unless ASCII follows. */
const WIDE_PUNCTUATION = /[。，、；：！？](?=$|[^\0-\x7f])/;
const PAIRS: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  '（': '）',
  '【': '】',
  '「': '」',
  '『': '』',
  '《': '》',
  '〈': '〉',
};
const CLOSERS = new Set(Object.values(PAIRS));
const ANY_BRACKET = /[()[\]{}（）【】「」『』《》〈〉]/;
const TAIL = /(?:'s|\u200c|\u200d|\ufe0f|[.,;:!?`\\|…。，、；：！？’‘([{（【「『《〈])$/;
const PICTURE_END = /\.(?:jpe?g|png|gif|webp|avif|hei[cf]|tiff?|bmp|svg|jxl)(?:[?#]\S*)?$/i;

/** Whether a link, or a piece of one, ends with an extension of pictures, a query after it disregarded. */
export function endsLikePicture(text: string): boolean {
  return PICTURE_END.test(text);
}

/**
 * All links of a line of plain text, in order: `http(s)://` anywhere, `hxxp(s)://` and `www.` and `//host.tld`
 * repaired, `data:image/`; and what has another scheme, so that its line can say why it is not fetched. The texts are
 * cut out of prose but not parsed.
 */
export function findLinks(text: string): readonly Found[] {
  const line = text.trim();
  if (PLAIN.test(line) && !line.includes('://', 8)) return [{ kind: 'link', text: line }];
  const found: Found[] = [];
  START.lastIndex = 0;
  let from = 0;
  for (let match = START.exec(line); match; match = START.exec(line)) {
    const beginning = beginAt(line, match.index, match[0].toLowerCase(), from);
    if (!beginning) continue;
    const end = found.length === 0 ? endOfFirst(line, beginning) : endOf(line, beginning);
    found.push(finish(line.slice(beginning.at, end), beginning));
    from = Math.max(end, match.index + match[0].length);
    START.lastIndex = from;
  }
  if (found.length === 0 && OTHER_SCHEME.test(line))
    return [{ kind: 'unusable', reason: 'scheme', text: line }];
  return found;
}

/** Schemes without slashes; looked for last, since a label before a link looks the same. */
const OTHER_SCHEME =
  /^[^\p{L}\p{N}]*(?:mailto|file|about|chrome|magnet|tel|sms|urn|cid|ed2k|thunder|unix):\S/iu;

interface Beginning {
  readonly at: number;
  readonly kind: 'web' | 'data-image' | 'data' | 'other';
  readonly prefix: string;
}

function beginAt(line: string, index: number, mark: string, from: number): Beginning | null {
  const before = index > from ? line.charAt(index - 1) : '';
  if (mark === 'www.') return beginWww(line, index, before);
  if (mark === 'data:') return beginData(line, index, before);
  if (mark === '//') return beginSlashes(line, index, before);
  if (!mark.startsWith(':'))
    return WORD_BEFORE.test(before) ? null : { at: index, kind: 'other', prefix: '' };
  const head = line.slice(Math.max(from, index - LONGEST_SCHEME), index);
  const web = WEB_SCHEME.exec(head);
  if (web) return { at: index - web[0].length, kind: 'web', prefix: '' };
  const scheme = SCHEME.exec(head);
  // One letter is a drive of Windows.
  return scheme && scheme[0].length > 1 ? { at: index - scheme[0].length, kind: 'other', prefix: '' } : null;
}

function beginWww(line: string, index: number, before: string): Beginning | null {
  HOST_AFTER_WWW.lastIndex = index + 4;
  if (WORD_BEFORE.test(before) || !HOST_AFTER_WWW.test(line)) return null;
  return { at: index, kind: 'web', prefix: 'https://' };
}

function beginSlashes(line: string, index: number, before: string): Beginning | null {
  HOST_AFTER_SLASHES.lastIndex = index + 2;
  const host = HOST_AFTER_SLASHES.exec(line)?.[0];
  if (!host || (before !== '' && !DELIMITER_BEFORE.test(before))) return null;
  const { isIcann, isIp } = parseDomain(host);
  const isHost = isIp || (isIcann && getDomain(host) !== null);
  return isHost ? { at: index, kind: 'web', prefix: 'https:' } : null;
}

function beginData(line: string, index: number, before: string): Beginning | null {
  if (WORD_BEFORE.test(before)) return null;
  if (line.slice(index + 5, index + 11).toLowerCase() === 'image/')
    return { at: index, kind: 'data-image', prefix: '' };
  DATA_HEAD.lastIndex = index + 5;
  return DATA_HEAD.test(line) ? { at: index, kind: 'data', prefix: '' } : null;
}

const QUOTES: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '<': '>' };

/** The first link of a line may be one with blanks in it. */
function endOfFirst(line: string, beginning: Beginning): number {
  const { at, kind } = beginning;
  const closer = QUOTES[line.charAt(at - 1)];
  const closedAt = closer === undefined ? -1 : line.indexOf(closer, at);
  if (kind === 'data-image' && !isBase64(line, at)) return endOfMarkup(line, at, closedAt);
  const end = endOf(line, beginning);
  const isPicture = kind === 'web' && isWithBlanks(line, at, line.slice(at, end), closedAt);
  if (!isPicture) return end;
  return closedAt < 0 ? line.trimEnd().length : closedAt;
}

function indexOfPattern(line: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(line)?.index ?? line.length;
}

function endOf(line: string, { at, kind }: Beginning): number {
  if (kind === 'data-image' && isBase64(line, at))
    return at + (/^[^\s"'<>()`]*/.exec(line.slice(at))?.[0].length ?? 0);
  if (kind !== 'web') return indexOfPattern(line, STOP, at);
  const before = line.charAt(at - 1);
  const closer = QUOTES[before];
  const end = indexOfPattern(line, END, at + 1);
  const isAlone = at === 0 && end === line.length;
  let token = line.slice(at, end);
  if (closer !== undefined && token.includes(closer)) token = token.slice(0, token.indexOf(closer));
  const inside = cutBrackets(cutInside(token, closer === '"', isAlone));
  return at + cutTail(before === '*' ? inside.replace(/\*+[^\w*]*$/, '') : inside).length;
}

function isBase64(line: string, at: number): boolean {
  return /^data:[^,]*;base64,/i.test(line.slice(at, at + 200));
}

/** The text of an SVG has blanks: it goes to the end of its quotes or of the line. */
function endOfMarkup(line: string, at: number, closedAt: number): number {
  if (closedAt >= 0) return closedAt;
  return line.slice(0, at).trim() === '' ? line.trimEnd().length : indexOfPattern(line, STOP, at);
}

/** A line, or a quoted piece, that is one URL with blanks in its path: `https://x.com/my photo.jpg`. */
function isWithBlanks(line: string, at: number, token: string, closedAt: number): boolean {
  const whole = (closedAt < 0 ? line.slice(at) : line.slice(at, closedAt)).trimEnd();
  if (whole.length === token.length || whole.length > 2000 || /["<>|\t]/.test(whole)) return false;
  const isAlone = closedAt >= 0 || line.slice(0, at).trim() === '';
  const hasPath = token.indexOf('/', token.indexOf('//') + 2) > 0 && !token.includes('?');
  const isPicture = PICTURE_END.test(whole) && !PICTURE_END.test(cutTail(token));
  return isAlone && hasPath && isPicture && !whole.includes('://', 8);
}

function cutAt(text: string, pattern: RegExp): string {
  const index = text.search(pattern);
  return index < 0 ? text : text.slice(0, index);
}

function cutInside(token: string, isInDoubleQuotes: boolean, isAlone: boolean): string {
  let text = isInDoubleQuotes ? token : cutAt(token, /[,;]"/);
  // A line that is nothing but the URL may hold these; in a piece of escaped HTML they are what is around it.
  if (!isAlone && text.includes('&')) text = cutAt(text, ENTITY);
  text = cutAt(text, WIDE_PUNCTUATION);
  // A double quote belongs to a URL only where it has its pair there.
  return text.includes('"') ? (/^[^"]*(?:"[^"]*"[^"]*)*/.exec(text)?.[0] ?? text) : text;
}

/** Cuts at the first bracket that closes nothing. */
function cutBrackets(text: string): string {
  if (!ANY_BRACKET.test(text)) return text;
  const open: string[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const closer = PAIRS[character];
    if (closer !== undefined) open.push(closer);
    else if (CLOSERS.has(character) && open.pop() !== character) return text.slice(0, index);
  }
  return text;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** Cuts the punctuation of the sentence around. */
function cutTail(text: string): string {
  let cut = text;
  for (;;) {
    const tail = tailOf(cut);
    if (tail === 0) return cut;
    cut = cut.slice(0, -tail);
  }
}

function tailOf(text: string): number {
  const last = text.charAt(text.length - 1);
  if (last === '"' || last === "'") return count(text, last) % 2;
  return TAIL.exec(text)?.[0].length ?? 0;
}

function finish(text: string, { kind, prefix }: Beginning): Found {
  if (kind === 'data') return { kind: 'unusable', reason: 'data-not-image', text };
  if (kind === 'other') return { kind: 'unusable', reason: 'scheme', text };
  if (kind === 'data-image') return { kind: 'link', text };
  // `http:\/\/` is how JSON may write slashes.
  const repaired = text.replace(/^h(?:tt|xx)p/i, 'http').replaceAll('\\/', '/');
  return { kind: 'link', text: prefix + repaired };
}
