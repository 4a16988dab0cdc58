import { open } from 'node:fs/promises';
import { patiently } from './patience.ts';

/** File systems (and Windows) that cannot do this for folders answer so; there the names are as safe as they get. */
const UNSUPPORTED = new Set([
  'EINVAL',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EPERM',
  'EISDIR',
  'EBADF',
  'EACCES',
]);

async function syncOnce(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    await using handle = await patiently(() => open(folder, 'r'));
    await handle.sync();
  } catch (error) {
    if (!UNSUPPORTED.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

interface Waiting {
  resolve(): void;
  reject(reason: unknown): void;
}

/** Returns a function that makes all names of a folder durable which exist when it is called; calls share the work. */
export function createFolderSync(folder: string): () => Promise<void> {
  let waiting: Waiting[] = [];
  let isRunning = false;

  const run = async () => {
    isRunning = true;
    while (waiting.length > 0) {
      const served = waiting;
      waiting = [];
      try {
        await syncOnce(folder);
        for (const { resolve } of served) resolve();
      } catch (error) {
        for (const { reject } of served) reject(error);
      }
    }
    isRunning = false;
  };
  return () =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ resolve, reject });
      if (!isRunning) void run();
    });
}
