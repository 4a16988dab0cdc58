/** One of the links that a line with ranges stands for. */
export interface Expanded {
  readonly link: string;
  /** What each range stands for here, in their order. */
  readonly groups: readonly string[];
}

export interface Ranges {
  /** How many links `links` gives; exact up to `Number.MAX_SAFE_INTEGER`, which stands for anything above it. */
  readonly count: number;
  readonly first: string;
  readonly last: string;
  /** A bracket is no range (`[0]`, `{id}`, an IPv6 host): it stays as it is. */
  readonly hasLiteralBracket: boolean;
  /** The last range varies fastest. Made one by one as they are asked for. */
  links(): Iterable<Expanded>;
}

/** A range: how many values it has, and each of them. */
interface Range {
  readonly count: number;
  at(index: number): string;
}

/** Texts and ranges take turns, beginning and ending with a text. */
interface Pattern {
  readonly texts: readonly string[];
  readonly ranges: readonly Range[];
  readonly hasLiteralBracket: boolean;
}

/** More digits are not numbers that JavaScript can count with. */
const NUMBERS = /^(\d{1,15})[-:](\d{1,15})(?::(-?\d{1,15}))?$/;
const LETTERS = /^(?:([a-z])[-:]([a-z])|([A-Z])[-:]([A-Z]))(?::(-?\d{1,15}))?$/;
/** What stands in brackets for a host, also when there is a slip in it. */
const IP_ADDRESS = /^[\da-f]*:[\da-f]*:/i;
const NEXT_MARK = /[[{\\]/g;
const ESCAPED = '[]{}';
const OPENERS = { ']': '[', '}': '{' } as const;
/** Nothing that can be fetched is longer. */
const MAX_LENGTH = 32 * 1024;

/**
 * Reads `[a-b]`, `[a-b:step]`, `[a:b]`, `[a:b:step]` and `{x,y}` in a link: numbers and single letters, up or down,
 * padded to the width of the wider end that begins with a zero. `\[` and `\{` stand for the bracket itself. A bracket
 * that is none of this is left as it is, and so is everything before the host and after `#`. Null where there is
 * nothing to expand and nothing to unescape, and the link is as it was.
 */
export function expandRanges(link: string): Ranges | null {
  if (link.length > MAX_LENGTH) return null;
  const { texts, ranges, hasLiteralBracket } = patternOf(link);
  if (ranges.length === 0 && texts[0] === link) return null;
  const product = ranges.reduce((count, range) => count * range.count, 1);
  const join = (partOf: (range: Range, index: number) => string): Expanded => {
    const groups = ranges.map(partOf);
    return { link: texts.map((text, index) => text + (groups[index] ?? '')).join(''), groups };
  };
  return {
    count: Math.min(product, Number.MAX_SAFE_INTEGER),
    first: join((range) => range.at(0)).link,
    last: join((range) => range.at(range.count - 1)).link,
    hasLiteralBracket,
    *links() {
      const places = ranges.map(() => 0);
      do yield join((range, index) => range.at(places[index] ?? 0));
      while (advance(places, ranges));
    },
  };
}

/** Counts on by one, the last place first; false when everything has been counted through. */
function advance(places: number[], ranges: readonly Range[]): boolean {
  for (let index = ranges.length - 1; index >= 0; index -= 1) {
    const next = (places[index] ?? 0) + 1;
    const isInside = next < (ranges[index]?.count ?? 0);
    places[index] = isInside ? next : 0;
    if (isInside) return true;
  }
  return false;
}

function patternOf(link: string): Pattern {
  const end = link.includes('#') ? link.indexOf('#') : link.length;
  const hostAt = hostStart(link, end);
  const brackets = bracketsOf(link, hostAt, end);
  const texts: string[] = [];
  const ranges: Range[] = [];
  let hasLiteralBracket = false;
  let text = link.slice(0, hostAt);
  let from = hostAt;
  while (from < end) {
    NEXT_MARK.lastIndex = from;
    const at = NEXT_MARK.exec(link)?.index ?? end;
    if (at >= end) break;
    text += link.slice(from, at);
    const piece = pieceAt(link, at, brackets.get(at), at === hostAt);
    if (piece.range) {
      texts.push(text);
      ranges.push(piece.range);
    }
    text = piece.range ? '' : text + piece.text;
    hasLiteralBracket ||= piece.range === null && /[[{]/.test(link.charAt(at));
    from = piece.end;
  }
  texts.push(text + link.slice(from));
  return { texts, ranges, hasLiteralBracket };
}

/** After the scheme and the user's name and password, which hold no ranges. */
function hostStart(link: string, end: number): number {
  const authority = /^[a-z][a-z0-9+.-]*:\/\//i.exec(link)?.[0].length ?? 0;
  const path = link.slice(authority, end).search(/[/?\\](?![[\]{}])/);
  const userInfo = link.slice(authority, path < 0 ? end : authority + path).lastIndexOf('@');
  return authority + userInfo + 1;
}

interface Piece {
  /** What stands in its place where it is no range. */
  readonly text: string;
  readonly range: Range | null;
  readonly end: number;
}

function pieceAt(link: string, at: number, bracket: Bracket | undefined, isHost: boolean): Piece {
  const mark = link.charAt(at);
  if (mark === '\\') {
    const next = link.charAt(at + 1);
    const isEscape = next !== '' && ESCAPED.includes(next);
    return isEscape ? { text: next, range: null, end: at + 2 } : { text: mark, range: null, end: at + 1 };
  }
  if (!bracket) return { text: mark, range: null, end: at + 1 };
  const end = bracket.close + 1;
  const inside = link.slice(at + 1, bracket.close);
  const isAddress = isHost && IP_ADDRESS.test(inside);
  const range = bracket.isInnermost && !isAddress ? rangeOf(mark, inside) : null;
  return { text: link.slice(at, end), range, end };
}

interface Bracket {
  readonly close: number;
  /** There is none inside. */
  readonly isInnermost: boolean;
}

/** Where each opening bracket that has its pair is closed. */
function bracketsOf(link: string, from: number, end: number): ReadonlyMap<number, Bracket> {
  const brackets = new Map<number, Bracket>();
  const open: number[] = [];
  let lastOpened = -1;
  for (let at = from; at < end; at += 1) {
    const mark = link.charAt(at);
    if (mark === '\\') at += 1;
    else if (mark === '[' || mark === '{') {
      open.push(at);
      lastOpened = at;
    } else if (mark === ']' || mark === '}') {
      const opened = open.at(-1);
      if (opened === undefined || link.charAt(opened) !== OPENERS[mark]) continue;
      brackets.set(opened, { close: at, isInnermost: opened === lastOpened });
      open.pop();
    }
  }
  return brackets;
}

function rangeOf(mark: string, inside: string): Range | null {
  if (mark === '{') return alternativesOf(inside);
  const numbers = NUMBERS.exec(inside);
  if (numbers) {
    const [, from = '', to = '', step] = numbers;
    const width = Math.max(...[from, to].map((end) => (/^0\d/.test(end) ? end.length : 0)));
    return seriesOf(Number(from), Number(to), step, (number) => String(number).padStart(width, '0'));
  }
  const letters = LETTERS.exec(inside);
  if (!letters) return null;
  const [from, to] = [letters[1] ?? letters[3] ?? '', letters[2] ?? letters[4] ?? ''];
  return seriesOf(from.charCodeAt(0), to.charCodeAt(0), letters[5], (code) => String.fromCharCode(code));
}

/** `{x,y}`: at least one comma, and nothing that says that it is JSON. */
function alternativesOf(inside: string): Range | null {
  if (!inside.includes(',') || inside.includes('"')) return null;
  const values = inside.split(',');
  return { count: values.length, at: (index) => values[index] ?? '' };
}

/** A step has to lead from one end towards the other. */
function seriesOf(
  from: number,
  to: number,
  step: string | undefined,
  write: (number: number) => string,
): Range | null {
  const direction = to < from ? -1 : 1;
  const size = step === undefined ? 1 : Number(step);
  const isRightWay = size > 0 || (size < 0 && direction < 0);
  if (!isRightWay) return null;
  const stride = Math.abs(size) * direction;
  const count = Math.floor(Math.abs(to - from) / Math.abs(size)) + 1;
  return { count, at: (index) => write(from + index * stride) };
}
