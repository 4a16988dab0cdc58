import { expect } from 'playwright/test';
import { test } from './app.ts';
import { filesByName, servePictures } from './pictures.ts';
import { expectFinished, messages, pressDownload, sheet } from './window.ts';

const LIST = [
  'http://127.0.0.1:9/forest.jpg',
  'http://127.0.0.1:9/forest.jpg',
  'http://127.0.0.1:9/coast.jpg',
  'just some words',
  'ftp://127.0.0.1/hill.jpg',
].join('\n');

test('duplicates and unusable lines are counted, and each says why', async ({ launchApp }) => {
  const { page, paste, takePicture } = await launchApp();
  await paste(LIST);
  await expect(sheet(page).getByRole('button', { name: /^2 new · 1 duplicate · 2 unusable/ })).toBeVisible();
  const lines = sheet(page).getByRole('region', { name: 'Lines of the list' });
  // The text comes first, with the first line that needs the person.
  await expect(sheet(page).getByText(/^Line 4/)).toContainText(/link/i);
  await takePicture('sheet-problems');
  await sheet(page)
    .getByRole('button', { name: /^Unusable/ })
    .click();
  await expect(lines.getByRole('listitem')).toHaveCount(2);
  await expect(lines.getByRole('listitem').first()).toContainText('just some words');
  await expect(lines.getByRole('listitem').first()).toContainText(/link/i);
  await expect(lines.getByRole('listitem').last()).toContainText(/http/i);
  await takePicture('sheet-unusable');
  await sheet(page)
    .getByRole('button', { name: /^Duplicates/ })
    .click();
  await expect(lines.getByRole('listitem')).toHaveText([/forest\.jpg.*Same as line 1/]);
  await sheet(page).getByRole('button', { name: /^All/ }).click();
  await expect(lines.getByRole('listitem')).toHaveCount(5);
});

test('a line can be corrected in the sheet before it starts', async ({ launchApp, server }) => {
  const served = await servePictures(server, ['/forest.jpg', '/coast.jpg']);
  const { page, paste, picturesFolder } = await launchApp();
  await paste(`${served[0]?.url}\nsome words`);
  const field = sheet(page).getByRole('textbox', { name: 'Links' });
  await expect(sheet(page).getByText(/^Line 2/)).toBeVisible();
  await page.keyboard.press('F8');
  await expect(field).toBeFocused();
  await expect(sheet(page).getByText(/^Line 2/)).toContainText(/link/i);
  await page.keyboard.press('Shift+End');
  await paste(served[1]?.url ?? '');
  await expect(sheet(page).getByText('2 new', { exact: true })).toBeVisible();
  await pressDownload(page);
  await expectFinished(page, 2, 2);
  expect([...(await filesByName(picturesFolder)).keys()].toSorted()).toEqual(['coast.jpg', 'forest.jpg']);
});

test('Esc closes the sheet and keeps what was pasted', async ({ launchApp }) => {
  const { page, paste } = await launchApp();
  await paste(LIST);
  await expect(sheet(page).getByText('2 new', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet(page)).toBeHidden();
  await page.getByRole('button', { name: 'Add links' }).click();
  await expect(sheet(page).getByText('2 new', { exact: true })).toBeVisible();
});

test('another folder can be chosen for one list', async ({ launchApp, server, folder }) => {
  const [served] = await servePictures(server, ['/forest.jpg']);
  const { page, paste, chooseInDialogs } = await launchApp();
  await chooseInDialogs(folder.file('elsewhere'));
  await paste(served?.url ?? '');
  await sheet(page).getByRole('button', { name: 'Change…' }).click();
  await expect(sheet(page).getByTitle(folder.file('elsewhere'))).toBeVisible();
  await pressDownload(page);
  await expectFinished(page, 1, 1);
  expect((await filesByName(folder.file('elsewhere'))).get('forest.jpg')).toEqual(served?.bytes);
});

test('a folder dialog that is cancelled changes nothing', async ({ launchApp }) => {
  const { page, paste, chooseInDialogs, picturesFolder } = await launchApp();
  await chooseInDialogs();
  await paste('http://127.0.0.1:9/forest.jpg');
  await sheet(page).getByRole('button', { name: 'Change…' }).click();
  await expect(sheet(page).locator(`[title^="${picturesFolder}"]`)).toBeVisible();
});

test('text without links brings a message and no sheet', async ({ launchApp }) => {
  const { page, paste, copy } = await launchApp();
  await paste('good morning');
  await expect(messages(page).getByText('There are no links on the clipboard.')).toBeVisible();
  await expect(sheet(page)).toBeHidden();
  // Its button shows itself, and is there for screen readers, when the pointer or the focus comes near.
  await messages(page).getByText('There are no links on the clipboard.').hover();
  await messages(page).getByRole('button', { name: 'Dismiss' }).click();
  await expect(messages(page).getByText('There are no links on the clipboard.')).toBeHidden();
  await copy('nothing here either');
  await page.getByRole('button', { name: 'Paste links' }).click();
  await expect(messages(page).getByText('There are no links on the clipboard.')).toBeVisible();
  await expect(sheet(page)).toBeHidden();
});

test('a list where every line is unusable says so and cannot be started', async ({ launchApp }) => {
  const { page, paste, takePicture } = await launchApp();
  await paste('ftp://127.0.0.1/a.jpg\nfile:///etc/passwd');
  await expect(sheet(page).getByText('2 unusable')).toBeVisible();
  await expect(sheet(page).getByRole('button', { name: 'Download' })).toBeDisabled();
  await page.keyboard.press('Enter');
  await expect(sheet(page)).toBeVisible();
  await takePicture('sheet-nothing-usable');
});

test('a paste into the search field stays in it', async ({ launchApp, server }) => {
  const [served] = await servePictures(server, ['/forest.jpg']);
  const { page, paste } = await launchApp();
  await paste(served?.url ?? '');
  await page.keyboard.press('Enter');
  await expectFinished(page, 1, 1);
  await page.getByRole('textbox', { name: 'Search names and links' }).focus();
  await paste('http://127.0.0.1:9/coast.jpg');
  await expect(sheet(page)).toBeHidden();
});
