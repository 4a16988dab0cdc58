import { expect } from 'playwright/test';
import { test } from './app.ts';
import { sheet } from './window.ts';

test('the first start says what to do, what is accepted and where pictures go', async ({ launchApp }) => {
  const { page, picturesFolder, takePicture, firstWindowMs } = await launchApp();
  test.info().annotations.push({ type: 'first window', description: `${Math.round(firstWindowMs)} ms` });
  await expect(page.getByRole('heading', { name: 'Paste links, get pictures' })).toBeVisible();
  await expect(page.getByText(/anything with links in it/)).toBeVisible();
  await expect(page.getByText(`Saves to ${picturesFolder}`, { exact: true })).toBeVisible();
  for (const name of ['Paste links', 'Open list…', 'Try 6 sample pictures', 'Change']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeEnabled();
  }
  await expect(page.getByText('on your clipboard')).toBeHidden();
  await takePicture('empty');
});

test('the folder that is chosen before the first list is where its pictures go', async ({
  launchApp,
  folder,
}) => {
  const { page, paste, chooseInDialogs } = await launchApp();
  await chooseInDialogs(folder.file('my pictures'));
  await page.getByRole('button', { name: 'Change' }).click();
  await expect(page.getByTitle(folder.file('my pictures'))).toBeVisible();
  await paste('http://127.0.0.1:9/forest.jpg');
  await expect(sheet(page).getByTitle(folder.file('my pictures'))).toBeVisible();
});

test('links on the clipboard are offered when the window comes to the front', async ({ launchApp }) => {
  const { page, copy, takePicture } = await launchApp();
  await copy('http://a.example/1.jpg\nhttp://a.example/2.jpg and http://b.example/3.jpg');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(page.getByText('3 links on your clipboard')).toBeVisible();
  await takePicture('empty-clipboard');
  await page.getByRole('status').getByRole('button', { name: 'Add' }).click();
  await expect(sheet(page).getByText('3 new', { exact: true })).toBeVisible();
});
