import { readFile } from 'node:fs/promises';
import { expect } from 'playwright/test';
import { test } from './app.ts';
import { filesByName, servePictures } from './pictures.ts';
import { expectCount, expectFinished, grid, messages, row, sheet } from './window.ts';

test('paste and Enter turn three lines into three pictures on disk with their thumbnails', async ({
  launchApp,
  server,
}) => {
  const served = await servePictures(server, [
    '/images/forest.jpg',
    '/images/coast.jpg',
    '/images/hill.jpg?v=2',
  ]);
  const { page, paste, picturesFolder, takePicture } = await launchApp();
  await paste(served.map(({ url }) => url).join('\n'));
  await page.keyboard.press('Enter');

  await expectFinished(page, 3, 3);
  const files = await filesByName(picturesFolder);
  expect([...files.keys()].toSorted()).toEqual(['coast.jpg', 'forest.jpg', 'hill.jpg']);
  expect(files.get('forest.jpg')).toEqual(served[0]?.bytes);
  expect(files.get('coast.jpg')).toEqual(served[1]?.bytes);
  expect(files.get('hill.jpg')).toEqual(served[2]?.bytes);

  for (const name of ['forest.jpg', 'coast.jpg', 'hill.jpg']) {
    const thumbnail = row(page, name).locator('img');
    await expect(thumbnail).toBeVisible();
    await expect
      .poll(() => thumbnail.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth))
      .toBeGreaterThan(0);
  }
  await takePicture('three-saved');
});

test('a clean paste shows how many are new and where they go, with the focus on Download', async ({
  launchApp,
}) => {
  const { page, paste, picturesFolder, takePicture } = await launchApp();
  await paste('http://127.0.0.1:9/a.jpg\nhttp://127.0.0.1:9/b.jpg');
  await expect(sheet(page).getByText('2 new', { exact: true })).toBeVisible();
  await expect(sheet(page).getByRole('button', { name: 'Download' })).toBeFocused();
  await expect(sheet(page).locator('bdi').filter({ hasText: '127.0.0.1' })).toHaveAttribute(
    'title',
    new RegExp(`^${picturesFolder.replaceAll('\\', '\\\\')}`),
  );
  await expect(sheet(page).getByRole('textbox')).toBeHidden();
  await takePicture('sheet-clean');
});

test('names that occur twice are numbered in the order of the list', async ({ launchApp, server }) => {
  const served = await servePictures(server, ['/a/image.jpg', '/b/image.jpg', '/c/image.jpg']);
  const { page, paste, picturesFolder } = await launchApp();
  await paste(served.map(({ url }) => url).join(' '));
  await page.keyboard.press('Enter');
  await expectFinished(page, 3, 3);
  const files = await filesByName(picturesFolder);
  expect([...files.keys()].toSorted()).toEqual(['image-2.jpg', 'image-3.jpg', 'image.jpg']);
  expect(files.get('image-3.jpg')).toEqual(served[2]?.bytes);
});

test('a paste while a list runs becomes a list of its own', async ({ launchApp, server }) => {
  const served = await servePictures(server, ['/one/a.jpg', '/two/b.jpg']);
  const gate = server.hold('/one/*');
  const { page, paste } = await launchApp();
  await paste(served[0]?.url ?? '');
  await page.keyboard.press('Enter');
  await gate.arrived;
  await paste(served[1]?.url ?? '');
  await page.keyboard.press('Enter');
  await expectFinished(page, 1, 1);
  gate.release();
  const lists = page.getByRole('navigation', { name: 'Lists' });
  await expect(lists.getByText('1 of 1')).toHaveCount(2);
  await lists.getByRole('button', { name: 'All pictures' }).click();
  await expectCount(page, 'Saved', 2);
});

test('Show in folder and Enter hand a saved picture to the system', async ({ launchApp, server }) => {
  const [served] = await servePictures(server, ['/forest.jpg']);
  const { app, page, paste, picturesFolder } = await launchApp();
  await app.evaluate(({ shell }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    shell.showItemInFolder = (file) => void asked.push(`show ${file}`);
    shell.openPath = async (file) => {
      asked.push(`open ${file}`);
      return '';
    };
  });
  const asked = () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
  await paste(served?.url ?? '');
  await page.keyboard.press('Enter');
  await expectFinished(page, 1, 1);
  await row(page, 'forest.jpg').click();
  await page.getByRole('button', { name: 'Show in folder' }).first().click();
  await grid(page).focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await asked()).length).toBe(2);
  const [shown = '', opened = ''] = (await asked()).toSorted().toReversed();
  expect(shown).toMatch(/^show .*forest\.jpg$/);
  expect(opened).toBe(shown.replace('show', 'open'));
  expect(shown).toContain(picturesFolder);
  expect(await readFile(shown.slice('show '.length))).toEqual(served?.bytes);
});

test('copied links come back as they were', async ({ launchApp, server }) => {
  const served = await servePictures(server, ['/forest.jpg?size=2', '/coast.jpg']);
  const { app, page, paste } = await launchApp();
  await paste(served.map(({ url }) => url).join('\n'));
  await page.keyboard.press('Enter');
  await expectFinished(page, 2, 2);
  await grid(page).focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Copy links' }).click();
  await expect(messages(page).getByText('2 links copied')).toBeVisible();
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied.trim().split('\n')).toEqual(served.map(({ url }) => url));
});
