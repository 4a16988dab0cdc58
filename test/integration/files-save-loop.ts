import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createSaver, openFolder } from '../../main/engine/files/commit.ts';
import { partPath } from '../../main/engine/files/parts.ts';

/**
 * Saves file after file until it is killed, eight at a time, and writes to standard output what a store would have on
 * the disk. Started by `files.test.ts` as: folder, number of the first file, `link`, `rename` or `folders`.
 */
const [folderPath = '', first = '0', mode = 'link'] = process.argv.slice(2);
const noLinks = () => Promise.reject(Object.assign(new Error('EPERM'), { code: 'EPERM', syscall: 'link' }));
const saver = createSaver(mode === 'rename' ? { linkFile: noLinks } : {});

const tell = (event: object) => fs.writeSync(1, `${JSON.stringify(event)}\n`);

async function saveOne(taskId: number): Promise<void> {
  const opened = await openFolder(folderPath, { isCreated: false });
  if (!opened.ok) throw new Error(opened.failure.code);
  const bytes = Buffer.alloc(20_000, `${taskId} `);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const part = partPath(opened.value.path, 'kill', taskId);
  await fs.promises.writeFile(part, bytes);
  const facts = { taskId, sha256, bytes: bytes.length, part: path.basename(part) };
  const saved = await saver.save({
    folder: opened.value,
    partPath: part,
    stem: mode === 'folders' ? `${taskId % 50}/deep/picture` : `picture ${taskId % 3}`,
    format: 'jpg',
    sha256,
    bytes: bytes.length,
    recordIntent: async (file) => {
      tell({ kind: 'intent', ...facts, file });
      return { ok: true, value: null };
    },
  });
  if (!saved.ok) throw new Error(saved.failure.code);
  tell({ kind: 'done', ...facts, file: saved.value.file });
}

let next = Number(first);
const lane = async () => {
  for (;;) {
    next += 1;
    await saveOne(next);
  }
};
await Promise.all(Array.from({ length: 8 }, lane));
