/** One pass over a picture's file: what it is, whether it is whole, its facts and its thumbnail. */
import { readFile, stat } from 'node:fs/promises';
import type { Metadata } from 'sharp';
import type { ImageFormat } from '#contract/model.ts';
import type { ImageJob, ImageReport } from '#contract/worker-messages.ts';
import { inspectContainer } from './container.ts';
import type { Container } from './containers/container.ts';
import type { Decoded, Decoder, Source } from './decoder.ts';
import type { RawPixels } from './dhash.ts';
import { differenceHash } from './dhash.ts';
import type { ExifFacts } from './exif.ts';
import { readExif } from './exif.ts';
import {
  createMemoryGate,
  DECODE_BUDGET_BYTES,
  decodeBytes,
  NEEDS_FRESH_WORKER,
  needsFreshWorker,
} from './memory.ts';
import { readHead } from './read-head.ts';
import { sniff } from './signature.ts';
import type { Thumbnail } from './thumbnail.ts';
import { saveThumbnail } from './thumbnail.ts';
import type { DecodeError, Verdict } from './verdict.ts';
import { hasDecoder, judgeDecoded, judgeOverLimit, judgeUnasked, judgeUnknownFormat } from './verdict.ts';

type ImageFacts = Omit<ImageReport & { readonly isImage: true }, 'isImage' | 'integrity' | 'note' | 'format'>;
/** A failure that costs a preview but never the picture. */
export type OnTrouble = (message: string) => void;

/** Larger files are not read as a whole, and hence saved unchecked: their bytes alone would fill a worker. */
const READ_LIMIT_BYTES = 192 * 2 ** 20;

/**
 * Up to here the decoder gets the bytes that were read anyway, and the file is open no longer than that. Measured: the
 * same cost natively; in WebAssembly, where each read of a file goes through another thread, a third.
 */
const BUFFER_LIMIT_BYTES = 16 * 2 ** 20;

interface Examined {
  readonly format: ImageFormat;
  readonly container: Container;
  readonly source: Source;
  readonly fileBytes: number;
}
type Failed = ImageReport & { readonly isImage: false };

const failed = (code: Failed['code'], title: string | null = null): Failed => ({
  isImage: false,
  code,
  title,
});

/** Reads the file once. The bytes of a large one are let go before it is decoded. */
async function examine(job: ImageJob): Promise<Examined | Failed> {
  const { size } = await stat(job.path);
  if (size === 0) return failed('empty');
  const isHuge = size > READ_LIMIT_BYTES;
  const bytes = isHuge ? await readHead(job.path) : await readFile(job.path);
  const found = sniff(bytes);
  if (found.kind === 'html') return failed('html', found.title);
  if (found.kind === 'unknown') return failed('not-an-image');
  const { format } = found;
  const inspected = inspectContainer(format, bytes);
  // Of a huge file only the beginning was seen, which is no reason to call it cut.
  const frame = isHuge ? { ...inspected, state: 'whole' as const } : inspected;
  const isByPath = size > BUFFER_LIMIT_BYTES && format !== 'svg';
  return { format, container: frame, source: isByPath ? job.path : bytes, fileBytes: size };
}

const NO_FACTS: ImageFacts = {
  width: null,
  height: null,
  frames: null,
  hasAlpha: null,
  colour: null,
  takenAt: null,
  cameraModel: null,
  dhash: null,
  thumbnail: null,
};

const containerFacts = ({ width, height, frames }: Container): ImageFacts => ({
  ...NO_FACTS,
  width,
  height,
  frames,
});

function exifFacts(head: Metadata, onTrouble: OnTrouble): ExifFacts {
  if (!head.exif) return { takenAt: null, cameraModel: null };
  try {
    return readExif(head.exif);
  } catch (error) {
    onTrouble(`EXIF data could not be read: ${String(error)}`);
    return { takenAt: null, cameraModel: null };
  }
}

function headFacts(head: Metadata, frame: Container, onTrouble: OnTrouble): ImageFacts {
  return {
    ...NO_FACTS,
    ...exifFacts(head, onTrouble),
    width: head.autoOrient.width,
    height: head.autoOrient.height,
    frames: frame.frames ?? head.pages ?? 1,
    hasAlpha: head.hasAlpha,
    colour: head.space,
  };
}

/** The file's own bytes are counted too: they may still be in memory. An SVG is drawn no larger than its preview. */
function neededBytes(
  { format, container: frame, fileBytes }: Examined,
  width: number,
  height: number,
): number {
  return format === 'svg' ? fileBytes : fileBytes + decodeBytes(width * height, frame);
}

function report(format: ImageFormat, verdict: Verdict, facts: ImageFacts): ImageReport {
  if (!verdict.isImage) return failed('corrupt');
  return { isImage: true, format, integrity: verdict.integrity, note: verdict.note, ...facts };
}

/** A picture on its way through the decoder. */
interface Picture {
  readonly job: ImageJob;
  readonly examined: Examined;
  readonly head: Metadata;
  readonly facts: ImageFacts;
}
interface Decode {
  /** What the strict decode said; null for nothing. */
  readonly error: DecodeError;
  /** Pixels of the strict decode, or of the lenient one that came after. */
  readonly result: Decoded;
}

/** For reading a header and for making a preview. */
const LIGHT_BYTES = 4 * 2 ** 20;
const ANIMATED = new Set<ImageFormat>(['gif', 'webp']);

/**
 * Makes the function that judges pictures and makes their thumbnails. It rejects when the file cannot be read and with
 * `NEEDS_FRESH_WORKER`, never because of what a picture holds.
 */
export function createImageCheck(
  decoder: Decoder,
  onTrouble: OnTrouble,
): (job: ImageJob) => Promise<ImageReport> {
  const gate = createMemoryGate(DECODE_BUDGET_BYTES);
  let decoded = 0;

  return async function check(job) {
    const examined = await examine(job);
    if ('isImage' in examined) return examined;
    const { format, container: frame } = examined;
    if (job.check === 'signature') {
      return report(format, judgeUnasked(frame), containerFacts(frame));
    }
    if (!hasDecoder(format)) return report(format, judgeUnknownFormat(frame), containerFacts(frame));
    return checkPixels(job, examined);
  };

  async function checkPixels(job: ImageJob, examined: Examined): Promise<ImageReport> {
    const { format, container: frame, source } = examined;
    const isTooLarge = (width: number, height: number): boolean =>
      examined.fileBytes > READ_LIMIT_BYTES ||
      width * height > job.pixelLimit ||
      neededBytes(examined, width, height) > DECODE_BUDGET_BYTES;
    // libvips makes room for the whole canvas when it reads the header of a WebP: not even that is asked for.
    if (format === 'webp' && isTooLarge(frame.width ?? 0, frame.height ?? 0)) {
      return report(format, judgeOverLimit(format, frame), containerFacts(frame));
    }
    const read = await readHeader(source);
    if ('error' in read) {
      return report(format, judgeDecoded(format, frame, read.error, read.error), containerFacts(frame));
    }
    const { head } = read;
    const facts = headFacts(head, frame, onTrouble);
    const [width, height] = [head.width, head.pageHeight ?? head.height];
    if (isTooLarge(width, height)) return report(format, judgeOverLimit(format, frame), facts);
    return decodePixels({ job, examined, head, facts }, neededBytes(examined, width, height));
  }

  /**
   * Note: libvips has one text of errors for all threads, which each operation clears. What failed beside others is
   * therefore asked again, alone; and all that sharp does goes through the gate.
   */
  async function readHeader(source: Source): ReturnType<Decoder['readHead']> {
    const read = await gate.run(LIGHT_BYTES, () => decoder.readHead(source));
    return 'head' in read ? read : gate.runAlone(() => decoder.readHead(source));
  }

  async function decodePixels(picture: Picture, bytes: number): Promise<ImageReport> {
    const { job, examined, head, facts } = picture;
    const { format, container: frame } = examined;
    const strict = await gate.run(bytes, () => {
      const isGrown = decoded > 0 && needsFreshWorker(bytes, process.memoryUsage.rss());
      if (isGrown) throw new Error(NEEDS_FRESH_WORKER);
      decoded += 1;
      return decodeStrictly(picture);
    });
    const { error, result } =
      strict.error === null ? strict : await gate.runAlone(() => decodeDamaged(picture));
    const verdict = judgeDecoded(format, frame, error, result.ok ? null : result.error);
    const isShowable = verdict.isImage && verdict.note === null;
    if (!result.ok || !isShowable) return report(format, verdict, facts);
    const { pixels } = result;
    const shown = await gate.run(LIGHT_BYTES, async () => {
      const upright = await decoder.turn(pixels, head.orientation ?? 1);
      const thumbnail = job.thumbnailPath === null ? null : await preview(upright, job.thumbnailPath);
      return { dhash: differenceHash(upright), thumbnail };
    });
    return report(format, verdict, { ...facts, ...shown });
  }

  async function decodeDamaged(picture: Picture): Promise<Decode> {
    const { job, examined, head } = picture;
    const strict = await decodeStrictly(picture);
    if (strict.result.ok) return strict;
    return { ...strict, result: await decoder.decode(examined.source, head, job.thumbnailEdgePx, false) };
  }

  /** The first frame for the thumbnail, then all frames of an animation as far as the pixel limit allows. */
  async function decodeStrictly({ job, examined, head, facts }: Picture): Promise<Decode> {
    const { format, source } = examined;
    const result = await decoder.decode(source, head, job.thumbnailEdgePx, true);
    if (!result.ok) return { result, error: result.error };
    const frames = facts.frames ?? 1;
    const allPixels = frames * (facts.width ?? 0) * (facts.height ?? 0);
    const hasMore = frames > 1 && ANIMATED.has(format) && allPixels <= job.pixelLimit;
    return { result, error: hasMore ? await decoder.findFrameError(source) : null };
  }

  async function preview(pixels: RawPixels, pathWithoutExtension: string): Promise<Thumbnail | null> {
    try {
      return await saveThumbnail(decoder, pixels, pathWithoutExtension);
    } catch (error) {
      onTrouble(`A preview could not be written: ${String(error)}`);
      return null;
    }
  }
}
