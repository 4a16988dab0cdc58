import type { Container } from './container.ts';
import { container } from './container.ts';
import type { Reader } from './reader.ts';
import { createReader } from './reader.ts';

const HEADER_LENGTH = 26;
const RAW = 0;
const RUN_LENGTH = 1;

interface Header {
  readonly isLarge: boolean;
  readonly channels: number;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

function readHeader(reader: Reader): Header | null {
  const header = {
    isLarge: reader.u16(4) === 2,
    channels: reader.u16(12),
    height: reader.u32(14),
    width: reader.u32(18),
    depth: reader.u16(22),
  };
  const { channels, width, height, depth } = header;
  const limit = header.isLarge ? 300_000 : 30_000;
  const isSizeSound = width > 0 && height > 0 && width <= limit && height <= limit;
  const isSound = isSizeSound && channels > 0 && channels <= 56 && [1, 8, 16, 32].includes(depth);
  return isSound && reader.u16(24) <= 9 && !reader.isPast ? header : null;
}

const RESOURCE_KINDS = new Set(['8BIM', 'MeSa', 'PHUT', 'AgHg', 'DCSR']);

/** Whether the section of image resources, from its length on, is a chain of resources. */
function areResourcesSound(reader: Reader, at: number): boolean {
  const end = at + 4 + reader.u32(at);
  let resource = at + 4;
  while (resource + 12 <= end && !reader.isPast) {
    if (!RESOURCE_KINDS.has(reader.text(resource, 4))) return false;
    const nameBytes = 1 + reader.u8(resource + 6);
    const sizeAt = resource + 6 + nameBytes + (nameBytes % 2);
    const size = reader.u32(sizeAt);
    resource = sizeAt + 4 + size + (size % 2);
  }
  return true;
}

/** Where the merged picture begins: after colour mode data, resources and layers. */
function pixelsAt(reader: Reader, isLarge: boolean): number {
  const resources = HEADER_LENGTH + 4 + reader.u32(HEADER_LENGTH);
  const layers = resources + 4 + reader.u32(resources);
  return isLarge ? layers + 8 + reader.u64(layers) : layers + 4 + reader.u32(layers);
}

function pixelBytes(reader: Reader, at: number, header: Header): number {
  const { channels, width, height, depth, isLarge } = header;
  const compression = reader.u16(at);
  if (compression === RAW) return channels * height * Math.ceil((width * depth) / 8);
  if (compression !== RUN_LENGTH) return 1;
  const entry = isLarge ? 4 : 2;
  const rows = channels * height;
  if (!reader.holds(at + 2, rows * entry)) return Number.POSITIVE_INFINITY;
  let sum = rows * entry;
  for (let row = 0; row < rows; row += 1) {
    const place = at + 2 + row * entry;
    sum += isLarge ? reader.u32(place) : reader.u16(place);
  }
  return sum;
}

/** Checks that all sections of a PSD or PSB are there, and all bytes of the merged picture. */
export function inspectPsd(bytes: Uint8Array): Container {
  const reader = createReader(bytes, 'big');
  const header = readHeader(reader);
  if (!header) return container('broken');
  const known = { width: header.width, height: header.height, frames: 1 };
  if (!areResourcesSound(reader, HEADER_LENGTH + 4 + reader.u32(HEADER_LENGTH)))
    return container('broken', known);
  const at = pixelsAt(reader, header.isLarge);
  const length = pixelBytes(reader, at, header);
  const isWhole = !reader.isPast && reader.holds(at + 2, length);
  return container(isWhole ? 'whole' : 'cut', known);
}
