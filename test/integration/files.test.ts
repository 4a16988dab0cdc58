import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SaveRequest, Saver } from '../../main/engine/files/commit.ts';
import { createSaver, openFolder, probeFolder } from '../../main/engine/files/commit.ts';
import type { OpenedFolder } from '../../main/engine/files/desks.ts';
import { freeBytes } from '../../main/engine/files/free-space.ts';
import { partPath, removeOrphanParts } from '../../main/engine/files/parts.ts';
import { isSaved, removePlaceholder } from '../../main/engine/files/recover.ts';
import { treeOf } from '../support/saving.ts';
import type { TemporaryFolder } from '../support/temp-folder.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const STORE = 'a1b2';
const isRoot = process.getuid?.() === 0;
const sha256Of = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

function run(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
/** Whether this process may mount; tried once on a folder that is gone afterwards. */
const canMount = await (async () => {
  if (!isRoot || process.platform !== 'linux') return false;
  await using place = await temporaryFolder();
  return run('mount', '-t', 'tmpfs', 'tmpfs', place.path) && run('umount', place.path);
})();

let temporary: TemporaryFolder;
let folder: OpenedFolder;
const mounted: string[] = [];
let lastTaskId = 0;

async function open(where: string, isCreated = false): Promise<OpenedFolder> {
  const opened = await openFolder(where, { isCreated });
  if (!opened.ok) throw new Error(opened.failure.code);
  return opened.value;
}
beforeEach(async () => {
  temporary = await temporaryFolder();
  folder = await open(temporary.file('pictures'), true);
});
afterEach(async () => {
  for (const place of mounted.splice(0)) run('umount', place);
  await temporary[Symbol.asyncDispose]();
});

function mountTmpfs(options: string): string {
  const place = temporary.file('mounted');
  fs.mkdirSync(place);
  run('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', place);
  mounted.push(place);
  return place;
}

function requestOf(bytes: Buffer | string, change: Partial<SaveRequest> = {}): SaveRequest {
  lastTaskId += 1;
  const inFolder = change.folder ?? folder;
  const part = partPath(inFolder.path, STORE, lastTaskId);
  fs.writeFileSync(part, bytes);
  return {
    folder: inFolder,
    partPath: part,
    stem: 'photo',
    format: 'jpg',
    sha256: sha256Of(bytes),
    bytes: Buffer.byteLength(bytes),
    recordIntent: async () => ({ ok: true, value: null }),
    ...change,
  };
}
const fileOf = (answer: Awaited<ReturnType<Saver['save']>> | undefined): string =>
  (answer?.ok && answer.value.file) || '';
const namesIn = (where: OpenedFolder) => fs.readdirSync(where.path).toSorted();
const saved = (file: string, wasAdopted = false) => ({ ok: true, value: { file, wasAdopted } });
const failed = (code: string) => ({ ok: false, failure: { code } });
const noLinks = () =>
  Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM', syscall: 'link' }));

describe.each([
  ['with hard links', {}],
  ['without hard links', { linkFile: noLinks }],
])('saving %s', (_, options) => {
  test('gives the part its name and records the intent before', async () => {
    const seen: string[][] = [];
    const request = requestOf('bytes', {
      recordIntent: async (file) => {
        seen.push([file, ...namesIn(folder)]);
        return { ok: true, value: null };
      },
    });
    const part = path.basename(request.partPath);
    expect(await createSaver(options).save(request)).toEqual(saved('photo.jpg'));
    expect(seen).toEqual([['photo.jpg', part]]);
    expect(namesIn(folder)).toEqual(['photo.jpg']);
    expect(fs.readFileSync(path.join(folder.path, 'photo.jpg'), 'utf8')).toBe('bytes');
    expect(fs.statSync(path.join(folder.path, 'photo.jpg')).mode & 0o111).toBe(0);
  });

  test('sixty-four saves of one name at once become sixty-four files', async () => {
    const saver = createSaver(options);
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        saver.save(requestOf(`bytes ${n}`, { stem: n % 2 ? 'Photo' : 'photo' })),
      ),
    );
    const files = answers.map(fileOf);
    expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(64);
    for (const [n, file] of files.entries())
      expect(fs.readFileSync(path.join(folder.path, file), 'utf8')).toBe(`bytes ${n}`);
    expect(namesIn(folder)).toHaveLength(64);
  });

  test('two savers in one folder replace nothing of each other', async () => {
    const savers = [createSaver(options), createSaver(options)];
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, n) => savers[n % 2]?.save(requestOf(`bytes ${n}`))),
    );
    const files = answers.map(fileOf);
    expect(new Set(files).size).toBe(32);
    for (const [n, file] of files.entries())
      expect(fs.readFileSync(path.join(folder.path, file), 'utf8')).toBe(`bytes ${n}`);
  });

  test('an existing file with the same bytes is adopted, one with others is left alone', async () => {
    fs.writeFileSync(path.join(folder.path, 'photo.jpg'), 'other');
    fs.writeFileSync(path.join(folder.path, 'photo-2.jpg'), 'bytes');
    const saver = createSaver(options);
    expect(await saver.save(requestOf('bytes'))).toEqual(saved('photo-2.jpg', true));
    expect(await saver.save(requestOf('third'))).toEqual(saved('photo-3.jpg'));
    expect(namesIn(folder)).toEqual(['photo-2.jpg', 'photo-3.jpg', 'photo.jpg']);
    expect(fs.readFileSync(path.join(folder.path, 'photo.jpg'), 'utf8')).toBe('other');
  });

  test('a file that appears while the intent is being recorded is not replaced', async () => {
    const intents: string[] = [];
    const request = requestOf('bytes', {
      recordIntent: async (file) => {
        intents.push(file);
        if (intents.length === 1) fs.writeFileSync(path.join(folder.path, file), 'somebody else');
        return { ok: true, value: null };
      },
    });
    expect(await createSaver(options).save(request)).toEqual(saved('photo-2.jpg'));
    expect(intents).toEqual(['photo.jpg', 'photo-2.jpg']);
    expect(fs.readFileSync(path.join(folder.path, 'photo.jpg'), 'utf8')).toBe('somebody else');
  });

  test('a symbolic link or a folder at the name is another file', async () => {
    const outside = temporary.file('outside.jpg');
    fs.symlinkSync(outside, path.join(folder.path, 'photo.jpg'));
    fs.mkdirSync(path.join(folder.path, 'photo-2.jpg'));
    expect(await createSaver(options).save(requestOf('bytes'))).toEqual(saved('photo-3.jpg'));
    expect(fs.existsSync(outside)).toBe(false);
  });

  test('a symbolic link that appears at the last moment is not followed', async () => {
    const outside = temporary.file('outside.jpg');
    const request = requestOf('bytes', {
      recordIntent: async (file) => {
        if (file === 'photo.jpg') fs.symlinkSync(outside, path.join(folder.path, file));
        return { ok: true, value: null };
      },
    });
    expect(await createSaver(options).save(request)).toEqual(saved('photo-2.jpg'));
    expect(fs.existsSync(outside)).toBe(false);
  });

  test('leaves the part where the intent could not be recorded', async () => {
    const saver = createSaver(options);
    const request = requestOf('bytes', {
      recordIntent: async () => ({ ok: false, failure: { code: 'disk-full' } }),
    });
    expect(await saver.save(request)).toEqual(failed('disk-full'));
    expect(namesIn(folder)).toEqual([path.basename(request.partPath)]);
    expect(await saver.save({ ...request, recordIntent: async () => ({ ok: true, value: null }) })).toEqual(
      saved('photo.jpg'),
    );
  });
});

describe('names on the disk', () => {
  test('a name that is there in another case or Unicode form is taken', async () => {
    fs.writeFileSync(path.join(folder.path, 'PHOTO.jpg'), 'other');
    fs.writeFileSync(path.join(folder.path, 'cafe\u0301.jpg'), 'other');
    const saver = createSaver();
    expect(await saver.save(requestOf('bytes'))).toEqual(saved('photo-2.jpg'));
    expect(await saver.save(requestOf('bytes', { stem: 'café' }))).toEqual(saved('café-2.jpg'));
  });

  test('a name whose file was deleted is free again', async () => {
    const saver = createSaver();
    await saver.save(requestOf('bytes'));
    fs.rmSync(path.join(folder.path, 'photo.jpg'));
    expect(await saver.save(requestOf('others'))).toEqual(saved('photo.jpg'));
  });

  test('two saves of the same bytes under one name share the file', async () => {
    const saver = createSaver();
    const answers = await Promise.all([saver.save(requestOf('bytes')), saver.save(requestOf('bytes'))]);
    expect(answers).toContainEqual(saved('photo.jpg'));
    expect(answers).toContainEqual(saved('photo.jpg', true));
    expect(namesIn(folder)).toEqual(['photo.jpg']);
  });

  test('the next number of a thousand is found', async () => {
    for (let number = 2; number <= 1000; number += 1)
      fs.writeFileSync(path.join(folder.path, `photo-${number}.jpg`), '');
    fs.writeFileSync(path.join(folder.path, 'photo.jpg'), '');
    const saver = createSaver();
    expect(await saver.save(requestOf('one'))).toEqual(saved('photo-1001.jpg'));
    expect(await saver.save(requestOf('two'))).toEqual(saved('photo-1002.jpg'));
  });

  test('a stem that is not safe is made safe once more', async () => {
    const saver = createSaver();
    expect(await saver.save(requestOf('1', { stem: '../../outside' }))).toEqual(saved('outside.jpg'));
    expect(await saver.save(requestOf('2', { stem: '..' }))).toEqual(saved('image.jpg'));
    expect(await saver.save(requestOf('3', { stem: 'con' }))).toEqual(saved('_con.jpg'));
    const long = await saver.save(requestOf('4', { stem: '图'.repeat(300), format: 'webp' }));
    expect(Buffer.byteLength(fileOf(long))).toBeLessThanOrEqual(240);
  });
});

describe('what stops a save', () => {
  test('a part that is not what was checked is not saved', async () => {
    const request = requestOf('bytes');
    fs.appendFileSync(request.partPath, 'more');
    expect(await createSaver().save(request)).toEqual(failed('disk-error'));
    expect(namesIn(folder)).toEqual([path.basename(request.partPath)]);
  });

  test('a folder that is gone, or another one under the same path', async () => {
    const saver = createSaver();
    const request = requestOf('bytes');
    fs.renameSync(folder.path, temporary.file('moved'));
    expect(await saver.save(request)).toEqual(failed('folder-gone'));
    fs.mkdirSync(folder.path);
    fs.writeFileSync(request.partPath, 'bytes');
    expect(await saver.save(request)).toEqual(failed('folder-gone'));
    expect(await probeFolder(folder, STORE)).toEqual(failed('folder-gone'));
    const again = await open(folder.path);
    expect(await probeFolder(again, STORE)).toEqual({ ok: true, value: null });
    expect(await saver.save({ ...request, folder: again })).toEqual(saved('photo.jpg'));
  });

  test('opening says why a folder cannot be used', async () => {
    const file = temporary.file('a file');
    fs.writeFileSync(file, '');
    expect(await openFolder(file, { isCreated: true })).toEqual(failed('no-access'));
    expect(await openFolder(path.join(file, 'below'), { isCreated: true })).toEqual(failed('no-access'));
    expect(await openFolder(temporary.file('missing'), { isCreated: false })).toEqual(failed('folder-gone'));
  });

  test('a folder behind a symbolic link is opened by its real path', async () => {
    fs.symlinkSync(folder.path, temporary.file('shortcut'));
    expect(await open(temporary.file('shortcut'))).toEqual(folder);
  });

  test.skipIf(isRoot || process.platform === 'win32')(
    'a folder without permission (needs a user)',
    async () => {
      const request = requestOf('bytes');
      fs.chmodSync(folder.path, 0o500);
      expect(await createSaver().save(request)).toEqual(failed('no-access'));
      fs.chmodSync(folder.path, 0o700);
    },
  );

  test.skipIf(!canMount)('a disk that was made read-only (needs root and mount)', async () => {
    const place = await open(mountTmpfs('size=4m'));
    const saver = createSaver();
    const request = requestOf('bytes', { folder: place });
    run('mount', '-o', 'remount,ro', place.path);
    expect(await saver.save(request)).toEqual(failed('read-only'));
    expect(await probeFolder(place, STORE)).toEqual(failed('read-only'));
    run('mount', '-o', 'remount,rw', place.path);
    expect(await saver.save(request)).toEqual(saved('photo.jpg'));
  });

  test.skipIf(!canMount).each([
    ['with hard links', {}],
    ['without', { linkFile: noLinks }],
  ])('a disk without room for a name, %s (needs root and mount)', async (_, options) => {
    const place = await open(mountTmpfs('size=1m,nr_inodes=4'));
    const saver = createSaver(options);
    const request = requestOf('bytes', { folder: place });
    fs.writeFileSync(path.join(place.path, 'filler'), '');
    fs.writeFileSync(path.join(place.path, 'filler 2'), '');
    expect(await saver.save(request)).toEqual(failed('disk-full'));
    expect(await probeFolder(place, STORE)).toEqual(failed('disk-full'));
    expect(namesIn(place)).toEqual([path.basename(request.partPath), 'filler', 'filler 2']);
    fs.rmSync(path.join(place.path, 'filler'));
    expect(await saver.save(request)).toEqual(saved('photo.jpg'));
  });

  test('free room is told, or that nothing is known', async () => {
    expect(await freeBytes(folder.path)).toBeGreaterThan(0);
    expect(await freeBytes(temporary.file('missing'))).toBeNull();
  });
});

describe('after a kill', () => {
  test('only parts of this store that no task goes on with are removed', async () => {
    const names = [
      '.pixhaul-a1b2-1.part',
      '.pixhaul-a1b2-2.part',
      '.pixhaul-a1b2-probe.part',
      '.pixhaul-c3-1.part',
    ];
    for (const name of [...names, '.pixhaul-a1b2-x.part', 'photo.jpg'])
      fs.writeFileSync(path.join(folder.path, name), '');
    expect(await removeOrphanParts(folder.path, STORE, new Set([2]))).toBe(2);
    expect(namesIn(folder)).toEqual(
      ['.pixhaul-a1b2-2.part', '.pixhaul-a1b2-x.part', '.pixhaul-c3-1.part', 'photo.jpg'].toSorted(),
    );
    expect(await removeOrphanParts(temporary.file('missing'), STORE, new Set())).toBe(0);
  });

  test('a file is the intended one only if it is there whole', async () => {
    const intent = { folder: folder.path, file: 'photo.jpg', bytes: 5, sha256: sha256Of('bytes') };
    const file = path.join(folder.path, 'photo.jpg');
    expect(await isSaved(intent)).toBe(false);
    fs.writeFileSync(file, 'bytes');
    expect(await isSaved(intent)).toBe(true);
    fs.writeFileSync(file, 'other');
    expect(await isSaved(intent)).toBe(false);
    expect(fs.existsSync(file)).toBe(true);
    fs.writeFileSync(temporary.file('outside.jpg'), 'bytes');
    expect(await isSaved({ ...intent, file: '../outside.jpg' })).toBe(false);
    fs.rmSync(file);
    fs.symlinkSync(temporary.file('outside.jpg'), file);
    expect(await isSaved(intent)).toBe(false);
    expect(await isSaved({ ...intent, folder: temporary.file('missing') })).toBe(false);
  });

  test('the empty file of a save without hard links is taken away', async () => {
    const { partPath: part, ...intent } = placeholderOf(requestOf('bytes'));
    const file = path.join(folder.path, 'photo.jpg');
    fs.writeFileSync(file, '');
    await removePlaceholder(intent, part);
    expect(fs.existsSync(file)).toBe(false);
    expect(await isSaved(intent)).toBe(false);
  });

  test('an empty file that may be of somebody else stays', async () => {
    const file = path.join(folder.path, 'photo.jpg');
    const stays = async (request: SaveRequest) => {
      const { partPath: part, ...intent } = placeholderOf(request);
      await isSaved(intent);
      await removePlaceholder(intent, part);
      expect(fs.existsSync(file)).toBe(true);
    };
    // There before the part was whole.
    fs.writeFileSync(file, '');
    fs.utimesSync(file, 1, 1);
    await stays(requestOf('bytes'));
    // Its part is gone, hence it was filled; or is not whole.
    fs.writeFileSync(file, '');
    await stays({ ...requestOf('bytes'), partPath: path.join(folder.path, 'no.part') });
    await stays({ ...requestOf('byte'), bytes: 5, sha256: sha256Of('bytes') });
    // Not empty.
    const request = requestOf('bytes');
    fs.writeFileSync(file, 'x');
    await stays(request);
  });

  const placeholderOf = ({ partPath: part, bytes, sha256 }: SaveRequest) => ({
    folder: folder.path,
    file: 'photo.jpg',
    bytes,
    sha256,
    partPath: part,
  });

  interface Told {
    readonly kind: 'intent' | 'done';
    readonly taskId: number;
    readonly file: string;
    readonly part: string;
    readonly sha256: string;
    readonly bytes: number;
  }

  /** Runs the save loop until it has told so many things, then kills it; answers all that it told. */
  async function saveUntilKilled(mode: string, first: number, events: number): Promise<readonly Told[]> {
    const script = path.resolve(import.meta.dirname, 'files-save-loop.ts');
    const child = spawn(process.execPath, [script, folder.path, String(first), mode], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const told: Told[] = [];
    for await (const line of readline.createInterface(child.stdout)) {
      told.push(JSON.parse(line) as Told);
      if (told.length === events) child.kill('SIGKILL');
    }
    expect(child.signalCode ?? 'SIGKILL').toBe('SIGKILL');
    return told;
  }

  test.each(['link', 'rename', 'folders'])(
    'nothing is half saved, lost or there twice (%s)',
    async (mode) => {
      const known = new Map<string, string>();
      for (let round = 0; round < 8; round += 1) {
        const told = await saveUntilKilled(mode, round * 1000, 10 + round * 7);
        const last = new Map(told.map((event) => [event.taskId, event]));
        for (const event of last.values()) {
          await removePlaceholder({ ...event, folder: folder.path }, path.join(folder.path, event.part));
          const whole = await isSaved({ ...event, folder: folder.path });
          // What was called done is there; what was not is there, or its part is.
          if (event.kind === 'done') expect(whole).toBe(true);
          const part = path.join(folder.path, event.part);
          if (!whole) expect(sha256Of(fs.readFileSync(part))).toBe(event.sha256);
          if (whole) known.set(event.file, event.sha256);
        }
        await removeOrphanParts(folder.path, 'kill', new Set());
        expect(Object.keys(treeOf(folder.path)).toSorted()).toEqual([...known.keys()].toSorted());
        for (const [file, sha256] of known)
          expect(sha256Of(fs.readFileSync(path.join(folder.path, file)))).toBe(sha256);
      }
    },
  );
});
