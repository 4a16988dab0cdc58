import type { Container } from './container.ts';
import { container } from './container.ts';
import type { Reader } from './reader.ts';
import { createReader } from './reader.ts';

const SOS = 0xda;
const EOI = 0xd9;
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;
const isAlone = (marker: number): boolean => isRestart(marker) || marker === 0x01 || marker === 0xd8;
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
// SOF2, 6, 10 and 14: the scans of a progressive picture are gathered before the first row is known.
const isProgressiveFrame = (marker: number): boolean => (marker & 3) === 2;

/** Index of the code of the next marker from `from` on; -1 without one. Skips stuffed and fill bytes, and garbage. */
function nextMarker(buffer: Buffer, from: number): number {
  let at = buffer.indexOf(0xff, from);
  while (at >= 0 && at + 1 < buffer.length) {
    const code = buffer[at + 1];
    if (code === 0xff) at += 1;
    else if (code !== 0) return at + 1;
    else at = buffer.indexOf(0xff, at + 2);
  }
  return -1;
}

/** Index of the code of the marker that ends the entropy-coded data from `from` on. */
function endOfScan(buffer: Buffer, from: number): number {
  let at = nextMarker(buffer, from);
  while (at >= 0 && isRestart(buffer[at] ?? 0)) at = nextMarker(buffer, at + 1);
  return at;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Until the last scan has come, all coefficients are held; 0 where each row is complete at once. */
  readonly heldBytesPerPixel: number;
}

/** Coefficients of 16 bits for each sample: three a pixel, or half as many with the usual subsampling. */
function coefficientBytes(reader: Reader, at: number): number {
  const factors = Array.from({ length: reader.u8(at + 8) }, (_, index) => reader.u8(at + 10 + index * 3));
  const samples = factors.reduce((sum, factor) => sum + (factor >> 4) * (factor & 15), 0);
  const widest = Math.max(1, ...factors.map((factor) => factor >> 4));
  const highest = Math.max(1, ...factors.map((factor) => factor & 15));
  return (2 * samples) / (widest * highest) + 0.5;
}

function readFrame(reader: Reader, marker: number, at: number): Frame {
  return {
    height: reader.u16(at + 4),
    width: reader.u16(at + 6),
    components: reader.u8(at + 8),
    heldBytesPerPixel: isProgressiveFrame(marker) ? coefficientBytes(reader, at) : 0,
  };
}

/** Walks the markers of a JPEG to its EOI; bytes after it are allowed (many cameras put previews there). */
export function inspectJpeg(bytes: Uint8Array): Container {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader = createReader(bytes, 'big');
  let frame: Frame | null = null;
  let frameAt = 0;
  let hasScan = false;
  let at = nextMarker(buffer, 2);
  while (at >= 0) {
    const marker = buffer[at] ?? 0;
    if (marker === EOI)
      return container(hasScan && frame && frame.width > 0 ? 'whole' : 'broken', frame ?? {});
    if (isAlone(marker)) {
      at = nextMarker(buffer, at + 1);
      continue;
    }
    const end = at + 1 + Math.max(2, reader.u16(at + 1));
    if (!frame && isFrameHeader(marker)) {
      frameAt = at;
      frame = readFrame(reader, marker, at);
    }
    if (reader.isPast || end > bytes.length) break;
    if (marker === SOS && frame) {
      hasScan = true;
      // Colours in scans of their own: no row is complete before the last scan.
      if (reader.u8(at + 3) < frame.components) {
        frame = { ...frame, heldBytesPerPixel: coefficientBytes(reader, frameAt) };
      }
    }
    at = marker === SOS ? endOfScan(buffer, end) : nextMarker(buffer, end);
  }
  return container('cut', reader.isPast ? {} : (frame ?? {}));
}
