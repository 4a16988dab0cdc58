import { readFile, writeFile } from 'node:fs/promises';
import type { ElectronApplication, Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { test } from './app.ts';
import { filesIn, servePictures } from './pictures.ts';
import { expectCount, expectFinished, messages, pressDownload, sheet } from './window.ts';

const unfold = (page: Page): Promise<void> =>
  sheet(page)
    .getByRole('button', { name: /Details$/ })
    .click();

const tab = (page: Page, name: string) =>
  sheet(page)
    .getByRole('group', { name: 'Verdicts' })
    .getByRole('button', { name: new RegExp(`^${name}`) });

/** Lets a page's `File` of this name lie somewhere: only the stand-in can be told, and only a person can drop one. */
const givePath = (app: ElectronApplication, name: string, file: string): Promise<boolean> =>
  app.evaluate(
    ({ BrowserWindow }, [fileName, place]) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        _givePaths?(paths: Record<string, string>): void;
      };
      if (!('pixhaulStandIn' in globalThis)) return false;
      contents._givePaths?.({ [fileName as string]: place as string });
      return true;
    },
    [name, file],
  );

test('a table that is opened shows its columns, and Enter saves its pictures under their names', async ({
  launchApp,
  server,
  folder,
}) => {
  const served = await servePictures(server, ['/a.jpg', '/b.jpg', '/c.jpg']);
  const rows = served.map(({ url }, at) => `SHIRT-${at + 1},Summer/Shirts,${url},19.90`);
  const file = folder.file('products.csv');
  await writeFile(file, ['sku,folder,image_url,price', ...rows].join('\r\n'));
  const { page, app, chooseInDialogs, picturesFolder, takePicture } = await launchApp();
  await chooseInDialogs(file);
  await page.keyboard.press('Control+o');
  await expect(sheet(page).getByText('3 new', { exact: true })).toBeVisible();
  await expect(sheet(page).getByRole('combobox', { name: 'Read as' })).toHaveText('Table');
  await expect(sheet(page).getByRole('combobox', { name: 'What “image_url” holds' })).toHaveText('Link');
  await expect(sheet(page).getByRole('combobox', { name: 'What “sku” holds' })).toHaveText('Name');
  await expect(sheet(page).getByRole('cell', { name: 'SHIRT-1' })).toBeVisible();
  await takePicture('sheet-mapper');
  await page.keyboard.press('Enter');
  await expectFinished(page, 3, 3);
  const files = [...(await filesIn(picturesFolder)).keys()].toSorted();
  expect(files).toEqual([
    'products/Summer/Shirts/SHIRT-1.jpg',
    'products/Summer/Shirts/SHIRT-2.jpg',
    'products/Summer/Shirts/SHIRT-3.jpg',
  ]);

  const results = folder.file('results.csv');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, results);
  await page.getByRole('button', { name: 'Actions for products' }).click();
  await page.getByRole('menuitem', { name: 'Save sheet with results…' }).click();
  await expect(messages(page).getByText(`Saved as ${results}`)).toBeVisible();
  const text = await readFile(results, 'utf8');
  expect(text).toContain('SHIRT-2');
  expect(text).toMatch(/SHIRT-1\.jpg/);
});

test('a column can be said to be something else, and the counts follow', async ({ launchApp }) => {
  const { page, paste } = await launchApp();
  const rows = [1, 2].map((at) => `A-${at}\thttp://127.0.0.1:9/${at}.jpg\thttp://127.0.0.1:9/${at}-back.jpg`);
  await paste(['code\tfront\tback', ...rows].join('\n'));
  await expect(sheet(page).getByRole('combobox', { name: 'What “front” holds' })).toBeVisible();
  await expect(sheet(page).getByText(/^4 new/)).toBeVisible();
  await sheet(page).getByRole('combobox', { name: 'What “back” holds' }).click();
  await page.getByRole('option', { name: 'Other' }).click();
  await expect(sheet(page).getByText(/^2 new/)).toBeVisible();
});

test('a web page selection gives its pictures, and one without a beginning asks where it starts', async ({
  launchApp,
}) => {
  const { page, pasteHtml } = await launchApp();
  await pasteHtml('<p>Spring</p><img src="http://127.0.0.1:9/forest.jpg"><img src="/coast.jpg">', 'Spring');
  await expect(sheet(page).getByRole('combobox', { name: 'Read as' })).toHaveText('Web page');
  await expect(sheet(page).getByText(/^1 new/)).toBeVisible();
  const base = sheet(page).getByRole('textbox', { name: 'Links start from' });
  await base.fill('http://127.0.0.1:9/shop/');
  await base.press('Enter');
  await expect(sheet(page).getByText(/^2 new/)).toBeVisible();
});

test('a clean paste shows its counts, its folder and Download; what more there is unfolds', async ({
  launchApp,
}) => {
  const { page, paste, pasteHtml } = await launchApp();
  const buttons = sheet(page).getByRole('button');
  await paste('http://127.0.0.1:9/1.jpg\nhttp://127.0.0.1:9/2.jpg');
  await expect(sheet(page).getByText(/^2 new/)).toBeVisible();
  await expect(buttons).toHaveText(['', /^2 new/, 'Change…', 'Download']);
  await expect(sheet(page).getByRole('combobox')).toHaveCount(0);
  await unfold(page);
  await expect(buttons.filter({ hasText: /^(Names and options|Check links)$/ })).toHaveCount(2);
  await expect(sheet(page).getByRole('combobox', { name: 'Read as' })).toHaveText('Plain text');
  await sheet(page).getByRole('button', { name: 'Names and options' }).click();
  await sheet(page).getByRole('textbox', { name: 'File names' }).press('Control+Enter');
  await expect(sheet(page)).toBeHidden();
  // The options of the list before are folded again, and what a list is read as is said in its first line.
  await pasteHtml('<img src="http://127.0.0.1:9/forest.jpg">', 'Spring');
  await expect(sheet(page).getByRole('button', { name: /^1 new · Web page/ })).toBeVisible();
  await expect(sheet(page).getByRole('combobox')).toHaveCount(0);
});

test('the columns of a wide table that are used come first', async ({ launchApp }) => {
  const { page, paste } = await launchApp();
  const other = Array.from({ length: 9 }, (_, at) => `note ${at}`);
  await paste(
    [
      [...other, 'image_url', 'sku'],
      [...other, 'http://127.0.0.1:9/1.jpg', 'A-1'],
    ]
      .map((row) => row.join('\t'))
      .join('\n'),
  );
  const headings = sheet(page).getByRole('columnheader');
  await expect(headings.nth(0)).toContainText('image_url');
  await expect(headings.nth(1)).toContainText('sku');
  // What is said to be something else stays where it is.
  await sheet(page).getByRole('combobox', { name: 'What “image_url” holds' }).click();
  await page.getByRole('option', { name: 'Other' }).click();
  await expect(sheet(page).getByText('Say which column holds the links.')).toBeVisible();
  await expect(headings.nth(0)).toContainText('image_url');
});

test('ranges are counted, shown under their line, and can be taken literally', async ({ launchApp }) => {
  const { page, paste, takePicture } = await launchApp();
  await paste('http://127.0.0.1:9/[001-120].jpg\nhttp://127.0.0.1:9/cover.jpg');
  await expect(sheet(page).getByText(/^121 new/)).toBeVisible();
  await expect(sheet(page).getByText('→ 001.jpg … 120.jpg, 120 pictures')).toBeVisible();
  await takePicture('sheet-ranges');
  await sheet(page).getByRole('switch', { name: 'Take brackets literally' }).click();
  await expect(sheet(page).getByText(/^121 new/)).toBeHidden();
  await expect(sheet(page).getByText('→ 001.jpg')).toBeHidden();
});

test('names are shown while the template is typed, and are those of the files', async ({
  launchApp,
  server,
}) => {
  const served = await servePictures(server, ['/forest.jpg', '/coast.jpg']);
  const { page, paste, picturesFolder, takePicture } = await launchApp();
  await paste(served.map(({ url }) => url).join('\n'));
  await unfold(page);
  await sheet(page).getByRole('button', { name: 'Names and options' }).click();
  const field = sheet(page).getByRole('textbox', { name: 'File names' });
  await expect(field).toBeFocused();
  await field.fill('{name}');
  await field.press('Home');
  await sheet(page).getByRole('button', { name: 'Insert' }).click();
  await page.getByRole('menuitem', { name: /\{index:04\}$/ }).click();
  await expect(field).toHaveValue('{index:04}{name}');
  await expect(field).toBeFocused();
  await page.keyboard.type('-');
  await expect(field).toHaveValue('{index:04}-{name}');
  await field.fill('{nam}');
  await expect(sheet(page).getByRole('alert')).toContainText('nam');
  await expect(sheet(page).getByRole('button', { name: 'Download' })).toBeDisabled();
  await takePicture('sheet-template-problem');
  await field.fill('{index:03}-{name}');
  const names = sheet(page).getByRole('list', { name: 'First names' }).getByRole('listitem');
  await expect(names).toHaveText(['001-forest.jpg', '002-coast.jpg']);
  await takePicture('sheet-template');
  await field.press('Control+Enter');
  await expectFinished(page, 2, 2);
  const files = [...(await filesIn(picturesFolder)).keys()].map((file) => file.split('/').at(-1));
  expect(files.toSorted()).toEqual(['001-forest.jpg', '002-coast.jpg']);
});

test('lines are added to the list that is shown', async ({ launchApp, server }) => {
  const served = await servePictures(server, ['/forest.jpg', '/coast.jpg', '/hill.jpg']);
  const { page, paste, picturesFolder } = await launchApp();
  await paste(served[0]?.url ?? '');
  await pressDownload(page);
  await expectFinished(page, 1, 1);
  await paste([served[0]?.url, served[1]?.url, served[2]?.url].join('\n'));
  await sheet(page)
    .getByRole('button', { name: /^Add to “/ })
    .click();
  await expect(sheet(page)).toBeHidden();
  await expect(messages(page).getByText(/^Added to “/)).toBeVisible();
  await expectCount(page, 'Saved', 3);
  await expectCount(page, 'All', 4);
  expect([...(await filesIn(picturesFolder)).keys()]).toHaveLength(3);
});

test('a second paste joins the first, also after the sheet was closed', async ({ launchApp }) => {
  const { page, paste } = await launchApp();
  await paste('http://127.0.0.1:9/1.jpg');
  await expect(sheet(page).getByText(/^1 new/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet(page)).toBeHidden();
  await paste('http://127.0.0.1:9/2.jpg');
  await expect(sheet(page).getByText(/^2 new/)).toBeVisible();
  await sheet(page).getByRole('button', { name: 'Start over' }).click();
  await expect(sheet(page).getByText(/^1 new/)).toBeVisible();
  await expect(sheet(page).getByRole('button', { name: 'Download' })).toBeFocused();
});

test('what is dropped on the window is a list: text as it is, a file from the disk', async ({
  launchApp,
  folder,
}) => {
  const { page, app, drop } = await launchApp();
  await drop({ text: 'http://127.0.0.1:9/1.jpg\nhttp://127.0.0.1:9/2.jpg' });
  await expect(sheet(page).getByText(/^2 new/)).toBeVisible();
  await page.keyboard.press('Escape');
  const file = folder.file('autumn list.txt');
  await writeFile(file, [3, 4, 5].map((at) => `http://127.0.0.1:9/${at}.jpg`).join('\n'));
  test.skip(
    !(await givePath(app, 'autumn list.txt', file)),
    'only a person can drop a file on real Electron',
  );
  await drop({ fileName: 'autumn list.txt' });
  await expect(sheet(page).getByText(/^3 new/)).toBeVisible();
  await expect(sheet(page).getByRole('button', { name: 'Download' })).toBeFocused();
  await expect(sheet(page).getByTitle(/autumn list$/)).toBeVisible();
});

test('while Collect is on, links that are copied elsewhere gather without the sheet opening', async ({
  launchApp,
}) => {
  const { page, app, copy, takePicture } = await launchApp();
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window) window.isFocused = () => false;
  });
  await page.getByRole('button', { name: 'Collect' }).click();
  await copy('see http://127.0.0.1:9/1.jpg and http://127.0.0.1:9/2.jpg');
  await expect(messages(page).getByText('2 links added')).toBeVisible();
  await expect(sheet(page)).toBeHidden();
  await takePicture('collect');
  await copy('http://127.0.0.1:9/3.jpg');
  await expect(page.getByText('Collecting · 3 links added')).toBeVisible();
  await page.getByRole('button', { name: 'Collect' }).click();
  await page.getByRole('button', { name: 'Add links' }).click();
  await expect(sheet(page).getByText(/^3 new/)).toBeVisible();
});

test('a check says what is behind the links, saves nothing, and the good ones are downloaded', async ({
  launchApp,
  server,
}) => {
  const { page, paste, picturesFolder, takePicture } = await launchApp();
  const good = [1, 2, 3].map((at) => server.url(`/pictures/${at}.jpg?w=1200&h=1100`));
  await paste([...good, server.url('/status/404/gone.jpg'), server.url('/html/Sign%20in')].join('\n'));
  await unfold(page);
  await sheet(page).getByRole('button', { name: 'Check links' }).press('Enter');
  await expect(sheet(page).getByText('5 links checked').first()).toBeVisible({ timeout: 30_000 });
  // The focus stays at the button, which leads back now.
  await expect(sheet(page).getByRole('button', { name: 'Back to the list' })).toBeFocused();
  expect((await filesIn(picturesFolder)).size).toBe(0);
  const findings = sheet(page).getByRole('group', { name: 'What is behind the links' });
  await expect(findings.getByRole('button', { name: 'Good 3' })).toBeVisible();
  await findings.getByRole('button', { name: 'Gone 1' }).click();
  await expect(sheet(page).getByRole('listitem')).toHaveCount(1);
  await takePicture('sheet-checked');
  await expect(sheet(page).getByRole('button', { name: 'Download the good 3' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expectFinished(page, 3, 5);
  expect((await filesIn(picturesFolder)).size).toBe(3);
});

test('the text of a list is corrected with undo, and its verdicts follow', async ({ launchApp }) => {
  const { page, paste } = await launchApp();
  await paste('http://127.0.0.1:9/1.jpg\nsome words');
  const field = sheet(page).getByRole('textbox', { name: 'Links' });
  await expect(sheet(page).getByText(/^Line 2/)).toBeVisible();
  await page.keyboard.press('F8');
  await expect(field).toBeFocused();
  await page.keyboard.press('Shift+End');
  await page.keyboard.type('http://127.0.0.1:9/2.jpg');
  await expect(sheet(page).getByText(/^2 new/)).toBeVisible();
  await expect(sheet(page).getByText(/^2 new · /)).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(sheet(page).getByText(/1 unusable/)).toBeVisible();
  await tab(page, 'Unusable').click();
  await expect(sheet(page).getByRole('listitem')).toHaveText(/some words/);
});
