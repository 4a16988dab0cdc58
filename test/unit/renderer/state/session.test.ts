import { describe, expect, test } from 'vitest';
import type { Memory } from '../../../../renderer/state/panels.ts';
import { createSession } from '../../../../renderer/state/session.ts';
import { createFakeApp } from '../../../support/fake-client/fake-client.ts';
import { createFakeClock, settle } from '../../../support/fake-client/fake-clock.ts';
import { likelyEnd } from '../../../support/fake-client/fake-rows.ts';

const forgetful: Memory = { read: () => null, write: () => undefined };
const FIRST_ID = 10_000_001;

async function setUp(memory = forgetful) {
  const clock = createFakeClock();
  const app = createFakeApp({ now: clock.now, clipboard: 'https://a.example/1.jpg' });
  app.store.add({ name: 'a', folder: '/a', size: 100, createdAt: 1, firstState: likelyEnd });
  const session = createSession(app.client, clock, memory);
  await session.start();
  session.list.show(0, 30);
  await settle();
  const notices = () => session.notices.store.getState().notices.map(({ content }) => content);
  return { clock, app, session, notices };
}

describe('one window', () => {
  test('goes on without a view that a removed batch left behind', async () => {
    const { session, clock } = await setUp();
    session.actions.showBatch(1);
    await settle();
    session.actions.removeBatch(1);
    await clock.advance(2_000);
    expect(session.list.store.getState().query.batchId).toBeNull();
    expect(session.list.store.getState().total).toBe(0);
  });

  test('removes rows and brings them back with undo', async () => {
    const { session, clock, notices } = await setUp();
    await session.list.focusRow(0, 'select');
    await session.list.focusRow(4, 'extend');
    session.actions.removeSelection();
    await clock.advance(2_000);
    expect(session.list.store.getState().total).toBe(95);
    const removed = notices().find(({ kind }) => kind === 'removed');
    expect(removed).toMatchObject({ count: 5 });
    session.actions.undoRemove(1);
    await clock.advance(2_000);
    expect(session.list.store.getState().total).toBe(100);
  });

  test('tries again everything that failed, and closes the view it needed for that', async () => {
    const { session, app, clock, notices } = await setUp();
    const failed = app.store.batches.get(1)?.batch.counts.failed ?? 0;
    expect(failed).toBeGreaterThan(0);
    session.actions.retryProblems(1);
    await clock.advance(1_000);
    expect(app.store.batches.get(1)?.batch.counts.failed).toBe(0);
    expect(notices().at(-1)).toEqual({ kind: 'retried', count: failed });
    expect(app.openViews()).toBe(1);
  });

  test('pauses the batch that is shown, and everything when all is shown', async () => {
    const { session, app, clock } = await setUp();
    session.actions.showBatch(1);
    await settle();
    session.actions.togglePaused();
    await clock.advance(500);
    expect(app.store.batches.get(1)?.batch.isPaused).toBe(true);
    expect(session.live.store.getState().totals.isPaused).toBe(false);
    session.actions.showBatch(null);
    await settle();
    session.actions.togglePaused();
    await clock.advance(500);
    expect(session.live.store.getState().totals.isPaused).toBe(true);
  });

  test('shows what the keyboard is at in the inspector, and again when it changes', async () => {
    const { session, app, clock } = await setUp();
    await session.list.focusRow(3, 'select');
    await settle();
    expect(session.detail.store.getState().detail?.row.line).toBe(4);
    const row = app.store.row(FIRST_ID + 3);
    if (row !== null) app.store.write({ ...row, name: 'renamed.jpg' });
    app.tell({ taskIds: [FIRST_ID + 3] });
    await clock.advance(300);
    expect(session.detail.store.getState().detail?.row.name).toBe('renamed.jpg');
  });

  test('says that there is no link instead of opening an empty sheet', async () => {
    const { session, notices } = await setUp();
    session.actions.pasteOffered({ plain: 'nothing to see', html: '', uriList: '' });
    expect(notices()).toEqual([{ kind: 'no-links' }]);
    expect(session.draft.store.getState().isOpen).toBe(false);
  });

  test('shows a new batch as soon as it is added, and its rows as they come', async () => {
    const { session, clock } = await setUp();
    session.actions.pasteOffered({
      plain: 'https://b.example/1.jpg\nhttps://b.example/2.jpg',
      html: '',
      uriList: '',
    });
    await session.draft.download();
    await clock.advance(2_000);
    expect(session.list.store.getState().query.batchId).toBe(2);
    expect(session.list.store.getState().total).toBe(2);
  });

  test('opens a grown list again by itself, but asks before it moves filtered rows', async () => {
    const { session, app, clock } = await setUp();
    app.store.add({ name: 'b', folder: '/b', size: 50, createdAt: 2, firstState: () => 'failed' });
    app.tell();
    await clock.advance(3_000);
    expect(session.list.store.getState().total).toBe(150);
    await session.list.setQuery({ filter: 'problems' });
    const before = session.list.store.getState().total;
    app.store.add({ name: 'c', folder: '/c', size: 5, createdAt: 3, firstState: () => 'failed' });
    app.tell();
    await clock.advance(3_000);
    expect(session.list.store.getState()).toMatchObject({ total: before, isOutdated: true });
    await session.list.reopen();
    expect(session.list.store.getState().total).toBe(before + 5);
  });

  test('remembers the inspector and the density, and nothing that it cannot read', async () => {
    let written = '{"isInspectorOpen":true,"density":"compact"}';
    const memory: Memory = {
      read: () => written,
      write: (text) => {
        written = text;
      },
    };
    const { session } = await setUp(memory);
    expect(session.panels.getState()).toMatchObject({ isInspectorOpen: true, density: 'compact' });
    session.panels.setState({ isInspectorOpen: false });
    expect(JSON.parse(written)).toEqual({ isInspectorOpen: false, density: 'compact' });
    const broken = await setUp({ read: () => '{"density":', write: () => undefined });
    expect(broken.session.panels.getState().density).toBe('comfortable');
  });

  test('shows how a task in the Active band ended', async () => {
    const { session, app, clock } = await setUp();
    app.store.add({ name: 'b', folder: '/b', size: 1, createdAt: 2 });
    app.step(100);
    await clock.advance(300);
    expect(session.overview.store.getState().band.slots).toHaveLength(1);
    for (let step = 0; step < 40 && session.live.store.getState().totals.active > 0; step += 1) {
      await clock.advance(250);
      app.step(250);
      await clock.advance(50);
    }
    await settle();
    expect(session.overview.store.getState().band.slots[0]?.row?.state).toBe('done');
    await clock.advance(10_000);
    expect(session.overview.store.getState().band.slots).toHaveLength(0);
  });
});
