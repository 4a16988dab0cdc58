import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MAX_DRAFT_PIECE_LENGTH } from '#contract/api.ts';
import type { TaskRow } from '#contract/model.ts';
import { DEFAULT_SETTINGS } from '#contract/model.ts';
import { answers, callsOf, FakeWindow, resetElectron } from './fake-electron.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).electron);
const { createDroppedFiles } = await import('../../../main/electron/dropped-files.ts');
const { createDesktopApi } = await import('../../../main/electron/desktop-api.ts');

let folder: string;
beforeEach(async () => {
  resetElectron();
  folder = await mkdtemp(path.join(os.tmpdir(), 'pixhaul-desktop-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Saved {
  readonly path: string;
  readonly row: Pick<TaskRow, 'integrity' | 'format'>;
}

/** An engine that counts links by their `http` and remembers its drafts. */
function fakeEngine(saved: Saved | null = null, settings = DEFAULT_SETTINGS) {
  const drafts = new Map<number, string[]>();
  const summary = (draftId: number) => {
    const lines = (drafts.get(draftId) ?? []).join('').split('\n');
    const fresh = lines.filter((line) => line.startsWith('http')).length;
    return { draftId, lines: lines.length, fresh, duplicates: 0, unusable: lines.length - fresh };
  };
  const names: (string | null)[] = [];
  const sheets: [number, string][] = [];
  return {
    drafts,
    names,
    sheets,
    openDraft: async ({ listName }: { listName: string | null }) => {
      names.push(listName);
      drafts.set(names.length, []);
      return { draftId: names.length };
    },
    appendDraft: async ({ draftId, text }: { draftId: number; text: string }) => {
      drafts.get(draftId)?.push(text);
      return summary(draftId);
    },
    endDraft: async ({ draftId }: { draftId: number }) => summary(draftId),
    readListFile: async (draftId: number, file: string) => {
      if (file.endsWith('.broken')) return { ok: false, failure: { code: 'no-access' } };
      drafts.get(draftId)?.push(await readFile(file, 'utf8'));
      return { ok: true, value: summary(draftId) };
    },
    saveSheet: async (batchId: number, file: string) => {
      sheets.push([batchId, file]);
      return { ok: true, value: null };
    },
    getSnapshot: async () => ({
      batches: [{ batchId: 1, name: 'spring: a/b', options: { sheet: { container: 'xlsx' } } }],
    }),
    closeDraft: async ({ draftId }: { draftId: number }) => void drafts.delete(draftId),
    getSettings: async () => settings,
    registerFolder: (chosen: string) => ({ folderId: 'an-id', path: chosen }),
    savedFile: async () => saved,
    batchFolder: (batchId: number) => (batchId === 1 ? folder : null),
    copyableUrls: async () => ({ text: 'https://cdn.example/a.jpg', count: 1 }),
  };
}

const dropped = createDroppedFiles();
const desktopOf = (
  engine: ReturnType<typeof fakeEngine>,
  window = new FakeWindow(),
  onLinksCopied: (text: string) => void = () => {},
) =>
  createDesktopApi({
    window: window as never,
    engine: engine as never,
    picturesFolder: '/home/ada/pictures/Pixhaul',
    dropped,
    language: () => 'en',
    onLinksCopied,
  });

describe('choosing', () => {
  test('H6: a folder from the dialog reaches the window as an id, and is where the next dialog begins', async () => {
    answers.filePaths = ['/mnt/pictures'];
    const desktop = desktopOf(fakeEngine());
    expect(await desktop.chooseFolder({ title: 'Where to?' })).toEqual({
      folderId: 'an-id',
      path: '/mnt/pictures',
    });
    answers.filePaths = [];
    expect(await desktop.chooseFolder({ title: 'Where to?' })).toBeNull();
    expect(
      callsOf('dialog.showOpenDialog').map(([, options]) => (options as { defaultPath: string }).defaultPath),
    ).toEqual(['/home/ada/pictures/Pixhaul', '/mnt/pictures']);
  });

  test('a list is read into a draft that bears its name', async () => {
    const list = path.join(folder, 'spring catalogue.txt');
    await writeFile(list, 'https://cdn.example/a.jpg\nhttps://cdn.example/b.jpg\n');
    answers.filePaths = [list];
    const engine = fakeEngine();
    expect(await desktopOf(engine).openList({ title: 'Which list?' })).toMatchObject({
      ok: true,
      value: { fresh: 2 },
    });
    expect(engine.names).toEqual(['spring catalogue']);
  });

  test('a list that is not there leaves no draft behind', async () => {
    answers.filePaths = [path.join(folder, 'missing.txt')];
    const engine = fakeEngine();
    expect(await desktopOf(engine).openList({ title: '' })).toMatchObject({ failure: { code: 'file-gone' } });
    expect(engine.drafts.size).toBe(0);
    answers.filePaths = [];
    expect(await desktopOf(engine).openList({ title: '' })).toBeNull();
  });
});

describe('a dropped file', () => {
  test('is read into a draft that bears its name, once for each id', async () => {
    const list = path.join(folder, 'autumn.csv');
    await writeFile(list, 'https://cdn.example/a.jpg\n');
    const engine = fakeEngine();
    const desktop = desktopOf(engine);
    const fileId = dropped.register(list);
    expect(fileId).not.toContain('autumn');
    expect(await desktop.openDropped({ fileId })).toMatchObject({ ok: true, value: { fresh: 1 } });
    expect(engine.names).toEqual(['autumn']);
    expect(await desktop.openDropped({ fileId })).toMatchObject({ failure: { code: 'file-gone' } });
    expect(await desktop.openDropped({ fileId: list })).toMatchObject({ failure: { code: 'file-gone' } });
  });

  test('that cannot be read says why and leaves no draft behind', async () => {
    const list = path.join(folder, 'autumn.broken');
    await writeFile(list, '');
    const engine = fakeEngine();
    const answer = await desktopOf(engine).openDropped({ fileId: dropped.register(list) });
    expect(answer).toMatchObject({ ok: false, failure: { code: 'no-access' } });
    expect(engine.drafts.size).toBe(0);
  });

  test('is forgotten when many others came after it', () => {
    const first = dropped.register('/first');
    for (let at = 0; at < 100; at += 1) dropped.register(`/${at}`);
    expect(dropped.take(first)).toBeNull();
  });
});

describe('a sheet with its results', () => {
  test('is written where the person says, in the format that it came in', async () => {
    answers.savePath = '/home/ada/spring results.xlsx';
    const engine = fakeEngine();
    expect(await desktopOf(engine).saveSheet({ batchId: 1, title: 'Save' })).toEqual({
      ok: true,
      value: { path: '/home/ada/spring results.xlsx' },
    });
    expect(engine.sheets).toEqual([[1, '/home/ada/spring results.xlsx']]);
    const [[, asked] = []] = callsOf('dialog.showSaveDialog');
    expect(asked).toMatchObject({
      defaultPath: path.join('/home/ada/downloads', 'spring_ a_b-pixhaul.xlsx'),
      filters: [{ extensions: ['xlsx'] }],
    });
  });

  test('is not written when the person changes their mind, or when the list is gone', async () => {
    const engine = fakeEngine();
    expect(await desktopOf(engine).saveSheet({ batchId: 1, title: 'Save' })).toBeNull();
    expect((await desktopOf(engine).saveSheet({ batchId: 2, title: 'Save' }))?.ok).toBe(false);
    expect(engine.sheets).toEqual([]);
  });
});

describe('Collect', () => {
  const POLL_MS = 500;
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const setUp = async () => {
    const window = new FakeWindow();
    const told: string[] = [];
    const desktop = desktopOf(fakeEngine(), window, (text) => told.push(text));
    answers.clipboardText = 'https://a.example/before.jpg';
    await desktop.setCollecting({ isOn: true });
    const copy = async (text: string, html = '') => {
      Object.assign(answers, { clipboardText: text, clipboardHtml: html });
      await vi.advanceTimersByTimeAsync(POLL_MS);
    };
    return { window, told, desktop, copy };
  };

  test('tells each link that is copied after it was turned on, once', async () => {
    const { told, copy } = await setUp();
    await vi.advanceTimersByTimeAsync(POLL_MS);
    expect(told).toEqual([]);
    await copy('https://a.example/1.jpg');
    await copy('https://a.example/1.jpg');
    await copy('no link');
    await copy('https://a.example/2.jpg');
    expect(told).toEqual(['https://a.example/1.jpg', 'https://a.example/2.jpg']);
  });

  test('takes the links of a web page selection from its HTML', async () => {
    const { told, copy } = await setUp();
    await copy('A coast', 'words, no links');
    await copy('A forest', 'http://a.example/forest.jpg');
    expect(told).toEqual(['http://a.example/forest.jpg']);
  });

  test('leaves out what the app itself copied', async () => {
    const { window, told, desktop, copy } = await setUp();
    await desktop.copyUrls({ selection: { kind: 'batch', batchId: 1 } });
    await copy('https://cdn.example/a.jpg');
    window.focused = true;
    await copy('https://a.example/from-our-own-inspector.jpg');
    expect(told).toEqual([]);
  });

  test('tells what was copied just before the person came to this window', async () => {
    const { window, told } = await setUp();
    answers.clipboardText = 'https://a.example/just-now.jpg';
    window.focused = true;
    window.emit('focus');
    await vi.advanceTimersByTimeAsync(POLL_MS);
    expect(told).toEqual(['https://a.example/just-now.jpg']);
  });

  test.each([
    ['turned off', (desktop: ReturnType<typeof desktopOf>) => desktop.setCollecting({ isOn: false })],
    ['left by its window', (_: unknown, window: FakeWindow) => window.emit('closed')],
    ['left by its page', (_: unknown, window: FakeWindow) => window.webContents.emit('render-process-gone')],
  ])('is silent when it was %s', async (_, end) => {
    const { window, told, desktop, copy } = await setUp();
    await end(desktop, window);
    await copy('https://a.example/1.jpg');
    expect(told).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the clipboard', () => {
  test('gives the HTML where only that has links, and the text where both have', async () => {
    answers.clipboardText = 'A forest in spring';
    answers.clipboardHtml = 'http://a.example/forest.jpg';
    const engine = fakeEngine();
    expect(await desktopOf(engine).pasteClipboard({})).toMatchObject({ fresh: 1 });
    expect([...engine.drafts.values()]).toEqual([['http://a.example/forest.jpg']]);
    answers.clipboardText = 'https://a.example/1.jpg\tforest';
    const other = fakeEngine();
    expect(await desktopOf(other).pasteClipboard({})).toMatchObject({ fresh: 1 });
    expect([...other.drafts.values()]).toEqual([['https://a.example/1.jpg\tforest']]);
  });

  test('is counted without leaving a draft, unless the setting is off', async () => {
    answers.clipboardText = 'https://a.example/1.jpg\nhttps://a.example/2.jpg';
    const engine = fakeEngine();
    expect(await desktopOf(engine).countClipboardLinks({})).toEqual({ links: 2 });
    expect(engine.drafts.size).toBe(0);
    const silent = fakeEngine(null, { ...DEFAULT_SETTINGS, watchClipboard: false });
    expect(await desktopOf(silent).countClipboardLinks({})).toEqual({ links: 0 });
    expect(silent.names).toEqual([]);
  });

  test('goes into a draft in pieces that the contract allows', async () => {
    answers.clipboardText = `https://a.example/1.jpg\n${'x'.repeat(2 * MAX_DRAFT_PIECE_LENGTH)}`;
    const engine = fakeEngine();
    expect(await desktopOf(engine).pasteClipboard({})).toMatchObject({ fresh: 1 });
    const pieces = engine.drafts.get(1) ?? [];
    expect(pieces.join('')).toBe(answers.clipboardText);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(MAX_DRAFT_PIECE_LENGTH);
  });

  test.each(['', ' \n ', 'no link here'])('gives no draft for %j', async (text) => {
    answers.clipboardText = text;
    const engine = fakeEngine();
    expect(await desktopOf(engine).pasteClipboard({})).toBeNull();
    expect(engine.drafts.size).toBe(0);
  });

  test('takes the addresses of a selection', async () => {
    const selection = { kind: 'batch', batchId: 1 } as const;
    expect(await desktopOf(fakeEngine()).copyUrls({ selection })).toEqual({ count: 1 });
    expect(callsOf('clipboard.writeText')).toEqual([['https://cdn.example/a.jpg']]);
  });
});

describe('S12: opening', () => {
  const intact = { integrity: 'intact', format: 'jpg' } as const;
  const saveAs = async (name: string, row: Saved['row']): Promise<Saved> => {
    const file = path.join(folder, name);
    await writeFile(file, 'bytes');
    return { path: file, row };
  };

  test('gives an intact picture to the viewer of the system', async () => {
    const saved = await saveAs('forest.jpg', intact);
    expect(await desktopOf(fakeEngine(saved)).openFile({ taskId: 1 })).toEqual({ ok: true, value: null });
    expect(callsOf('shell.openPath')).toEqual([[saved.path]]);
  });

  test.each([
    ['a flawed picture', 'a.jpg', { integrity: 'flawed', format: 'jpg' }],
    ['half a picture', 'a.jpg', { integrity: 'truncated', format: 'jpg' }],
    ['an unchecked picture', 'a.heic', { integrity: 'unchecked', format: 'heic' }],
    ['an SVG', 'a.svg', { integrity: 'intact', format: 'svg' }],
    ['a PSD', 'a.psd', { integrity: 'intact', format: 'psd' }],
    ['a name that says otherwise', 'a.exe', { integrity: 'intact', format: 'jpg' }],
    ['a name without an extension', 'jpg', { integrity: 'intact', format: 'jpg' }],
    ['nothing known', 'a.jpg', { integrity: null, format: null }],
  ] as const)('refuses %s', async (_, name, row) => {
    const saved = await saveAs(name, row);
    const answer = await desktopOf(fakeEngine(saved)).openFile({ taskId: 1 });
    expect(answer).toEqual({ ok: false, failure: { code: 'not-opened' } });
    expect(callsOf('shell.openPath')).toEqual([]);
  });

  test('says that a file is gone, and that no program opens it', async () => {
    const missing = { path: path.join(folder, 'missing.jpg'), row: intact };
    expect(await desktopOf(fakeEngine(missing)).openFile({ taskId: 1 })).toEqual({
      ok: false,
      failure: { code: 'file-gone', facts: { folder } },
    });
    expect(await desktopOf(fakeEngine()).openFile({ taskId: 1 })).toEqual({
      ok: false,
      failure: { code: 'file-gone' },
    });
    answers.openPath = 'No application is registered';
    const saved = await saveAs('forest.jpg', intact);
    expect((await desktopOf(fakeEngine(saved)).openFile({ taskId: 1 })).ok).toBe(false);
  });
});

describe('showing', () => {
  test('points at the file in its folder, or opens the folder when the file was moved', async () => {
    const file = path.join(folder, 'a.png');
    const desktop = desktopOf(fakeEngine({ path: file, row: { integrity: 'intact', format: 'png' } }));
    expect((await desktop.showInFolder({ taskId: 1 })).ok).toBe(true);
    expect(callsOf('shell.openPath')).toEqual([[folder]]);
    await writeFile(file, 'bytes');
    expect((await desktop.showInFolder({ taskId: 1 })).ok).toBe(true);
    expect(callsOf('shell.showItemInFolder')).toEqual([[file]]);
  });

  test('opens the folder of a batch, and says when it is gone', async () => {
    const desktop = desktopOf(fakeEngine());
    expect((await desktop.showBatchFolder({ batchId: 1 })).ok).toBe(true);
    await rm(folder, { recursive: true });
    expect(await desktop.showBatchFolder({ batchId: 1 })).toMatchObject({ failure: { code: 'folder-gone' } });
    await mkdir(path.dirname(folder), { recursive: true });
    await writeFile(folder, 'a file where the folder was');
    expect(await desktop.showBatchFolder({ batchId: 1 })).toMatchObject({ failure: { code: 'folder-gone' } });
    expect(await desktop.showBatchFolder({ batchId: 2 })).toMatchObject({ failure: { code: 'folder-gone' } });
  });
});

test('the page learns where pictures go unless the person chooses otherwise', async () => {
  expect(await desktopOf(fakeEngine()).getAppInfo({})).toMatchObject({
    picturesFolder: '/home/ada/pictures/Pixhaul',
  });
});

test('the page learns which language the system speaks', async () => {
  answers.languages = ['zh-Hans-CN', 'en-US'];
  expect(await desktopOf(fakeEngine()).getAppInfo({})).toMatchObject({
    version: '0.1.0',
    systemLanguage: 'zh-CN',
  });
  answers.languages = ['de-DE'];
  expect(await desktopOf(fakeEngine()).getAppInfo({})).toMatchObject({ systemLanguage: 'en' });
});
