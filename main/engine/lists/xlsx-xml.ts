const PIECE_BYTES = 256 * 1024;
/** Text that goes on longer is handed over in parts. */
const MAX_TEXT_LENGTH = 1024 * 1024;
/** No tag of a workbook is longer. */
const MAX_TAG_LENGTH = 4 * 1024 * 1024;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const CDATA_START = '<![CDATA[';

export interface XmlHandler {
  /** Names come without their namespace; those of attributes with it, as written. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  /** Elements without content are closed too. */
  close?(name: string): void;
}

/**
 * Reads the XML of a workbook piece by piece, with a stop after each; five times as fast as a reader that also knows
 * HTML, which a sheet of 100,000 rows needs. Entities other than the five of XML and character numbers stay as they are
 * written; comments, instructions and a DTD are skipped. What is not well-formed is read as far as it makes sense.
 */
export function* parseXml(bytes: Uint8Array, handler: XmlHandler): Generator<void> {
  const decoder = new TextDecoder(encodingOf(bytes));
  let pending = '';
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    pending += decoder.decode(bytes.subarray(from, from + PIECE_BYTES), { stream: true });
    const read = readTokens(pending, handler);
    pending = pending.slice(read);
    if (pending.length > MAX_TAG_LENGTH) return;
    yield;
  }
  readTokens(pending + decoder.decode(), handler);
  yield;
}

/** Reads XML to its end. */
export function readXml(bytes: Uint8Array | null, handler: XmlHandler): void {
  if (bytes !== null) for (const _ of parseXml(bytes, handler));
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** Answers how much of the text was read; the rest is a beginning of something. */
function readTokens(text: string, handler: XmlHandler): number {
  for (let at = 0; ; ) {
    const tag = text.indexOf('<', at);
    if (tag < 0) return text.length - at > MAX_TEXT_LENGTH ? readLongText(text, at, handler) : at;
    if (tag > at) handler.text?.(decodeText(text.slice(at, tag)));
    const end = text.charCodeAt(tag + 1) === 33 ? endOfMarkup(text, tag, handler) : endOfTag(text, tag + 1);
    if (end < 0) return tag;
    const first = text.charCodeAt(tag + 1);
    if (first !== 33 && first !== 63) readTag(text.slice(tag + 1, end), handler);
    at = end + 1;
  }
}

/** All of it but an entity that may have begun. */
function readLongText(text: string, at: number, handler: XmlHandler): number {
  const entity = text.lastIndexOf('&');
  const end = entity > text.length - 12 && entity > at ? entity : text.length;
  handler.text?.(decodeText(text.slice(at, end)));
  return end;
}

/** The last character of a comment, of a DTD, or of marked text, which is handed over; -1 where it is not all there. */
function endOfMarkup(text: string, tag: number, handler: XmlHandler): number {
  const start = text.slice(tag, tag + CDATA_START.length);
  if (start.startsWith('<!--')) return endAfter(text, '-->', tag);
  if (start !== CDATA_START) return CDATA_START.startsWith(start) ? -1 : endOfDeclaration(text, tag);
  const end = endAfter(text, ']]>', tag);
  if (end >= 0) handler.text?.(text.slice(tag + CDATA_START.length, end - 2));
  return end;
}

function endAfter(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length - 1;
}

/** A DTD may hold declarations of its own between brackets. */
function endOfDeclaration(text: string, tag: number): number {
  const end = text.indexOf('>', tag);
  const bracket = text.indexOf('[', tag);
  return bracket < 0 || bracket > end ? end : endAfter(text, ']>', tag);
}

/** The `>` of a tag, which may also stand in one of its values. */
function endOfTag(text: string, from: number): number {
  let quote = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quote !== 0) quote = code === quote ? 0 : quote;
    else if (code === 34 || code === 39) quote = code;
    else if (code === 62) return at;
  }
  return -1;
}

const NO_ATTRIBUTES: Readonly<Record<string, string>> = {};

function readTag(tag: string, handler: XmlHandler): void {
  if (tag.startsWith('/')) {
    handler.close?.(withoutPrefix(tag.slice(1).trimEnd()));
    return;
  }
  const isEmpty = tag.endsWith('/');
  const whole = isEmpty ? tag.slice(0, -1) : tag;
  let blank = 0;
  while (blank < whole.length && !isBlank(whole.charCodeAt(blank))) blank += 1;
  const name = withoutPrefix(whole.slice(0, blank));
  handler.open?.(name, blank === whole.length ? NO_ATTRIBUTES : attributesOf(whole, blank));
  if (isEmpty) handler.close?.(name);
}

function attributesOf(tag: string, from: number): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = Object.create(null);
  for (let at = from; ; ) {
    const equals = tag.indexOf('=', at);
    if (equals < 0) return attributes;
    const name = tag.slice(at, equals).trim();
    let open = equals + 1;
    while (isBlank(tag.charCodeAt(open))) open += 1;
    const close = tag.indexOf(tag.charAt(open), open + 1);
    if (close < 0) return attributes;
    attributes[name] = decodeText(tag.slice(open + 1, close));
    at = close + 1;
  }
}

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

function withoutPrefix(name: string): string {
  const at = name.indexOf(':');
  return at < 0 ? name : name.slice(at + 1);
}

function decodeText(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return lines.includes('&') ? lines.replace(ENTITY, decodeEntity) : lines;
}

function decodeEntity(entity: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? entity;
  const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : entity;
}
