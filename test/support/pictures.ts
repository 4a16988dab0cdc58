import sharp from 'sharp';

export const PICTURE_TYPES = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
} as const;
export type PictureFormat = keyof typeof PICTURE_TYPES;

export interface PictureWish {
  /** Pictures with another seed look and weigh different. */
  readonly seed: number;
  readonly format?: PictureFormat;
  readonly width?: number;
  readonly height?: number;
  /** Every pixel by chance: hardly compresses, so a PNG of 800 × 600 has about 1.4 MB. */
  readonly isNoise?: boolean;
}

const made = new Map<string, Promise<Buffer>>();

/** Makes a real picture, the same bytes for the same wish (cached). */
export function makePicture(wish: PictureWish): Promise<Buffer> {
  const { seed, format = 'jpg', width = 96, height = 64, isNoise = false } = wish;
  const key = [seed, format, width, height, isNoise].join();
  const known = made.get(key);
  if (known !== undefined) return known;
  const pixels = isNoise ? noise(seed, width * height * 3) : gradient(seed, width, height);
  const picture = encode(pixels, format, width, height);
  made.set(key, picture);
  return picture;
}

function encode(pixels: Buffer, format: PictureFormat, width: number, height: number): Promise<Buffer> {
  const image = sharp(pixels, { raw: { width, height, channels: 3 } });
  switch (format) {
    case 'jpg':
      return image.jpeg({ quality: 80 }).toBuffer();
    case 'png':
      return image.png({ compressionLevel: 1 }).toBuffer();
    case 'webp':
      return image.webp({ effort: 0 }).toBuffer();
    case 'gif':
      return image.gif({ effort: 1 }).toBuffer();
    case 'avif':
      return image.avif({ effort: 0 }).toBuffer();
  }
}

/** Mulberry32: small, quick, the same on every system. */
function chance(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return (bits ^ (bits >>> 14)) >>> 0;
  };
}

function noise(seed: number, bytes: number): Buffer {
  const next = chance(seed);
  const pixels = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += 1) pixels[at] = next() & 255;
  return pixels;
}

/** From one colour of the seed to another, with a bar whose place shows the seed: tells pictures apart by eye. */
function gradient(seed: number, width: number, height: number): Buffer {
  const next = chance(seed);
  const from = [next() & 255, next() & 255, next() & 255];
  const to = [next() & 255, next() & 255, next() & 255];
  const bar = next() % width;
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const share = (x + y) / (width + height);
      for (let channel = 0; channel < 3; channel += 1) {
        const colour = from[channel]! * (1 - share) + to[channel]! * share;
        pixels[(y * width + x) * 3 + channel] = Math.abs(x - bar) < 3 ? 255 - colour : colour;
      }
    }
  }
  return pixels;
}
