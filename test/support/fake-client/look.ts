/**
 * Pictures of the window in every main state, and what axe says of each:
 * `node test/support/fake-client/look.ts FOLDER [NAME…]`. Needs a Chromium (PIXHAUL_CHROMIUM or an installed one).
 */
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import react from '@vitejs/plugin-react';
import type { Browser, Page } from 'playwright';
import { chromium } from 'playwright';
import sharp from 'sharp';
import { build } from 'vite';
import { THUMBNAIL_COUNT } from './fake-rows.ts';

const here = import.meta.dirname;
const project = path.join(here, '..', '..', '..');
const site = path.join(project, '.cache', 'fake-client');

interface Shot {
  readonly name: string;
  readonly query: string;
  readonly size?: readonly [number, number];
  readonly scale?: number;
  readonly colours?: 'light' | 'dark';
  readonly forcedColours?: boolean;
  readonly prepare?: (page: Page) => Promise<void>;
}

const WIDE = [1440, 900] as const;

async function paste(page: Page, lines: number, faultEvery: number): Promise<void> {
  await page.evaluate(
    ([count, every]) => {
      const data = new DataTransfer();
      data.setData('text/plain', window.sampleList(count ?? 0, every ?? 0));
      const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    },
    [lines, faultEvery],
  );
  await page
    .getByText(/\d new|个新链接/)
    .first()
    .waitFor();
}

async function selectRow(page: Page, index: number): Promise<void> {
  await page.locator(`[data-index="${index}"]`).click();
}

async function inspect(page: Page, filter: string): Promise<void> {
  await page.locator(`[data-filter="${filter}"]`).click();
  await selectRow(page, 2);
  await page.keyboard.press('Alt+i');
  await page.locator('.inspector-name').waitFor();
}

const settings = (page: Page) => page.keyboard.press('Control+,');

async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
  }, text);
  await page.locator('button.add-summary').waitFor();
}

async function openList(page: Page): Promise<void> {
  await page.keyboard.press('Control+o');
  await page.locator('.mapper').waitFor();
}

const unfold = (page: Page) => page.locator('button.add-summary').click();

async function nameAs(page: Page, template: string): Promise<void> {
  if (page.url().includes('sheet')) await openList(page);
  else {
    await paste(page, 120, 0);
    await unfold(page);
  }
  await page.getByRole('button', { name: /Names and options|名称与选项/ }).click();
  await page.locator('.names-template input').fill(template);
}

async function check(page: Page): Promise<void> {
  await paste(page, 400, 0);
  await unfold(page);
  await page.getByRole('button', { name: /Check links|检查链接/ }).click();
}

async function dragOver(page: Page): Promise<void> {
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'spring.csv'));
    document.body.dispatchEvent(
      new DragEvent('dragenter', { dataTransfer: data, bubbles: true, cancelable: true }),
    );
  });
  await page.locator('.drop').waitFor();
}

const KNOWN = Array.from({ length: 900 }, (_, index) =>
  index % 9 === 4
    ? `https://images.gallery.example/known/${index}.jpg`
    : `https://images.gallery.example/2026/${index % 40 === 7 ? index - 1 : index}.jpg`,
).join('\n');

const RANGES = [
  'https://images.gallery.example/spring/[001-120].jpg',
  'https://images.gallery.example/cover.jpg',
  'https://images.gallery.example/a-very-long-folder-name-for-an-exhibition-of-photographs/walls/[01-12].jpg',
].join('\n');

const WEB_PAGE = [
  '<h1>Spring</h1>',
  '<img src="/images/forest.jpg">',
  '<img src="https://cdn.shop.example/coast.jpg">',
].join('\n');

const SHOTS: readonly Shot[] = [
  { name: 'empty', query: 'show=empty' },
  { name: 'empty-clipboard-dark', query: 'show=empty-clipboard', colours: 'dark' },
  { name: 'empty-zh', query: 'show=empty-clipboard&language=zh-CN' },
  {
    name: 'add-empty',
    query: 'show=empty',
    prepare: (page) => page.getByText('Add links', { exact: true }).click(),
  },
  { name: 'add-clean', query: 'show=running', prepare: (page) => paste(page, 8_412, 0) },
  {
    name: 'add-clean-dark-zh-800',
    query: 'show=running&language=zh-CN',
    size: [800, 600],
    colours: 'dark',
    prepare: (page) => pasteText(page, KNOWN),
  },
  {
    name: 'add-clean-web-page',
    query: 'show=empty',
    prepare: (page) => pasteText(page, '<p><img src="https://cdn.shop.example/coast.jpg"></p>'),
  },
  { name: 'add-problems', query: 'show=running', prepare: (page) => paste(page, 500, 50) },
  {
    name: 'add-problems-dark',
    query: 'show=running',
    colours: 'dark',
    prepare: (page) => paste(page, 500, 50),
  },
  {
    name: 'add-correct',
    query: 'show=empty',
    prepare: async (page) => {
      await paste(page, 60, 20);
      await page.keyboard.press('F8');
      await page.keyboard.press('F8');
    },
  },
  {
    name: 'add-unusable',
    query: 'show=empty',
    prepare: async (page) => {
      await paste(page, 500, 50);
      await page.getByRole('button', { name: /^Unusable/ }).click();
    },
  },
  { name: 'add-known', query: 'show=running', prepare: (page) => pasteText(page, KNOWN) },
  {
    name: 'add-known-open',
    query: 'show=empty',
    prepare: async (page) => {
      await pasteText(page, KNOWN);
      await unfold(page);
    },
  },
  { name: 'add-ranges', query: 'show=empty', prepare: (page) => pasteText(page, RANGES) },
  {
    name: 'add-ranges-dark-zh',
    query: 'show=empty&language=zh-CN',
    colours: 'dark',
    prepare: (page) => pasteText(page, RANGES),
  },
  {
    name: 'add-web-page',
    query: 'show=empty',
    prepare: async (page) => {
      await pasteText(page, WEB_PAGE);
      await page.locator('.add-base').waitFor();
    },
  },
  { name: 'add-sheet', query: 'show=sheet', prepare: openList },
  { name: 'add-sheet-dark', query: 'show=sheet', colours: 'dark', prepare: openList },
  { name: 'add-sheet-800', query: 'show=sheet', size: [800, 600], prepare: openList },
  { name: 'add-sheet-zh', query: 'show=chinese-sheet&language=zh-CN', prepare: openList },
  { name: 'add-names', query: 'show=sheet', prepare: (page) => nameAs(page, '{index:04}-{name}') },
  { name: 'add-names-problem', query: 'show=empty', prepare: (page) => nameAs(page, '{nmae}-{index}') },
  {
    name: 'add-names-problem-zh-800',
    query: 'show=empty&language=zh-CN',
    size: [800, 600],
    prepare: (page) => nameAs(page, '{indx}'),
  },
  {
    name: 'add-names-200',
    query: 'show=empty',
    size: [640, 400],
    scale: 2,
    prepare: (page) => nameAs(page, '{host}/{name}'),
  },
  {
    name: 'add-names-help',
    query: 'show=sheet',
    prepare: async (page) => {
      await nameAs(page, '{name}');
      await page.getByRole('button', { name: 'Insert' }).click();
      await page.locator('.menu').waitFor();
    },
  },
  {
    name: 'add-overwrite',
    query: 'show=empty',
    prepare: async (page) => {
      await nameAs(page, '{name}');
      await page.getByRole('combobox', { name: 'When a name is taken' }).click();
      await page.getByRole('option', { name: 'Replace the file' }).click();
    },
  },
  {
    name: 'add-checking',
    query: 'show=running',
    prepare: async (page) => {
      await check(page);
      await page.getByText(/Checking the links/).waitFor();
    },
  },
  {
    name: 'add-checked',
    query: 'show=running',
    prepare: async (page) => {
      await check(page);
      await page.getByRole('button', { name: /Download the good/ }).waitFor();
    },
  },
  {
    name: 'add-checked-dark-zh',
    query: 'show=empty&language=zh-CN',
    colours: 'dark',
    prepare: async (page) => {
      await check(page);
      await page.getByRole('button', { name: /下载正常的/ }).waitFor();
    },
  },
  {
    name: 'add-problems-200',
    query: 'show=empty',
    size: [640, 400],
    scale: 2,
    prepare: (page) => paste(page, 500, 50),
  },
  {
    name: 'add-problems-800',
    query: 'show=running',
    size: [800, 600],
    prepare: (page) => paste(page, 500, 50),
  },
  {
    name: 'add-problems-forced',
    query: 'show=empty',
    forcedColours: true,
    prepare: (page) => paste(page, 500, 50),
  },
  {
    name: 'add-to-batch',
    query: 'show=running',
    prepare: async (page) => {
      await page.getByRole('button', { name: /^museum/ }).click();
      await paste(page, 200, 0);
    },
  },
  { name: 'drop', query: 'show=running', prepare: dragOver },
  { name: 'drop-dark-zh', query: 'show=empty&language=zh-CN', colours: 'dark', prepare: dragOver },
  {
    name: 'collect',
    query: 'show=running',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Collect' }).click();
      await page.evaluate(() => window.fakeApp.copyElsewhere(window.sampleList(3)));
      await page.locator('.toast').waitFor();
    },
  },
  { name: 'running', query: 'show=running', size: WIDE },
  { name: 'running-dark', query: 'show=running', size: WIDE, colours: 'dark' },
  { name: 'running-zh', query: 'show=running&language=zh-CN', size: WIDE },
  { name: 'running-800', query: 'show=running', size: [800, 600] },
  { name: 'running-200', query: 'show=running', size: [720, 450], scale: 2 },
  { name: 'selected', query: 'show=running&still', prepare: (page) => selectRow(page, 3) },
  { name: 'million', query: 'show=million', size: WIDE, prepare: (page) => toEnd(page) },
  {
    name: 'finished-inspector',
    query: 'show=finished',
    size: WIDE,
    prepare: (page) => inspect(page, 'saved'),
  },
  {
    name: 'failed-inspector',
    query: 'show=finished',
    size: WIDE,
    prepare: (page) => inspect(page, 'problems'),
  },
  {
    name: 'failed-inspector-dark-zh',
    query: 'show=finished&language=zh-CN',
    size: WIDE,
    colours: 'dark',
    prepare: (page) => inspect(page, 'problems'),
  },
  {
    name: 'inspector-overlay',
    query: 'show=finished',
    size: [1100, 700],
    prepare: (page) => inspect(page, 'saved'),
  },
  { name: 'all-saved', query: 'show=all-saved' },
  { name: 'paused', query: 'show=paused' },
  { name: 'stopped', query: 'show=stopped' },
  { name: 'stopped-800', query: 'show=stopped', size: [800, 600] },
  { name: 'loading', query: 'show=loading' },
  { name: 'settings', query: 'show=running', prepare: settings },
  { name: 'settings-dark-zh', query: 'show=running&language=zh-CN', colours: 'dark', prepare: settings },
  { name: 'settings-200', query: 'show=running', size: [640, 400], scale: 2, prepare: settings },
  { name: 'shortcuts', query: 'show=running', prepare: (page) => page.keyboard.press('?') },
  {
    name: 'row-menu',
    query: 'show=finished&still',
    prepare: async (page) => {
      await page.locator('[data-index="4"]').click({ button: 'right' });
      await page.locator('.menu').waitFor();
    },
  },
  {
    name: 'removed',
    query: 'show=finished',
    prepare: async (page) => {
      await selectRow(page, 2);
      await page.keyboard.press('Delete');
      await page.locator('.toast').waitFor();
    },
  },
  {
    name: 'no-match',
    query: 'show=finished',
    prepare: async (page) => {
      await page.locator('[data-search]').fill('nothing like this');
      await page.locator('.list-nothing').waitFor();
    },
  },
  {
    name: 'forced-colours',
    query: 'show=running',
    forcedColours: true,
    prepare: (page) => selectRow(page, 3),
  },
];

async function toEnd(page: Page): Promise<void> {
  await page.locator('[role="grid"]').focus();
  await page.keyboard.press('End');
  await page.getByText('1,000,000', { exact: true }).first().waitFor();
}

async function buildSite(): Promise<void> {
  await build({
    root: here,
    base: './',
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      target: 'chrome153',
      outDir: site,
      emptyOutDir: true,
      minify: false,
      chunkSizeWarningLimit: 4_000,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
    },
  });
  fs.mkdirSync(path.join(site, 'thumb'));
  await Promise.all(Array.from({ length: THUMBNAIL_COUNT }, (_, number) => writeThumbnail(number)));
}

/** A blurred landscape of its own colours: enough to look like a photograph at 36 px. */
async function writeThumbnail(number: number): Promise<void> {
  const hue = (number * 47) % 360;
  const [width, height] = number % 5 === 0 ? [170, 256] : [256, 170];
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">
    <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="hsl(${hue} 45% 52%)"/>
    <stop offset="1" stop-color="hsl(${(hue + 40) % 360} 60% 82%)"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#sky)"/>
    <circle cx="${40 + ((number * 53) % (width - 80))}" cy="${30 + ((number * 31) % 60)}" r="${10 + (number % 4) * 6}" fill="hsl(${(hue + 60) % 360} 90% 90%)"/>
    <path d="M0 ${height * 0.62} Q ${width * 0.3} ${height * 0.4} ${width * 0.55} ${height * 0.62} T ${width} ${height * 0.52} V ${height} H 0Z" fill="hsl(${(hue + 200) % 360} 25% 42%)"/>
    <path d="M0 ${height * 0.8} Q ${width * 0.4} ${height * 0.6} ${width * 0.7} ${height * 0.78} T ${width} ${height * 0.72} V ${height} H 0Z" fill="hsl(${(hue + 210) % 360} 30% 24%)"/></svg>`;
  await sharp(Buffer.from(drawing))
    .resize(width, height)
    .jpeg({ quality: 88 })
    .toFile(path.join(site, 'thumb', `sample-${number}.jpg`));
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.jpg': 'image/jpeg',
};

async function serveSite(): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = http.createServer((request, response) => {
    const name = path.normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = path.join(site, name === '/' ? 'index.html' : name);
    if (name === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    if (!file.startsWith(site) || !fs.existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    fs.createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

async function take(browser: Browser, url: string, shot: Shot, folder: string): Promise<readonly string[]> {
  const [width, height] = shot.size ?? [1280, 800];
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: shot.scale ?? 1,
    colorScheme: shot.colours ?? 'light',
    forcedColors: shot.forcedColours === true ? 'active' : 'none',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${url}?${shot.query}`);
  await page.locator('.frame').waitFor();
  await page.waitForTimeout(1_200);
  await shot.prepare?.(page);
  await page.waitForTimeout(400);
  await page.screenshot({ path: path.join(folder, `${shot.name}.png`) });
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, help, nodes } of violations) {
    // A menu that is open stands outside the landmarks, as every menu of the platform does.
    if (id === 'region' && nodes.every(({ html }) => html.includes('role="menu"'))) continue;
    faults.push(
      `axe ${id}: ${help}: ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 160))
        .join(' | ')}`,
    );
  }
  faults.push(...(await clippedTexts(page)));
  await context.close();
  return faults;
}

/** Texts that are cut and have no tooltip that holds the whole. */
function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isCut = (element: Element) =>
      element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible';
    const isText = (element: Element) => element.children.length === 0 && element.textContent.trim() !== '';
    return [...document.querySelectorAll('body *')]
      .filter(
        (element) =>
          isText(element) && isCut(element) && element.closest('[title], .spoken, textarea') === null,
      )
      .filter((element) => getComputedStyle(element).clipPath === 'none')
      .map((element) => `cut without a tooltip: ${element.className}: ${element.textContent.slice(0, 60)}`);
  });
}

const [folder = path.join(project, '.cache', 'pictures'), ...names] = process.argv.slice(2);
fs.mkdirSync(folder, { recursive: true });
await buildSite();
const server = await serveSite();
const browser = await chromium.launch({
  executablePath: process.env['PIXHAUL_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
});
try {
  for (const shot of SHOTS) {
    if (names.length > 0 && !names.includes(shot.name)) continue;
    const faults = await take(browser, server.url, shot, folder);
    process.stdout.write(`${shot.name}: ${faults.length === 0 ? 'good' : `\n  ${faults.join('\n  ')}`}\n`);
  }
} finally {
  await browser.close();
  server.close();
}
