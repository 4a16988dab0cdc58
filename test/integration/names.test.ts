import { mkdir, stat, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createSaver } from '../../main/engine/files/commit.ts';
import { createListNames } from '../../main/engine/files/list-names.ts';
import { parseTemplate } from '../../main/engine/files/template.ts';
import { runCommand } from '../support/command-line.ts';
import { startTestEngine } from '../support/engine.ts';
import type { ImageServer } from '../support/image-server.ts';
import { startImageServer } from '../support/image-server.ts';
import { makePicture } from '../support/pictures.ts';
import { noLinks, openForSaving, savedAs, saveRequest, treeOf } from '../support/saving.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** A sheet whose names and folders meet in every way, from a server that gives some names itself, in no order. */
function sheet(server: ImageServer, rows: number): readonly string[] {
  const cells = (n: number) => [
    server.url(n % 4 === 0 ? `/named/${n}.jpg` : `/pictures/${n % 9}/../${n}.jpg?delay=${(n * 37) % 50}`),
    n % 3 === 0 ? ['Red Shirt', 'red shirt.JPG', 'Größe 3/4'][n % 7] : '',
    ['Shirts', 'shirts/NEW', '', '../Shirts'][n % 5] ?? '',
    `A-${n % 6}`,
  ];
  const lines = Array.from({ length: rows }, (_, n) => cells(n + 1).join(','));
  return ['url,name,folder,sku', ...lines];
}

async function serveNames(server: ImageServer, rows: number): Promise<void> {
  for (let n = 4; n <= rows; n += 4) {
    const bytes = await makePicture({ seed: n });
    server.answer(`/named/${n}.jpg`, (_, response) => {
      response.writeHead(200, {
        'Content-Type': 'image/jpeg',
        'Content-Disposition': `attachment; filename="Given ${n % 3}.jpg"`,
      });
      response.end(bytes);
    });
  }
}

describe('the same list into an empty folder', () => {
  test.each(['{name}', '{name}-{width}x{height}', '{col.sku|lower}/{ext}/{name|slug|max:12}'])(
    'gives the same tree at 1 and at 64 downloads at once: %s',
    async (template) => {
      await using server = await startImageServer();
      await serveNames(server, 45);
      const trees = [];
      for (const jobs of [1, 64]) {
        await using folder = await temporaryFolder();
        await using app = await startTestEngine(folder, { parallelDownloads: jobs, perHost: jobs });
        const batchId = await app.add(sheet(server, 45), folder.file('out'), { template });
        await app.engine.settled();
        expect((await app.rows(batchId)).map(({ state }) => state)).toEqual(Array(45).fill('done'));
        trees.push(treeOf(folder.file('out')));
      }
      expect(Object.keys(trees[0] ?? {})).toHaveLength(45);
      expect(trees[0]).toEqual(trees[1]);
    },
  );
});

test.each([
  ['three thousand', 3000, 'with hard links', {}],
  ['a thousand', 1000, 'without hard links', { linkFile: noLinks }],
])(
  '%s links that end in image.jpg are as many files (%i, %s), beside those that are there',
  async (_, count, __, options) => {
    await using temporary = await temporaryFolder();
    const folder = await openForSaving(temporary.file('out'), true);
    const there = Array.from({ length: 40 }, (_, n) => `image${n === 0 ? '' : `-${n * 3}`}.jpg`);
    for (const name of there) await writeFile(temporary.file('out', name), `there before: ${name}`);
    const template = parseTemplate('{name}');
    if (!template.ok) throw new Error(template.failure.code);
    const names = createListNames({ template: template.value, columns: [], batchName: '', createdAt: 0 });
    const stems = Array.from(
      { length: count },
      (_, n) => names.plan({ line: n + 1, part: 1, url: `https://x.com/${n}/image.jpg`, facts: null }).stem,
    );
    const saver = createSaver(options);
    const files: string[] = [];
    let next = 0;
    const lane = async () => {
      while (next < stems.length) {
        const n = next;
        next += 1;
        files[n] = savedAs(await saver.save(saveRequest(folder, `picture ${n}`, { stem: stems[n] ?? '' })));
      }
    };
    await Promise.all(Array.from({ length: 64 }, lane));
    const tree = treeOf(folder.path);
    expect(Object.keys(tree)).toHaveLength(count + 40);
    for (const [n, file] of files.entries()) expect(tree[file]).toBe(`picture ${n}`);
    for (const name of there) expect(tree[name]).toBe(`there before: ${name}`);
  },
);

test('a file has the time of the server where the list was added so', async () => {
  await using server = await startImageServer();
  await using folder = await temporaryFolder();
  await using app = await startTestEngine(folder);
  await app.add([server.url('/pictures/1.jpg')], folder.file('out'), { keepsServerTime: true });
  await app.engine.settled();
  expect((await stat(folder.file('out', '1.jpg'))).mtimeMs).toBe(Date.UTC(2022, 0, 1));
});

describe('pixhaul download', () => {
  const words = (folder: { file(...names: string[]): string }, ...more: readonly string[]) => [
    'download',
    '-',
    ...['--out', folder.file('out'), '--state', folder.file('state'), '--no-thumbnails'],
    ...more,
  ];

  test('names files by the template and the sheet', async () => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    const stdin = `sku,url\nA-1,${server.url('/pictures/1.jpg')}\nB/2,${server.url('/pictures/2.jpg')}\n`;
    const run = await runCommand(words(folder, '--name', '{col.SKU|lower}/{n}'), { stdin });
    expect(run.status, run.stderr).toBe(0);
    expect(Object.keys(treeOf(folder.file('out')))).toEqual(['a-1/1.jpg', 'b_2/1.jpg']);
    const again = await runCommand(words(folder, '--name', '{index}'), { stdin });
    expect(again.stderr).toContain(
      'Files are named as when this list was first given: {col.SKU|lower}/{n} (number)',
    );
  });

  test.each([
    ['skip', ['photo.jpg'], 'theirs'],
    ['overwrite', ['photo.jpg'], 'ours'],
    ['number', ['photo-2.jpg', 'photo.jpg'], 'theirs'],
  ])('acts by --on-collision %s', async (rule, files, content) => {
    await using server = await startImageServer();
    await using folder = await temporaryFolder();
    await mkdir(folder.file('out'));
    await writeFile(folder.file('out', 'photo.jpg'), 'theirs');
    const stdin = server.url('/pictures/1.jpg');
    const run = await runCommand(words(folder, '--name', 'photo', '--on-collision', rule), { stdin });
    expect(run.status, run.stderr).toBe(0);
    const tree = treeOf(folder.file('out'));
    expect(Object.keys(tree)).toEqual(files);
    expect(tree['photo.jpg'] === 'theirs' ? 'theirs' : 'ours').toBe(content);
    if (rule === 'skip') expect(run.stderr).toContain('skipped: 1');
  });

  test.each([
    ['{indx}', 'There is no variable “indx” (character 2 of the name template). Did you mean “index”?'],
    [
      '{col.skuu}',
      'There is no variable “col.skuu” (character 2 of the name template). Did you mean “col.sku”?',
    ],
    ['{name', 'A brace stands alone at character 1'],
  ])('says what is wrong with the template %s and ends with 2', async (template, sentence) => {
    await using folder = await temporaryFolder();
    const stdin = 'sku,url\nA-1,https://x.invalid/1.jpg\n';
    const run = await runCommand(words(folder, '--name', template), { stdin });
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(sentence);
  });

  test('shows what names are made of', async () => {
    const run = await runCommand(['download', '--help']);
    expect(run.stdout).toMatch(/\{index:04\} +0007 +position in the list/);
  });
});
