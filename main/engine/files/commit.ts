import { link, mkdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '#contract/failures.ts';
import type { ImageFormat, Result } from '#contract/model.ts';
import { toFailure } from '../failures.ts';
import { syncFile, syncForeignFile } from './file-bytes.ts';
import type { Choice, FolderNames } from './folder-names.ts';
import { readFolderNames } from './folder-names.ts';
import { createFolderSync } from './folder-sync.ts';
import { sanitiseStem } from './names.ts';
import { probePath } from './parts.ts';
import { patiently } from './patience.ts';
import type { Link } from './place.ts';
import { place } from './place.ts';

/** A folder that was there when it was opened, by its real path. */
export interface OpenedFolder {
  readonly path: string;
  /** Device and file number: another folder under the same path is another folder. */
  readonly identity: string;
}

export interface SaveRequest {
  readonly folder: OpenedFolder;
  readonly partPath: string;
  /** Planned name without extension. */
  readonly stem: string;
  readonly format: ImageFormat;
  readonly sha256: string;
  readonly bytes: number;
  /** Makes durable that the file is about to get this name; called again when the name is taken meanwhile. */
  recordIntent(file: string): Promise<Result<null>>;
}
export interface Saved {
  /** Name of the file in its folder. */
  readonly file: string;
  /** True when a file with the same bytes was there before. */
  readonly wasAdopted: boolean;
}
export interface Saver {
  /**
   * Gives a finished part its final name, durably, replacing nothing: the answer comes when neither a kill nor a
   * power cut can undo it. After a failure the part is still there.
   */
  save(request: SaveRequest): Promise<Result<Saved>>;
}

const PROBE_BYTES = 64 * 1024;

async function identify(folder: string): Promise<string | null> {
  const stats = await stat(folder, { bigint: true });
  return stats.isDirectory() ? `${stats.dev}:${stats.ino}` : null;
}

/** Opens the folder for a list, with `isCreated` making it where it is missing; its path is resolved here and never again. */
export async function openFolder(
  folder: string,
  { isCreated }: { readonly isCreated: boolean },
): Promise<Result<OpenedFolder>> {
  try {
    if (isCreated) await mkdir(folder, { recursive: true });
    const real = await realpath(folder);
    const identity = await identify(real);
    if (identity === null) return { ok: false, failure: { code: 'no-access' } };
    return { ok: true, value: { path: real, identity } };
  } catch (error) {
    // A file where a folder should be.
    const isInTheWay = ['EEXIST', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    return { ok: false, failure: isInTheWay ? { code: 'no-access' } : toFailure(error) };
  }
}

/** Finds out by writing a small file whether pictures can be saved in a folder now. */
export async function probeFolder(folder: OpenedFolder, storeId: string): Promise<Result<null>> {
  const probe = probePath(folder.path, storeId);
  try {
    if ((await identify(folder.path)) !== folder.identity)
      return { ok: false, failure: { code: 'folder-gone' } };
    await writeFile(probe, Buffer.alloc(PROBE_BYTES), { flush: true });
    return { ok: true, value: null };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  } finally {
    await rm(probe, { force: true }).catch(() => {});
  }
}

/** Whether the folder is still the one that was opened. */
async function isThere(folder: OpenedFolder): Promise<boolean> {
  return (await identify(folder.path).catch(() => null)) === folder.identity;
}

interface FolderDesk {
  readonly names: FolderNames;
  sync(): Promise<void>;
}

/** Saves parts under their final names, many at once, in any number of folders. */
export function createSaver({ linkFile = link }: { readonly linkFile?: Link } = {}): Saver {
  const desks = new Map<string, Promise<FolderDesk>>();
  const openDesk = (folder: OpenedFolder): Promise<FolderDesk> => {
    const key = `${folder.identity}:${folder.path}`;
    const known = desks.get(key);
    if (known !== undefined) return known;
    const desk = readFolderNames(folder.path).then((names) => ({
      names,
      sync: createFolderSync(folder.path),
    }));
    desks.set(key, desk);
    desk.catch(() => desks.delete(key));
    return desk;
  };

  const placePart = async (request: SaveRequest, choice: Choice): Promise<boolean> => {
    const file = pathInside(request.folder, choice.file);
    if (!choice.isAdopted) return place(request.partPath, file, linkFile);
    // Whoever wrote it may not have waited for the disk.
    await syncForeignFile(file);
    return true;
  };

  /** One name: undefined when it was taken before it could be placed. */
  const saveAs = async (
    request: SaveRequest,
    desk: FolderDesk,
    choice: Choice,
  ): Promise<Result<Saved> | undefined> => {
    let isPlaced = false;
    let isTaken = false;
    try {
      const intended = await request.recordIntent(choice.file);
      if (!intended.ok) return intended;
      isPlaced = await placePart(request, choice);
      isTaken = !isPlaced;
    } finally {
      if (!choice.isAdopted) choice.release(isPlaced || isTaken);
    }
    if (!isPlaced) return undefined;
    await desk.sync();
    // After the sync, so that the bytes have a durable name at every moment.
    await patiently(() => rm(request.partPath, { force: true })).catch(() => {});
    return { ok: true, value: { file: choice.file, wasAdopted: choice.isAdopted } };
  };

  const commit = async (request: SaveRequest): Promise<Result<Saved>> => {
    const { folder, partPath, bytes } = request;
    if (!(await isThere(folder))) return { ok: false, failure: { code: 'folder-gone' } };
    const desk = await openDesk(folder);
    const onDiskBytes = await patiently(() => syncFile(partPath));
    if (onDiskBytes !== bytes) return { ok: false, failure: { code: 'disk-error' } };
    const stem = sanitiseStem(request.stem) || 'image';
    for (;;) {
      const choice = await desk.names.choose({ ...request, stem });
      const saved = await saveAs(request, desk, choice);
      if (saved) return saved;
    }
  };

  return {
    async save(request) {
      try {
        return await commit(request);
      } catch (error) {
        return { ok: false, failure: await describe(error, request.folder) };
      }
    },
  };
}

/** "Not there" means the folder only if it is the folder that is not there. */
async function describe(error: unknown, folder: OpenedFolder): Promise<Failure> {
  const failure = toFailure(error);
  if (failure.code !== 'folder-gone') return failure;
  return (await isThere(folder)) ? { code: 'disk-error' } : failure;
}

function pathInside(folder: OpenedFolder, file: string): string {
  const whole = path.join(folder.path, file);
  if (path.dirname(whole) !== folder.path || path.basename(whole) !== file)
    throw new Error('A name leads out of its folder');
  return whole;
}
