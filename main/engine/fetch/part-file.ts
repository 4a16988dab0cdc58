/** Bytes on their way into the part file: small bodies are written once, larger ones as they come. */

import type { Hash } from 'node:crypto';
import { createHash, hash as hashAtOnce } from 'node:crypto';
import { constants, writeFile } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, rm } from 'node:fs/promises';
import type { PartRecord } from '#contract/worker-messages.ts';
import { SNIFF_BYTES } from '../images/signature.ts';

/** Up to here a body is gathered: opening, writing and closing once costs the least. */
const GATHER_BYTES = 1024 * 1024;
/** A larger body is written in pieces of about this size. */
const PIECE_BYTES = 256 * 1024;
/** With more than this waiting for the disk, the stream is held back. */
const HOLD_BYTES = 1024 * 1024;

// Absent on Windows, where links are made by administrators only.
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
const CREATE_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

/** What an earlier attempt left, opened and read. */
export interface OpenedPart {
  /** As recorded, with the bytes that are really there. */
  readonly part: PartRecord;
  /** The first bytes, for the signature. */
  readonly head: Buffer;
  readonly hash: Hash;
  readonly handle: FileHandle;
}

export interface PartSink {
  /** Of the whole file, those of an earlier attempt included. */
  readonly bytes: number;
  write(chunk: Buffer): void;
  /** Everything is in the file and the file is closed. Rejects as the file system does. */
  finish(): Promise<{ readonly bytes: number; readonly sha256: string }>;
  /** Closes the file and answers how many bytes of it are good; cuts off what is not. Never rejects. */
  stop(): Promise<number>;
}

export interface SinkListener {
  /** Called with true when the disk cannot keep up, with false when it can again. */
  onHold(isHeld: boolean): void;
  onError(error: unknown): void;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}

/** Makes what is at the path new: an older part may be linked to a saved file, so it is never opened for writing. */
async function makeNew<T>(path: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    await rm(path, { force: true });
    return make();
  }
}

function writeOnce(path: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    // The type of the flag leaves out numbers, which `fs.open` below it takes.
    writeFile(path, bytes, { flag: 'wx' }, (error) => (error === null ? resolve() : reject(error)));
  });
}

async function writeAll(handle: FileHandle, chunks: Buffer[], position: number): Promise<number> {
  const { bytesWritten } = await handle.writev(chunks, position);
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (bytesWritten === bytes) return bytes;
  // A short write is how a disk that fills up begins: the next one names the error.
  const rest = Buffer.concat(chunks).subarray(bytesWritten);
  return bytesWritten + (await writeAll(handle, [rest], position + bytesWritten));
}

/**
 * Takes a body in. With `opened` it goes on after those bytes, and owns the handle from then on; else the path is
 * made new with the first write.
 */
export function createPartSink(path: string, opened: OpenedPart | null, listener: SinkListener): PartSink {
  let handle = opened?.handle ?? null;
  let hash = opened?.hash ?? null;
  let bytes = opened?.part.bytes ?? 0;
  let writtenBytes = bytes;
  let queue: Buffer[] = [];
  let queuedBytes = 0;
  let pump: Promise<void> | null = null;
  let error: unknown = null;
  let isHeld = false;

  function hold(held: boolean): void {
    if (held === isHeld) return;
    isHeld = held;
    listener.onHold(held);
  }

  async function writeQueue(): Promise<void> {
    handle ??= await makeNew(path, () => open(path, CREATE_NEW, 0o666));
    while (queue.length > 0) {
      const chunks = queue;
      queue = [];
      queuedBytes = 0;
      hold(false);
      writtenBytes += await writeAll(handle, chunks, writtenBytes);
    }
  }

  function startPump(): Promise<void> {
    pump ??= writeQueue()
      .catch((thrown: unknown) => {
        error = thrown;
        listener.onError(thrown);
      })
      .finally(() => {
        pump = null;
      });
    return pump;
  }

  function stream(): void {
    hash ??= queue.reduce((sum, chunk) => sum.update(chunk), createHash('sha256'));
    if (queuedBytes >= PIECE_BYTES && error === null) void startPump();
    if (queuedBytes >= HOLD_BYTES && pump !== null) hold(true);
  }

  async function finishStream(digest: Hash): Promise<{ bytes: number; sha256: string }> {
    while (pump !== null || (queue.length > 0 && error === null)) await startPump();
    if (error !== null) throw error;
    const open = handle;
    handle = null;
    await open?.close();
    return { bytes, sha256: digest.digest('hex') };
  }

  return {
    get bytes() {
      return bytes;
    },
    write: (chunk) => {
      bytes += chunk.length;
      queue.push(chunk);
      queuedBytes += chunk.length;
      hash?.update(chunk);
      if (hash !== null || queuedBytes > GATHER_BYTES) stream();
    },
    finish: async () => {
      if (hash !== null) return finishStream(hash);
      const body = queue.length === 1 && queue[0] !== undefined ? queue[0] : Buffer.concat(queue);
      await makeNew(path, () => writeOnce(path, body));
      return { bytes, sha256: hashAtOnce('sha256', body, 'hex') };
    },
    stop: async () => {
      // What waits is written too: it was received and belongs to the part.
      while (pump !== null || (hash !== null && queue.length > 0 && error === null)) await startPump();
      const open = handle;
      handle = null;
      if (open === null) return 0;
      try {
        await open.truncate(writtenBytes);
        return writtenBytes;
      } catch {
        return 0;
      } finally {
        await open.close().catch(() => undefined);
      }
    },
  };
}

async function readThrough(
  handle: FileHandle,
  bytes: number,
  signal: AbortSignal,
): Promise<[Hash, Buffer] | null> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  let head: Buffer | null = null;
  for (let at = 0; at < bytes; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, bytes - at), at);
    if (bytesRead === 0 || signal.aborted) return null;
    hash.update(buffer.subarray(0, bytesRead));
    head ??= Buffer.from(buffer.subarray(0, Math.min(bytesRead, SNIFF_BYTES)));
    at += bytesRead;
  }
  return [hash, head ?? Buffer.alloc(0)];
}

/**
 * Opens and reads what an earlier attempt left. Null where it is not what the record says: gone, longer, no plain
 * file of our own, or when the signal is aborted. Rejects as the file system does.
 */
export async function openPart(
  path: string,
  record: PartRecord,
  signal: AbortSignal,
): Promise<OpenedPart | null> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDWR | NO_FOLLOW);
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ELOOP') || isCode(error, 'EISDIR')) return null;
    throw error;
  }
  let isKept = false;
  try {
    const { size, nlink } = await handle.stat();
    // Shorter: the record outlived the bytes of a power cut. Longer: nobody knows whose bytes those are.
    if (size > record.bytes || nlink > 1) return null;
    const read = await readThrough(handle, size, signal);
    if (read === null) return null;
    isKept = true;
    return { part: { ...record, bytes: size }, hash: read[0], head: read[1], handle };
  } finally {
    if (!isKept) await handle.close();
  }
}
