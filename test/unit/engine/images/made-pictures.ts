/** Pictures that the tests make themselves: by sharp where it can, else byte by byte. */
import sharp from 'sharp';
import type { ImageFormat } from '../../../../contract/model.ts';

export const WIDTH = 21;
export const HEIGHT = 13;

/** A colourful picture that no encoder squeezes to nothing. */
export function makePixels(width = WIDTH, height = HEIGHT, channels: 3 | 4 = 3): Buffer {
  const data = Buffer.alloc(width * height * channels);
  for (let at = 0; at < data.length; at += 1) data[at] = (at * 37 + Math.floor(at / 7) * 11) % 256;
  return data;
}

export const picture = (width = WIDTH, height = HEIGHT, channels: 3 | 4 = 3) =>
  sharp(makePixels(width, height, channels), { raw: { width, height, channels } });

const numbers = (order: 'big' | 'little') => (bytes: number, value: number) => {
  const buffer = Buffer.alloc(bytes);
  if (order === 'big') buffer.writeUIntBE(value, 0, bytes);
  else buffer.writeUIntLE(value, 0, bytes);
  return buffer;
};
const big = numbers('big');
const little = numbers('little');
const text = (value: string) => Buffer.from(value, 'latin1');

export function makeBitmap(): Buffer {
  const row = Math.ceil((WIDTH * 24) / 32) * 4;
  const pixels = Buffer.alloc(row * HEIGHT, 0x5a);
  const info = [
    little(4, 40),
    little(4, WIDTH),
    little(4, HEIGHT),
    little(2, 1),
    little(2, 24),
    Buffer.alloc(24),
  ];
  const head = [text('BM'), little(4, 54 + pixels.length), little(4, 0), little(4, 54)];
  return Buffer.concat([...head, ...info, pixels]);
}

function makeRunLengthBitmap(): Buffer {
  const data = Buffer.from([WIDTH, 7, 0, 0, 0, 3, 1, 2, 3, 0, 18, 9, 0, 0, 0, 1]);
  const info = [
    little(4, 40),
    little(4, WIDTH),
    little(4, HEIGHT),
    little(2, 1),
    little(2, 8),
    little(4, 1),
    little(4, data.length),
    Buffer.alloc(16),
  ];
  const palette = Buffer.alloc(1024, 1);
  const head = [text('BM'), little(4, 54 + 1024 + data.length), little(4, 0), little(4, 54 + 1024)];
  return Buffer.concat([...head, ...info, palette, data]);
}

function makeIcon(kind: 1 | 2, inside: Buffer): Buffer {
  const entry = [
    Buffer.from([WIDTH, HEIGHT, 0, 0]),
    little(2, 1),
    little(2, 32),
    little(4, inside.length),
    little(4, 22),
  ];
  return Buffer.concat([little(2, 0), little(2, kind), little(2, 1), ...entry, inside]);
}

function makePsd(isRunLength: boolean): Buffer {
  const header = [text('8BPS'), big(2, 1), Buffer.alloc(6), big(2, 3), big(4, HEIGHT), big(4, WIDTH)];
  const resource = [text('8BIM'), big(2, 1005), Buffer.alloc(2), big(4, 3), Buffer.alloc(4)];
  const sections = [big(4, 0), big(4, 16), ...resource, big(4, 0)];
  const rows = 3 * HEIGHT;
  const pixels = isRunLength
    ? [big(2, 1), ...Array.from({ length: rows }, () => big(2, 2)), Buffer.alloc(rows * 2, 5)]
    : [big(2, 0), makePixels()];
  return Buffer.concat([...header, big(2, 8), big(2, 3), ...sections, ...pixels]);
}

function makeCodestream(): Buffer {
  const size = [
    big(2, 0xff51),
    big(2, 47),
    big(2, 0),
    big(4, WIDTH),
    big(4, HEIGHT),
    Buffer.alloc(8),
    big(4, WIDTH),
    big(4, HEIGHT),
    Buffer.alloc(8),
    big(2, 3),
    Buffer.from([7, 1, 1, 7, 1, 1, 7, 1, 1]),
  ];
  const data = makePixels(9, 9);
  const tile = [
    big(2, 0xff90),
    big(2, 10),
    big(2, 0),
    big(4, 14 + data.length),
    big(2, 1),
    big(2, 0xff93),
    data,
  ];
  return Buffer.concat([big(2, 0xff4f), ...size, ...tile, big(2, 0xffd9)]);
}

const box = (type: string, ...content: readonly Buffer[]): Buffer => {
  const inside = Buffer.concat(content);
  return Buffer.concat([big(4, inside.length + 8), text(type), inside]);
};

function makeJp2(): Buffer {
  const ihdr = box('ihdr', big(4, HEIGHT), big(4, WIDTH), big(2, 3), Buffer.from([7, 7, 0, 0]));
  return Buffer.concat([
    box('jP  ', Buffer.from('\r\n\x87\n', 'latin1')),
    box('ftyp', text('jp2 '), big(4, 0), text('jp2 ')),
    box('jp2h', ihdr),
    box('jp2c', makeCodestream()),
  ]);
}

function makeJxl(): Buffer {
  // Not small, height 13 and width 21 in 9 bits each, without a ratio; the rest stands for pixels.
  const bits =
    0n | (0n << 1n) | (BigInt(HEIGHT - 1) << 3n) | (0n << 12n) | (0n << 15n) | (BigInt(WIDTH - 1) << 17n);
  const header = Buffer.alloc(8);
  header.writeBigUInt64LE(bits);
  const stream = Buffer.concat([Buffer.from([0xff, 0x0a]), header, makePixels(5, 5)]);
  return Buffer.concat([
    box('JXL ', Buffer.from('\r\n\x87\n', 'latin1')),
    box('ftyp', text('jxl '), big(4, 0), text('jxl ')),
    box('jxlp', big(4, 0), stream.subarray(0, 20)),
    box('jxlp', big(4, 2 ** 31 + 1), stream.subarray(20)),
  ]);
}

const netpbm = (header: string, samples: number): Buffer =>
  Buffer.concat([text(header), Buffer.alloc(samples, 0x80)]);

export interface Made {
  readonly name: string;
  readonly format: ImageFormat;
  readonly bytes: Buffer;
}

/** One or more pictures of every format, all of 21 × 13 pixels. */
export async function makeAll(): Promise<readonly Made[]> {
  const made = (name: string, format: ImageFormat, bytes: Buffer): Made => ({ name, format, bytes });
  const png = await picture(WIDTH, HEIGHT, 4).png().toBuffer();
  const frames = Buffer.concat([makePixels(), makePixels().reverse(), makePixels()]);
  const animation = { raw: { width: WIDTH, height: HEIGHT * 3, channels: 3 as const, pageHeight: HEIGHT } };
  const size = `${WIDTH} ${HEIGHT}`;
  return [
    made('jpeg', 'jpg', await picture().jpeg().toBuffer()),
    made('progressive jpeg', 'jpg', await picture().jpeg({ progressive: true }).toBuffer()),
    made(
      'jpeg with exif',
      'jpg',
      await picture()
        .withExif({ IFD0: { Model: 'Box' } })
        .jpeg()
        .toBuffer(),
    ),
    made('png', 'png', png),
    made('interlaced png', 'png', await picture().png({ progressive: true }).toBuffer()),
    made('gif', 'gif', await picture().gif().toBuffer()),
    made('animated gif', 'gif', await sharp(frames, animation).gif().toBuffer()),
    made('lossy webp', 'webp', await picture().webp().toBuffer()),
    made(
      'lossless webp with alpha',
      'webp',
      await picture(WIDTH, HEIGHT, 4).webp({ lossless: true }).toBuffer(),
    ),
    made('animated webp', 'webp', await sharp(frames, animation).webp().toBuffer()),
    made('avif', 'avif', await picture().avif({ effort: 0 }).toBuffer()),
    made('tiff', 'tiff', await picture().tiff({ compression: 'lzw' }).toBuffer()),
    made(
      'tiled tiff',
      'tiff',
      await picture().tiff({ tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer(),
    ),
    made('big tiff', 'tiff', await picture().tiff({ bigtiff: true }).toBuffer()),
    made('bmp', 'bmp', makeBitmap()),
    made('run-length bmp', 'bmp', makeRunLengthBitmap()),
    made('ico', 'ico', makeIcon(1, png)),
    made('cur', 'cur', makeIcon(2, png)),
    made('psd', 'psd', makePsd(false)),
    made('run-length psd', 'psd', makePsd(true)),
    made('j2k', 'j2k', makeCodestream()),
    made('jp2', 'jp2', makeJp2()),
    made('jxl', 'jxl', makeJxl()),
    made('pbm', 'pbm', netpbm(`P4\n${size}\n`, 3 * HEIGHT)),
    made('pgm', 'pgm', netpbm(`P5 # a comment\n${size}\n255\n`, WIDTH * HEIGHT)),
    made('ppm of 16 bits', 'ppm', netpbm(`P6\n${size}\n65535\n`, WIDTH * HEIGHT * 6)),
    made(
      'pam',
      'pnm',
      netpbm(`P7\nWIDTH ${WIDTH}\nHEIGHT ${HEIGHT}\nDEPTH 4\nMAXVAL 255\nENDHDR\n`, WIDTH * HEIGHT * 4),
    ),
    made(
      'svg',
      'svg',
      text(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="9" height="9"/></svg>`,
      ),
    ),
  ];
}
