import type { Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { test } from './app.ts';
import { expectFinished, grid, inspector, row } from './window.ts';

/** Rows of the list that are wholly on screen. */
function wholeRows(page: Page): Promise<number> {
  return grid(page).evaluate((element) => {
    const head = element.querySelector('[role=columnheader]')?.getBoundingClientRect().bottom ?? 0;
    const foot = element.getBoundingClientRect().bottom;
    const rows = [...element.querySelectorAll('[role=row]:not(:has([role=columnheader]))')];
    return rows.filter((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return top >= head - 1 && bottom <= foot + 1;
    }).length;
  });
}

/** What is wider than the window, so that it is cut or the page could be pushed sideways. */
const tooWide = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
      .filter((element) => element.closest('[role=grid], [aria-hidden=true]') === null)
      .map((element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 30)}`),
  );

test('the window serves at 800 × 600, at 1280 × 800 and at 200 % zoom', async ({ launchApp, server }) => {
  const { page, paste, resize, takePicture } = await launchApp();
  const good = Array.from({ length: 40 }, (_, at) => server.url(`/pictures/${at + 1}.jpg?w=640&h=480`));
  await paste([...good, server.url('/status/404/gone.jpg'), server.url('/html/Sign%20in')].join('\n'));
  await page.keyboard.press('Enter');
  await expectFinished(page, 40, 42, 60_000);

  await resize(1280, 800);
  await expect.poll(() => wholeRows(page)).toBeGreaterThanOrEqual(9);
  expect(await tooWide(page)).toEqual([]);
  await takePicture('finished-1280x800');

  await resize(800, 600);
  await expect.poll(() => wholeRows(page)).toBeGreaterThanOrEqual(9);
  expect(await tooWide(page)).toEqual([]);
  await takePicture('finished-800x600');
  await page.keyboard.press('Alt+i');
  await row(page, '3.jpg').first().click();
  await expect(inspector(page)).toContainText('640 × 480');
  await takePicture('inspector-800x600');
  await page.keyboard.press('Alt+i');

  await resize(1280, 800, 2);
  await expect.poll(() => wholeRows(page)).toBeGreaterThanOrEqual(1);
  expect(await tooWide(page)).toEqual([]);
  await takePicture('finished-200-percent');
  await page.keyboard.press('Control+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await expect(settings).toBeVisible();
  await settings.getByRole('switch', { name: 'Offer links on the clipboard' }).scrollIntoViewIfNeeded();
  await expect(settings.getByRole('switch', { name: 'Offer links on the clipboard' })).toBeInViewport();
  await takePicture('settings-200-percent');
});

test('while a list runs, a low window still shows nine rows', async ({ launchApp, server }) => {
  const gate = server.hold('/pictures/*');
  const { page, paste, resize, takePicture } = await launchApp();
  await resize(800, 600);
  await paste(Array.from({ length: 60 }, (_, at) => server.url(`/pictures/${at + 1}.jpg`)).join('\n'));
  await page.keyboard.press('Enter');
  await gate.arrived;
  await expect(page.getByRole('region', { name: 'Active now' })).toBeVisible();
  await expect.poll(() => wholeRows(page)).toBeGreaterThanOrEqual(9);
  await takePicture('running-800x600');
});
