/** Reads just enough of a text head to say what kind of document it is: XML prolog, doctype, first element. */

/** The start of a document, after byte order mark, blanks, comments and processing instructions. */
export interface Prolog {
  /** Name in the doctype, lower case; null without one. */
  readonly doctype: string | null;
  /** Name of the first element as written, with its prefix; null when the head ends before it or has none. */
  readonly root: string | null;
  /** Index of the first element's `<`, or of what stands in its place. */
  readonly rootIndex: number;
}

/** Turns a head of text into a string by its byte order mark or the look of UTF-16, else as UTF-8; null for binary. */
export function decodeHead(head: Uint8Array): string | null {
  const encoding = unicodeEncoding(head);
  if (encoding !== 'utf-8') return new TextDecoder(encoding).decode(head.subarray(0, head.length & ~1));
  // A text has no zero byte; stops binary files from being searched as text.
  if (head.subarray(0, 512).includes(0)) return null;
  return new TextDecoder('utf-8').decode(head);
}

function unicodeEncoding(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0x3c && second === 0 && head[2] !== 0 && head[3] === 0) return 'utf-16le';
  if (first === 0 && second === 0x3c && head[2] === 0 && head[3] !== 0) return 'utf-16be';
  return 'utf-8';
}

const NAME = /[A-Za-z_][\w.:-]*/y;

function nameAt(text: string, index: number): string | null {
  NAME.lastIndex = index;
  return NAME.exec(text)?.[0] ?? null;
}

function skipBlanks(text: string, from: number): number {
  let index = from;
  while (index < text.length && (text.charCodeAt(index) <= 0x20 || text.charCodeAt(index) === 0xfeff))
    index += 1;
  return index;
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

/** Index after a doctype, whose internal subset in brackets may hold `>` inside comments and quotes. */
function afterDoctype(text: string, from: number): number {
  let index = from;
  let isInSubset = false;
  while (index < text.length) {
    const character = text[index];
    if (text.startsWith('<!--', index)) index = after(text, '-->', index + 4);
    else if (character === '"' || character === "'") index = after(text, character, index + 1);
    else if (character === '>' && !isInSubset) return index + 1;
    else {
      if (character === '[') isInSubset = true;
      if (character === ']') isInSubset = false;
      index += 1;
    }
  }
  return index;
}

const DOCTYPE = /^<!doctype\s+([\w.:-]+)/i;

/** Walks over everything that may stand before the first element. */
export function readProlog(text: string): Prolog {
  let index = skipBlanks(text, 0);
  let doctype: string | null = null;
  for (;;) {
    if (text.startsWith('<!--', index)) index = after(text, '-->', index + 4);
    else if (text.startsWith('<?', index)) index = after(text, '?>', index + 2);
    else if (text.slice(index, index + 9).toLowerCase() === '<!doctype') {
      doctype ??= DOCTYPE.exec(text.slice(index, index + 200))?.[1]?.toLowerCase() ?? null;
      index = afterDoctype(text, index + 9);
    } else break;
    index = skipBlanks(text, index);
  }
  const root = text[index] === '<' ? nameAt(text, index + 1) : null;
  return { doctype, root, rootIndex: index };
}

/** Whether a name of an element is the root of an SVG, with or without a prefix. */
export function isSvgName(name: string): boolean {
  return name === 'svg' || name.endsWith(':svg');
}
