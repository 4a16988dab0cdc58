import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDraft, holdsLink, isShortText, toPieces } from '../../../../renderer/state/draft.ts';
import { createFakeApp } from '../../../support/fake-client/fake-client.ts';
import { createFakeClock, settle } from '../../../support/fake-client/fake-clock.ts';

const LINKS =
  'https://a.example/1.jpg\nhttps://a.example/2.jpg\nhttps://a.example/1.jpg\nftp://a.example/3.jpg';

function setUp() {
  const clock = createFakeClock();
  const app = createFakeApp({ now: clock.now });
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

  test('stays folded for a clean paste and shows the unusable lines of another', async () => {
    const { draft } = setUp();
    await draft.read('https://a.example/1.jpg', null);
    expect(draft.store.getState().isUnfolded).toBe(false);
    await draft.read(LINKS, null);
    await settle();
    expect(draft.store.getState()).toMatchObject({ isUnfolded: true, only: 'unusable', linesTotal: 1 });
    expect(draft.lineAt(0)?.line).toBe(4);
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
    expect(draft.store.getState()).toMatchObject({ phase: 'empty', summary: null, text: '' });
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

  test('adds a second paste to the first', async () => {
    const { draft } = setUp();
    await draft.read('https://a.example/1.jpg', null);
    await draft.append('https://a.example/2.jpg');
    expect(draft.store.getState().summary?.fresh).toBe(2);
    expect(draft.store.getState().text).toBe('https://a.example/1.jpg\nhttps://a.example/2.jpg');
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
    await draft.append('https://b.example/9.jpg');
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

describe('pieces of a text', () => {
  test('put together are the text, and none cuts a character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 9 }), (text, length) => {
        const pieces = [...toPieces(text, length)];
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(length);
          expect(piece.isWellFormed()).toBe(text.isWellFormed() || piece.isWellFormed());
        }
      }),
    );
  });
});

describe('a text', () => {
  test('is worth a sheet when something in it looks like a link', () => {
    expect(
      ['see https://a.example', 'www.a.example/x', 'ftp://x/y', 'data:image/png;base64,AA'].map(holdsLink),
    ).toEqual([true, true, true, true]);
    expect(['', 'hello', 'a.jpg', 'and/or'].map(holdsLink)).toEqual([false, false, false, false]);
  });

  test('is edited in place up to 5,000 lines', () => {
    expect(isShortText('x\n'.repeat(4_999))).toBe(true);
    expect(isShortText('x\n'.repeat(5_000))).toBe(false);
  });
});
