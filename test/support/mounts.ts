import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
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

/** A disk of another kind in a file, mounted on a folder until the block ends. */
export interface ForeignDisk extends Disposable {
  readonly path: string;
}
export type ForeignKind = 'exfat' | 'ntfs';

const DISK_BYTES = 96 * 1024 * 1024;
/** How each is made, and mounted from a loop device. */
const FOREIGN: Readonly<
  Record<
    ForeignKind,
    {
      make(device: string): readonly [string, ...string[]];
      mount(device: string, folder: string): readonly [string, ...string[]];
    }
  >
> = {
  exfat: {
    make: (device) => ['mkfs.exfat', device],
    mount: (device, folder) => ['mount.exfat-fuse', device, folder],
  },
  ntfs: {
    make: (device) => ['mkfs.ntfs', '-F', '-Q', device],
    mount: (device, folder) => ['lowntfs-3g', device, folder, '-o', 'ignore_case,windows_names'],
  },
};

/** Makes a disk as Windows and cameras have them (NTFS with the rules of Windows for names), or null where that cannot be. */
export function mountForeignDisk(kind: ForeignKind, folder: string): ForeignDisk | null {
  const image = `${folder}.image`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(image, '');
  truncateSync(image, DISK_BYTES);
  const device = spawnSync('losetup', ['-f', '--show', image], { encoding: 'utf8' }).stdout?.trim();
  const undo = () => {
    run('umount', folder) || run('umount', '-l', folder);
    if (device) run('losetup', '-d', device);
    rmSync(image, { force: true });
  };
  const isMounted =
    device && run(...FOREIGN[kind].make(device)) && run(...FOREIGN[kind].mount(device, folder));
  if (isMounted) return { path: folder, [Symbol.dispose]: undo };
  if (device) run('losetup', '-d', device);
  rmSync(image, { force: true });
  return null;
}

/** Whether this machine has what `mountForeignDisk` needs; tried once. */
export function canMountForeignDisk(kind: ForeignKind): boolean {
  if (!canMount) return false;
  const folder = mkdtempSync(path.join(tmpdir(), 'pixhaul-mount-'));
  const disk = mountForeignDisk(kind, folder);
  disk?.[Symbol.dispose]();
  rmdirSync(folder);
  return disk !== null;
}
