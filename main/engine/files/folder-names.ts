import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';
import { hashFile } from './file-bytes.ts';
import { createNameSet } from './name-set.ts';
import { foldName, numberable, withNumber } from './name-text.ts';
import { isPartName } from './parts.ts';

/** What is to get a name. */
export interface Nameless {
  readonly stem: string;
  readonly format: string;
  readonly bytes: number;
  readonly sha256: string;
}
export type Choice =
  /** A free name, held for this save until it is released. */
  | { readonly isAdopted: false; readonly file: string; release(isPlaced: boolean): void }
  /** A file with the same bytes that is there already. */
  | { readonly isAdopted: true; readonly file: string };

export interface FolderNames {
  choose(nameless: Nameless): Promise<Choice>;
}

/** So many names are looked at for the same bytes (`photo`, `photo-2` …) before a number is only searched for. */
const NAMES_LOOKED_AT = 4;
const LIST_BUFFER_ENTRIES = 1024;

interface Held {
  readonly sha256: string;
  readonly released: Promise<void>;
}

/**
 * Chooses names in one folder for many saves at once: none is given out twice, none of an existing file, compared as
 * `foldName` does. Reads the folder's names once; what others add later is met when the name is placed.
 */
export async function readFolderNames(folder: string): Promise<FolderNames> {
  const folded = createNameSet();
  const exact = createNameSet();
  const held = new Map<string, Held>();
  const nextNumbers = new Map<string, number>();
  const know = (file: string) => {
    folded.add(foldName(file));
    exact.add(file);
  };
  for await (const { name } of await opendir(folder, { bufferSize: LIST_BUFFER_ENTRIES }))
    if (!isPartName(name)) know(name);

  const hold = (file: string, sha256: string): Choice => {
    const key = foldName(file);
    const { promise, resolve } = Promise.withResolvers<void>();
    held.set(key, { sha256, released: promise });
    return {
      isAdopted: false,
      file,
      release(isPlaced) {
        if (isPlaced) know(file);
        held.delete(key);
        resolve();
      },
    };
  };

  /** What is at a name that was seen in the folder: other bytes, the same bytes, or nothing any more. */
  const look = async (file: string, { bytes, sha256 }: Nameless): Promise<'other' | 'same' | 'gone'> => {
    const whole = path.join(folder, file);
    const stats = await lstat(whole).catch(ignoreMissing);
    // Only another spelling of the name is there, on a file system that tells them apart.
    if (stats === null) return exact.has(file) ? 'gone' : 'other';
    if (!stats.isFile() || stats.size !== bytes) return 'other';
    return (await hashFile(whole).catch(() => null)) === sha256 ? 'same' : 'other';
  };

  /** Undefined when the name cannot be had. */
  const tryName = async (file: string, nameless: Nameless): Promise<Choice | undefined> => {
    const key = foldName(file);
    for (let other = held.get(key); other; other = held.get(key)) {
      if (other.sha256 !== nameless.sha256) return undefined;
      await other.released;
    }
    if (!folded.has(key)) return hold(file, nameless.sha256);
    const found = await look(file, nameless);
    if (found === 'same') return { isAdopted: true, file };
    return found === 'gone' && !held.has(key) ? hold(file, nameless.sha256) : undefined;
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

  return {
    async choose(nameless) {
      const { stem, format, sha256 } = nameless;
      const nameOf = (number: number) =>
        `${number === 1 ? stem : withNumber(numberable(stem), number)}.${format}`;
      for (let number = 1; number <= NAMES_LOOKED_AT; number += 1) {
        const choice = await tryName(nameOf(number), nameless);
        if (choice) return choice;
      }
      const key = foldName(`${numberable(stem)}.${format}`);
      const number = findNumber(nextNumbers.get(key) ?? NAMES_LOOKED_AT + 1, nameOf);
      nextNumbers.set(key, number + 1);
      return hold(nameOf(number), sha256);
    },
  };
}

function ignoreMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}
