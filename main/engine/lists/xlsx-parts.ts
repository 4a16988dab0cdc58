import { unzipSync } from 'fflate';
import { Parser } from 'htmlparser2';

/** Far above any workbook; what claims more is made to fill the memory. */
const MAX_INFLATED_BYTES = 512 * 1024 * 1024;
const MAX_ENTRIES = 10_000;
const XML_PIECE_BYTES = 256 * 1024;
const PICTURE_OF_CHARACTER = /_x([\da-f]{4})_/gi;

export type WorkbookProblem = 'damaged' | 'too-large';

/** Says why a workbook cannot be read; caught where it is opened. */
export class WorkbookError extends Error {
  readonly problem: WorkbookProblem;
  constructor(problem: WorkbookProblem) {
    super(`The workbook is ${problem}`);
    this.problem = problem;
  }
}

/** The files of a ZIP archive, inflated when they are asked for, never more than the limit in all. */
export interface Archive {
  /** Null where there is no such file. */
  read(name: string): Uint8Array | null;
}

/** Opens a ZIP archive; throws `WorkbookError` for what is none, or inflates to more than the limit. */
export function openArchive(bytes: Uint8Array): Archive {
  const names = new Map<string, string>();
  let entries = 0;
  let inflated = 0;
  const unzip = (wanted: string | null) => {
    try {
      return unzipSync(bytes, {
        filter({ name, originalSize }) {
          const plain = name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
          if (wanted === null) {
            entries += 1;
            if (entries > MAX_ENTRIES) throw new WorkbookError('too-large');
            names.set(plain, name);
          }
          if (wanted === null || name !== wanted) return false;
          inflated += originalSize;
          if (inflated > MAX_INFLATED_BYTES) throw new WorkbookError('too-large');
          return true;
        },
      });
    } catch (error) {
      // The library throws for every kind of damage.
      throw error instanceof WorkbookError ? error : new WorkbookError('damaged');
    }
  };
  unzip(null);
  return {
    read(name) {
      const stored = names.get(name.replace(/^\/+/, '').toLowerCase());
      return stored === undefined ? null : (unzip(stored)[stored] ?? null);
    },
  };
}

export interface XmlHandler {
  /** Names come without their namespace; attributes with it, as written. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads XML piece by piece, with a stop after each. Entities other than the five of XML and character numbers stay as
 * they are written; a DTD is skipped.
 */
export function* parseXml(bytes: Uint8Array, handler: XmlHandler): Generator<void> {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => handler.open?.(withoutPrefix(name), attributes),
      ontext: (text) => handler.text?.(text),
      onclosetag: (name) => handler.close?.(withoutPrefix(name)),
    },
    { xmlMode: true },
  );
  const decoder = new TextDecoder(xmlEncoding(bytes));
  for (let from = 0; from < bytes.length; from += XML_PIECE_BYTES) {
    parser.write(decoder.decode(bytes.subarray(from, from + XML_PIECE_BYTES), { stream: true }));
    yield;
  }
  parser.end(decoder.decode());
  yield;
}

/** Reads XML to its end. */
export function readXml(bytes: Uint8Array | null, handler: XmlHandler): void {
  if (bytes !== null) for (const _ of parseXml(bytes, handler));
}

function xmlEncoding(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** `_x000D_` is how Excel writes a character that XML cannot hold. */
export function unescapeExcel(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(PICTURE_OF_CHARACTER, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
