import { describe, expect, test } from 'vitest';
import { applyChanges, createLive } from '../../../../renderer/state/live.ts';
import { createFakeApp } from '../../../support/fake-client/fake-client.ts';
import { createFakeClock, settle } from '../../../support/fake-client/fake-clock.ts';

function setUp() {
  const clock = createFakeClock();
  const app = createFakeApp({ now: clock.now });
  app.store.add({ name: 'a', folder: '/a', size: 10, createdAt: 1 });
  const rows: unknown[] = [];
  const live = createLive(app.client, clock, (changed) => rows.push(changed));
  const snapshots = () => app.requests.filter((name) => name === 'getSnapshot').length;
  return { clock, app, live, rows, snapshots };
}

describe('what the engine tells', () => {
  test('listens before it asks, so that nothing is missed in between', async () => {
    const { app, live, clock } = setUp();
    const started = live.start();
    app.store.add({ name: 'b', folder: '/b', size: 3, createdAt: 2 });
    app.tell();
    await started;
    await clock.advance(300);
    expect(live.store.getState().batches.map(({ name }) => name)).toEqual(['b', 'a']);
  });

  test('shows the newest batch first', async () => {
    const { app, live } = setUp();
    app.store.add({ name: 'newer', folder: '/n', size: 1, createdAt: 99 });
    await live.start();
    expect(live.store.getState().batches[0]?.name).toBe('newer');
  });

  test('asks for everything again when an event was lost', async () => {
    const { app, live, rows, clock, snapshots } = setUp();
    await live.start();
    expect(snapshots()).toBe(1);
    app.loseNextEvent();
    app.tell({ taskIds: [1] });
    app.store.add({ name: 'later', folder: '/l', size: 1, createdAt: 5 });
    app.tell({ taskIds: [2] });
    await clock.advance(300);
    expect(snapshots()).toBe(2);
    expect(rows.at(-1)).toBe('many');
    expect(live.store.getState().batches).toHaveLength(2);
  });

  test('ignores an event that the snapshot already holds', async () => {
    const { live } = setUp();
    await live.start();
    const state = live.store.getState();
    const old = { ...state, sequence: state.sequence, removedBatchIds: [1], taskIds: [] };
    expect(applyChanges(state, old)).toBe(state);
  });

  test('draws at most four times a second, with the ids of all events between', async () => {
    const { app, live, rows, clock } = setUp();
    await live.start();
    let drawings = 0;
    live.store.subscribe(() => {
      drawings += 1;
    });
    rows.length = 0;
    for (let event = 0; event < 10; event += 1) {
      app.tell({ taskIds: [event] });
      await clock.advance(100);
    }
    await clock.advance(300);
    expect(drawings).toBeLessThanOrEqual(5);
    expect(rows.flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('hears nothing after it was stopped', async () => {
    const { app, live, clock } = setUp();
    await live.start();
    const before = live.store.getState();
    live.stop();
    app.tell();
    await clock.advance(1_000);
    await settle();
    expect(live.store.getState()).toBe(before);
  });
});
