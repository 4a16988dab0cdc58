import { open } from 'node:fs/promises';
import path from 'node:path';

export interface TextStore {
  add(text: string): void;
  /** Writes everything to a file as UTF-8 and answers when it is on the disk. */
  writeTo(file: string): Promise<void>;
}

/** Keeps a draft's text as it came, outside the heap. Halves of a character that was cut in two are joined. */
export function createTextStore(): TextStore {
  const chunks: Buffer[] = [];
  let half = '';
  return {
    add(text) {
      const whole = half + text;
      half = /[\ud800-\udbff]$/.test(whole) ? whole.slice(-1) : '';
      if (whole.length > half.length) chunks.push(Buffer.from(half === '' ? whole : whole.slice(0, -1)));
    },
    async writeTo(file) {
      {
        await using handle = await open(file, 'w');
        for (const chunk of chunks) await handle.writeFile(chunk);
        await handle.sync();
      }
      await syncFolderOf(file);
    },
  };
}

async function syncFolderOf(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await open(path.dirname(file), 'r');
  await handle.sync();
}
