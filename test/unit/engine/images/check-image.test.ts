import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImageJob, ImageReport } from '../../../../contract/worker-messages.ts';
import { createImageCheck } from '../../../../main/engine/images/check-image.ts';
import { createDecoder } from '../../../../main/engine/images/decoder.ts';
import { HEIGHT, makeAll, picture, WIDTH } from './made-pictures.ts';

let folder = '';
const troubles: string[] = [];
const check = createImageCheck(createDecoder(sharp), (message) => troubles.push(message));

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pixhaul-check-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function judge(bytes: Uint8Array, job: Partial<ImageJob> = {}): Promise<ImageReport> {
  files += 1;
  const number = files;
  const file = path.join(folder, `${number}.part`);
  await writeFile(file, bytes);
  const report = await check({
    path: file,
    bytes: bytes.length,
    check: 'decode',
    thumbnailPath: path.join(folder, 'previews', String(number)),
    thumbnailEdgePx: 256,
    pixelLimit: 100_000_000,
    ...job,
  });
  expect(
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  ).toBe(createHash('sha256').update(bytes).digest('hex'));
  return report;
}
const preview = (extension: string): string => path.join(folder, 'previews', `${files}.${extension}`);

const DECODED = new Set(['jpg', 'png', 'gif', 'webp', 'avif', 'tiff', 'svg']);

describe('verdicts', () => {
  test('what decodes strictly and is whole is intact, with a preview; what has no decoder is unchecked', async () => {
    for (const { name, format, bytes } of await makeAll()) {
      const report = await judge(bytes);
      const expected = DECODED.has(format)
        ? { integrity: 'intact', note: null, thumbnail: { width: WIDTH, height: HEIGHT } }
        : { integrity: 'unchecked', note: 'no-decoder', thumbnail: null };
      expect(report, name).toMatchObject({
        isImage: true,
        format,
        width: WIDTH,
        height: HEIGHT,
        ...expected,
      });
    }
  });

  test('a picture whose end is missing is truncated and has a preview of what is there', async () => {
    for (const bytes of [
      await picture(300, 200).jpeg().toBuffer(),
      await picture(300, 200).jpeg({ progressive: true }).toBuffer(),
      await picture(300, 200).png().toBuffer(),
      await picture(300, 200).gif().toBuffer(),
    ]) {
      const report = await judge(bytes.subarray(0, Math.floor(bytes.length * 0.6)));
      expect(report).toMatchObject({ isImage: true, integrity: 'truncated', width: 300, height: 200 });
      expect(report.isImage && report.thumbnail).not.toBeNull();
    }
  });

  test('a JPEG whose pixels end early is truncated although an end marker follows', async () => {
    for (const [width, height] of [
      [64, 64],
      [1000, 1001],
      [3000, 2003],
    ] as const) {
      const bytes = await picture(width, height).jpeg().toBuffer();
      const cut = Buffer.concat([bytes.subarray(0, -60), Buffer.from([0xff, 0xd9])]);
      expect(await judge(cut), `${width}`).toMatchObject({ isImage: true, integrity: 'truncated' });
    }
  });

  test('a PNG whose last row is damaged is not intact', async () => {
    for (const [width, height] of [
      [64, 64],
      [1023, 767],
    ] as const) {
      const bytes = Buffer.from(await picture(width, height).png().toBuffer());
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 22) ^ 0x55, bytes.length - 22);
      expect(await judge(bytes), `${width}`).toMatchObject({ isImage: true, integrity: 'truncated' });
    }
  });

  test('a picture that decodes with warnings is flawed', async () => {
    const bytes = await picture(300, 200).jpeg().toBuffer();
    const garbage = Buffer.concat([bytes.subarray(0, 20), Buffer.from([1, 2, 3]), bytes.subarray(20)]);
    expect(await judge(garbage)).toMatchObject({ isImage: true, integrity: 'flawed', width: 300 });
  });

  test('a verdict does not depend on what is judged beside it', async () => {
    const jpeg = await picture(300, 200).jpeg().toBuffer();
    const png = await picture(300, 200).png().toBuffer();
    const flawed = Buffer.concat([jpeg.subarray(0, 20), Buffer.from([1, 2, 3]), jpeg.subarray(20)]);
    const endsEarly = Buffer.concat([jpeg.subarray(0, -60), Buffer.from([0xff, 0xd9])]);
    const expected = { flawed, intact: jpeg, truncated: endsEarly, corrupt: png.subarray(0, 40) };
    const verdicts = await Promise.all(
      Array.from({ length: 15 }, () => Object.entries(expected))
        .flat()
        .map(async ([verdict, bytes]) => {
          const report = await judge(bytes);
          return [verdict, report.isImage ? report.integrity : report.code];
        }),
    );
    for (const [verdict, found] of verdicts) expect(found).toBe(verdict);
  });

  test('a later frame that is damaged shows', async () => {
    const noise = createHash('shake256', { outputLength: 60 * 120 * 3 })
      .update('frames')
      .digest();
    const raw = { width: 60, height: 120, channels: 3 as const, pageHeight: 40 };
    const bytes = Buffer.from(await sharp(noise, { raw }).webp({ lossless: true }).toBuffer());
    bytes.fill(0xff, bytes.length - 2000, bytes.length - 20);
    const report = await judge(bytes);
    expect(report).toMatchObject({ isImage: true, frames: 3 });
    expect(report.isImage && report.integrity).not.toBe('intact');
  });

  test.each([
    ['html', '<!doctype html><title>Sign in</title>', 'Sign in'],
    ['empty', '', null],
    ['not-an-image', '{"error":"gone"}', null],
    ['corrupt', '\xff\xd8\xff\xe0\0\x10JFIF\0 and then nothing of the kind', null],
    ['corrupt', 'BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\0\0\0\0\0\0\0\0', null],
  ])('%s', async (code, text, title) => {
    expect(await judge(Buffer.from(text, 'latin1'))).toEqual({ isImage: false, code, title });
  });

  test('over the pixel limit a picture is unchecked, and cut all the same', async () => {
    const bytes = await picture(300, 200).jpeg().toBuffer();
    const limit = { pixelLimit: 59_999 };
    const over = { isImage: true, note: 'pixel-limit', width: 300, height: 200, thumbnail: null };
    expect(await judge(bytes, limit)).toMatchObject({ ...over, integrity: 'unchecked' });
    expect(await judge(bytes.subarray(0, 2000), limit)).toMatchObject({ ...over, integrity: 'truncated' });
  });

  test('by signature alone nothing is decoded, and nothing is called corrupt', async () => {
    const bytes = await picture().jpeg().toBuffer();
    const signature = { check: 'signature' } as const;
    const asked = { isImage: true, format: 'jpg', note: 'not-asked', thumbnail: null };
    expect(await judge(bytes, signature)).toMatchObject({ ...asked, integrity: 'unchecked', width: WIDTH });
    expect(await judge(bytes.subarray(0, -9), signature)).toMatchObject({ ...asked, integrity: 'truncated' });
    expect(await judge(Buffer.from([0xff, 0xd8, 0xff, 0xd9]), signature)).toMatchObject({
      integrity: 'unchecked',
    });
  });
});

describe('facts and previews', () => {
  test('a preview is an upright sRGB JPEG of at most 256 pixels without metadata', async () => {
    for (let orientation = 1; orientation <= 8; orientation += 1) {
      // The corner of the stored picture that EXIF says is at the upper left when seen is white.
      const half = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'black' } })
        .composite([
          {
            input: { create: { width: 150, height: 100, channels: 3, background: 'white' } },
            top: 0,
            left: 0,
          },
        ])
        .png()
        .toBuffer();
      const stored = await sharp(half).withMetadata({ orientation }).jpeg().toBuffer();
      const seen = await sharp(stored).autoOrient().resize(256, 256, { fit: 'inside' }).raw().toBuffer();
      const report = await judge(stored);
      const isTurned = orientation > 4;
      expect(report).toMatchObject(isTurned ? { width: 200, height: 300 } : { width: 300, height: 200 });
      const made = sharp(preview('jpg'));
      const { width, height, exif, space, format } = await made.metadata();
      expect([width, height]).toEqual(isTurned ? [171, 256] : [256, 171]);
      expect([exif, space, format]).toEqual([undefined, 'srgb', 'jpeg']);
      const pixels = await made.raw().toBuffer();
      for (const [x, y] of [
        [0.2, 0.2],
        [0.8, 0.2],
        [0.2, 0.8],
        [0.8, 0.8],
      ] as const) {
        const at = (Math.floor(y * height) * width + Math.floor(x * width)) * 3;
        expect(Math.abs((pixels[at] ?? 0) - (seen[at] ?? 0)), `${orientation} ${x} ${y}`).toBeLessThan(40);
      }
    }
  });

  test('a preview is WebP where something shines through, and JPEG where nothing does', async () => {
    const clear = {
      create: { width: 400, height: 100, channels: 4 as const, background: { r: 9, g: 9, b: 9, alpha: 0.5 } },
    };
    expect(await judge(await sharp(clear).png().toBuffer())).toMatchObject({
      hasAlpha: true,
      thumbnail: { extension: 'webp', width: 256, height: 64 },
    });
    expect((await sharp(preview('webp')).metadata()).hasAlpha).toBe(true);
    const opaque = { create: { ...clear.create, background: { r: 9, g: 9, b: 9, alpha: 1 } } };
    expect(await judge(await sharp(opaque).png().toBuffer())).toMatchObject({
      hasAlpha: true,
      thumbnail: { extension: 'jpg' },
    });
  });

  test('CMYK, 16 bits and grey become an sRGB preview', async () => {
    for (const bytes of [
      await picture(300, 200).toColourspace('cmyk').jpeg().toBuffer(),
      await picture(300, 200).toColourspace('rgb16').png().toBuffer(),
      await picture(300, 200).toColourspace('b-w').tiff().toBuffer(),
    ]) {
      expect(await judge(bytes)).toMatchObject({ integrity: 'intact', thumbnail: { extension: 'jpg' } });
      expect(await sharp(preview('jpg')).metadata()).toMatchObject({
        depth: 'uchar',
        width: 256,
        height: 171,
      });
    }
  });

  test('date and camera come from EXIF, and damaged EXIF harms nothing', async () => {
    const exif = {
      IFD0: { Model: 'Box Camera 7' },
      IFD2: { DateTimeOriginal: '2024:05:01 12:30:00', OffsetTimeOriginal: '+02:00' },
    };
    const bytes = await picture(40, 30).withExif(exif).jpeg().toBuffer();
    expect(await judge(bytes)).toMatchObject({
      takenAt: '2024-05-01T12:30:00+02:00',
      cameraModel: 'Box Camera 7',
    });
    const at = bytes.indexOf('Exif');
    const damaged = Buffer.from(bytes);
    damaged.fill(0xee, at + 10, at + 150);
    expect(await judge(damaged)).toMatchObject({ isImage: true, integrity: 'intact', takenAt: null });
  });

  test('alike pictures have alike hashes', async () => {
    const gradient = Buffer.alloc(300 * 200 * 3);
    for (let at = 0; at < gradient.length; at += 1) {
      const pixel = Math.floor(at / 3);
      gradient[at] = 128 + 100 * Math.sin((pixel % 300) / 40) * Math.cos(pixel / 300 / 30);
    }
    const wave = () => sharp(gradient, { raw: { width: 300, height: 200, channels: 3 } });
    const hashOf = async (bytes: Buffer): Promise<bigint> => {
      const report = await judge(bytes);
      expect(report.isImage && report.dhash).toMatch(/^[0-9a-f]{16}$/);
      return BigInt(`0x${report.isImage ? report.dhash : ''}`);
    };
    const distance = (one: bigint, other: bigint) => (one ^ other).toString(2).replaceAll('0', '').length;
    const original = await hashOf(await wave().png().toBuffer());
    expect(
      distance(original, await hashOf(await wave().resize(120, 80).jpeg({ quality: 40 }).toBuffer())),
    ).toBeLessThan(6);
    expect(distance(original, await hashOf(await wave().flop().png().toBuffer()))).toBeGreaterThan(12);
  });

  test('a preview that cannot be written costs only the preview, and leaves nothing behind', async () => {
    const inTheWay = path.join(folder, 'a-file');
    await writeFile(inTheWay, 'x');
    troubles.length = 0;
    const report = await judge(await picture().jpeg().toBuffer(), {
      thumbnailPath: path.join(inTheWay, 'preview'),
    });
    expect(report).toMatchObject({ isImage: true, integrity: 'intact', thumbnail: null });
    expect(troubles).toHaveLength(1);
    expect((await readdir(path.join(folder, 'previews'))).filter((name) => name.endsWith('.tmp'))).toEqual(
      [],
    );
  });

  test('without a path there is no preview', async () => {
    const report = await judge(await picture().jpeg().toBuffer(), { thumbnailPath: null });
    expect(report).toMatchObject({ integrity: 'intact', thumbnail: null });
  });
});

describe('an SVG', () => {
  const svg = (inside: string) =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="100">${inside}</svg>`,
    );

  test('reaches no file beside it', async () => {
    await writeFile(
      path.join(folder, 'red.png'),
      await sharp({ create: { width: 100, height: 100, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    );
    const report = await judge(
      svg(
        '<rect width="100" height="100" fill="blue"/><image xlink:href="red.png" width="100" height="100"/>',
      ),
    );
    expect(report).toMatchObject({ integrity: 'intact', format: 'svg' });
    const [red = 0, , blue = 0] = await sharp(preview('jpg')).raw().toBuffer();
    expect(red).toBeLessThan(30);
    expect(blue).toBeGreaterThan(200);
  });

  test('of absurd size is not drawn', async () => {
    const huge = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"><rect/></svg>',
    );
    expect(await judge(huge)).toMatchObject({ isImage: true, integrity: 'unchecked', note: 'pixel-limit' });
  });
});
