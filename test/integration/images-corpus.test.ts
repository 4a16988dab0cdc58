/**
 * Every picture of the corpus through a real worker, with both builds of the decoder. The corpus is no part of the
 * project: it is looked for beside it, or where `PIXHAUL_CORPUS` says.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
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

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CORPUS = process.env['PIXHAUL_CORPUS'] ?? path.join(ROOT, '..', 'shared', 'corpus');
const INDEX = path.join(CORPUS, 'INDEX.tsv');
const WORKER = fileURLToPath(new URL('../../workers/image.ts', import.meta.url));
const hasCorpus = existsSync(INDEX);
const MIB = 2 ** 20;

interface Picture {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly expected: 'decodes' | 'valid-unsupported' | 'rejects' | 'either';
  readonly bytes: number;
  readonly sha256: string;
}

function readIndex(): readonly Picture[] {
  const [head = '', ...lines] = readFileSync(INDEX, 'utf8').trimEnd().split('\n');
  const names = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    const cell = (name: string): string => cells[names.indexOf(name)] ?? '';
    return {
      path: cell('path'),
      width: Number(cell('width')),
      height: Number(cell('height')),
      expected: cell('expected_verdict') as Picture['expected'],
      bytes: Number(cell('bytes')),
      sha256: cell('sha256'),
    };
  });
}

/** Where our verdict is another than the index expects, and why that is right. */
const EXCEPTIONS: Readonly<Record<string, { readonly verdict: string; readonly reason: string }>> = {
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

function isExpected(picture: Picture, report: ImageReport): boolean {
  const exception = EXCEPTIONS[picture.path];
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
    const pictures = readIndex();
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
          path: path.join(CORPUS, picture.path),
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

  function table(reports: readonly { readonly picture: Picture; readonly report: ImageReport }[]): string {
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
      const isKnown = ({ picture }: { readonly picture: Picture }) =>
        build === 'wasm' && WASM_SVG.has(picture.path);
      const wrong = reports.filter((one) => !isExpected(one.picture, one.report) && !isKnown(one));
      const memory = `${Math.round(largestBytes / MIB)} MiB`;
      console.log(`${build}: ${seconds.toFixed(1)} s, worker at most ${memory}\n${table(reports)}`);
      expect(
        wrong.map(({ picture, report }) => `${picture.path}: ${picture.expected}, ${verdictOf(report)}`),
      ).toEqual([]);
      expect(lost).toEqual([]);
      expect(largestBytes).toBeLessThan(700 * MIB);

      for (const { picture, report, file } of reports) {
        const bytes = await readFile(path.join(CORPUS, picture.path));
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

test.skipIf(hasCorpus)(
  'the corpus is not here: nothing of it was judged (needs ../shared/corpus or PIXHAUL_CORPUS)',
  () => {},
);
