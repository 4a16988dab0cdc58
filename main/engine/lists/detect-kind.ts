import type { ListKind } from '#contract/model.ts';
import { isTable } from './detect-table.ts';
import { leadsToPicture } from './resolve-link.ts';

/** So much of a text is looked at. */
const HEAD_LENGTH = 64 * 1024;

const PAGE = /^(?:\s|<!--[\s\S]{0,2000}?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body)\b/i;
const PICTURE_TAG =
  /<(?:img|picture|source|image|a|area|meta|link|video|base)\s[^<>]*?(?:src|srcset|href|content|poster|data-[a-z_-]+)\s*=/gi;
const STYLED_TAG = /<[a-z]+\d?\s[^<>]*?style\s*=\s*["'][^"'<>]*url\(/gi;
/** A link that no tag and no Markdown is around. */
const BARE_LINK = /(?:^|\s)(?:h(?:tt|xx)ps?:\/\/|www\.)/gim;

const MARKDOWN_IMAGE = /!\[[^\]\n]{0,500}\](?:\([^)\n]{1,2000}\)|\[[^\]\n]{0,500}\])/;
const MARKDOWN_LINK = /(?<!!)\[[^\]\n]{0,500}\]\([ \t]*<?([^\s<>()]{1,2000})/g;
const MARKDOWN_DEFINITION = /^ {0,3}\[[^\]\n]{1,500}\]:[ \t]+<?([^\s<>]{1,2000})/gm;
const MARKDOWN_TABLE =
  /^[ \t]*(?:\|[ \t]*)?:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)*[ \t]*\|[ \t]*$|^[ \t]*:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)+[ \t]*$/m;

const CURL_LINE = /^(?:[$>%#]\s+)?(?:sudo\s+|\w+=\S+\s+)*(?:[^\s"']*[\\/])?curl(?:\.exe)?\s/i;
const ARIA2_OPTION =
  /^[ \t]+(?:--)?(?:out|dir|header|referer|user-agent|checksum|split|gid|pause|continue|timeout|all-proxy|https?-[a-z-]+|max-[a-z-]+|min-[a-z-]+|auto-[a-z-]+|allow-[a-z-]+|retry-wait|connect-timeout|remote-time|conditional-get)=/;
const URI = /^(?:https?|ftp|sftp|magnet):\S*$/i;

/**
 * What a text is written in, by its first 64 KiB alone, so that it does not matter in which pieces it came; null while
 * less is there. A list that could be several things is plain text, which finds every link: the others leave out what
 * is none of theirs. The extension, with or without its dot, only breaks ties.
 */
export function detectKind(head: string, isAll: boolean, fileExtension: string | null): ListKind | null {
  if (!isAll && head.length < HEAD_LENGTH) return null;
  const isCut = !isAll || head.length > HEAD_LENGTH;
  const text = head.slice(0, HEAD_LENGTH).replace(/^\ufeff/, '');
  const whole = isCut ? text.slice(0, text.lastIndexOf('\n') + 1) || text : text;
  const extension = (fileExtension ?? '').replace(/^\./, '').toLowerCase();
  const lines = whole.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  if (PAGE.test(text)) return 'html';
  if (isJson(text, isCut, lines)) return 'json';
  if (isCurl(lines)) return 'curl';
  if (isAria2(lines)) return 'aria2';
  if (isMarkdown(whole, extension)) return 'markdown';
  if (isMarkup(whole, extension)) return 'html';
  // A row longer than what is looked at leaves nothing to compare with.
  const isOneRow = isCut && lines.length < 2 && /^(?:csv|tsv)$/.test(extension);
  return isOneRow || isTable(whole) || isSingleColumn(lines, extension) ? 'table' : 'text';
}

function parses(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

/** One value, or one a line. Of a text that is not all here, the beginning has to do. */
function isJson(text: string, isCut: boolean, lines: readonly string[]): boolean {
  if (!/^\s*(?:\[\s*(?:[{["\]]|$)|\{\s*(?:"|\}))/.test(text)) return false;
  if (parses(lines[0] ?? '')) return lines.slice(0, 20).every(parses);
  return isCut ? /^\s*[[{][\s\S]{0,200}?"(?:[^"\\\n]|\\.)*"\s*[:,]/.test(text) : parses(text);
}

/** Commands, and no more lines with links alone than commands. */
function isCurl(lines: readonly string[]): boolean {
  const first = lines.find((line) => !/^\s*#(?!\s+curl\s)/.test(line))?.trim() ?? '';
  if (!CURL_LINE.test(first)) return false;
  const links = lines.filter((line) => /^\s*https?:\/\//i.test(line)).length;
  return lines.filter((line) => CURL_LINE.test(line.trim())).length >= links;
}

/** Options below a line of URLs, or lines that name the same file on several servers. */
function isAria2(lines: readonly string[]): boolean {
  const isUriLine = (line: string) => line.split('\t').every((part) => URI.test(part.trim()));
  let isBelowUris = false;
  const hasOption = lines.some((line) => {
    if (/^\s/.test(line)) return isBelowUris && ARIA2_OPTION.test(line);
    if (!line.startsWith('#')) isBelowUris = isUriLine(line);
    return false;
  });
  if (hasOption) return true;
  const withTabs = lines.filter((line) => line.trim().includes('\t'));
  return (
    withTabs.length > 0 && withTabs.every((line) => isUriLine(line) && areMirrors(line.trim().split('\t')))
  );
}

function areMirrors(urls: readonly string[]): boolean {
  const parsed = urls.map((url) => URL.parse(url.trim()));
  const names = new Set(parsed.map((url) => url?.pathname.split('/').at(-1)));
  const hosts = new Set(parsed.map((url) => url?.host));
  return names.size === 1 && !names.has('') && !names.has(undefined) && hosts.size === parsed.length;
}

function isMarkdown(text: string, extension: string): boolean {
  if (/^(?:md|markdown|mdown|mkd)$/.test(extension)) return true;
  if (MARKDOWN_IMAGE.test(text) || MARKDOWN_TABLE.test(text)) return true;
  const targets = [...text.matchAll(MARKDOWN_LINK), ...text.matchAll(MARKDOWN_DEFINITION)];
  return targets.some(([, target = '']) => leadsToPicture(target));
}

/** Pieces of a page: more tags that name something than links that stand between them. */
function isMarkup(text: string, extension: string): boolean {
  if (!text.includes('<')) return false;
  const tags = [...text.matchAll(PICTURE_TAG), ...text.matchAll(STYLED_TAG)].length;
  const bare = [...text.replace(/<[^<>]*>/g, '<>').matchAll(BARE_LINK)].length;
  const isPage = /^(?:html?|xhtml)$/.test(extension) && /<[a-z]/i.test(text);
  return tags > 0 && (isPage || tags > bare * 2);
}

/** A file that calls itself a table may have one column, if its lines are not links alone. */
function isSingleColumn(lines: readonly string[], extension: string): boolean {
  if (!/^(?:csv|tsv|tab)$/.test(extension)) return false;
  return lines.length > 1 && !/^\s*(?:https?:\/\/|www\.)/i.test(lines[0] ?? '');
}
