import { open } from 'node:fs/promises';
import { SNIFF_BYTES } from './signature.ts';

/** Reads as much of a file's beginning as `sniff` makes use of. Rejects when the file cannot be read. */
export async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
