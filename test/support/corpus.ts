import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Material that nobody of this project made; never copied into it. */
export const CORPUS_FOLDER = path.resolve(
  process.env['PIXHAUL_CORPUS'] ?? path.join(import.meta.dirname, '../../../shared/corpus'),
);
export const hasCorpus = existsSync(path.join(CORPUS_FOLDER, 'INDEX.tsv'));

export interface CorpusImage {
  /** Relative to the corpus, with `/`. */
  readonly path: string;
  readonly format: string;
  readonly expected: 'decodes' | 'valid-unsupported' | 'rejects' | 'either';
  /** As stored, before EXIF rotation. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Where our verdict is another than the index expects, and why that is right. */
export const CORPUS_EXCEPTIONS: Readonly<
  Record<string, { readonly verdict: string; readonly reason: string }>
> = {
  'hostile/gofuzz__bbdc16a15585c266443a3aa4a0dfe66ae42de588-5': {
    verdict: 'truncated',
    reason: 'All rows are there, but the file ends inside of its second IDAT, before IEND.',
  },
  'valid/gd-gif__no_trailer.gif': {
    verdict: 'truncated',
    reason: 'The GIF has no trailer: whether a frame is missing cannot be told.',
  },
  'hostile/ljt__monkey12.jpg': {
    verdict: 'unchecked/no-decoder',
    reason: 'A sound JPEG of 12 bits, which only special decoders read.',
  },
  'hostile/rsjpeg__MR4.jpg': { verdict: 'unchecked/no-decoder', reason: 'A sound medical JPEG of 12 bits.' },
  'hostile/rsjpeg__jpeg_lossless_sel6.jpg': {
    verdict: 'unchecked/no-decoder',
    reason: 'A sound lossless JPEG of 16 bits.',
  },
  'hostile/sharp__65536-uint32-limit.png': {
    verdict: 'unchecked/pixel-limit',
    reason: 'A sound PNG of 4,294,967,296 pixels: over every limit, hence saved and not judged.',
  },
  'hostile/vips__17000x17000.avif': {
    verdict: 'unchecked/pixel-limit',
    reason: 'A sound AVIF of 289 million pixels: over the limit, hence saved and not judged.',
  },
  'odd/small-notimage__x-bitmap.xbm': {
    verdict: 'not-an-image',
    reason: 'X bitmaps are C source: no format of ours, and its text has no signature.',
  },
};

/** The images of the corpus as its index lists them; empty where it is not there. */
export function corpusImages(): readonly CorpusImage[] {
  if (!hasCorpus) return [];
  const [head = '', ...rows] = readFileSync(path.join(CORPUS_FOLDER, 'INDEX.tsv'), 'utf8')
    .trimEnd()
    .split('\n');
  const columns = head.split('\t');
  return rows.map((row) => {
    const cells = row.split('\t');
    const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
    return {
      path: cell('path'),
      format: cell('format'),
      expected: cell('expected_verdict') as CorpusImage['expected'],
      width: Number(cell('width')),
      height: Number(cell('height')),
      bytes: Number(cell('bytes')),
      sha256: cell('sha256'),
    };
  });
}
