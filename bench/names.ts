/**
 * What names cost: a list whose links all end in `image.jpg`, planned and saved at full concurrency into a folder that
 * holds some files of these names already, then into folders by a template. Proves on the way that every picture is a
 * file of its own and that nothing was replaced.
 * `node bench/names.ts [count=100000] [--folder DIR] [--without-links]` prints one table. The folder is made and removed.
 */
import { createHash } from 'node:crypto';
import { link, mkdir, mkdtemp, opendir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSaver, openFolder } from '../main/engine/files/commit.ts';
import { createListNames } from '../main/engine/files/list-names.ts';
import { partPath } from '../main/engine/files/parts.ts';
import { parseTemplate } from '../main/engine/files/template.ts';

const words = process.argv.slice(2);
const count = Number(words.find((word) => /^\d+$/.test(word)) ?? 100_000);
const parent = words.includes('--folder') ? (words[words.indexOf('--folder') + 1] ?? tmpdir()) : tmpdir();
const LANES = 256;
/** Files of these names that are there before. */
const THERE = 500;
const MEBI = 1024 * 1024;

const noLinks = () => Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' }));
const linkFile = words.includes('--without-links') ? noLinks : link;
const bytesOf = (n: number) => `picture ${n}`;
const table: Record<string, string | number>[] = [];

function timed(what: string, startedAt: number, files: number): void {
  const seconds = (performance.now() - startedAt) / 1000;
  const rssMebi = Math.round(process.memoryUsage.rss() / MEBI);
  table.push({
    what,
    files,
    seconds: seconds.toFixed(2),
    'a second': Math.round(files / seconds),
    'MiB RSS': rssMebi,
  });
}

function planned(template: string): readonly string[] {
  const parsed = parseTemplate(template);
  if (!parsed.ok) throw new Error(parsed.failure.code);
  const names = createListNames({ template: parsed.value, columns: [], batchName: 'bench', createdAt: 0 });
  const startedAt = performance.now();
  const stems = Array.from({ length: count }, (_, n) => {
    const url = `https://cdn.example/${n % 1000}/${n}/image.jpg`;
    return names.plan({ line: n + 1, part: 1, url, facts: null }).stem;
  });
  timed(`plan ${template}`, startedAt, count);
  return stems;
}

/** Saves all pictures, many at once; answers the path that each got. */
async function saveAll(folderPath: string, stems: readonly string[]): Promise<readonly string[]> {
  const folder = await openFolder(folderPath, { isCreated: true });
  if (!folder.ok) throw new Error(folder.failure.code);
  const saver = createSaver({ linkFile });
  const files: string[] = [];
  let next = 0;
  const lane = async () => {
    while (next < stems.length) {
      const n = next;
      next += 1;
      const bytes = bytesOf(n);
      const part = partPath(folder.value.path, 'bench', n);
      await writeFile(part, bytes);
      const saved = await saver.save({
        folder: folder.value,
        partPath: part,
        stem: stems[n] ?? '',
        format: 'jpg',
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes: bytes.length,
        recordIntent: async () => ({ ok: true, value: null }),
      });
      if (!saved.ok || saved.value.file === null) throw new Error(JSON.stringify(saved));
      files[n] = saved.value.file;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return files;
}

async function countFiles(folder: string): Promise<number> {
  let files = 0;
  for await (const entry of await opendir(folder, { recursive: true })) if (entry.isFile()) files += 1;
  return files;
}

async function prove(folder: string, files: readonly string[], there: readonly string[]): Promise<void> {
  const onDisk = await countFiles(folder);
  if (onDisk !== files.length + there.length) throw new Error(`${onDisk} files for ${files.length} pictures`);
  for (const [n, file] of files.entries()) {
    const bytes = await readFile(path.join(folder, file), 'utf8');
    if (bytes !== bytesOf(n)) throw new Error(`${file} holds ${bytes}`);
  }
  for (const name of there)
    if ((await readFile(path.join(folder, name), 'utf8')) !== name) throw new Error(`${name} was replaced`);
}

const home = await mkdtemp(path.join(parent, 'pixhaul-bench-names-'));
try {
  const flat = path.join(home, 'flat');
  await mkdir(flat);
  const there = Array.from({ length: THERE }, (_, n) => (n === 0 ? 'image.jpg' : `image-${n * 7}.jpg`));
  for (const name of there) await writeFile(path.join(flat, name), name);
  const stems = planned('{name}');
  let startedAt = performance.now();
  const files = await saveAll(flat, stems);
  timed(`save, ${THERE} there before`, startedAt, count);
  await prove(flat, files, there);

  const inFolders = planned('{path[1]}/{name}');
  startedAt = performance.now();
  const below = await saveAll(path.join(home, 'folders'), inFolders);
  timed('save into 1000 folders', startedAt, count);
  await prove(path.join(home, 'folders'), below, []);
  console.table(table);
} finally {
  await rm(home, { recursive: true, force: true });
}
