export interface NameSet {
  has(folded: string): boolean;
  /** False when it was there already. */
  add(folded: string): boolean;
  readonly size: number;
}

const INITIAL_SLOTS = 1024;

/**
 * A set of a million names in 16 MB: it keeps 53-bit hashes only. Two names with one hash (about one chance in
 * 10,000 at a million names) make a name look taken that is free, never the other way round; the hash has no random
 * seed, so that equal lists give equal names.
 */
export function createNameSet(): NameSet {
  let slots = new Float64Array(INITIAL_SLOTS);
  let size = 0;

  const find = (table: Float64Array, hash: number): number => {
    const mask = table.length - 1;
    let slot = hash % table.length;
    while (table[slot] !== 0 && table[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  };
  const grow = () => {
    const larger = new Float64Array(slots.length * 2);
    for (const hash of slots) if (hash !== 0) larger[find(larger, hash)] = hash;
    slots = larger;
  };

  return {
    has: (folded) => slots[find(slots, hash53(folded))] !== 0,
    add(folded) {
      const hash = hash53(folded);
      const slot = find(slots, hash);
      if (slots[slot] !== 0) return false;
      slots[slot] = hash;
      size += 1;
      if (size * 2 > slots.length) grow();
      return true;
    },
    get size() {
      return size;
    },
  };
}

/** cyrb53 (bryc, public domain): spreads well over 53 bits; never 0, which marks a free slot. */
function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0) || 1;
}
