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
  readonly verdict: 'decodes' | 'valid-unsupported' | 'rejects' | 'either';
  readonly sha256: string;
}

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
    const verdict = cell('expected_verdict') as CorpusImage['verdict'];
    return { path: cell('path'), format: cell('format'), verdict, sha256: cell('sha256') };
  });
}
