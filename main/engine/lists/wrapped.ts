import { getDomain, parse as parseDomain } from 'tldts';
import { endsLikePicture } from './find-links.ts';

/** Mails and consoles break lines at 60 characters or later. */
const SHORTEST_BROKEN = 60;
/** Mails in quoted-printable break lines at 76 characters, the `=` counted. */
const LONGEST_SOFT = 76;
const ONE_LINK = /^h(?:tt|xx)ps?:\/\/[^\s<>"]+$/i;
const OPEN_ANGLE = /<h(?:tt|xx)ps?:\/\/[^\s<>]*$/i;
const TOKEN = /^[\w!$%&'()*+,./:;=?@~-]+$/;
const CLOSED_ANGLE = /^[^\s<>]+>[.,;]?$/;
const PARAMETER = /&(?:amp;)?[\w.[\]-]+=/;

/** Whether a line may be the first part of a URL that goes on in the next line; quick, and true for many that are whole. */
export function mayGoOn(line: string): boolean {
  if (line.length < SHORTEST_BROKEN) return line.includes('<') && OPEN_ANGLE.test(line);
  const hasExtension = line.at(-4) === '.' || line.at(-5) === '.';
  return !hasExtension;
}

/**
 * Whether a URL seems to be broken over two lines, both trimmed. Lists hold links with names or remarks below them, so
 * the second line has to look like nothing but the rest of a path or query: one piece without a link in it, no longer
 * than the first line, and with a slash and the end of a picture, or with more parameters of a query, or behind a mark
 * at which only a broken line ends.
 */
export function isBrokenAt(line: string, next: string): boolean {
  if (OPEN_ANGLE.test(line)) return CLOSED_ANGLE.test(next);
  if (line.length < SHORTEST_BROKEN || !ONE_LINK.test(line)) return false;
  if (!TOKEN.test(next) || next.includes('://') || next.length > line.length) return false;
  if (line.endsWith('=') && line.length <= LONGEST_SOFT && /=3D/.test(line + next)) return true;
  if (endsLikePicture(line)) return false;
  if (/%[0-9a-f]?$/i.test(line)) return /^[0-9a-f]/i.test(next) && endsLikePicture(next);
  if (line.includes('?') && PARAMETER.test(next)) return true;
  return next.includes('/') && endsLikePicture(next) && !isHostAndPath(next);
}

/** `example.com/a.jpg` is a link of its own that lacks its scheme. */
function isHostAndPath(text: string): boolean {
  const host = text.slice(0, text.indexOf('/'));
  return host.includes('.') && parseDomain(host).isIcann === true && getDomain(host) !== null;
}
