import { createHash } from 'node:crypto';
import { chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { KnownFile } from '#contract/worker-messages.ts';
import { copyKnown, isIntact, placeInside } from '../../../main/engine/known-file.ts';
import { listFolder } from '../../support/engine.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const BYTES = Buffer.from('a picture, as far as this goes');
const known = (path: string, change: Partial<KnownFile> = {}): KnownFile => ({
  path,
  sha256: createHash('sha256').update(BYTES).digest('hex'),
  bytes: BYTES.length,
  etag: null,
  lastModified: null,
  facts: null,
  isOfBatch: false,
  ...change,
});

describe('a known file', () => {
  test('lies inside a folder only below it', () => {
    const inside = (path: string) => placeInside('/out/list', known(path));
    expect(inside('/out/list/a.jpg')).toBe('a.jpg');
    expect(inside('/out/list/sub/..a.jpg')).toBe('sub/..a.jpg');
    expect(inside('/out/list/..a.jpg')).toBe('..a.jpg');
    for (const path of ['/out/a.jpg', '/out/list2/a.jpg', '/out/list', '/a.jpg'])
      expect(inside(path)).toBeNull();
  });

  test('is intact while its size and bytes are, and it is no link', async () => {
    await using folder = await temporaryFolder();
    const file = folder.file('a.jpg');
    expect(await isIntact(known(file))).toBe(false);
    await writeFile(file, BYTES);
    expect(await isIntact(known(file))).toBe(true);
    expect(await isIntact(known(file, { bytes: null }))).toBe(true);
    expect(await isIntact(known(file, { bytes: 3 }))).toBe(false);
    await symlink(file, folder.file('link.jpg'));
    expect(await isIntact(known(folder.file('link.jpg')))).toBe(false);
    await writeFile(file, Buffer.alloc(BYTES.length));
    expect(await isIntact(known(file))).toBe(false);
  });

  test('is copied into a part of its own that can be written, over what lay there', async () => {
    await using folder = await temporaryFolder();
    const [file, part] = [folder.file('a.jpg'), folder.file('.part')];
    await writeFile(file, BYTES);
    await chmod(file, 0o444);
    await writeFile(part, 'left over');
    expect(await copyKnown(known(file), part)).toEqual({ ok: true, value: BYTES.length });
    expect(await readFile(part)).toEqual(BYTES);
    expect((await stat(part)).mode & 0o200).toBe(0o200);
    expect((await stat(part)).ino).not.toBe((await stat(file)).ino);
  });

  test('leaves nothing behind when it turns out to be another', async () => {
    await using folder = await temporaryFolder();
    await writeFile(folder.file('a.jpg'), Buffer.alloc(BYTES.length));
    expect(await copyKnown(known(folder.file('a.jpg')), folder.file('.part'))).toBeNull();
    expect(await copyKnown(known(folder.file('gone.jpg')), folder.file('.part'))).toBeNull();
    expect(await listFolder(folder.path)).toEqual(['a.jpg']);
  });
});
