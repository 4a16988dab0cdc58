import type { Stats } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';
import type { Collision } from '#contract/model.ts';
import { hashFile } from './file-bytes.ts';
import { createNameSet } from './name-set.ts';
import { cutBytes, foldName, NUMBERABLE_BYTES, numberable, withNumber } from './name-text.ts';
import { isPartName } from './parts.ts';

/** What is to get a name. */
export interface Nameless {
  readonly stem: string;
  readonly format: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly collision: Collision;
  /** Only for a file that was there before this moment is a picture skipped, and only such a file is replaced. */
  readonly agreedAt: number;
}

/** Enough of a file to know it again. */
export type Witness = Pick<Stats, 'ino' | 'size' | 'mtimeMs'>;

export type Choice =
  /** A free name, held for this save until it is released. */
  | { readonly kind: 'free'; readonly file: string; release(isPlaced: boolean): void }
  /** A file with the same bytes that is there already. */
  | { readonly kind: 'same'; readonly file: string }
  /** A file with other bytes that the person wants replaced; held like a free name. */
  | {
      readonly kind: 'replace';
      readonly file: string;
      readonly witness: Witness;
      release(isPlaced: boolean): void;
    }
  /** Another file has the name, and the picture is to be skipped for it. */
  | { readonly kind: 'taken' };

export interface FolderNames {
  choose(nameless: Nameless): Promise<Choice>;
  /** How a folder of this name is spelled here, or the name itself; null where a file has it. */
  folderAs(name: string): string | null;
  addFolder(name: string): void;
}

/** So many names are looked at for the same bytes (`photo`, `photo-2` …) before a number is only searched for. */
const NAMES_LOOKED_AT = 4;
const LIST_BUFFER_ENTRIES = 1024;
/** Digits of the hash in `name-1a2b3c4d.jpg`. */
const HASH_DIGITS = 8;

interface Held {
  readonly sha256: string;
  readonly released: Promise<void>;
}

/** Why a name cannot be had: another save holds it, or something with other bytes is there. */
type Obstacle = { readonly kind: 'held' } | { readonly kind: 'other'; readonly stats: Stats | null };
type Found = { readonly kind: 'same' } | { readonly kind: 'gone' } | Extract<Obstacle, { kind: 'other' }>;

const isObstacle = (tried: Choice | Obstacle): tried is Obstacle =>
  tried.kind === 'held' || tried.kind === 'other';

/**
 * Chooses names in one folder for many saves at once: none is given out twice, none of an existing file, compared as
 * `foldName` does. Reads the folder's names once; what others add later is met when the name is placed.
 */
export async function readFolderNames(folder: string): Promise<FolderNames> {
  const folded = createNameSet();
  const exact = createNameSet();
  const placed = createNameSet();
  const folders = new Map<string, string>();
  const held = new Map<string, Held>();
  const nextNumbers = new Map<string, number>();
  const know = (file: string) => {
    folded.add(foldName(file));
    exact.add(file);
  };
  for await (const entry of await opendir(folder, { bufferSize: LIST_BUFFER_ENTRIES })) {
    if (isPartName(entry.name)) continue;
    know(entry.name);
    // Links and what a file system does not name may be folders too: who enters them finds out.
    if (!entry.isFile()) folders.set(foldName(entry.name), entry.name);
  }

  const hold = (file: string, sha256: string) => {
    const key = foldName(file);
    const { promise, resolve } = Promise.withResolvers<void>();
    held.set(key, { sha256, released: promise });
    return (isPlaced: boolean) => {
      if (isPlaced) {
        know(file);
        placed.add(key);
      }
      held.delete(key);
      resolve();
    };
  };
  const take = (file: string, { sha256 }: Nameless): Choice => ({
    kind: 'free',
    file,
    release: hold(file, sha256),
  });

  /** What is at a name that was seen in the folder. */
  const look = async (file: string, { bytes, sha256 }: Nameless): Promise<Found> => {
    const whole = path.join(folder, file);
    const stats = await lstat(whole).catch(ignoreMissing);
    // Only another spelling of the name is there, on a file system that tells them apart.
    if (stats === null) return exact.has(file) ? { kind: 'gone' } : { kind: 'other', stats };
    const isSame =
      stats.isFile() && stats.size === bytes && (await hashFile(whole).catch(() => null)) === sha256;
    return isSame ? { kind: 'same' } : { kind: 'other', stats };
  };

  const tryName = async (file: string, nameless: Nameless): Promise<Choice | Obstacle> => {
    const key = foldName(file);
    for (let other = held.get(key); other; other = held.get(key)) {
      if (other.sha256 !== nameless.sha256) return { kind: 'held' };
      await other.released;
    }
    if (!folded.has(key)) return take(file, nameless);
    const found = await look(file, nameless);
    if (found.kind === 'same') return { kind: 'same', file };
    if (held.has(key)) return { kind: 'held' };
    return found.kind === 'gone' ? take(file, nameless) : found;
  };

  const isFree = (file: string) => {
    const key = foldName(file);
    return !folded.has(key) && !held.has(key);
  };
  /** Some free number from `first` on: doubles its steps, then halves them, so that 100,000 taken ones cost 34 looks. */
  const findNumber = (first: number, nameOf: (number: number) => string): number => {
    let taken = first - 1;
    let free = first;
    for (let step = 1; !isFree(nameOf(free)); step *= 2) {
      taken = free;
      free += step;
    }
    while (free - taken > 1) {
      const middle = Math.floor((taken + free) / 2);
      if (isFree(nameOf(middle))) free = middle;
      else taken = middle;
    }
    return free;
  };

  const chooseNumber = async (nameless: Nameless): Promise<Choice> => {
    const { stem, format } = nameless;
    const base = numberable(stem);
    const nameOf = (number: number) => `${number === 1 ? stem : withNumber(base, number)}.${format}`;
    for (let number = 1; number <= NAMES_LOOKED_AT; number += 1) {
      const tried = await tryName(nameOf(number), nameless);
      if (!isObstacle(tried)) return tried;
    }
    const key = foldName(`${base}.${format}`);
    const number = findNumber(nextNumbers.get(key) ?? NAMES_LOOKED_AT + 1, nameOf);
    nextNumbers.set(key, number + 1);
    return take(nameOf(number), nameless);
  };

  /** What a policy makes of a file that is in the way; null where only a number helps. */
  const yieldTo = async (file: string, stats: Stats | null, nameless: Nameless): Promise<Choice | null> => {
    // What this list saved itself, or came while it ran, is nothing that the person decided about.
    const isOld = !placed.has(foldName(file)) && (stats === null || stats.ctimeMs < nameless.agreedAt);
    if (!isOld) return null;
    if (nameless.collision === 'skip') return { kind: 'taken' };
    if (nameless.collision !== 'overwrite' || stats === null || !stats.isFile()) return null;
    const { ino, size, mtimeMs } = stats;
    return { kind: 'replace', file, witness: { ino, size, mtimeMs }, release: hold(file, nameless.sha256) };
  };

  const chooseHash = async (nameless: Nameless): Promise<Choice | null> => {
    const start = cutBytes(nameless.stem, NUMBERABLE_BYTES - HASH_DIGITS - 1);
    const file = `${numberable(start)}-${nameless.sha256.slice(0, HASH_DIGITS)}.${nameless.format}`;
    const tried = await tryName(file, nameless);
    return isObstacle(tried) ? null : tried;
  };

  return {
    async choose(nameless) {
      if (nameless.collision === 'number') return chooseNumber(nameless);
      const file = `${nameless.stem}.${nameless.format}`;
      const tried = await tryName(file, nameless);
      if (!isObstacle(tried)) return tried;
      const stats = tried.kind === 'other' ? tried.stats : undefined;
      const policy =
        nameless.collision === 'hash'
          ? await chooseHash(nameless)
          : stats !== undefined && (await yieldTo(file, stats, nameless));
      return policy || chooseNumber(nameless);
    },
    folderAs(name) {
      const key = foldName(name);
      return folders.get(key) ?? (folded.has(key) ? null : name);
    },
    addFolder(name) {
      know(name);
      folders.set(foldName(name), name);
    },
  };
}

function ignoreMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}
