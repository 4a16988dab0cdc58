import { expect } from 'playwright/test';
import { test } from './app.ts';
import { expectFinished, inspector } from './window.ts';

test('theme and language change at once and are remembered', async ({ launchApp }) => {
  const first = await launchApp();
  const { page } = first;
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('combobox', { name: 'Appearance' }).click();
  await page.getByRole('option', { name: 'Dark' }).click();
  await expect.poll(background).not.toBe(light);
  const themeSource = () => first.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
  await expect.poll(themeSource).toBe('dark');
  await first.takePicture('settings-dark');

  await settings.getByRole('combobox', { name: 'Language' }).click();
  await page.getByRole('option', { name: '简体中文' }).click();
  await expect(page.getByRole('dialog', { name: '设置' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  const words = await page.getByRole('dialog', { name: '设置' }).textContent();
  expect((words ?? '').replace(/Pixhaul|MiB|English|HTTP/g, '')).not.toMatch(/[A-Za-z]{3,}/);
  await first.takePicture('settings-dark-zh');
  const menu = () =>
    first.app.evaluate(
      ({ Menu }) =>
        Menu.getApplicationMenu()
          ?.items.map(({ label }) => label)
          .join(' ') ?? '',
    );
  await expect.poll(menu).toMatch(/[一-龥]/);
  await first.quit();

  const second = await launchApp();
  await expect(second.page.getByRole('heading', { level: 1 })).toHaveText(/[一-龥]/);
  await expect
    .poll(() => second.page.evaluate(() => getComputedStyle(document.body).backgroundColor))
    .not.toBe(light);
});

test('fewer downloads at once act on what is asked for, and are remembered', async ({
  launchApp,
  server,
}) => {
  const first = await launchApp();
  const { page } = first;
  await page.keyboard.press('Control+,');
  const field = page.getByRole('textbox', { name: 'Downloads at once' });
  await field.fill('2');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Back to 24' })).toBeVisible();
  await first.takePicture('settings');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  const links = Array.from({ length: 24 }, (_, at) => server.url(`/pictures/${at}.jpg?delay=20`));
  await first.paste(links.join('\n'));
  await page.keyboard.press('Enter');
  await expectFinished(page, 24, 24);
  expect(server.peakActive).toBeLessThanOrEqual(2);
  await first.quit();

  const second = await launchApp();
  await second.page.getByRole('button', { name: 'Settings' }).click();
  await expect(second.page.getByRole('textbox', { name: 'Downloads at once' })).toHaveValue('2');
  await second.page.getByRole('button', { name: 'Back to 24' }).click();
  await expect(second.page.getByRole('textbox', { name: 'Downloads at once' })).toHaveValue('24');
});

test('a number that was typed counts without leaving its field', async ({ launchApp }) => {
  const first = await launchApp();
  await first.page.keyboard.press('Control+,');
  const field = first.page.getByRole('textbox', { name: 'Downloads at once' });
  await field.fill('9');
  const kept = () => first.page.evaluate(() => window.pixhaul.getSettings({}));
  await expect.poll(kept).toMatchObject({ parallelDownloads: 9 });
  await expect(field).toBeFocused();
  await field.fill('5');
  await first.page.keyboard.press('Enter');
  expect(await kept()).toMatchObject({ parallelDownloads: 5 });
  await field.fill('6');
  await first.page.keyboard.press('Escape');
  await expect.poll(kept).toMatchObject({ parallelDownloads: 6 });
  await first.page.keyboard.press('Control+,');
  const more = first.page.getByRole('button', { name: 'More' }).first();
  await more.click();
  await more.click();
  await first.quit();

  const second = await launchApp();
  await second.page.keyboard.press('Control+,');
  await expect(second.page.getByRole('textbox', { name: 'Downloads at once' })).toHaveValue('8');
});

test('the clipboard is left alone when its setting is off', async ({ launchApp }) => {
  const { page, copy } = await launchApp();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: 'Offer links on the clipboard' }).click();
  await expect(page.getByRole('switch', { name: 'Offer links on the clipboard' })).not.toBeChecked();
  await page.keyboard.press('Escape');
  await copy('http://a.example/1.jpg');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  const counted = await page.evaluate(() => window.pixhaul.countClipboardLinks({}));
  expect(counted).toEqual({ links: 0 });
  await expect(page.getByText('on your clipboard')).toBeHidden();
});

test('the list remembers short rows and the open inspector', async ({ launchApp, server }) => {
  const { app, page, paste } = await launchApp();
  await paste(server.url('/pictures/1.jpg'));
  await page.keyboard.press('Enter');
  await expectFinished(page, 1, 1);
  await page.getByRole('button', { name: 'Short rows' }).click();
  await page.getByRole('button', { name: 'Inspector', exact: true }).click();
  await expect(inspector(page)).toBeVisible();
  // Not the app anew: the stand-in gives each start a Chromium that remembers nothing.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
  await expect(page.getByRole('button', { name: 'Tall rows' })).toBeVisible();
  await expect(inspector(page)).toBeVisible();
});
