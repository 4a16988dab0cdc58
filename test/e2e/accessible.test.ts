import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { expect } from 'playwright/test';
import type { ImageServer } from '../support/image-server.ts';
import type { RunningApp } from './app.ts';
import { test } from './app.ts';
import { band, expectFinished, grid, inspector, row, sheet } from './window.ts';

/** What axe finds, each with the elements that it is about. */
async function complaints(page: Page): Promise<readonly string[]> {
  // What fades in is judged when it is there.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null))),
  );
  // Otherwise it opens a page of its own, which an app does not have.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
}

/** Texts that are cut and whose whole no tooltip tells. */
function cutTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const isCut = (element: Element) =>
      element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible';
    return [...document.querySelectorAll('body *')]
      .filter(
        (element) => element.children.length === 0 && element.textContent.trim() !== '' && isCut(element),
      )
      .filter((element) => element.closest('[title], .spoken, textarea') === null)
      .filter((element) => getComputedStyle(element).clipPath === 'none')
      .map((element) => `${element.className}: ${element.textContent.slice(0, 60)}`);
  });
}

async function expectGood(page: Page): Promise<void> {
  expect(await complaints(page), 'what axe finds').toEqual([]);
  expect(await cutTexts(page), 'cut texts without a tooltip').toEqual([]);
}

async function finishWithProblems({ page, paste }: RunningApp, server: ImageServer): Promise<void> {
  const good = Array.from({ length: 12 }, (_, at) => server.url(`/pictures/${at + 1}.jpg?w=640&h=480`));
  await paste([...good, server.url('/status/404/gone.jpg'), server.url('/status/403/secret.jpg')].join('\n'));
  await page.keyboard.press('Enter');
  await expectFinished(page, 12, 14);
}

test('empty window and sheet are accessible', async ({ launchApp }) => {
  const { page, paste, copy } = await launchApp();
  await copy('http://a.example/1.jpg');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(page.getByText('1 link on your clipboard')).toBeVisible();
  await expectGood(page);
  await page.getByRole('button', { name: 'Add links' }).click();
  await expect(sheet(page).getByRole('textbox', { name: 'Links' })).toBeFocused();
  await expectGood(page);
  await page.keyboard.press('Escape');
  await expect(sheet(page)).toBeHidden();
  await paste('http://127.0.0.1:9/a.jpg\nhttp://127.0.0.1:9/a.jpg\nsome words');
  await expect(sheet(page).getByText('1 unusable')).toBeVisible();
  await expectGood(page);
});

test('a running list is accessible', async ({ launchApp, server }) => {
  const gate = server.hold('/pictures/*');
  const { page, paste } = await launchApp();
  const links = Array.from({ length: 40 }, (_, at) => server.url(`/pictures/${at + 1}.jpg`));
  await paste(`${server.url('/status/404/gone.jpg')}\n${links.join('\n')}`);
  await page.keyboard.press('Enter');
  await gate.arrived;
  await expect(band(page).getByRole('listitem').first()).not.toBeEmpty();
  await expectGood(page);
});

test('finished list, inspector, settings and shortcuts are accessible, light and dark', async ({
  launchApp,
  server,
}) => {
  const running = await launchApp();
  const { page, resize, takePicture } = running;
  await resize(1280, 800);
  await finishWithProblems(running, server);
  await expectGood(page);
  await page.keyboard.press('Alt+i');
  await row(page, 'gone.jpg').click();
  await expect(inspector(page)).toContainText('(404)');
  await expectGood(page);
  await page.evaluate(() => window.pixhaul.changeSettings({ theme: 'dark' }));
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expectGood(page);
  await takePicture('dark');
  await grid(page).focus();
  for (const [keys, name] of [
    ['Control+,', 'Settings'],
    ['?', 'Keyboard shortcuts'],
  ] as const) {
    await page.keyboard.press(keys);
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await expectGood(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name })).toBeHidden();
  }
  await page.evaluate(() => window.pixhaul.changeSettings({ theme: 'light' }));
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await expectGood(page);
});

test('in Chinese the window is accessible, and no English is left in it', async ({ launchApp, server }) => {
  const running = await launchApp();
  const { page, paste, resize, takePicture } = running;
  await resize(1280, 800);
  await page.evaluate(() => window.pixhaul.changeSettings({ language: 'zh-CN' }));
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expectChinese(page);
  await takePicture('empty-zh');
  await paste(
    `${server.url('/status/404/gone.jpg')}\n${server.url('/pictures/1.jpg?w=640&h=480')}\nsome words`,
  );
  await expect(page.getByRole('dialog')).toContainText('some words');
  await expectGood(page);
  await takePicture('sheet-zh');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100', { timeout: 30_000 });
  await page.keyboard.press('Alt+i');
  await page.getByRole('row').filter({ hasText: 'gone.jpg' }).click();
  await expect(page.getByRole('complementary')).toContainText('404');
  await expectGood(page);
  await expectChinese(page);
  await takePicture('list-zh');
});

/** Everything that is seen, spoken or told by a tooltip, without what is the person's or the server's own. */
async function expectChinese(page: Page): Promise<void> {
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walker.nextNode() !== null) found.push(walker.currentNode.textContent ?? '');
    for (const element of document.querySelectorAll(
      '[aria-label], [title], [placeholder], [aria-valuetext]',
    )) {
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext']) {
        found.push(element.getAttribute(name) ?? '');
      }
    }
    return found;
  });
  const own =
    /Pixhaul|Pictures|https?|HTTP|SHA-256|JPEG|MiB|MB|kB|Alt|Ctrl|Shift|Enter|English|some words|[\w./:-]*(\.jpg|127\.0\.0\.1|pixhaul-test)[\w./:-]*|\b[\da-f]{32,}\b/gi;
  const english = texts.map((text) => text.replace(own, '')).filter((text) => /[A-Za-z]{3,}/.test(text));
  expect([...new Set(english)]).toEqual([]);
}
