/** The judgement over a picture, from what its container and the decoder say. */
import type { ImageFormat, Integrity } from '#contract/model.ts';
import type { ImageReport } from '#contract/worker-messages.ts';
import type { Container } from './containers/container.ts';

type Note = (ImageReport & { readonly isImage: true })['note'];
export type Verdict =
  | { readonly isImage: true; readonly integrity: Integrity; readonly note: Note }
  | { readonly isImage: false };

/** How a decode ended: null for a success, else the decoder's words. */
export type DecodeError = string | null;

// What our build of the decoder has no loader for at all.
const UNDECODED = new Set<ImageFormat>([
  'bmp',
  'ico',
  'cur',
  'jxl',
  'jp2',
  'j2k',
  'psd',
  'pbm',
  'pgm',
  'ppm',
  'pnm',
]);

/** Whether the decoder may know a format. HEIF files it knows by their codec, which only trying tells. */
export function hasDecoder(format: ImageFormat): boolean {
  return !UNDECODED.has(format);
}

const saved = (integrity: Integrity, note: Note = null): Verdict => ({ isImage: true, integrity, note });
const CORRUPT: Verdict = { isImage: false };

/** Judges by the container alone, since nobody asked for more: nothing is called corrupt. */
export function judgeUnasked(container: Container): Verdict {
  return saved(container.state === 'cut' ? 'truncated' : 'unchecked', 'not-asked');
}

// libwebp and libheif give no pixel of a file whose end is missing.
const ALL_OR_NOTHING = new Set<ImageFormat>(['webp', 'avif']);

/** Judges by the container alone what is too large to be decoded, as a decoder would judge it. */
export function judgeOverLimit(format: ImageFormat, { state }: Container): Verdict {
  if (state === 'broken' || (state === 'cut' && ALL_OR_NOTHING.has(format))) return CORRUPT;
  return saved(state === 'cut' ? 'truncated' : 'unchecked', 'pixel-limit');
}

/** Judges a format that the decoder lacks: what is no such picture at all is corrupt. */
export function judgeUnknownFormat(container: Container): Verdict {
  if (container.state === 'broken') return CORRUPT;
  return saved(container.state === 'cut' ? 'truncated' : 'unchecked', 'no-decoder');
}

// libjpeg, libpng, nsgif, libwebp and libtiff in these words say that the data ended before the last row.
const MISSING_PIXELS =
  /premature end|not enough|unexpected end|read error|unable to read|out of data|seek error|truncated|too few/i;
// A kind of a known format that this build was made without, such as 12-bit JPEG or LZMA inside of TIFF.
const UNSUPPORTED =
  /(?<!DNL )not supported|not configured|not been built in|not a whole number of bytes|bad labq|unsupported (?:JPEG data precision|feature|codec|image type)/i;
// Sequences (`avis`) and all that sharp finds no loader for, while the container shows that it is a picture.
const NO_LOADER = /unsupported image format/i;
const ISO_FORMATS = new Set<ImageFormat>(['avif', 'heic', 'heif']);
const TIMED_OUT = /^timeout:/;

function isUnsupported(format: ImageFormat, error: string): boolean {
  return UNSUPPORTED.test(error) || (ISO_FORMATS.has(format) && NO_LOADER.test(error));
}

/** Judges by a strict decode and, where that failed, a lenient one. */
export function judgeDecoded(
  format: ImageFormat,
  container: Container,
  strict: DecodeError,
  lenient: DecodeError,
): Verdict {
  if (strict === null) {
    if (container.state === 'whole') return saved('intact');
    return saved(container.state === 'cut' ? 'truncated' : 'flawed');
  }
  // Asked for before a lenient success: libtiff leniently "decodes" what it has no codec for to black.
  if (container.state === 'whole' && isUnsupported(format, strict)) return saved('unchecked', 'no-decoder');
  if (lenient === null) {
    if (container.state === 'broken') return CORRUPT;
    return saved(container.state === 'cut' || MISSING_PIXELS.test(strict) ? 'truncated' : 'flawed');
  }
  return TIMED_OUT.test(lenient) ? saved('unchecked', 'timed-out') : CORRUPT;
}
