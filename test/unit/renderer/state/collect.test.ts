import { expect, test } from 'vitest';
import { createSession } from '../../../../renderer/state/session.ts';
import { createFakeApp } from '../../../support/fake-client/fake-client.ts';
import { createFakeClock, settle } from '../../../support/fake-client/fake-clock.ts';

async function setUp() {
  const clock = createFakeClock();
  const app = createFakeApp({ now: clock.now });
  const session = createSession(app.client, clock, { read: () => null, write: () => {} });
  await session.start();
  const copy = async (text: string) => {
    app.copyElsewhere(text);
    for (let round = 0; round < 10; round += 1) await settle();
    await clock.advance(300);
  };
  const told = () => session.notices.store.getState().notices.map(({ content }) => content);
  return { app, session, copy, told, clock };
}

test('copied links gather in the sheet, and go to the list that comes of it from then on', async () => {
  const { app, session, copy, told, clock } = await setUp();
  session.actions.toggleCollect();
  await copy('https://a.example/1.jpg');
  await copy('https://a.example/2.jpg\nhttps://a.example/3.jpg');
  expect(session.draft.store.getState()).toMatchObject({ isOpen: false, summary: { fresh: 3 } });
  expect(told()).toMatchObject([
    { kind: 'collected', count: 1, batchId: null },
    { kind: 'collected', count: 2, batchId: null },
  ]);
  await session.draft.download();
  await clock.advance(300);
  await copy('https://a.example/4.jpg');
  expect(app.store.batches.get(1)?.batch.total).toBe(4);
  expect(session.collect.store.getState()).toMatchObject({ isOn: true, batchId: 1, count: 4 });
  expect(app.openDrafts()).toBe(0);
});

test('with one list shown, copied links go to it at once', async () => {
  const { app, session, copy, told, clock } = await setUp();
  await session.draft.read('https://a.example/1.jpg', null);
  await session.draft.download();
  await clock.advance(300);
  session.actions.toggleCollect();
  session.actions.showBatch(null);
  await copy('https://a.example/2.jpg');
  expect(app.store.batches.get(1)?.batch.total).toBe(2);
  expect(told()).toContainEqual({ kind: 'collected', count: 1, batchId: 1 });
});

test('what is copied while it is off, or without a link, changes nothing', async () => {
  const { app, session, copy, told } = await setUp();
  await copy('https://a.example/1.jpg');
  session.actions.toggleCollect();
  await copy('good morning');
  session.actions.toggleCollect();
  await copy('https://a.example/2.jpg');
  expect(told()).toEqual([]);
  expect(session.draft.store.getState().summary).toBeNull();
  expect(app.openDrafts()).toBe(0);
});

test('a list that is gone is no longer collected for', async () => {
  const { session, copy, clock } = await setUp();
  await session.draft.read('https://a.example/1.jpg', null);
  await session.draft.download();
  await clock.advance(300);
  session.actions.toggleCollect();
  session.actions.removeBatch(1);
  await clock.advance(300);
  await copy('https://a.example/2.jpg');
  expect(session.collect.store.getState()).toMatchObject({ isOn: true, batchId: null });
  expect(session.draft.store.getState().summary).toMatchObject({ fresh: 1 });
});
