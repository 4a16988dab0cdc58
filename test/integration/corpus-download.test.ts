import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CORPUS_EXCEPTIONS, CORPUS_FOLDER, corpusImages, hasCorpus } from '../support/corpus.ts';
import { listFolder, startTestEngine } from '../support/engine.ts';
import { hasNginx, startNginx } from '../support/nginx.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const lacks = [...(hasCorpus ? [] : ['the corpus']), ...(hasNginx ? [] : ['nginx'])].join(' and ');

test.skipIf(lacks !== '')(
  `saves every image of the corpus from nginx byte for byte, and nothing that is none${lacks && ` (needs ${lacks})`}`,
  async () => {
    await using folder = await temporaryFolder();
    await using nginx = await startNginx(CORPUS_FOLDER, folder);
    await using app = await startTestEngine(folder, { attempts: 2 });
    const images = corpusImages();
    const urls = images.map(
      (image) => `${nginx.origin}/${image.path.split('/').map(encodeURIComponent).join('/')}`,
    );
    const batchId = await app.add(urls, folder.file('out'));
    await app.engine.settled();
    const rows = await app.rows(batchId);
    expect(rows).toHaveLength(images.length);

    const saved = await hashesOf(folder.file('out'));
    const wrong: string[] = [];
    const table = new Map<string, number>();
    for (const [index, image] of images.entries()) {
      const row = rows[index];
      if (!row) throw new Error(`No row for ${image.path}`);
      const end = row.integrity ?? row.failure?.code ?? row.skip ?? row.state;
      const key = `${image.expected} → ${end}`;
      table.set(key, (table.get(key) ?? 0) + 1);
      const isSaved = row.state === 'done' && saved.get(row.name) === image.sha256;
      const exception = CORPUS_EXCEPTIONS[image.path];
      if (exception) {
        if (exception.verdict.split('/')[0] !== end)
          wrong.push(`no longer an exception: ${image.path} (${end})`);
        continue;
      }
      const mustBeSaved = image.expected === 'decodes' || image.expected === 'valid-unsupported';
      if (mustBeSaved && !isSaved) wrong.push(`not saved: ${image.path} (${end})`);
      if (image.expected === 'rejects' && row.state !== 'failed') wrong.push(`saved: ${image.path} (${end})`);
      if (image.expected === 'decodes' && row.thumbnail === null)
        wrong.push(`no thumbnail: ${image.path} (${end})`);
      if (row.integrity === 'unchecked' && row.failure) wrong.push(`two ends: ${image.path}`);
    }
    process.stdout.write(`corpus by verdict: ${JSON.stringify(Object.fromEntries([...table].sort()))}\n`);
    expect(wrong).toEqual([]);

    const done = rows.filter(({ state }) => state === 'done');
    expect(saved.size).toBe(done.length);
    expect(rows.every(({ state }) => state === 'done' || state === 'failed')).toBe(true);
    expect(await leftovers(folder.file('out'))).toEqual([]);
    expect(app.errors).toEqual([]);
  },
  600_000,
);

async function hashesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  for (const name of await listFolder(folder)) {
    const bytes = await readFile(path.join(folder, name));
    hashes.set(name, createHash('sha256').update(bytes).digest('hex'));
  }
  return hashes;
}

const leftovers = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.startsWith('.pixhaul'));
