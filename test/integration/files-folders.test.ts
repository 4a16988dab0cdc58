import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSaver } from '../../main/engine/files/commit.ts';
import type { OpenedFolder } from '../../main/engine/files/desks.ts';
import { isSaved } from '../../main/engine/files/recover.ts';
import { noLinks, openForSaving, savedAs, saveRequest, sha256Of, treeOf } from '../support/saving.ts';
import type { TemporaryFolder } from '../support/temp-folder.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

let temporary: TemporaryFolder;
let folder: OpenedFolder;
beforeEach(async () => {
  temporary = await temporaryFolder();
  folder = await openForSaving(temporary.file('pictures'), true);
});
afterEach(() => temporary[Symbol.asyncDispose]());

const inFolder = (...names: string[]) => path.join(folder.path, ...names);
const save = async (saver: ReturnType<typeof createSaver>, bytes: string, change = {}) =>
  savedAs(await saver.save(saveRequest(folder, bytes, change)));

describe.each([
  ['with hard links', {}],
  ['without hard links', { linkFile: noLinks }],
])('saving into folders %s', (_, options) => {
  test('makes them and records the whole path', async () => {
    const intents: string[] = [];
    const recordIntent = async (file: string) => {
      intents.push(file);
      return { ok: true, value: null } as const;
    };
    const saver = createSaver(options);
    expect(await save(saver, 'one', { stem: 'cats/small/photo', recordIntent })).toBe('cats/small/photo.jpg');
    expect(await save(saver, 'two', { stem: 'cats/small/photo' })).toBe('cats/small/photo-2.jpg');
    expect(await save(saver, 'three', { stem: 'photo' })).toBe('photo.jpg');
    expect(intents).toEqual(['cats/small/photo.jpg']);
    expect(treeOf(folder.path)).toEqual({
      'cats/small/photo-2.jpg': 'two',
      'cats/small/photo.jpg': 'one',
      'photo.jpg': 'three',
    });
    const intent = { folder: folder.path, file: 'cats/small/photo.jpg', bytes: 3, sha256: sha256Of('one') };
    expect(await isSaved(intent)).toBe(true);
  });

  test('hundreds of saves into a few folders at once lose nothing', async () => {
    const saver = createSaver(options);
    const files = await Promise.all(
      Array.from({ length: 300 }, (_, n) => save(saver, `bytes ${n}`, { stem: `folder ${n % 5}/sub/photo` })),
    );
    expect(new Set(files).size).toBe(300);
    const tree = treeOf(folder.path);
    for (const [n, file] of files.entries()) expect(tree[file]).toBe(`bytes ${n}`);
  });

  test('more folders than desks stay open work as well', async () => {
    const saver = createSaver(options);
    const round = () =>
      Promise.all(
        Array.from({ length: 150 }, (_, n) => save(saver, `${n} ${Math.random()}`, { stem: `${n}/a/photo` })),
      );
    expect(new Set(await round()).size).toBe(150);
    expect(new Set(await round())).toEqual(
      new Set(Array.from({ length: 150 }, (_, n) => `${n}/a/photo-2.jpg`)),
    );
  });
});

describe('what has the name of a folder', () => {
  test('a file: the folder gets another name, always the same', async () => {
    fs.writeFileSync(inFolder('cats'), 'a file');
    for (const saver of [createSaver(), createSaver()])
      await save(saver, `${Math.random()}`, { stem: 'cats/photo' });
    expect(Object.keys(treeOf(folder.path))).toEqual(['cats', 'cats_/photo-2.jpg', 'cats_/photo.jpg']);
  });

  test('a folder in another case or Unicode form is the folder', async () => {
    fs.mkdirSync(inFolder('Cats'));
    fs.mkdirSync(inFolder('cafe\u0301'));
    const saver = createSaver();
    expect(await save(saver, '1', { stem: 'cats/photo' })).toBe('Cats/photo.jpg');
    expect(await save(saver, '2', { stem: 'café/photo' })).toBe('cafe\u0301/photo.jpg');
  });

  test.each(['to a folder outside', 'to nothing', 'to a file'])(
    'a link %s is not followed',
    async (where) => {
      const outside = temporary.file('outside');
      if (where === 'to a folder outside') fs.mkdirSync(outside);
      if (where === 'to a file') fs.writeFileSync(outside, 'a file');
      fs.symlinkSync(outside, inFolder('cats'));
      expect(await save(createSaver(), '1', { stem: 'cats/photo' })).toBe('cats_/photo.jpg');
      if (where === 'to a folder outside') expect(fs.readdirSync(outside)).toEqual([]);
    },
  );

  test('a link that comes in place of a folder while the list runs is not followed', async () => {
    const outside = temporary.file('outside');
    fs.mkdirSync(path.join(outside, 'small'), { recursive: true });
    const saver = createSaver();
    await save(saver, '1', { stem: 'cats/small/photo' });
    fs.renameSync(inFolder('cats'), inFolder('moved'));
    fs.symlinkSync(outside, inFolder('cats'));
    expect(await save(saver, '2', { stem: 'cats/small/photo' })).toBe('cats_/small/photo.jpg');
    expect(fs.readdirSync(path.join(outside, 'small'))).toEqual([]);
    const intent = { folder: folder.path, file: 'cats/small/photo.jpg', bytes: 1, sha256: sha256Of('x') };
    fs.writeFileSync(path.join(outside, 'small', 'photo.jpg'), 'x');
    expect(await isSaved(intent)).toBe(false);
  });

  test('a link to a folder inside is followed', async () => {
    fs.mkdirSync(inFolder('dogs'));
    fs.symlinkSync('dogs', inFolder('cats'));
    expect(await save(createSaver(), '1', { stem: 'cats/photo' })).toBe('cats/photo.jpg');
    expect(fs.readFileSync(inFolder('dogs', 'photo.jpg'), 'utf8')).toBe('1');
  });

  test('a folder that was deleted is made again', async () => {
    const saver = createSaver();
    await save(saver, '1', { stem: 'cats/photo' });
    fs.rmSync(inFolder('cats'), { recursive: true });
    expect(await save(saver, '2', { stem: 'cats/photo' })).toBe('cats/photo.jpg');
  });

  test('files under every name that a folder could take hold the list, and lose nothing', async () => {
    for (let tries = 0; tries < 8; tries += 1) fs.writeFileSync(inFolder(`cats${'_'.repeat(tries)}`), '');
    const request = saveRequest(folder, '1', { stem: 'cats/photo' });
    expect(savedAs(await createSaver().save(request))).toBe('failed: no-access');
    expect(fs.existsSync(request.partPath)).toBe(true);
  });
});

describe('a name that another file has', () => {
  const later = () => Date.now() + 60_000;
  beforeEach(() => fs.writeFileSync(inFolder('photo.jpg'), 'theirs'));

  test('skip: the picture is skipped, unless it is the same', async () => {
    const saver = createSaver();
    const rule = { collision: 'skip', agreedAt: later() } as const;
    const request = saveRequest(folder, 'ours', rule);
    expect(savedAs(await saver.save(request))).toBe('skipped');
    expect(fs.existsSync(request.partPath)).toBe(true);
    fs.rmSync(request.partPath);
    expect(await save(saver, 'theirs', rule)).toBe('photo.jpg');
    expect(await save(saver, 'ours', { ...rule, stem: 'other' })).toBe('other.jpg');
    // What the list saved itself is no reason to skip another of its pictures.
    expect(await save(saver, 'more', { ...rule, stem: 'other' })).toBe('other-2.jpg');
    expect(treeOf(folder.path)).toEqual({
      'other-2.jpg': 'more',
      'other.jpg': 'ours',
      'photo.jpg': 'theirs',
    });
  });

  test.each([
    ['with hard links', {}],
    ['without', { linkFile: noLinks }],
  ])('overwrite %s: the file is replaced once, and nothing of the list itself', async (_, options) => {
    const saver = createSaver(options);
    const rule = { collision: 'overwrite', agreedAt: later() } as const;
    const seen: string[] = [];
    const recordIntent = async (file: string) => {
      seen.push(`${file}: ${fs.readFileSync(inFolder('photo.jpg'), 'utf8')}`);
      return { ok: true, value: null } as const;
    };
    expect(await save(saver, 'ours', { ...rule, recordIntent })).toBe('photo.jpg');
    expect(seen).toEqual(['photo.jpg: theirs']);
    expect(await save(saver, 'more', rule)).toBe('photo-2.jpg');
    expect(treeOf(folder.path)).toEqual({ 'photo-2.jpg': 'more', 'photo.jpg': 'ours' });
  });

  test('overwrite: a file that came or changed after that was decided is left alone', async () => {
    expect(await save(createSaver(), 'ours', { collision: 'overwrite', agreedAt: 1 })).toBe('photo-2.jpg');
    const recordIntent = async (file: string) => {
      if (file === 'photo.jpg') fs.writeFileSync(inFolder('photo.jpg'), 'changed at the last moment');
      return { ok: true, value: null } as const;
    };
    const rule = { collision: 'overwrite', agreedAt: later(), recordIntent } as const;
    expect(await save(createSaver(), 'more', rule)).toBe('photo-3.jpg');
    expect(fs.readFileSync(inFolder('photo.jpg'), 'utf8')).toBe('changed at the last moment');
  });

  test('overwrite: links and folders are never replaced', async () => {
    fs.mkdirSync(inFolder('folder.jpg'));
    fs.symlinkSync(temporary.file('outside'), inFolder('link.jpg'));
    const rule = { collision: 'overwrite', agreedAt: later() } as const;
    expect(await save(createSaver(), '1', { ...rule, stem: 'folder' })).toBe('folder-2.jpg');
    expect(await save(createSaver(), '2', { ...rule, stem: 'link' })).toBe('link-2.jpg');
    expect(fs.existsSync(temporary.file('outside'))).toBe(false);
  });

  test('hash: the name takes the start of the hash', async () => {
    const saver = createSaver();
    const start = sha256Of('ours').slice(0, 8);
    expect(await save(saver, 'ours', { collision: 'hash' })).toBe(`photo-${start}.jpg`);
    expect(await save(saver, 'ours', { collision: 'hash' })).toBe(`photo-${start}.jpg`);
    const long = await save(saver, 'long', { collision: 'hash', stem: 'x'.repeat(300) });
    const other = await save(saver, 'other', { collision: 'hash', stem: 'x'.repeat(300) });
    expect(other.endsWith(`-${sha256Of('other').slice(0, 8)}.jpg`)).toBe(true);
    expect([long.length <= 240, other.length <= 240]).toEqual([true, true]);
  });
});

describe('a saved file', () => {
  test('has the time that it is to have, and is not executable', async () => {
    const modifiedAt = Date.UTC(2020, 1, 2, 3, 4, 5);
    await save(createSaver(), 'one', { modifiedAt });
    const stats = fs.statSync(inFolder('photo.jpg'));
    expect(stats.mtimeMs).toBe(modifiedAt);
    expect(stats.mode & 0o111).toBe(0);
    await save(createSaver(), 'two', { stem: 'new' });
    expect(fs.statSync(inFolder('new.jpg')).mtimeMs).toBeGreaterThan(modifiedAt + 1);
  });

  test('lies in its folder whatever its path was to be, replaces nothing, and is always saved', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.constantFrom(
        '..',
        '.',
        '/',
        '//',
        '\\',
        'C:',
        'con',
        'nul.x',
        '\0',
        'a',
        'A',
        'photo.jpg',
        ' ',
        '图'.repeat(200),
      ),
    );
    const stems = fc.array(
      fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('/')),
      { maxLength: 6 },
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(stems, async (given) => {
        round += 1;
        const place = await openForSaving(temporary.file('any', String(round)), true);
        const saver = createSaver();
        const files = await Promise.all(
          given.map(async (stem, n) => savedAs(await saver.save(saveRequest(place, `bytes ${n}`, { stem })))),
        );
        const tree = treeOf(place.path);
        expect(Object.keys(tree)).toHaveLength(given.length);
        for (const [n, file] of files.entries()) expect(tree[file]).toBe(`bytes ${n}`);
      }),
      { numRuns: 60 },
    );
    expect(fs.readdirSync(temporary.path).toSorted()).toEqual(['any', 'pictures']);
  });
});
