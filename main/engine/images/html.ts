/** The title of a web page that came in place of a picture, made fit to be shown in one line. */

const TITLE_LENGTH = 120;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  middot: '·',
  bull: '•',
  laquo: '«',
  raquo: '»',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  rarr: '→',
  larr: '←',
  eacute: 'é',
  egrave: 'è',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
};

function decodeEntity(whole: string, body: string): string {
  if (!body.startsWith('#')) return ENTITIES[body] ?? ENTITIES[body.toLowerCase()] ?? whole;
  const isHex = body[1] === 'x' || body[1] === 'X';
  const code = Number.parseInt(body.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '\ufffd';
}

const ENTITY = /&(#[xX][0-9a-fA-F]{1,6}|#\d{1,7}|[A-Za-z]{2,8});?/g;
// Controls and the marks that turn the direction of text: a title must not disturb the line it is shown in.
const UNSHOWABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

function tidy(text: string): string | null {
  const decoded = text.slice(0, TITLE_LENGTH * 20).replace(ENTITY, decodeEntity);
  const line = decoded.replace(/\s+/g, ' ').replace(UNSHOWABLE, '').trim();
  const characters = [...line];
  if (characters.length > TITLE_LENGTH) return `${characters.slice(0, TITLE_LENGTH - 1).join('')}…`;
  return line === '' ? null : line;
}

/** The label of the page's own charset declaration, when this Node can decode it. */
function declaredDecoder(text: string): InstanceType<typeof TextDecoder> | null {
  const label = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})/i.exec(text.slice(0, 4096))?.[1];
  if (!label) return null;
  try {
    const decoder = new TextDecoder(label);
    return decoder.encoding.startsWith('utf-') ? null : decoder;
  } catch {
    // A charset that nobody knows: the page stays decoded as UTF-8.
    return null;
  }
}

function titleText(text: string): string | null {
  const start = /<title(?:\s[^>]{0,500})?>/i.exec(text);
  if (!start) return null;
  const from = start.index + start[0].length;
  const end = /<\/title|<\/head|<body/i.exec(text.slice(from));
  return text.slice(from, end ? from + end.index : undefined);
}

/** Finds the title of a page in its head: entities decoded, one line, at most 120 characters; null without one. */
export function readTitle(head: Uint8Array, decoded: string): string | null {
  const text = declaredDecoder(decoded)?.decode(head) ?? decoded;
  const title = titleText(text);
  return title === null ? null : tidy(title);
}
