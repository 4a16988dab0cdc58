import { parse } from 'content-disposition';
import { decodeText, percentDecode } from './percent.ts';

type Parameters = Readonly<Record<string, string>>;

/** Longest header that is looked at: Node's own limit for all headers is 16 KiB. */
const HEADER_LENGTH = 16 * 1024;

/** The file name of a `Content-Disposition` header as text, not made safe; null when there is none. */
export function dispositionFilename(header: string): string | null {
  const { parameters } = parse(header.slice(0, HEADER_LENGTH), { extended: false });
  return extendedName(parameters) ?? continuedName(parameters) ?? plainName(parameters);
}

/** `charset'language'percent-encoded` (RFC 8187), also for charsets that the standard does not name. */
function decodeExtendedValue(value: string): string | null {
  const [, charset, encoded] = /^"?([^']+)'[^']*'(.*?)"?$/s.exec(value) ?? [];
  if (charset === undefined || encoded === undefined) return null;
  return decodeIn(charset, bytesOfEscapes(encoded));
}

function bytesOfEscapes(text: string): Buffer {
  const raw = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(raw, 'latin1');
}

function decodeIn(charset: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    // A charset that does not exist, or bytes that are not of it.
    return null;
  }
}

function extendedName(parameters: Parameters): string | null {
  const value = parameters['filename*'];
  return value === undefined ? null : decodeExtendedValue(value);
}

/** `filename*0*=UTF-8''a%20; filename*1="b.jpg"` (RFC 2231): pieces in order, from 0, without a gap. */
function continuedName(parameters: Parameters): string | null {
  const bytes: Buffer[] = [];
  let charset: string | null = null;
  for (let number = 0; ; number += 1) {
    const encoded = parameters[`filename*${number}*`];
    const piece = encoded ?? parameters[`filename*${number}`];
    if (piece === undefined) break;
    const [, named, rest] = (number === 0 && encoded && /^([^']*)'[^']*'(.*)$/s.exec(encoded)) || [];
    charset = named ?? charset;
    bytes.push(encoded === undefined ? Buffer.from(piece, 'latin1') : bytesOfEscapes(rest ?? piece));
  }
  if (bytes.length === 0) return null;
  const whole = Buffer.concat(bytes);
  return charset ? decodeIn(charset, whole) : guess(whole);
}

/** UTF-8, else GBK, else Latin-1: what servers put into a plain header, in that order. */
function guess(bytes: Buffer): string {
  return decodeText(bytes) ?? bytes.toString('latin1');
}

function plainName(parameters: Parameters): string | null {
  const value = parameters['filename'];
  if (value === undefined || value === '') return null;
  const text = /[\u0100-\uffff]/.test(value) ? value : guess(Buffer.from(value, 'latin1'));
  return percentDecode(decodeWords(text));
}

const WORD = /=\?([^?\s]+)\?([bq])\?([^?\s]*)\?=/gi;

/** Encoded words of mail (RFC 2047), which some servers send although HTTP does not know them. */
function decodeWords(text: string): string {
  const joined = text.replace(/\?=\s+=\?/g, '?==?');
  return joined.replace(WORD, (word, charset: string, kind: string, encoded: string) => {
    const bytes =
      kind.toLowerCase() === 'b'
        ? Buffer.from(encoded, 'base64')
        : bytesOfEscapes(encoded.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, '%$1'));
    return decodeIn(charset, bytes) ?? word;
  });
}
