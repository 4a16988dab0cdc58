/** How the bytes of names are counted, cut and compared: the same on every system, since folders travel. */

/** Longest file name: below the 255 bytes of all file systems, with room for what other programs append. */
const NAME_BYTES = 240;
/** A dot and the longest of our extensions (jpeg is never written; tiff, webp, avif, heic and heif are). */
const EXTENSION_BYTES = 5;
/** A hyphen and a number up to 9,999,999. */
const NUMBER_BYTES = 8;
export const STEM_BYTES = NAME_BYTES - EXTENSION_BYTES;
/** Stems up to this length can take a number without being cut. */
export const NUMBERABLE_BYTES = STEM_BYTES - NUMBER_BYTES;

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The longest start of a text that fits, never ending inside a character that people see as one, if that is possible. */
export function cutBytes(text: string, limitBytes: number): string {
  if (text.length * 3 <= limitBytes || Buffer.byteLength(text) <= limitBytes) return text;
  const fitting = cutCodePoints(text, limitBytes);
  let end = 0;
  // One character more than fits, so that the last segment is known to be whole or not.
  for (const { index, segment } of segmenter.segment(text.slice(0, fitting.length + 32))) {
    if (index + segment.length > fitting.length) break;
    end = index + segment.length;
  }
  // A single pile of combining marks may be longer than any name.
  return end > 0 ? fitting.slice(0, end) : fitting;
}

function cutCodePoints(text: string, limitBytes: number): string {
  let bytes = 0;
  let length = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > limitBytes) break;
    length += character.length;
  }
  return text.slice(0, length);
}

const ASCII = /^[\0-\x7f]*$/;

/** The form in which two names are compared: equal for names that some file system takes for the same. */
export function foldName(name: string): string {
  if (ASCII.test(name)) return name.toLowerCase();
  // Upper case first: it is what makes ß equal to SS, and both small sigmas equal.
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

const BLANKS_AND_DOTS_AT_THE_END = /[\s.]+$/u;

/** A numberable stem, or its folded form, with a number. */
export function withNumber(numberableStem: string, number: number): string {
  return `${numberableStem}-${number}`;
}

/** What stays of a stem when it takes a number; equal for all stems whose numbers could meet. */
export function numberable(stem: string): string {
  return cutBytes(stem, NUMBERABLE_BYTES).replace(BLANKS_AND_DOTS_AT_THE_END, '');
}
