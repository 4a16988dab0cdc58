import { setTimeout as wait } from 'node:timers/promises';

/** In all about three seconds: longer than a virus scanner holds a new file, shorter than a person's patience. */
const DELAYS_MS = [20, 50, 100, 200, 400, 800, 1600];
/** Somebody holds the file, or this process holds too many: both pass. */
const PASSING = new Set(['EBUSY', 'EMFILE', 'ENFILE', 'ETXTBSY']);
/** How Windows says that another program holds a file. */
const PASSING_ON_WINDOWS = new Set(['EPERM', 'EACCES']);

function isPassing(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return PASSING.has(code) || (process.platform === 'win32' && PASSING_ON_WINDOWS.has(code));
}

/** Does something with a file, again and again for some seconds while another program is in the way. */
export async function patiently<T>(operation: () => Promise<T>): Promise<T> {
  for (const delayMs of DELAYS_MS) {
    try {
      return await operation();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await wait(delayMs);
    }
  }
  return operation();
}
