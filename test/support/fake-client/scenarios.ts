/** States of the window that its pictures show. */
import type { TaskState } from '#contract/model.ts';
import type { FakeApp } from './fake-client.ts';
import { createFakeApp } from './fake-client.ts';
import type { FakeFile } from './fake-drafts.ts';
import { likelyEnd } from './fake-rows.ts';

const MINUTE_MS = 60_000;

export const SCENARIOS = [
  'empty',
  'empty-clipboard',
  'running',
  'finished',
  'all-saved',
  'paused',
  'stopped',
  'loading',
  'million',
  'sheet',
  'chinese-sheet',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** A list as people paste it, with a few lines that are no links. */
export function sampleList(lines: number, faultEvery = 0): string {
  return Array.from({ length: lines }, (_, index) => {
    if (faultEvery > 0 && index % faultEvery === 2) return 'ftp://old.example/picture.jpg';
    if (faultEvery > 0 && index % faultEvery === 4) return 'see the folder from Tuesday';
    const number = faultEvery > 0 && index % faultEvery === 5 ? index - 1 - (index % 3) : index;
    return `https://images.gallery.example/2026/spring/${String(number).padStart(5, '0')}.jpg`;
  }).join('\n');
}

const shopRow = (index: number) =>
  [
    `A-${1000 + index}`,
    `Linen shirt, colour ${index}`.replace(',', ''),
    `Summer/Shirts`,
    `https://cdn.shop.example/products/linen-shirt-${index}.jpg?v=16${index}`,
    index === 3 ? '1.2E+12' : String(4_012_345_000_000 + index),
    `${19 + index}.90`,
  ].join(',');

const chineseRow = (index: number) =>
  [
    `HH-${200 + index}`,
    `亚麻衬衫 ${index} 号`,
    '夏装/衬衫',
    `https://img.shop.example/spring/${index}.jpg`,
    `https://img.shop.example/spring/${index}-back.jpg`,
    `${99 + index}`,
  ].join(',');

/** Files as shops export them. */
const FILES: Partial<Readonly<Record<Scenario, FakeFile & { readonly text: string }>>> = {
  sheet: {
    listName: 'products_export',
    encoding: 'utf-8',
    text: [
      'sku,title,category,image_url,barcode,price',
      ...Array.from({ length: 240 }, (_, at) => shopRow(at)),
    ].join('\n'),
  },
  'chinese-sheet': {
    listName: '春季商品',
    encoding: 'gb18030',
    sheets: ['商品', '库存'],
    text: [
      '货号,名称,分类,主图链接,背面图片,价格',
      ...Array.from({ length: 86 }, (_, at) => chineseRow(at)),
    ].join('\n'),
  },
};

/** Makes the app of a scenario. */
export function makeScenario(scenario: Scenario): FakeApp {
  const clipboard = scenario === 'empty-clipboard' ? sampleList(312) : undefined;
  const file = FILES[scenario];
  const app = createFakeApp({
    checksAtOnce: 170,
    ...(clipboard === undefined ? {} : { clipboard }),
    ...(file === undefined ? {} : { file }),
  });
  if (!scenario.startsWith('empty') && file === undefined) fill(app, scenario);
  return app;
}

function fill({ store }: FakeApp, scenario: Scenario): void {
  const pictures = '/home/ada/Pictures/Pixhaul';
  const now = Date.now();
  store.add({
    name: 'wallpapers',
    folder: `${pictures}/wallpapers`,
    size: 248,
    createdAt: now - 900 * MINUTE_MS,
    firstState: () => 'done',
  });
  store.add({
    name: 'museum-open-access-highlights-2026 (second half)',
    folder: `${pictures}/museum-open-access-highlights-2026`,
    size: 1_204,
    createdAt: now - 300 * MINUTE_MS,
    firstState: likelyEnd,
  });
  const size = scenario === 'million' ? 1_000_000 : 10_000;
  const held = store.add({
    name: 'spring catalogue',
    folder: `${pictures}/spring catalogue`,
    size,
    createdAt: now - 4 * MINUTE_MS,
    firstState: (line) => stateIn(scenario, line, size),
  });
  held.cursor = Math.floor(size * 0.78);
  if (scenario === 'paused') held.batch = { ...held.batch, isPaused: true };
  if (scenario === 'loading') held.batch = { ...held.batch, isLoading: true };
  if (scenario === 'stopped')
    held.batch = { ...held.batch, problem: { code: 'disk-full', facts: { folder: held.batch.folder } } };
}

function stateIn(scenario: Scenario, line: number, size: number): TaskState {
  if (scenario === 'all-saved') return 'done';
  if (scenario === 'finished') return likelyEnd(line);
  if (line > size * 0.78) return 'queued';
  return line % 211 === 0 ? 'waiting' : likelyEnd(line);
}
