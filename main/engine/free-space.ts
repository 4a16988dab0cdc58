import { freeBytes } from './files/free-space.ts';

const INTERVAL_MS = 5000;

export interface FreeSpace {
  /** The folder that is written to now. */
  watch(folder: string): void;
  latest(): number | null;
  close(): void;
}

/** Knows how much room is left where pictures go, asked every few seconds while something is written. */
export function createFreeSpace(): FreeSpace {
  let folder: string | null = null;
  let asked = Number.NEGATIVE_INFINITY;
  let latest: number | null = null;
  let isClosed = false;
  const ask = () => {
    if (folder === null || isClosed) return;
    asked = performance.now();
    void freeBytes(folder).then((bytes) => {
      latest = bytes;
    });
  };
  return {
    watch(next) {
      const isDue = next !== folder || performance.now() - asked > INTERVAL_MS;
      folder = next;
      if (isDue) ask();
    },
    latest: () => latest,
    close() {
      isClosed = true;
    },
  };
}
