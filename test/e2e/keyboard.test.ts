import { expect } from 'playwright/test';
import { test } from './app.ts';
import { expectFinished, grid, inspector, row, sheet } from './window.ts';

test('the whole main job is done without a mouse', async ({ launchApp, server }) => {
  const { page, paste } = await launchApp();
  const list = [
    server.url('/status/404/gone.jpg'),
    ...[1, 2, 3].map((n) => server.url(`/pictures/${n}.jpg`)),
  ];
  await paste(list.join('\n'));
  await expect(sheet(page).getByRole('button', { name: 'Download' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expectFinished(page, 3, 4);
  await expect(grid(page)).toBeFocused();

  await page.keyboard.press('Home');
  await expect(row(page, 'gone.jpg')).toHaveAttribute('aria-selected', 'true');
  await expect(grid(page)).toHaveAttribute('aria-activedescendant', /.+/);
  await page.keyboard.press('Alt+i');
  await expect(inspector(page)).toContainText('(404)');
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(inspector(page)).toContainText('1.jpg');
  await page.keyboard.press('Control+Space');
  await expect(row(page, '1.jpg')).toHaveAttribute('aria-selected', 'false');
  await page.keyboard.press('Control+a');
  await expect(grid(page).locator('[role=row][aria-selected=true]')).toHaveCount(4);
  await page.keyboard.press('Escape');
  await expect(grid(page).locator('[role=row][aria-selected=true]')).toHaveCount(0);

  await page.keyboard.press('F6');
  await expect(grid(page)).not.toBeFocused();
  await page.keyboard.press('Shift+F6');
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('textbox', { name: 'Search names and links' })).toBeFocused();
  await page.keyboard.type('gone');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await page.keyboard.press('Escape');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '5');
});

test('dialogs open by key, hold the focus, and give it back', async ({ launchApp, server }) => {
  const { page, paste, takePicture } = await launchApp();
  await paste(server.url('/pictures/1.jpg'));
  await page.keyboard.press('Enter');
  await expectFinished(page, 1, 1);
  for (const [keys, name] of [
    ['?', 'Keyboard shortcuts'],
    ['Control+,', 'Settings'],
  ] as const) {
    await grid(page).focus();
    await page.keyboard.press(keys);
    const dialog = page.getByRole('dialog', { name });
    await expect(dialog).toBeVisible();
    const isInside = () => dialog.evaluate((element) => element.contains(document.activeElement));
    for (let pressed = 0; pressed < 25; pressed += 1) {
      await page.keyboard.press('Tab');
      // Round its ends the focus goes through a guard, which gives it back a moment later.
      await expect.poll(isInside, { intervals: [20] }).toBe(true);
    }
    if (keys === '?') await takePicture('shortcuts');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(grid(page)).toBeFocused();
  }
  await page.getByRole('button', { name: 'More' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'About Pixhaul' })).toBeVisible();
  await takePicture('menu');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'About Pixhaul' })).toContainText(/Version \d+\.\d+\.\d+/);
  await takePicture('about');
});
