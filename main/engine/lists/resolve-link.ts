import type { Found } from './list-reader.ts';

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
/** `http:a.jpg` is relative where the base has the same scheme. */
const AUTHORITY = /^https?:[\\/]{2}/i;
const DATA_IMAGE = /^data:image\//i;

/** The base that a person typed, also without its scheme; null for none and for one that is no URL of the web. */
export function baseOf(typed: string | null): string | null {
  const text = typed?.trim() ?? '';
  if (text === '') return null;
  return [text, `https://${text}`].find((url) => /^https?:$/.test(URL.parse(url)?.protocol ?? '')) ?? null;
}

/**
 * What a reference in a page or a document means: absolute ones stay as written, `//host/…` gets the scheme of the
 * base or https, relative ones start from the base and are unusable without one.
 */
export function resolveLink(reference: string, base: string | null): Found {
  const text = reference.trim();
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'data' && !DATA_IMAGE.test(text))
    return { kind: 'unusable', reason: 'data-not-image', text };
  const isWeb = scheme === 'http' || scheme === 'https';
  const isRelative = scheme === undefined || (isWeb && base !== null && !AUTHORITY.test(text));
  if (!isRelative && (isWeb || scheme === 'data')) return { kind: 'link', text };
  if (!isRelative) return { kind: 'unusable', reason: 'scheme', text };
  if (base === null && /^[\\/]{2}/.test(text)) return { kind: 'link', text: `https:${text}` };
  if (base === null) return { kind: 'unusable', reason: 'relative', text };
  const url = URL.parse(text, base);
  return url ? { kind: 'link', text: url.href } : { kind: 'unusable', reason: 'bad-url', text };
}

/** `File:` and the like before the name: the page of a wiki that is about a picture. */
const WIKI_PAGE = /\/[^/?#:]+:[^/?#]*$/;
const PATH_PICTURE =
  /\.(?:jpe?g|jpe|jfif|png|apng|gif|webp|avif|hei[cf]|tiff?|bmp|ico|svgz?|jxl|jp2|j2k|psd|p[bgnp]m)$/i;

/** Whether a reference leads to a picture and not to a page, as far as its path tells. */
export function leadsToPicture(reference: string): boolean {
  const text = reference.trim();
  if (DATA_IMAGE.test(text)) return true;
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return false;
  const path = text.replace(/[?#].*$/s, '').replace(/^(?:[a-z]+:)?\/\/[^/]*/i, '');
  return PATH_PICTURE.test(path) && !WIKI_PAGE.test(`/${path}`);
}
