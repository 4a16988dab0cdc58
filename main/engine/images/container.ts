/** Whether the file of a picture is there to its end, in every format that is known by its signature. */
import type { ImageFormat } from '#contract/model.ts';
import { inspectBitmap, inspectIcon } from './containers/bitmap.ts';
import type { Container } from './containers/container.ts';
import { inspectGif } from './containers/gif.ts';
import { inspectIso } from './containers/iso.ts';
import { inspectJpeg } from './containers/jpeg.ts';
import { inspectJ2k, inspectJp2 } from './containers/jpeg2000.ts';
import { inspectJxl } from './containers/jxl.ts';
import { inspectNetpbm } from './containers/netpbm.ts';
import { inspectPng } from './containers/png.ts';
import { inspectPsd } from './containers/psd.ts';
import { inspectSvg } from './containers/svg.ts';
import { inspectTiff } from './containers/tiff.ts';
import { inspectWebp } from './containers/webp.ts';

const INSPECTORS: Readonly<Record<ImageFormat, (bytes: Uint8Array) => Container>> = {
  jpg: inspectJpeg,
  png: inspectPng,
  gif: inspectGif,
  webp: inspectWebp,
  avif: inspectIso,
  heic: inspectIso,
  heif: inspectIso,
  tiff: inspectTiff,
  bmp: inspectBitmap,
  ico: inspectIcon,
  cur: inspectIcon,
  svg: inspectSvg,
  jxl: inspectJxl,
  jp2: inspectJp2,
  j2k: inspectJ2k,
  psd: inspectPsd,
  pbm: inspectNetpbm,
  pgm: inspectNetpbm,
  ppm: inspectNetpbm,
  pnm: inspectNetpbm,
};

/** Walks the frame of a whole file whose signature is known; in time linear in its length, never throwing. */
export function inspectContainer(format: ImageFormat, bytes: Uint8Array): Container {
  return INSPECTORS[format](bytes);
}
