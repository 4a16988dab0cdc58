import { randomUUID } from 'node:crypto';

/** More files than a person drops before the first of them is read. */
const MAX_KEPT = 64;

export interface DroppedFiles {
  /** Keeps an absolute path and answers the id that stands for it. */
  register(file: string): string;
  /** The path behind an id, once; null for an id that was used or never given. */
  take(fileId: string): string | null;
}

/** Makes a keeper of the paths of dropped files, which the page knows by random ids only. */
export function createDroppedFiles(): DroppedFiles {
  const files = new Map<string, string>();
  return {
    register(file) {
      const fileId = randomUUID();
      files.set(fileId, file);
      const [oldest] = files.keys();
      if (files.size > MAX_KEPT && oldest !== undefined) files.delete(oldest);
      return fileId;
    },
    take(fileId) {
      const file = files.get(fileId) ?? null;
      files.delete(fileId);
      return file;
    },
  };
}
