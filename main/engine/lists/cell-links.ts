import { findLinks } from './find-links.ts';
import type { Found } from './list-reader.ts';

/** Nothing in it can separate two URLs, and nothing is to be cut off. */
const SINGLE = /^https?:\/\/[^\s,;|"'<>()[\]{}，；、]+$/i;
/** What separates two URLs; inside a URL none of these is followed by the start of another. Each run is tried once. */
const SEPARATORS =
  /(?<![\s|,;，；、])[\s|,;，；、]+(?=["'<([]?(?:h(?:tt|xx)ps?:|www\.|data:image\/|\/\/[\w-]+\.[a-z]))/gi;
const WEB = /^https?:\/\/\S+$/i;
const SURROUNDING = /^[\s,;|，；、]+|(?<![\s,;|，；、])[\s,;|，；、]+$/g;
/** A picture's path without its server. */
const RELATIVE =
  /^(?![a-z][a-z\d+.-]+:)[^\s?#|,;][^?#|,;\n]*\.(?:jpe?g|png|gif|webp|avif|hei[cf]|tiff?|bmp|svg|jxl)(?:\?\S*)?$/i;
const LIST_MARK = /[|,;\n]+/;

/**
 * Everything that one cell of a URL column names, in order: URLs between bars, commas, semicolons, blanks or line
 * breaks. A URL with such a character in it stays whole. A picture's path starts from the base, if there is one.
 */
export function linksOfCell(cell: string, baseUrl: string | null): readonly Found[] {
  const text = cell.trim();
  if (text === '') return [];
  if (SINGLE.test(text)) return [{ kind: 'link', text }];
  const found = text.includes('\n') ? text.split(/[\r\n]+/).flatMap(linksOfLine) : linksOfLine(text);
  return found.length > 0 ? found : relativeLinks(text, baseUrl);
}

function linksOfLine(line: string): readonly Found[] {
  return line.split(SEPARATORS).flatMap((piece) => {
    const text = piece.replace(SURROUNDING, '');
    // Prose around a link is cut off, the link itself is not: the cell's edge is its end.
    return WEB.test(text) && !/["<>]/.test(text) ? [{ kind: 'link', text } as const] : findLinks(text);
  });
}

function relativeLinks(text: string, baseUrl: string | null): readonly Found[] {
  const paths = text
    .split(LIST_MARK)
    .map((path) => path.trim())
    .filter((path) => path !== '');
  if (paths.length === 0 || !paths.every((path) => RELATIVE.test(path))) return [];
  return paths.map((path) => relativeLink(path, baseUrl));
}

/** Shops leave out the folder of their pictures, also where the path begins with a slash. */
function relativeLink(path: string, baseUrl: string | null): Found {
  const folder = baseUrl === null || baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  const url = folder === null ? null : URL.parse(path.replace(/^[/\\]+/, ''), folder);
  return url ? { kind: 'link', text: url.href } : { kind: 'unusable', reason: 'relative', text: path };
}

/** Whether a cell begins with a URL. */
export function startsWithLink(cell: string): boolean {
  return /^\s*["'<([]?(?:h(?:tt|xx)ps?:[\\/]{2}|www\.[^\s.]+\.|\/\/[\w-]+\.[a-z]|data:image\/)/i.test(cell);
}

/** Whether a cell is nothing but the path of a picture without its server, or several. */
export function isPicturePath(cell: string): boolean {
  return relativeLinks(cell.trim(), null).length > 0;
}
