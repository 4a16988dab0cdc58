import { link, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '#contract/failures.ts';
import type { Collision, ImageFormat, Result } from '#contract/model.ts';
import { toFailure } from '../failures.ts';
import type { Desk, OpenedFolder } from './desks.ts';
import { createDesks, identify, isThere } from './desks.ts';
import { syncFile, syncForeignFile } from './file-bytes.ts';
import type { Choice } from './folder-names.ts';
import { safePath } from './name-path.ts';
import { probePath } from './parts.ts';
import { patiently } from './patience.ts';
import type { Link } from './place.ts';
import { place, replaceFile } from './place.ts';

export interface SaveRequest {
  readonly folder: OpenedFolder;
  readonly partPath: string;
  /** Planned path below the folder, with `/` and without extension. */
  readonly stem: string;
  readonly format: ImageFormat;
  readonly sha256: string;
  readonly bytes: number;
  /** What happens where a file with other bytes has the name; a number is put behind it unless said. */
  readonly collision?: Collision;
  /** When that was decided: younger files, and those that this saver made, always keep their names. */
  readonly agreedAt?: number;
  /** The time that the file is to have; null or absent for that of the download. */
  readonly modifiedAt?: number | null;
  /** Makes durable that the file is about to get this name; called again when the name is taken meanwhile. */
  recordIntent(file: string): Promise<Result<null>>;
}
export type Saved =
  | {
      /** Path of the file below the folder, with `/`. */
      readonly file: string;
      /** True when a file with the same bytes was there before. */
      readonly wasAdopted: boolean;
    }
  /** Another file has the name, and the picture is skipped for it; the part is still there. */
  | { readonly file: null };
export interface Saver {
  /**
   * Gives a finished part its final name, durably: the answer comes when neither a kill nor a power cut can undo it.
   * Replaces nothing, except a file that was there before where the person wants that. After a failure the part is
   * still there.
   */
  save(request: SaveRequest): Promise<Result<Saved>>;
}

const PROBE_BYTES = 64 * 1024;

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

/** Saves parts under their final names, many at once, in any number of folders. */
export function createSaver({ linkFile = link }: { readonly linkFile?: Link } = {}): Saver {
  const desks = createDesks();

  /** False when the name was taken meanwhile. */
  const placePart = async (request: SaveRequest, file: string, choice: NamedChoice): Promise<boolean> => {
    if (choice.kind === 'free') return place(request.partPath, file, linkFile);
    if (choice.kind === 'replace') return replaceFile(request.partPath, file, choice.witness);
    // Whoever wrote it may not have waited for the disk.
    await syncForeignFile(file);
    return true;
  };

  /** One name: undefined when it was taken before it could be placed. */
  const saveAs = async (
    request: SaveRequest,
    desk: Desk,
    choice: NamedChoice,
  ): Promise<Result<Saved> | undefined> => {
    const file = desk.prefix + choice.file;
    let isPlaced = false;
    let isTaken = false;
    try {
      const intended = await request.recordIntent(file);
      if (!intended.ok) return intended;
      isPlaced = await placePart(request, pathInside(desk.folder, choice.file), choice);
      isTaken = !isPlaced;
    } finally {
      if (choice.kind !== 'same') choice.release(isPlaced || isTaken);
    }
    if (!isPlaced) return undefined;
    await desk.sync();
    // After the sync, so that the bytes have a durable name at every moment.
    await patiently(() => rm(request.partPath, { force: true })).catch(() => {});
    return { ok: true, value: { file, wasAdopted: choice.kind === 'same' } };
  };

  const saveAt = async (request: SaveRequest, desk: Desk, stem: string): Promise<Result<Saved>> => {
    const { collision = 'number', agreedAt = 0 } = request;
    for (;;) {
      const choice = await desk.names.choose({ ...request, stem, collision, agreedAt });
      if (choice.kind === 'taken') return { ok: true, value: { file: null } };
      const saved = await saveAs(request, desk, choice);
      if (saved) return saved;
    }
  };

  const commit = async (request: SaveRequest): Promise<Result<Saved>> => {
    const { folder, partPath, bytes, modifiedAt = null } = request;
    if (!(await isThere(folder))) return { ok: false, failure: { code: 'folder-gone' } };
    const onDiskBytes = await patiently(() => syncFile(partPath, modifiedAt));
    if (onDiskBytes !== bytes) return { ok: false, failure: { code: 'disk-error' } };
    const { folders, stem } = safeParts(request.stem);
    return desks.at(folder, folders, (desk) => saveAt(request, desk, stem));
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

type NamedChoice = Exclude<Choice, { readonly kind: 'taken' }>;

/** Whoever planned the path: what is made of it here is safe. */
function safeParts(path: string): { readonly folders: readonly string[]; readonly stem: string } {
  const parts = path.split('/');
  const folders = parts.slice(0, -1);
  const safe = safePath(folders, parts.at(-1) ?? '') ?? safePath(folders, 'image') ?? 'image';
  const safeFolders = safe.split('/');
  const stem = safeFolders.pop() ?? '';
  return { folders: safeFolders, stem };
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
