/** Containers for a million of something: outside the heap, without an object for each. */

/** The first buffer is small, since most lists are; each next one is twice as large, up to the last of these. */
const FIRST_CHUNK_BYTES = 64 * 1024;
const CHUNK_BYTES = 4 * 1024 * 1024;
/** Bytes of one URL are at most these many for each UTF-16 unit of an unusable text. */
const MAX_UTF8_BYTES = 3;
const INITIAL_LENGTH = 1024;

export interface Numbers {
  push(number: number): void;
  /** 0 where nothing is. */
  at(index: number): number;
  set(index: number, number: number): void;
  readonly length: number;
}

/** A growing array of 32-bit numbers: an ordinary array of a million numbers takes twice the room and grows in leaps. */
export function createNumbers(): Numbers {
  let numbers = new Uint32Array(INITIAL_LENGTH);
  let used = 0;
  return {
    push(number) {
      if (used === numbers.length) {
        const larger = new Uint32Array(used * 2);
        larger.set(numbers);
        numbers = larger;
      }
      numbers[used] = number;
      used += 1;
    },
    at: (index) => numbers[index] ?? 0,
    set(index, number) {
      numbers[index] = number;
    },
    get length() {
      return used;
    },
  };
}

type Encoding = 'latin1' | 'utf8';
export interface Texts {
  /** Answers the number of the text. */
  add(text: string, encoding: Encoding): number;
  get(text: number, encoding: Encoding): string;
  bytesOf(text: number): number;
}

/** Texts side by side in large buffers: outside the heap, one byte for a character of a URL. */
export function createTexts(): Texts {
  const chunks: Buffer[] = [];
  const places = { chunk: createNumbers(), start: createNumbers(), length: createNumbers() };
  let used = 0;
  return {
    add(text, encoding) {
      const needed = encoding === 'latin1' ? text.length : text.length * MAX_UTF8_BYTES;
      if (used + needed > (chunks.at(-1)?.length ?? 0)) {
        const planned = Math.min(FIRST_CHUNK_BYTES * 2 ** chunks.length, CHUNK_BYTES);
        chunks.push(Buffer.allocUnsafeSlow(Math.max(planned, needed)));
        used = 0;
      }
      const length = chunks.at(-1)?.write(text, used, encoding) ?? 0;
      places.chunk.push(chunks.length - 1);
      places.start.push(used);
      places.length.push(length);
      used += length;
      return places.length.length - 1;
    },
    get(index, encoding) {
      const start = places.start.at(index);
      return chunks[places.chunk.at(index)]?.toString(encoding, start, start + places.length.at(index)) ?? '';
    },
    bytesOf: (index) => places.length.at(index),
  };
}

/** Random, so that no list can be written whose URLs all fall on one place. */
const SEED = (Math.random() * 0x100000000) >>> 0;

function hashOf(text: string): number {
  let hash = SEED;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 15;
  return (Math.imul(hash, 0x2c1b3c6d) ^ (hash >>> 12)) >>> 0;
}

export interface TextIndex {
  /** The number of the text that equals this one; undefined when there is none. */
  find(text: string): number | undefined;
  /** Makes a text of the table findable, the one that `find` was just asked for. */
  add(text: string, number: number): void;
}

/** Finds ASCII texts of a table again: hashes decide where to look, the bytes whether it is the same. */
export function createTextIndex(texts: Texts): TextIndex {
  const hashes = createNumbers();
  const owners = createNumbers();
  // Each slot holds the number of an entry plus one.
  let slots = new Uint32Array(INITIAL_LENGTH * 2);
  const place = (hash: number, entry: number) => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = entry + 1;
  };
  const grow = () => {
    slots = new Uint32Array(slots.length * 2);
    for (let entry = 0; entry < hashes.length; entry += 1) place(hashes.at(entry), entry);
  };
  // A text that is not found is added next: its hash need not be made twice.
  let lastText = '';
  let lastHash = hashOf(lastText);
  const hashFor = (text: string) => {
    if (text !== lastText) lastHash = hashOf(text);
    lastText = text;
    return lastHash;
  };
  return {
    find(text) {
      const hash = hashFor(text);
      const mask = slots.length - 1;
      for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const entry = (slots[slot] ?? 0) - 1;
        if (hashes.at(entry) !== hash) continue;
        const owner = owners.at(entry);
        if (texts.bytesOf(owner) === text.length && texts.get(owner, 'latin1') === text) return owner;
      }
      return undefined;
    },
    add(text, number) {
      const hash = hashFor(text);
      place(hash, hashes.length);
      hashes.push(hash);
      owners.push(number);
      if (hashes.length * 2 > slots.length) grow();
    },
  };
}
