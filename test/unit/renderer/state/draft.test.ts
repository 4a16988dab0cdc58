import { describe, expect, test } from 'vitest';
import { createDraft } from '../../../../renderer/state/draft.ts';
import type { FakeOptions } from '../../../support/fake-client/fake-client.ts';
import { createFakeApp } from '../../../support/fake-client/fake-client.ts';
import { createFakeClock, settle } from '../../../support/fake-client/fake-clock.ts';

const LINKS =
  'https://a.example/1.jpg\nhttps://a.example/2.jpg\nhttps://a.example/1.jpg\nftp://a.example/3.jpg';

function setUp(options: FakeOptions = {}) {
  const clock = createFakeClock();
  const app = createFakeApp({ now: clock.now, ...options });
  const added: number[] = [];
  const draft = createDraft(app.client, clock, (batchId) => added.push(batchId));
  return { clock, app, draft, added };
}

describe('the Add sheet', () => {
  test('reads a paste, counts its lines and suggests a folder', async () => {
    const { draft } = setUp();
    await draft.read(LINKS, null);
    const { phase, summary, folder, isOpen } = draft.store.getState();
    expect(isOpen).toBe(true);
    expect(phase).toBe('ready');
    expect(summary).toMatchObject({ fresh: 2, duplicates: 1, unusable: 1 });
    expect(folder?.path).toContain('a.example');
  });

  test('stays folded for a clean paste and unfolds the text of one with problems', async () => {
    const { draft } = setUp();
    await draft.read('https://a.example/1.jpg', null);
    expect(draft.store.getState().isUnfolded).toBe(false);
    await draft.read(LINKS, null);
    expect(draft.store.getState()).toMatchObject({ isUnfolded: true, pane: 'text', textPlace: 'here' });
    expect(await draft.problemBeside(0, 1)).toMatchObject({ line: 4 });
    expect(await draft.problemBeside(4, 1)).toBeNull();
    expect(await draft.problemBeside(9, -1)).toMatchObject({ line: 4 });
  });

  test('shows the lines of one verdict', async () => {
    const { draft } = setUp();
    await draft.read(LINKS, null);
    draft.setPane('duplicate');
    await settle();
    expect(draft.lines.store.getState().total).toBe(1);
    expect(draft.lines.rowAt(0)?.line).toBe(3);
  });

  test('knows what became of the lines on screen', async () => {
    const { draft } = setUp();
    await draft.read(LINKS, null);
    const lines = await draft.linesBetween(2, 3);
    expect(lines.map(({ line, verdict }) => [line, verdict.kind])).toEqual([
      [2, 'new'],
      [3, 'duplicate'],
    ]);
  });

  test('unfolds where ranges are expanded, and takes them literally when asked to', async () => {
    const { draft } = setUp();
    await draft.read('https://a.example/[01-20].jpg', null);
    const { isUnfolded, summary } = draft.store.getState();
    expect(isUnfolded).toBe(true);
    expect(summary).toMatchObject({ fresh: 20, ranges: [{ line: 1, count: 20 }] });
    await draft.readAs({ areRangesLiteral: true });
    expect(draft.store.getState().summary).toMatchObject({ fresh: 1, ranges: [] });
  });

  test('downloads by itself when Enter came before the text was read', async () => {
    const { draft, added } = setUp();
    const reading = draft.read(LINKS, null);
    await draft.download();
    expect(draft.store.getState().isDownloadWanted).toBe(true);
    await reading;
    expect(added).toEqual([1]);
    expect(draft.store.getState().isOpen).toBe(false);
  });

  test('adds a batch once, however often Download is pressed', async () => {
    const { draft, added, app } = setUp();
    await draft.read(LINKS, null);
    await Promise.all([draft.download(), draft.download(), draft.download()]);
    expect(added).toEqual([1]);
    expect(app.openDrafts()).toBe(0);
  });

  test('is empty again after a download', async () => {
    const { draft } = setUp();
    await draft.read(LINKS, null);
    await draft.download();
    draft.open();
    expect(draft.store.getState()).toMatchObject({ phase: 'empty', summary: null });
    expect(draft.text()).toBe('');
  });

  test('keeps the draft when it is closed', async () => {
    const { draft } = setUp();
    await draft.read(LINKS, null);
    draft.close();
    draft.open();
    expect(draft.store.getState().summary?.fresh).toBe(2);
  });

  test('judges typed text again when the typing pauses, and leaves no draft behind', async () => {
    const { draft, app, clock } = setUp();
    draft.open();
    draft.edit('https://a.example/1');
    draft.edit('https://a.example/1.jpg');
    await clock.advance(100);
    expect(app.requests).not.toContain('openDraft');
    await clock.advance(400);
    await settle();
    expect(draft.store.getState().summary?.fresh).toBe(1);
    draft.edit('https://a.example/1.jpg\nhttps://a.example/2.jpg');
    await clock.advance(400);
    await settle();
    expect(draft.store.getState().summary?.fresh).toBe(2);
    expect(app.openDrafts()).toBe(1);
  });

  test('shows what is being typed, and says while it is not read yet', async () => {
    const { draft, clock } = setUp();
    draft.open();
    draft.edit('https://a.example/1.jpg, some words');
    expect(draft.store.getState()).toMatchObject({ isUnfolded: true, isTextAhead: true });
    await clock.advance(400);
    await settle();
    expect(draft.store.getState()).toMatchObject({ isTextAhead: false, pane: 'text', phase: 'ready' });
  });

  test('adds a second paste to the first, open or closed, and can start over with it', async () => {
    const { draft, app } = setUp();
    await draft.paste('https://a.example/1.jpg', null);
    draft.close();
    await draft.paste('https://a.example/2.jpg', null);
    expect(draft.store.getState()).toMatchObject({ isOpen: true, wasAppended: true, summary: { fresh: 2 } });
    expect(draft.text()).toBe('https://a.example/1.jpg\nhttps://a.example/2.jpg');
    await draft.startOver();
    expect(draft.store.getState()).toMatchObject({ wasAppended: false, summary: { fresh: 1 } });
    expect(draft.text()).toBe('https://a.example/2.jpg');
    expect(app.openDrafts()).toBe(1);
  });

  test('gathers without coming forward', async () => {
    const { draft } = setUp();
    await draft.gather('https://a.example/1.jpg', null);
    await draft.gather('https://a.example/2.jpg', null);
    expect(draft.store.getState()).toMatchObject({ isOpen: false, summary: { fresh: 2 } });
  });

  test('shows only what a later paste gave when two overlap', async () => {
    const { draft, app } = setUp();
    const first = draft.read('https://a.example/1.jpg', null);
    const second = draft.read(LINKS, null);
    await Promise.all([first, second]);
    expect(draft.store.getState().summary?.lines).toBe(4);
    expect(app.openDrafts()).toBe(1);
  });

  test('keeps a folder that the person chose while the text changes', async () => {
    const { draft } = setUp();
    await draft.read(LINKS, null);
    draft.setFolder({ folderId: 'mine', path: '/mine' });
    await draft.paste('https://b.example/9.jpg', null);
    expect(draft.store.getState().folder?.path).toBe('/mine');
  });

  test('does nothing when there is no link to download', async () => {
    const { draft, added } = setUp();
    await draft.read('ftp://a.example/3.jpg', null);
    await draft.download();
    expect(added).toEqual([]);
    expect(draft.store.getState().isOpen).toBe(true);
  });
});

describe('an opened list', () => {
  const CSV = 'sku,image\nA-1,https://a.example/1.jpg\nA-2,https://a.example/2.jpg';

  test('that is a table shows its columns, which can be said to be something else', async () => {
    const { draft, app } = setUp({ file: { listName: 'spring', encoding: 'utf-8', text: CSV } });
    const opened = await app.client.openList({ title: '' });
    if (opened?.ok !== true) throw new Error('The list was not opened');
    const adopted = draft.adopt(opened.value, null);
    // Not empty for a moment, which would begin with the text and not with Download.
    expect(draft.store.getState()).toMatchObject({ isOpen: true, phase: 'reading' });
    await adopted;
    expect(draft.store.getState()).toMatchObject({
      isUnfolded: true,
      pane: 'columns',
      textPlace: 'elsewhere',
    });
    await draft.readAs({ roles: ['other', 'url'] });
    expect(draft.store.getState().summary?.table?.columns.map(({ role }) => role)).toEqual(['other', 'url']);
    expect(app.requests).not.toContain('getDraftText');
    await draft.readAs({ kind: 'text', roles: null });
    await settle();
    expect(draft.store.getState()).toMatchObject({
      pane: 'text',
      textPlace: 'here',
      summary: { table: null },
    });
    expect(draft.text()).toBe(CSV);
  });

  test('keeps its name and how it is read when its text is corrected', async () => {
    const text = 'https://a.example/1.jpg\nsome words';
    const { draft, app, clock } = setUp({ file: { listName: 'spring', encoding: 'utf-8', text } });
    const opened = await app.client.openList({ title: '' });
    if (opened?.ok !== true) throw new Error('The list was not opened');
    await draft.adopt(opened.value, null);
    await draft.readAs({ areRangesLiteral: true });
    await settle();
    draft.edit('https://a.example/1.jpg\nhttps://a.example/2.jpg');
    await clock.advance(400);
    await settle();
    const { summary } = draft.store.getState();
    expect(summary).toMatchObject({ fresh: 2, listName: 'spring', reading: { areRangesLiteral: true } });
  });

  test('that is a workbook has no text to correct, only lines', async () => {
    const { draft, app } = setUp({ file: { listName: 'spring', sheets: ['A', 'B'], text: CSV } });
    const opened = await app.client.openList({ title: '' });
    if (opened?.ok !== true) throw new Error('The list was not opened');
    await draft.adopt(opened.value, null);
    draft.setPane('text');
    await settle();
    expect(draft.store.getState()).toMatchObject({ textPlace: 'locked', pane: 'all' });
  });

  test('says when links lack their beginning, and takes the address that they start from', async () => {
    const { draft } = setUp();
    await draft.read('<img src="/a.jpg">\n<img src="https://a.example/1.jpg">', null);
    await settle();
    expect(draft.store.getState()).toMatchObject({ hasRelative: true, summary: { kind: 'html' } });
    await draft.readAs({ baseUrl: 'https://a.example/' });
    await settle();
    expect(draft.store.getState()).toMatchObject({ hasRelative: false, summary: { unusable: 0 } });
  });
});

describe('names and options', () => {
  test('are shown while the template is typed, and a problem keeps the list from starting', async () => {
    const { draft, clock, added } = setUp();
    await draft.read(LINKS, null);
    draft.names.setUnfolded(true);
    draft.names.change({ template: '{index:03}' });
    await clock.advance(200);
    expect(draft.names.store.getState().preview?.names).toEqual(['001.jpg', '002.jpg']);
    draft.names.change({ template: '{indx}' });
    await draft.download();
    expect(draft.names.store.getState().problem).toMatchObject({
      code: 'unknown-variable',
      nearest: 'index',
    });
    expect(added).toEqual([]);
    draft.names.change({ template: '{index}' });
    await draft.download();
    expect(added).toEqual([1]);
  });

  test('ask once before files are replaced', async () => {
    const { draft } = setUp();
    draft.names.change({ collision: 'overwrite' });
    expect(draft.names.store.getState()).toMatchObject({
      isOverwriteAsked: true,
      options: { collision: 'number' },
    });
    draft.names.answerOverwrite(true);
    expect(draft.names.store.getState().options.collision).toBe('overwrite');
    draft.names.change({ collision: 'hash' });
    draft.names.change({ collision: 'overwrite' });
    expect(draft.names.store.getState()).toMatchObject({
      isOverwriteAsked: false,
      options: { collision: 'overwrite' },
    });
  });

  test('come back for a list of the same kind, and go with the batch', async () => {
    const { draft, app } = setUp();
    await draft.read(LINKS, null);
    draft.names.change({ collision: 'hash', keepsServerTime: true });
    await draft.download();
    expect([...app.store.batches.values()][0]?.batch.options).toMatchObject({
      collision: 'hash',
      keepsServerTime: true,
    });
    await draft.read('sku,image\nA-1,https://a.example/1.jpg', null);
    expect(draft.names.store.getState().options.collision).toBe('number');
    await draft.read(LINKS, null);
    expect(draft.names.store.getState().options.collision).toBe('hash');
  });

  test('are folded for the next list, unless what is used for it is not the usual', async () => {
    const { draft } = setUp();
    await draft.read(LINKS, null);
    draft.names.setUnfolded(true);
    await draft.read(LINKS, null);
    expect(draft.names.store.getState().isUnfolded).toBe(false);
    draft.names.change({ collision: 'hash' });
    await draft.paste('https://b.example/1.jpg', null);
    expect(draft.names.store.getState().isUnfolded).toBe(false);
    await draft.read(LINKS, null);
    expect(draft.names.store.getState().isUnfolded).toBe(true);
  });
});

describe('a check', () => {
  const MANY = Array.from({ length: 300 }, (_, index) => `https://a.example/${index}.jpg`).join('\n');

  test('goes on until every link was looked at, shows what was found, and downloads the good ones', async () => {
    const { draft, app, clock, added } = setUp({ checksAtOnce: 100 });
    await draft.read(MANY, null);
    await draft.startCheck();
    expect(draft.check.store.getState().progress).toMatchObject({ isRunning: true, checked: 0, total: 300 });
    await clock.advance(300);
    expect(draft.check.store.getState().progress).toMatchObject({ isRunning: true, checked: 100 });
    await clock.advance(1_000);
    const { progress } = draft.check.store.getState();
    expect(progress).toMatchObject({ isRunning: false, checked: 300 });
    draft.check.setOnly('dead');
    await settle();
    expect(draft.check.lines.store.getState().total).toBe(progress?.findings.dead);
    expect(draft.check.goodCount()).toBe(progress?.findings.good);
    // What was checked is downloaded as the button says, also when it is pressed from the keyboard.
    await draft.download();
    expect(added).toEqual([1]);
    expect([...app.store.batches.values()][0]?.batch.options).toMatchObject({ onlyGood: true });
    expect(app.openDrafts()).toBe(0);
  });

  test('can be stopped, and is forgotten when the text changes', async () => {
    const { draft, clock } = setUp({ checksAtOnce: 100 });
    await draft.read(MANY, null);
    await draft.startCheck();
    await clock.advance(300);
    await draft.check.stop();
    expect(draft.check.store.getState().progress).toMatchObject({ isRunning: false, checked: 100 });
    await draft.paste('https://b.example/1.jpg', null);
    expect(draft.check.store.getState().progress).toBeNull();
  });
});

test('lines go to the end of a list that exists', async () => {
  const { draft, app, added } = setUp();
  await draft.read('https://a.example/1.jpg', null);
  await draft.download();
  await draft.read('https://a.example/2.jpg\nhttps://a.example/3.jpg', null);
  await draft.addTo(1);
  expect(added).toEqual([1, 1]);
  expect(app.store.batches.get(1)?.batch.total).toBe(3);
  expect(draft.store.getState().isOpen).toBe(false);
  expect(app.openDrafts()).toBe(0);
});
