import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { SaveRequest, Saver } from '../../main/engine/files/commit.ts';
import { openFolder } from '../../main/engine/files/commit.ts';
import type { OpenedFolder } from '../../main/engine/files/desks.ts';
import { partPath } from '../../main/engine/files/parts.ts';

export const STORE = 'a1b2';
export const sha256Of = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

/** Opens a folder that is there, or with `isCreated` makes it. */
export async function openForSaving(where: string, isCreated = false): Promise<OpenedFolder> {
  const opened = await openFolder(where, { isCreated });
  if (!opened.ok) throw new Error(opened.failure.code);
  return opened.value;
}

let lastTaskId = 0;
/** Writes bytes into a part of their own and asks for them to be saved as `photo`. */
export function saveRequest(
  folder: OpenedFolder,
  bytes: Buffer | string,
  change: Partial<SaveRequest> = {},
): SaveRequest {
  lastTaskId += 1;
  const part = partPath(folder.path, STORE, lastTaskId);
  fs.writeFileSync(part, bytes);
  return {
    folder,
    partPath: part,
    stem: 'photo',
    format: 'jpg',
    sha256: sha256Of(bytes),
    bytes: Buffer.byteLength(bytes),
    recordIntent: async () => ({ ok: true, value: null }),
    ...change,
  };
}

/** Path of the file that was saved, or what came instead. */
export function savedAs(answer: Awaited<ReturnType<Saver['save']>>): string {
  if (!answer.ok) return `failed: ${answer.failure.code}`;
  return answer.value.file ?? 'skipped';
}

/** All files below a folder with their bytes as text, by path with `/`. */
export function treeOf(folder: string): Readonly<Record<string, string>> {
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files
      .map((file) => [path.relative(folder, file).split(path.sep).join('/'), fs.readFileSync(file, 'latin1')])
      .toSorted(),
  );
}

/** How file systems without hard links answer. */
export const noLinks = () =>
  Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM', syscall: 'link' }));
