import { expect } from 'playwright/test';
import type { ImageServer } from '../support/image-server.ts';
import { SOON_MS, test } from './app.ts';
import { filesByName } from './pictures.ts';
import { expectCount, expectFinished, grid, messages, row } from './window.ts';

const links = (server: ImageServer, folder: string, count: number) =>
  Array.from({ length: count }, (_, at) => server.url(`/${folder}/${at + 1}.jpg`)).join('\n');

test('Pause stops a list, nothing more is asked for, and Resume brings the rest', async ({
  launchApp,
  server,
}) => {
  const gate = server.hold('/pictures/*');
  const { page, paste, takePicture, picturesFolder } = await launchApp();
  await paste(links(server, 'pictures', 30));
  await page.keyboard.press('Enter');
  await gate.arrived;
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText(/0 saved of 30 · paused/)).toBeVisible();
  await expect(page.getByRole('contentinfo')).not.toContainText('active');
  await takePicture('paused');
  const asked = server.requests.length;
  gate.release();
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expectFinished(page, 30, 30);
  expect(asked).toBeLessThan(30);
  expect((await filesByName(picturesFolder)).size).toBe(30);
});

test('All pictures pauses and goes on with every list', async ({ launchApp, server }) => {
  const gate = server.hold('/*');
  const { page, paste } = await launchApp();
  for (const path of ['/pictures/1.jpg', '/pictures/2.jpg']) {
    await paste(server.url(path));
    await page.keyboard.press('Enter');
    await expectCount(page, 'All', 1);
  }
  await gate.arrived;
  await page.getByRole('navigation', { name: 'Lists' }).getByRole('button', { name: 'All pictures' }).click();
  await expectCount(page, 'All', 2);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('contentinfo')).toContainText('Everything is paused');
  gate.release();
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expectFinished(page, 2, 2);
});

test('what was paused is still paused after closing and opening', async ({ launchApp, server }) => {
  const gate = server.hold('/pictures/*');
  const first = await launchApp();
  await first.paste(links(server, 'pictures', 5));
  await first.page.keyboard.press('Enter');
  await gate.arrived;
  await first.page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(first.page.getByText(/paused/).first()).toBeVisible();
  await first.quit();
  const asked = server.requests.length;
  gate.release();
  const { page } = await launchApp();
  await expectCount(page, 'To do', 5);
  await page
    .getByRole('navigation', { name: 'Lists' })
    .getByRole('button', { name: /Paused · 0 of 5/ })
    .click();
  await expect(page.getByRole('button', { name: 'Resume', exact: true })).toBeVisible();
  expect(server.requests.length).toBe(asked);
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expectFinished(page, 5, 5);
});

test('a canceled picture is not fetched and can be tried again', async ({ launchApp, server }) => {
  const gate = server.hold('/pictures/*');
  const { page, paste, picturesFolder } = await launchApp();
  await paste(links(server, 'pictures', 3));
  await page.keyboard.press('Enter');
  await gate.arrived;
  await row(page, '2.jpg').click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(messages(page).getByText('1 picture canceled')).toBeVisible();
  await expect(row(page, '2.jpg')).toContainText('Canceled');
  gate.release();
  await expectFinished(page, 2, 3);
  expect([...(await filesByName(picturesFolder)).keys()].toSorted()).toEqual(['1.jpg', '3.jpg']);
  await grid(page).focus();
  await page.keyboard.press('r');
  await expectFinished(page, 3, 3);
});

test('Remove takes rows off the list, leaves files, and can be undone', async ({ launchApp, server }) => {
  const { page, paste, picturesFolder, takePicture } = await launchApp();
  await paste(links(server, 'pictures', 4));
  await page.keyboard.press('Enter');
  await expectFinished(page, 4, 4);
  await row(page, '2.jpg').click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Delete');
  await expect(messages(page).getByText('2 pictures removed from the list. Their files stay.')).toBeVisible();
  await expectCount(page, 'All', 2);
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
  await takePicture('removed');
  await messages(page).getByRole('button', { name: 'Undo' }).click();
  await expectCount(page, 'All', 4);
  await expect(row(page, '2.jpg')).toBeVisible();
  expect((await filesByName(picturesFolder)).size).toBe(4);
});

test('a whole list can be canceled and removed from its menu', async ({ launchApp, server }) => {
  const gate = server.hold('/pictures/*');
  const { page, paste } = await launchApp();
  await paste(links(server, 'pictures', 6));
  await page.keyboard.press('Enter');
  await gate.arrived;
  const menu = page.getByRole('button', { name: /^Actions for 127\.0\.0\.1/ });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Cancel what is left' }).click();
  await expectCount(page, 'Canceled', 6);
  await menu.click();
  await page.getByRole('menuitem', { name: 'Remove from Pixhaul' }).click();
  await expect(page.getByRole('heading', { name: 'Paste links, get pictures' })).toBeVisible();
  await messages(page).getByRole('button', { name: 'Undo' }).click();
  await expectCount(page, 'All', 6, SOON_MS);
  gate.release();
});
