import { writeFile } from 'node:fs/promises';
import { expect } from 'playwright/test';
import { test } from './app.ts';
import { filesByName, servePictures } from './pictures.ts';
import { expectFinished, messages, pressDownload, row, sheet } from './window.ts';

test('a list file is opened through the dialog, and its folder bears its name', async ({
  launchApp,
  server,
  folder,
}) => {
  const served = await servePictures(server, ['/forest.jpg', '/coast.jpg']);
  const file = folder.file('spring catalogue.txt');
  await writeFile(file, `\uFEFF${served.map(({ url }) => url).join('\r\n')}\r\n`);
  const { page, chooseInDialogs, picturesFolder } = await launchApp();
  await chooseInDialogs(file);
  await page.keyboard.press('Control+o');
  await expect(sheet(page).getByText('2 new', { exact: true })).toBeVisible();
  await pressDownload(page);
  await expectFinished(page, 2, 2);
  await expect(page.getByRole('heading', { name: 'spring catalogue', level: 1 })).toBeVisible();
  const files = await filesByName(`${picturesFolder}/spring catalogue`);
  expect(files.get('forest.jpg')).toEqual(served[0]?.bytes);
  expect(files.get('coast.jpg')).toEqual(served[1]?.bytes);
});

test('a list file that is gone is told in a message', async ({ launchApp, folder }) => {
  const { page, chooseInDialogs } = await launchApp();
  await chooseInDialogs(folder.file('gone.txt'));
  await page.getByRole('button', { name: 'Open list…' }).click();
  await expect(messages(page).getByText(/moved, renamed or deleted/)).toBeVisible();
  await expect(sheet(page)).toBeHidden();
});

test('the six sample pictures are saved without any network', async ({ launchApp, server }) => {
  const { page, picturesFolder, takePicture } = await launchApp();
  await page.getByRole('button', { name: 'Try 6 sample pictures' }).click();
  await expectFinished(page, 6, 6);
  expect((await filesByName(picturesFolder)).size).toBe(6);
  await expect(row(page, 'image').or(row(page, '.')).first().locator('img')).toBeVisible();
  await takePicture('samples');
  expect(server.requests).toEqual([]);
});
