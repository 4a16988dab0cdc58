import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createSaver } from '../../main/engine/files/commit.ts';
import { CORPUS_FOLDER, hasCorpus } from '../support/corpus.ts';
import { openForSaving, savedAs, saveRequest, treeOf } from '../support/saving.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

test.skipIf(!hasCorpus)(
  'every naughty string is a file, and a file in a folder (needs ../shared/corpus or PIXHAUL_CORPUS)',
  async () => {
    await using temporary = await temporaryFolder();
    const folder = await openForSaving(temporary.file('pictures'), true);
    const lines = fs
      .readFileSync(path.join(CORPUS_FOLDER, 'text', 'naughty-strings.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const inputs = lines.map((line) => (JSON.parse(line) as { input: string }).input);
    const stems = inputs.flatMap((input) => [input, `${input}/photo`]);
    const saver = createSaver();
    const files = await Promise.all(
      stems.map(async (stem, n) => savedAs(await saver.save(saveRequest(folder, `bytes ${n}`, { stem })))),
    );
    const tree = treeOf(folder.path);
    expect(Object.keys(tree)).toHaveLength(stems.length);
    for (const [n, file] of files.entries()) expect(tree[file], stems[n]).toBe(`bytes ${n}`);
    expect(fs.readdirSync(temporary.path)).toEqual(['pictures']);
  },
);
