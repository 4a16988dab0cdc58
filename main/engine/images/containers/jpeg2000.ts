import type { Box } from './boxes.ts';
import { readBoxes } from './boxes.ts';
import type { Container } from './container.ts';
import { container } from './container.ts';
import type { Reader } from './reader.ts';
import { createReader } from './reader.ts';

const SIZ = 0xff51;
const SOT = 0xff90;
const EOC = 0xffd9;

/** Walks the markers of a JPEG 2000 codestream from `from`, tile part by tile part, to its EOC. */
function inspectStream(reader: Reader, from: number, end: number): Container {
  if (reader.u16(from) !== 0xff4f || reader.u16(from + 2) !== SIZ) return container('broken');
  const known = {
    width: reader.u32(from + 8) - reader.u32(from + 16),
    height: reader.u32(from + 12) - reader.u32(from + 20),
    frames: 1,
  };
  if (reader.isPast || known.width < 1 || known.height < 1) return container('broken');
  let hasTiles = false;
  let at = from + 2;
  while (at + 2 <= end) {
    const marker = reader.u16(at);
    if (marker === EOC) return container(hasTiles ? 'whole' : 'broken', known);
    if (marker < 0xff00) break;
    hasTiles ||= marker === SOT;
    const tileBytes = marker === SOT ? reader.u32(at + 6) : 0;
    // A tile part of length 0 is the last one and reaches to the EOC.
    if (marker === SOT && tileBytes === 0) return container(endsInEoc(reader, end) ? 'whole' : 'cut', known);
    at += marker === SOT ? Math.max(12, tileBytes) : 2 + Math.max(2, reader.u16(at + 2));
  }
  return container(hasTiles ? 'cut' : 'broken', known);
}

const endsInEoc = (reader: Reader, end: number): boolean => end >= 2 && reader.u16(end - 2) === EOC;

/** Checks that a bare JPEG 2000 codestream reaches its end. */
export function inspectJ2k(bytes: Uint8Array): Container {
  return inspectStream(createReader(bytes, 'big'), 0, bytes.length);
}

const BITS_VARY = 255;

/** Whether the header box of a JP2 says of size and depth what the codestream says itself. */
function areHeadersAgreed(reader: Reader, header: Box, stream: number): boolean {
  const ihdr = readBoxes(reader, header.start, header.end).boxes.find((box) => box.type === 'ihdr');
  if (!ihdr) return false;
  const components = reader.u16(ihdr.start + 8);
  const bits = reader.u8(ihdr.start + 10);
  if (components !== reader.u16(stream + 40)) return false;
  for (let component = 0; component < components && bits !== BITS_VARY; component += 1) {
    if (reader.u8(stream + 42 + component * 3) !== bits) return false;
  }
  return true;
}

/** Checks the boxes of a JP2 and the codestream inside. */
export function inspectJp2(bytes: Uint8Array): Container {
  const reader = createReader(bytes, 'big');
  const { boxes } = readBoxes(reader, 0, bytes.length);
  const stream: Box | undefined = boxes.find((box) => box.type === 'jp2c');
  const header = boxes.find((box) => box.type === 'jp2h');
  if (!stream || !header || !areHeadersAgreed(reader, header, stream.start)) return container('broken');
  return inspectStream(reader, stream.start, Math.min(stream.end, bytes.length));
}
