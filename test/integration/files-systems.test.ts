import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createSaver } from '../../main/engine/files/commit.ts';
import type { OpenedFolder } from '../../main/engine/files/desks.ts';
import { createNamePlanner } from '../../main/engine/files/name-planner.ts';
import { isSaved } from '../../main/engine/files/recover.ts';
import { canMountForeignDisk, mountForeignDisk } from '../support/mounts.ts';
import { openForSaving, savedAs, saveRequest, sha256Of, treeOf } from '../support/saving.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const NAUGHTY = [
  'con',
  'nul.txt',
  'COM1',
  'a:b',
  'what?*<>|"',
  'ends with a dot.',
  ' blanks ',
  '\u202egpj.exe',
  'ta\tb',
  '图'.repeat(200),
  'x'.repeat(400),
  '😀'.repeat(100),
  '..',
  '\\server\\share',
  'e\u0301',
  'é',
  'É',
  'straße',
  'STRASSE',
  'ǅ',
  'ǆ',
  'ſ',
  's',
  'İ',
  'i',
  'ı',
  'K', // the Kelvin sign
  'k',
];

async function saveAll(folder: OpenedFolder, stems: readonly string[]): Promise<readonly string[]> {
  const saver = createSaver();
  return Promise.all(
    stems.map(async (stem, n) => savedAs(await saver.save(saveRequest(folder, `bytes ${n}`, { stem })))),
  );
}

const KINDS = [
  ['exfat', 'exFAT, which has no hard links (needs root, mkfs.exfat and mount.exfat-fuse)'],
  ['ntfs', 'NTFS with the rules of Windows (needs root, mkfs.ntfs and lowntfs-3g)'],
] as const;

for (const [kind, title] of KINDS) {
  test.skipIf(!canMountForeignDisk(kind))(`every picture is a file on ${title}`, async () => {
    await using temporary = await temporaryFolder();
    using disk = mountForeignDisk(kind, temporary.file('disk'));
    const folder = await openForSaving(path.join(disk?.path ?? '', 'out'), true);
    const there = ['IMAGE.JPG', 'image-7.jpg', 'Cafe\u0301.jpg'];
    for (const name of there) fs.writeFileSync(path.join(folder.path, name), `there before: ${name}`);
    fs.mkdirSync(path.join(folder.path, 'Cats'));
    fs.writeFileSync(path.join(folder.path, 'DOGS'), 'a file');

    const planner = createNamePlanner();
    const stems = [
      ...Array.from({ length: 300 }, () => planner.plan('image')),
      ...['café', 'CAFÉ', 'cats/a', 'CATS/A', 'dogs/a', 'Dogs/A'].map((stem) => planner.plan(stem)),
      ...NAUGHTY,
      ...NAUGHTY.map((name) => `${name}/photo`),
    ];
    const files = await saveAll(folder, stems);
    expect(files.filter((file) => file.startsWith('failed'))).toEqual([]);
    const tree = treeOf(folder.path);
    expect(Object.keys(tree)).toHaveLength(stems.length + there.length + 1);
    // Read by name, since this driver for NTFS lists all names in small letters.
    for (const name of there)
      expect(fs.readFileSync(path.join(folder.path, name), 'utf8')).toBe(`there before: ${name}`);
    for (const [n, file] of files.entries()) {
      const intent = {
        folder: folder.path,
        file,
        bytes: `bytes ${n}`.length,
        sha256: sha256Of(`bytes ${n}`),
      };
      expect(await isSaved(intent), file).toBe(true);
    }
    expect(files.slice(302, 304).map((file) => file.split('/')[0]?.toLowerCase())).toEqual(['cats', 'cats']);
    expect(fs.readdirSync(temporary.path).toSorted()).toEqual(['disk', 'disk.image']);
  });

  test.skipIf(!canMountForeignDisk(kind))(`taken names and times are kept on ${title}`, async () => {
    await using temporary = await temporaryFolder();
    using disk = mountForeignDisk(kind, temporary.file('disk'));
    const folder = await openForSaving(disk?.path ?? '');
    const file = path.join(folder.path, 'photo.jpg');
    fs.writeFileSync(file, 'theirs');
    const saver = createSaver();
    const agreedAt = Date.now() + 60_000;
    const save = async (bytes: string, change: object) =>
      savedAs(await saver.save(saveRequest(folder, bytes, change)));
    expect(await save('ours', { stem: 'PHOTO', collision: 'skip', agreedAt })).toBe('skipped');
    const modifiedAt = Date.UTC(2020, 1, 2, 3, 4, 6);
    expect(await save('ours', { collision: 'overwrite', agreedAt, modifiedAt })).toBe('photo.jpg');
    expect(fs.readFileSync(file, 'utf8')).toBe('ours');
    expect(Math.abs(fs.statSync(file).mtimeMs - modifiedAt)).toBeLessThanOrEqual(2000);
    expect(await save('more', { collision: 'overwrite', agreedAt })).toBe('photo-2.jpg');
  });
}
