/** What one line of Markdown says of pictures. */
export type MarkdownPiece =
  | { readonly kind: 'image' | 'link'; readonly target: string; readonly text: string }
  /** A picture whose target is defined elsewhere. */
  | { readonly kind: 'reference'; readonly label: string; readonly text: string }
  | { readonly kind: 'definition'; readonly label: string; readonly target: string };

export interface MarkdownLine {
  readonly pieces: readonly MarkdownPiece[];
  /** The line without those pieces: its tags and the links that stand alone. */
  readonly rest: string;
}

/** Longer lines are no Markdown that a person wrote; their links are found as in plain text. */
const MAX_LENGTH = 64 * 1024;
const DEFINITION = /^ {0,3}\[((?:[^\]\\]|\\.){1,500})\]:[ \t]+(?:<([^<>]*)>|(\S+))/;
/** Text in brackets (one level of others inside), up to the parenthesis or bracket that follows. */
const BRACKETS =
  /(!?)\[((?:[^[\]\\]|\\.|!?\[(?:[^[\]\\]|\\.){0,500}\](?:\([^()\s]{0,2000}(?:[ \t][^()]{0,500})?\))?){0,1000})\]/y;
const TARGET =
  /\([ \t]*(?:<([^<>]{0,4000})>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.){0,2000}\)){1,4000}))(?:[ \t]+(?:"[^"]{0,1000}"|'[^']{0,1000}'|\([^()]{0,1000}\)))?[ \t]*\)/y;
const LABEL = /\[((?:[^[\]\\]|\\.){0,500})\]/y;

function matchAt(text: string, pattern: RegExp, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The pieces of a line of Markdown that is not in a block of code; what is between backticks is left in the rest. */
export function readMarkdownLine(line: string): MarkdownLine {
  if (!line.includes('[') || line.length > MAX_LENGTH) return { pieces: [], rest: line };
  const definition = DEFINITION.exec(line);
  if (definition) {
    const [all, label = '', angled, bare = ''] = definition;
    const piece = { kind: 'definition', label: labelOf(label), target: unescaped(angled ?? bare) } as const;
    return { pieces: [piece], rest: line.slice(all.length) };
  }
  const pieces: MarkdownPiece[] = [];
  let rest = '';
  let from = 0;
  for (let at = nextBracket(line, 0); at >= 0; at = nextBracket(line, Math.max(from, at + 1))) {
    const read = readAt(line, at);
    if (!read) continue;
    pieces.push(...read.pieces);
    // A blank keeps what was apart apart.
    rest += `${line.slice(from, at)} `;
    from = read.end;
  }
  return { pieces, rest: rest + line.slice(from) };
}

function nextBracket(line: string, from: number): number {
  const at = line.indexOf('[', from);
  return at > from && line.charAt(at - 1) === '!' ? at - 1 : at;
}

interface Read {
  readonly pieces: readonly MarkdownPiece[];
  readonly end: number;
}

function readAt(line: string, at: number): Read | null {
  if (line.charAt(at - 1) === '\\') return null;
  const brackets = matchAt(line, BRACKETS, at);
  if (!brackets) return null;
  const [all, bang, inside = ''] = brackets;
  const end = at + all.length;
  const target = matchAt(line, TARGET, end);
  if (target) {
    const url = unescaped(target[1] ?? target[2] ?? '');
    const inner = bang ? [] : readMarkdownLine(inside).pieces;
    return { pieces: linkPieces(bang === '!', url, inside, inner), end: end + target[0].length };
  }
  if (!bang) return null;
  const label = matchAt(line, LABEL, end);
  const piece = { kind: 'reference', label: labelOf(label?.[1] || inside), text: plain(inside) } as const;
  return { pieces: [piece], end: end + (label?.[0].length ?? 0) };
}

/** A picture that is a link: `[![alt](thumb.jpg)](full.jpg)`; whoever reads it decides which of the two is meant. */
function linkPieces(
  isImage: boolean,
  target: string,
  inside: string,
  inner: readonly MarkdownPiece[],
): readonly MarkdownPiece[] {
  const [image] = inner;
  const alt = image && image.kind !== 'definition' ? image.text : '';
  const piece = { kind: isImage ? 'image' : 'link', target, text: isImage ? plain(inside) : alt } as const;
  return isImage ? [piece] : [piece, ...inner];
}

/** Labels are compared without regard to case and to how many blanks they have. */
function labelOf(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'" };

function unescaped(text: string): string {
  return text
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&(amp|quot|lt|gt|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}

const plain = (text: string) => unescaped(text).trim();
