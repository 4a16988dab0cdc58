import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const run = (program: string, ...words: readonly string[]) =>
  spawnSync(program, words, { stdio: 'ignore' }).status === 0;

/** A small file system in memory, mounted on a folder until the block ends. */
export interface SmallDisk extends Disposable {
  readonly path: string;
  remount(options: string): void;
}

/** Mounts a tmpfs with the given options (`size=1m`) on a folder, which is made. */
export function mountSmallDisk(folder: string, options: string): SmallDisk {
  mkdirSync(folder, { recursive: true });
  if (!run('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder)) throw new Error('Cannot mount');
  return {
    path: folder,
    remount(changed) {
      if (!run('mount', '-o', `remount,${changed}`, folder))
        throw new Error(`Cannot remount with ${changed}`);
    },
    // Lazily, since a worker may have its folder open for another moment.
    [Symbol.dispose]: () => void run('umount', '-l', folder),
  };
}

/** Whether this process may mount; tried once on a folder that is gone afterwards. */
export const canMount = ((): boolean => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pixhaul-mount-'));
  const isMounted = run('mount', '-t', 'tmpfs', 'tmpfs', folder);
  if (isMounted) run('umount', folder);
  rmdirSync(folder);
  return isMounted;
})();
