import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Decoder } from './decoder.ts';
import type { RawPixels } from './dhash.ts';
import { isSeeThrough } from './dhash.ts';

export interface Thumbnail {
  readonly extension: 'jpg' | 'webp';
  readonly width: number;
  readonly height: number;
}

let lastNumber = 0;

/** Writes a file, and the folder first where it is missing. */
async function writeInto(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

/** Puts bytes under a name in one step: a reader sees all of them or nothing. */
async function writeAtomically(file: string, bytes: Uint8Array): Promise<void> {
  lastNumber += 1;
  const temporary = `${file}.${process.pid}-${lastNumber}.tmp`;
  try {
    await writeInto(temporary, bytes);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Writes a picture's thumbnail: JPEG, or WebP where something shines through. Throws when the disk refuses. */
export async function saveThumbnail(
  decoder: Decoder,
  pixels: RawPixels,
  pathWithoutExtension: string,
): Promise<Thumbnail> {
  const extension = isSeeThrough(pixels) ? 'webp' : 'jpg';
  await writeAtomically(`${pathWithoutExtension}.${extension}`, await decoder.encode(pixels, extension));
  return { extension, width: pixels.width, height: pixels.height };
}
