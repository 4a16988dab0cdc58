import type { Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { SOON_MS, test } from './app.ts';
import { band, expectCount, expectFinished, grid, row } from './window.ts';

const links = (count: number, url: (path: string) => string, folder = 'pictures') =>
  Array.from({ length: count }, (_, at) => url(`/${folder}/${at + 1}.jpg?w=160&h=120`)).join('\n');

test('what is being fetched is shown on top, counted, and told in title and status', async ({
  launchApp,
  server,
}) => {
  const gate = server.hold('/pictures/*');
  const { app, page, paste, takePicture } = await launchApp();
  await paste(links(20, server.url));
  await page.keyboard.press('Enter');
  await gate.arrived;
  await expectCount(page, 'All', 20);
  await expectCount(page, 'To do', 20);
  await expectCount(page, 'Saved', 0);
  await expect(band(page).getByText('1.jpg', { exact: true })).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText(/[1-8] active/);
  const title = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle() ?? '');
  await expect.poll(title).toMatch(/^Pixhaul – 0\s?%$/);
  await expect(page).toHaveTitle(/^Pixhaul – 0\s?%$/);
  await takePicture('running-start');
  gate.release();
  await expectFinished(page, 20, 20);
  await expectCount(page, 'To do', 0);
  await expect(page.getByRole('progressbar', { name: 'Progress' })).toHaveAttribute('aria-valuenow', '100');
  await expect.poll(title).toBe('Pixhaul');
  await expect(page.getByRole('contentinfo')).toContainText('Nothing to do');
});

test('the Active band names a slow picture with how much of it is here', async ({ launchApp, server }) => {
  server.answer('/slow.jpg', (_request, response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': 100_000 });
    response.write(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(49_996)]));
  });
  const { page, paste } = await launchApp();
  await paste(server.url('/slow.jpg'));
  await page.keyboard.press('Enter');
  await expect(band(page).getByText('slow.jpg')).toBeVisible();
  await expect(band(page).getByText(/^(49|50) %$/)).toBeVisible({ timeout: SOON_MS });
  await expect(row(page, 'slow.jpg')).toContainText('100 kB');
});

interface Watched {
  readonly boxes: Readonly<Record<string, readonly string[]>>;
  readonly percents: readonly number[];
  readonly fills: readonly number[];
}

/** Looks at every frame where header and columns are and how far the bar is, until all is done. */
async function startWatching(page: Page): Promise<void> {
  await page.evaluate(() => {
    const boxes: Record<string, string[]> = {};
    const percents: number[] = [];
    const fills: number[] = [];
    const note = (name: string, element: Element | null) => {
      if (element === null) return;
      const { x, y, width, height } = element.getBoundingClientRect();
      const box = [x, y, width, height].map(Math.round).join(' ');
      boxes[name] ??= [];
      if (boxes[name].at(-1) !== box) boxes[name].push(box);
    };
    const look = () => {
      const bar = document.querySelector('[role=progressbar][aria-label=Progress]');
      if (bar !== null) {
        percents.push(Number(bar.getAttribute('aria-valuenow')));
        const parts = [...bar.children].map((part) => part.getBoundingClientRect().width);
        fills.push(parts.reduce((sum, width) => sum + width, 0) / bar.getBoundingClientRect().width);
      }
      // Then the band of what was active may close.
      if (percents.at(-1) === 100) return;
      note('bar', bar);
      note('title', document.querySelector('h1'));
      note('grid', document.querySelector('[role=grid]'));
      for (const head of document.querySelectorAll('[role=columnheader]')) note(head.textContent, head);
      for (const button of document.querySelectorAll('[role=group][aria-label=Show] button')) {
        note(`filter ${button.textContent.replace(/[\d,]+$/, '')}`, button);
      }
      for (const button of document.querySelectorAll('[role=banner] button, header button')) {
        note(`tool ${button.getAttribute('aria-label') ?? button.textContent}`, button);
      }
      requestAnimationFrame(look);
    };
    Object.assign(window, { watched: { boxes, percents, fills } });
    look();
  });
}

const watched = (page: Page): Promise<Watched> =>
  page.evaluate(() => (window as unknown as { watched: Watched }).watched);

const runsBack = (values: readonly number[], slack: number) =>
  values.some((value, at) => at > 0 && value < (values[at - 1] ?? 0) - slack);

test('while a list runs nothing jumps, and the bar never runs back', async ({ launchApp, server }) => {
  const gate = server.hold('/pictures/*');
  const { page, paste, takePicture, resize } = await launchApp();
  await resize(1280, 800);
  const broken = Array.from({ length: 12 }, (_, at) => server.url(`/status/404/${at}.jpg`)).join('\n');
  await paste(`${links(120, server.url)}\n${broken}\n${links(120, server.url, 'flaky/1/pictures')}`);
  await page.keyboard.press('Enter');
  await gate.arrived;
  await expect(grid(page)).toBeVisible();
  await expect(band(page)).toBeVisible();
  await startWatching(page);
  gate.release();
  await expect(page.getByText(/need you/)).toBeVisible({ timeout: SOON_MS });
  await takePicture('running');
  await expectFinished(page, 240, 252, 60_000);
  const { boxes, percents, fills } = await watched(page);
  const moved = Object.entries(boxes).filter(([, seen]) => seen.length > 1);
  expect(moved).toEqual([]);
  expect(Object.keys(boxes).length).toBeGreaterThan(10);
  expect(runsBack(percents, 0)).toBe(false);
  expect(runsBack(fills, 0.005)).toBe(false);
  expect(percents.at(-1)).toBe(100);
});

test('the list is a grid with true counts that can be sorted, filtered and searched', async ({
  launchApp,
  server,
}) => {
  const { page, paste } = await launchApp();
  await paste(links(300, server.url));
  await page.keyboard.press('Enter');
  await expectFinished(page, 300, 300, 60_000);
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '301');
  await expect(row(page, '1.jpg').first()).toHaveAttribute('aria-rowindex', '2');
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(row(page, '300.jpg')).toHaveAttribute('aria-rowindex', '301');
  await expect(row(page, '300.jpg')).toHaveAttribute('aria-selected', 'true');

  const search = page.getByRole('textbox', { name: 'Search names and links' });
  await search.fill('29');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '14');
  await search.fill('no such picture');
  await expect(page.getByText('Nothing matches “no such picture”')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '301');

  const name = page.getByRole('columnheader', { name: /^Name/ });
  await name.getByRole('button').click();
  await name.getByRole('button').click();
  await expect(name).toHaveAttribute('aria-sort', 'descending');
  await expect(grid(page).locator('[aria-rowindex="2"]')).toContainText('99.jpg');
});
