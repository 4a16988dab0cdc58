import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Client, DesktopApi, EngineApi } from '#contract/api.ts';
import {
  DEFAULT_ADD_OPTIONS,
  DESKTOP_REQUESTS,
  ENGINE_REQUESTS,
  MAX_DRAFT_PIECE_LENGTH,
  MAX_PAGE_LENGTH,
} from '#contract/api.ts';
import { AS_DETECTED } from '#contract/model.ts';
import type { Answer } from '../../../main/rpc/dispatch.ts';
import { createDispatch } from '../../../main/rpc/dispatch.ts';
import { isPlainData } from '../../../main/rpc/plain-data.ts';
import { MAX_SELECTED_IDS, REQUEST_SCHEMAS } from '../../../main/rpc/schemas.ts';

type Requests = Omit<Client, 'on' | 'registerDrop'>;
const selection = { kind: 'tasks', taskIds: [1, 2] } as const;
const GOOD: { readonly [Name in keyof Requests]: Parameters<Requests[Name]>[0] } = {
  getSnapshot: {},
  openDraft: { listName: null },
  appendDraft: { draftId: 1, text: 'https://cdn.example/a.jpg' },
  endDraft: { draftId: 1 },
  getDraftLines: { draftId: 1, offset: 0, limit: 100, only: 'all' },
  closeDraft: { draftId: 1 },
  suggestFolder: { draftId: 1 },
  readDraftAs: {
    draftId: 1,
    reading: { ...AS_DETECTED, kind: 'table', hasHeader: true, roles: ['url', 'name', 'other'] },
  },
  getDraftText: { draftId: 1, limit: 20_000_000 },
  previewNames: { draftId: 1, template: '{index:04}' },
  addBatch: { draftId: 1, folderId: 'b5e1', name: null, options: DEFAULT_ADD_OPTIONS },
  addToBatch: { draftId: 1, batchId: 2 },
  startCheck: { draftId: 1 },
  stopCheck: { draftId: 1 },
  getCheck: { draftId: 1 },
  getCheckedLines: { draftId: 1, offset: 0, limit: 100, only: 'dead' },
  openView: { batchId: null, filter: 'all', search: '', sort: 'line', isDescending: false },
  getPage: { viewId: 1, offset: 0, limit: MAX_PAGE_LENGTH },
  closeView: { viewId: 1 },
  getTask: { taskId: 1 },
  setPaused: { selection: 'everything', isPaused: true },
  cancelTasks: { selection },
  retryTasks: { selection: { kind: 'view', viewId: 3, exceptTaskIds: [] } },
  removeTasks: { selection: { kind: 'batch', batchId: 2 } },
  removeBatch: { batchId: 1 },
  undoRemove: { undoId: 1 },
  resumeAfterProblem: { batchId: 1 },
  getSettings: {},
  changeSettings: { parallelDownloads: 8 },
  getAppInfo: {},
  chooseFolder: { title: 'Where to?' },
  openList: { title: 'Which list?' },
  countClipboardLinks: {},
  pasteClipboard: {},
  openDropped: { fileId: 'c0ffee' },
  setCollecting: { isOn: true },
  saveSheet: { batchId: 1, title: 'Save the sheet' },
  copyUrls: { selection },
  showInFolder: { taskId: 1 },
  showBatchFolder: { batchId: 1 },
  openFile: { taskId: 1 },
};
const NAMES = Object.keys(GOOD) as (keyof Requests)[];

function createDoor(answer: (name: string, argument: unknown) => Promise<unknown> = async () => null) {
  const asked: [string, unknown][] = [];
  const logged: string[] = [];
  const closing = { isBegun: false };
  const table = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => [
        name,
        (argument: unknown) => {
          asked.push([name, argument]);
          return answer(name, argument);
        },
      ]),
    );
  const dispatch = createDispatch({
    engine: table(ENGINE_REQUESTS) as unknown as EngineApi,
    desktop: table(DESKTOP_REQUESTS) as unknown as DesktopApi,
    isClosing: () => closing.isBegun,
    log: (level, message, facts) => logged.push(JSON.stringify([level, message, facts])),
  });
  return { dispatch, asked, logged, closing };
}

const isPlainRefusal = (answer: Answer): boolean =>
  !answer.ok && !/\n| at |\/|Error/.test(answer.error) && Object.keys(answer).length === 2;

describe('the door for messages of the window', () => {
  test('has a schema for every request of the contract, and no other', () => {
    expect(Object.keys(REQUEST_SCHEMAS).sort()).toEqual([...ENGINE_REQUESTS, ...DESKTOP_REQUESTS].sort());
    expect([...NAMES].sort()).toEqual(Object.keys(REQUEST_SCHEMAS).sort());
  });

  test.each(NAMES)('lets %s through as it is', async (name) => {
    const door = createDoor(async () => 'answer');
    expect(await door.dispatch(name, GOOD[name])).toEqual({ ok: true, value: 'answer' });
    expect(door.asked).toEqual([[name, GOOD[name]]]);
    expect(door.logged).toEqual([]);
  });

  test.each(NAMES)('refuses %s with a key too many or with a key missing', async (name) => {
    const door = createDoor();
    const good = GOOD[name] as Readonly<Record<string, unknown>>;
    const wrong: unknown[] = [
      { ...good, extra: 1 },
      undefined,
      null,
      [],
      'x',
      7,
      new Date(),
      new Map(),
      [good],
    ];
    // Settings are changed one by one: all of them may be missing.
    if (name !== 'changeSettings') {
      for (const key of Object.keys(good)) {
        const { [key]: _, ...rest } = good;
        wrong.push(rest);
      }
    }
    for (const argument of wrong) expect(isPlainRefusal(await door.dispatch(name, argument))).toBe(true);
    expect(door.asked).toEqual([]);
    expect(door.logged).toHaveLength(wrong.length);
  });

  test('stays silent while the engine is being stopped, and calls nothing a bug', async () => {
    const gone = Promise.withResolvers<never>();
    const door = createDoor(() => gone.promise);
    const answers: unknown[] = [];
    const ask = () => void door.dispatch('getSnapshot', {}).then((answer) => answers.push(answer));
    ask();
    door.closing.isBegun = true;
    gone.reject(new Error('A worker thread ended'));
    ask();
    await new Promise((resolve) => setImmediate(resolve));
    expect(door.asked).toHaveLength(1);
    expect(answers).toEqual([]);
    expect(door.logged).toEqual([]);
  });

  test.each([
    'on',
    'constructor',
    '__proto__',
    'toString',
    'close',
    'registerFolder',
    '',
    'getsnapshot',
    7,
    null,
    {},
  ])('refuses the unknown request %j', async (method) => {
    const door = createDoor();
    expect(isPlainRefusal(await door.dispatch(method, {}))).toBe(true);
    expect(door.asked).toEqual([]);
  });

  test.each([
    ['a negative id', 'getTask', { taskId: -1 }],
    ['an id that is no number', 'getTask', { taskId: Number.NaN }],
    ['an endless id', 'getTask', { taskId: Number.POSITIVE_INFINITY }],
    ['half an id', 'getTask', { taskId: 1.5 }],
    ['an id as text', 'getTask', { taskId: '1' }],
    ['a page that is too long', 'getPage', { viewId: 1, offset: 0, limit: MAX_PAGE_LENGTH + 1 }],
    ['an empty page', 'getPage', { viewId: 1, offset: 0, limit: 0 }],
    ['a piece that is too long', 'appendDraft', { draftId: 1, text: 'x'.repeat(MAX_DRAFT_PIECE_LENGTH + 1) }],
    ['a folder by its path', 'addBatch', { draftId: 1, folder: '/etc', name: null }],
    ['another kind of list', 'readDraftAs', { draftId: 1, reading: { ...AS_DETECTED, kind: 'torrent' } }],
    ['a role for no column', 'readDraftAs', { draftId: 1, reading: { ...AS_DETECTED, roles: ['admin'] } }],
    ['half of what was said of a list', 'readDraftAs', { draftId: 1, reading: { kind: 'text' } }],
    ['a template without an end', 'previewNames', { draftId: 1, template: 'x'.repeat(5_000) }],
    ['a dropped file by its path', 'openDropped', { file: '/etc/passwd' }],
    [
      'another way to treat a taken name',
      'addBatch',
      {
        draftId: 1,
        folderId: 'b5e1',
        name: null,
        options: { ...DEFAULT_ADD_OPTIONS, collision: 'delete' },
      },
    ],
    ['256 + 1 downloads at once', 'changeSettings', { parallelDownloads: 257 }],
    ['a setting without a value', 'changeSettings', { theme: undefined }],
    ['another language', 'changeSettings', { language: 'tlh' }],
    ['everything, to be removed', 'removeTasks', { selection: 'everything' }],
    ['a key of the prototype', 'getTask', JSON.parse('{"taskId": 1, "__proto__": {"isAdmin": true}}')],
    ['a key named constructor', 'getTask', { taskId: 1, constructor: 1 }],
  ] as const)('refuses %s', async (_, name, argument) => {
    const door = createDoor();
    expect(isPlainRefusal(await door.dispatch(name, argument))).toBe(true);
    expect(door.asked).toEqual([]);
  });

  test('refuses what is huge, sparse or bites its own tail before a schema walks over it', async () => {
    const cyclic: Record<string, unknown> = { taskId: 1 };
    cyclic['self'] = cyclic;
    const wide: unknown[] = [];
    wide.push(wide, wide, wide);
    const sparse = new Array(10_000_000);
    const huge = 'x'.repeat(100 * 1024 * 1024);
    const door = createDoor();
    const startedAt = performance.now();
    for (const argument of [
      cyclic,
      { taskId: wide },
      { selection: { kind: 'tasks', taskIds: sparse } },
      { title: huge },
    ]) {
      for (const name of ['getTask', 'copyUrls', 'chooseFolder']) {
        expect(isPlainRefusal(await door.dispatch(name, argument))).toBe(true);
      }
    }
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  test('takes the largest selection, and not one id more', async () => {
    const door = createDoor();
    const taskIds = Array.from({ length: MAX_SELECTED_IDS }, (_, index) => index);
    expect((await door.dispatch('copyUrls', { selection: { kind: 'tasks', taskIds } })).ok).toBe(true);
    taskIds.push(1);
    expect((await door.dispatch('copyUrls', { selection: { kind: 'tasks', taskIds } })).ok).toBe(false);
  });

  test('tells the window neither the stack nor the words of what a handler throws, and logs both', async () => {
    const door = createDoor(async () => {
      throw new Error('cannot open /home/ada/secret?token=abc');
    });
    const answer = await door.dispatch('getSnapshot', {});
    expect(isPlainRefusal(answer)).toBe(true);
    expect(JSON.stringify(answer)).not.toMatch(/secret|token|dispatch/);
    expect(door.logged.join()).toMatch(/secret.*dispatch\.test/);
  });

  test('never logs a value of a message that it refuses', async () => {
    const door = createDoor();
    await door.dispatch('appendDraft', { draftId: 'sesame', text: ['sesame'], sesame: 1 });
    await door.dispatch('addBatch', { draftId: -1, folderId: 'sesame'.repeat(100), name: 1 });
    expect(door.logged).toHaveLength(2);
    expect(door.logged.join()).not.toContain('sesame');
  });

  test('whatever comes, it answers, and a handler sees only what the contract says', async () => {
    const door = createDoor();
    const anything = fc.oneof(
      fc.anything({
        withDate: true,
        withMap: true,
        withSet: true,
        withTypedArray: true,
        withSparseArray: true,
      }),
      fc
        .tuple(fc.constantFrom(...NAMES), fc.string(), fc.anything())
        .chain(([name, extra, value]) =>
          fc
            .constantFrom(extra, ...Object.keys(GOOD[name]))
            .map((key) => ({ ...GOOD[name], [key]: value }) as unknown),
        ),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...NAMES), fc.string()), anything, async (name, argument) => {
        door.asked.length = 0;
        const answer = await door.dispatch(name, argument);
        for (const [asked, seen] of door.asked) {
          expect(REQUEST_SCHEMAS[asked as keyof Requests].safeParse(seen).success).toBe(true);
        }
        return answer.ok ? door.asked.length === 1 : isPlainRefusal(answer) && door.asked.length === 0;
      }),
      { numRuns: 500 },
    );
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });
});

test('plain data is what JSON can say', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 3 }),
      (value) => isPlainData(value) || /__proto__/.test(JSON.stringify(value)),
    ),
  );
  for (const value of [
    undefined,
    () => 1,
    Symbol('x'),
    1n,
    new Error('x'),
    new Uint8Array(1),
    new (class A {})(),
  ]) {
    expect(isPlainData(value)).toBe(false);
    expect(isPlainData({ value })).toBe(false);
  }
});
