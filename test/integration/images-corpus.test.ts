/**
 * Every picture of the corpus through a real worker, with both builds of the decoder. The corpus is no part of the
 * project: it is looked for beside it, or where `PIXHAUL_CORPUS` says.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImageReport } from '../../contract/worker-messages.ts';
import { forkImageWorker } from '../../main/engine/images/fork-worker.ts';
import { createImagePool } from '../../main/engine/images/pool.ts';
import type { SharpBuild } from '../../main/engine/images/sharp-build.ts';
import type { CorpusImage } from '../support/corpus.ts';
import { CORPUS_EXCEPTIONS, CORPUS_FOLDER, corpusImages, hasCorpus } from '../support/corpus.ts';

const WORKER = fileURLToPath(new URL('../../workers/image.ts', import.meta.url));
const MIB = 2 ** 20;

/** librsvg has no system fonts and another text layout in WebAssembly: these differ in size, or have none. */
const WASM_SVG = new Set([
  'hostile/svgcheat__05_css-stylesheet-via-include.svg',
  'odd/imgsize__viewbox-lowercase.svg',
  'odd/resvg__negative-size.svg',
]);

function verdictOf(report: ImageReport): string {
  if (!report.isImage) return report.code;
  return report.note === null ? report.integrity : `${report.integrity}/${report.note}`;
}

function isExpected(picture: CorpusImage, report: ImageReport): boolean {
  const exception = CORPUS_EXCEPTIONS[picture.path];
  if (exception) return verdictOf(report) === exception.verdict;
  if (picture.expected === 'either') return true;
  if (picture.expected === 'rejects') return !report.isImage;
  if (picture.expected === 'valid-unsupported') return verdictOf(report) === 'unchecked/no-decoder';
  return verdictOf(report) === 'intact' || verdictOf(report) === 'flawed';
}

describe.skipIf(!hasCorpus)('the corpus (needs ../shared/corpus or PIXHAUL_CORPUS)', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'pixhaul-corpus-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function run(build: SharpBuild) {
    const pictures = corpusImages();
    const lost: string[] = [];
    let largestBytes = 0;
    const pool = createImagePool({
      size: 1,
      inFlightPerWorker: 2,
      log: (_, message, facts) => lost.push(`${message} ${JSON.stringify(facts)}`),
      startWorker() {
        const worker = forkImageWorker(WORKER, { args: [`--image-decoder=${build}`] });
        worker.onMessage((message) => {
          const { notice, value } = message as { notice?: string; value?: number };
          if (notice === 'memory') largestBytes = Math.max(largestBytes, value ?? 0);
        });
        return worker;
      },
    });
    const started = performance.now();
    const reports = await Promise.all(
      pictures.map(async (picture, index) => {
        const report = await pool.check({
          path: path.join(CORPUS_FOLDER, picture.path),
          bytes: picture.bytes,
          check: 'decode',
          thumbnailPath: path.join(folder, `${build}-${index}`),
          thumbnailEdgePx: 256,
          pixelLimit: 100_000_000,
        });
        return { picture, report, file: path.join(folder, `${build}-${index}`) };
      }),
    );
    const seconds = (performance.now() - started) / 1000;
    await pool.close();
    return { reports, lost, largestBytes, seconds };
  }

  function table(
    reports: readonly { readonly picture: CorpusImage; readonly report: ImageReport }[],
  ): string {
    const counts = new Map<string, number>();
    for (const { picture, report } of reports) {
      const key = `${picture.expected} → ${verdictOf(report)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts]
      .map(([key, count]) => `${String(count).padStart(5)}  ${key}`)
      .sort()
      .join('\n');
  }

  test.each(['native', 'wasm'] as const)(
    'is judged as its index says (%s)',
    async (build) => {
      const { reports, lost, largestBytes, seconds } = await run(build);
      const isKnown = ({ picture }: { readonly picture: CorpusImage }) =>
        build === 'wasm' && WASM_SVG.has(picture.path);
      const wrong = reports.filter((one) => !isExpected(one.picture, one.report) && !isKnown(one));
      const memory = `${Math.round(largestBytes / MIB)} MiB`;
      console.log(`${build}: ${seconds.toFixed(1)} s, worker at most ${memory}\n${table(reports)}`);
      // A picture may end its process once: then a fresh one judges it, and that verdict counts.
      if (lost.length > 0) console.log(`${build}: ${lost.join('\n')}`);
      expect(
        wrong.map(({ picture, report }) => `${picture.path}: ${picture.expected}, ${verdictOf(report)}`),
      ).toEqual([]);
      expect(largestBytes).toBeLessThan(700 * MIB);

      for (const { picture, report, file } of reports) {
        const bytes = await readFile(path.join(CORPUS_FOLDER, picture.path));
        expect(createHash('sha256').update(bytes).digest('hex'), picture.path).toBe(picture.sha256);
        if (
          picture.expected !== 'decodes' ||
          !report.isImage ||
          (build === 'wasm' && WASM_SVG.has(picture.path))
        )
          continue;
        const { width, height, thumbnail } = report;
        // The index has the sides as stored; EXIF may turn them.
        const sides = [`${picture.width}×${picture.height}`, `${picture.height}×${picture.width}`];
        expect(sides, picture.path).toContain(`${width}×${height}`);
        const preview = await sharp(`${file}.${thumbnail?.extension}`).metadata();
        const scale = Math.min(1, 256 / Math.max(width ?? 0, height ?? 0));
        const shape = [width ?? 0, height ?? 0].map((side) => Math.max(1, Math.round(side * scale)));
        expect([preview.width, preview.height], picture.path).toEqual([thumbnail?.width, thumbnail?.height]);
        expect(Math.abs(preview.width - (shape[0] ?? 0)), picture.path).toBeLessThanOrEqual(1);
        expect(Math.abs(preview.height - (shape[1] ?? 0)), picture.path).toBeLessThanOrEqual(1);
      }
    },
    300_000,
  );
});
