import { describe, expect, test } from 'vitest';
import { createListView } from '../../../../renderer/state/list-view.ts';
import { countSelected, toSelection } from '../../../../renderer/state/selection.ts';
import { createFakeApp } from '../../../support/fake-client/fake-client.ts';
import { settle } from '../../../support/fake-client/fake-clock.ts';

const FIRST_ID = 10_000_001;

async function setUp(size = 10_000) {
  const app = createFakeApp();
  app.store.add({ name: 'a', folder: '/a', size, createdAt: 1 });
  const list = createListView(app.client);
  await list.setQuery({});
  list.show(0, 30);
  await settle();
  const pages = () => app.requests.filter((name) => name === 'getPage').length;
  return { app, list, pages };
}

describe('the window onto the list', () => {
  test('asks for the pages on screen and no others', async () => {
    const { list, pages } = await setUp();
    expect(pages()).toBe(1);
    expect(list.rowAt(0)?.line).toBe(1);
    expect(list.rowAt(5_000)).toBeUndefined();
    list.show(5_020, 5_060);
    await settle();
    expect(pages()).toBe(2);
    expect(list.rowAt(5_030)?.line).toBe(5_031);
  });

  test('asks again only for a page whose rows changed', async () => {
    const { list, pages } = await setUp();
    list.rowsChanged([FIRST_ID + 5_000]);
    await settle();
    expect(pages()).toBe(1);
    list.rowsChanged([FIRST_ID + 3]);
    await settle();
    expect(pages()).toBe(2);
  });

  test('keeps one view open, however often another is asked for', async () => {
    const { app, list } = await setUp();
    void list.setQuery({ search: 'f' });
    void list.setQuery({ search: 'fo' });
    await list.setQuery({ search: 'forest' });
    await settle();
    expect(app.openViews()).toBe(1);
    expect(list.store.getState().total).toBe(1_250);
  });

  test('shows the rows it has until a view that is opened again brings newer ones', async () => {
    const { list } = await setUp();
    const reopened = list.reopen();
    expect(list.rowAt(0)?.line).toBe(1);
    await reopened;
    expect(list.rowAt(0)?.line).toBe(1);
  });

  test('selects a row, then a range from it, as ids', async () => {
    const { list } = await setUp();
    await list.focusRow(2, 'select');
    await list.focusRow(4, 'extend');
    expect(toSelection(list.store.getState().selection)).toEqual({
      kind: 'tasks',
      taskIds: [FIRST_ID + 2, FIRST_ID + 3, FIRST_ID + 4],
    });
    expect(list.store.getState().focusTaskId).toBe(FIRST_ID + 4);
    await list.focusRow(1, 'extend');
    expect(countSelected(list.store.getState().selection)).toBe(2);
    expect(list.store.getState().focusTaskId).toBe(FIRST_ID + 1);
  });

  test('selects a range over rows that were never on screen', async () => {
    const { list } = await setUp();
    await list.focusRow(0, 'select');
    await list.focusRow(9_999, 'extend');
    expect(countSelected(list.store.getState().selection)).toBe(10_000);
  });

  test('moves the keyboard to a row whose page is still on the way', async () => {
    const { list } = await setUp();
    await list.focusRow(9_999, 'select');
    expect(list.store.getState().focusTaskId).toBe(FIRST_ID + 9_999);
  });

  test('keeps the last of two quick moves', async () => {
    const { list } = await setUp();
    const slow = list.focusRow(8_000, 'select');
    const quick = list.focusRow(1, 'select');
    await Promise.all([slow, quick]);
    expect(list.store.getState().focusTaskId).toBe(FIRST_ID + 1);
  });

  test('selects all rows of the view as one object, and forgets it with the view', async () => {
    const { list } = await setUp();
    list.selectAll();
    expect(countSelected(list.store.getState().selection)).toBe(10_000);
    await list.reopen();
    expect(countSelected(list.store.getState().selection)).toBe(0);
  });

  test('keeps the focus in the list when its last rows are removed', async () => {
    const { app, list } = await setUp(3);
    await list.focusRow(2, 'select');
    app.store.setRemoved([FIRST_ID + 2], true);
    await list.reopen();
    expect(list.store.getState().focusIndex).toBe(1);
  });
});
