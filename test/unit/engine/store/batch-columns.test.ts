import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SheetForm } from '#contract/model.ts';
import type { NewTask, StoreApi } from '#contract/worker-messages.ts';
import { addBatch, continueBatch, extendBatch, newTask, openStore, tempFolder } from './support.ts';

const CSV: SheetForm = { container: 'csv', delimiter: ';', encoding: 'utf-8', hasHeader: true };
const folder = { path: '', remove: () => {} };
let store: StoreApi;

const open = async () => {
  const { store: opened, opened: report } = await openStore(folder.path);
  store = opened;
  return report.batches[0]?.options;
};
const withCells = (line: number, cells: readonly string[]): NewTask =>
  newTask(line, { facts: JSON.stringify({ caption: 'c', cells }) });
const given = async () => {
  const outcomes = await store.getOutcomes({ batchId: 1, afterLine: 0, afterPart: 0, limit: 100 });
  return outcomes.map(({ given }) => given?.cells);
};

beforeEach(async () => {
  Object.assign(folder, tempFolder());
  await open();
});
afterEach(async () => {
  await store.close({});
  folder.remove();
});

test('a list given again has its own columns, and all rows have their cells from it', async () => {
  await addBatch(store, [newTask(1), newTask(2)]);
  const rows = [withCells(1, ['A', 'x']), withCells(2, ['B', 'y']), withCells(3, ['C', 'z'])];
  await continueBatch(store, 1, rows, { columns: ['sku', 'image'], sheet: CSV });
  expect(await given()).toEqual([
    ['A', 'x'],
    ['B', 'y'],
    ['C', 'z'],
  ]);
  await store.close({});
  expect(await open()).toMatchObject({ columns: ['sku', 'image'], sheet: CSV });
});

test('the columns of added lines come behind those of the batch, and their cells stand there', async () => {
  await addBatch(store, [newTask(1)]);
  await extendBatch(store, 1, [withCells(2, ['A', 'x'])], { columns: ['sku', 'image'], sheet: CSV });
  const other = { ...CSV, delimiter: ',' } as const;
  const added = [withCells(3, ['9', 'y', 'B']), withCells(4, ['8'])];
  await extendBatch(store, 1, added, { columns: ['price', 'image', 'sku'], sheet: other });
  await extendBatch(store, 1, [newTask(5)], { columns: [], sheet: null });
  expect(await given()).toEqual([undefined, ['A', 'x'], ['B', 'y', '9'], ['', '', '8'], undefined]);
  await store.close({});
  expect(await open()).toMatchObject({ columns: ['sku', 'image', 'price'], sheet: CSV });
});
