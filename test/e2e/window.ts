/** Where things are in the window, by what a person or a screen reader calls them. */
import type { Locator, Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { SOON_MS } from './app.ts';

export const sheet = (page: Page): Locator => page.getByRole('dialog', { name: 'Add links' });
export const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Pictures' });
export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });
export const messages = (page: Page): Locator => page.getByRole('region', { name: 'Messages' });
export const band = (page: Page): Locator => page.getByRole('region', { name: 'Active now' });

/** The row of the list that shows this name. */
export const row = (page: Page, name: string): Locator =>
  grid(page).getByRole('row').filter({ hasText: name });

/** One of the counts above the list, such as Saved. */
export const filter = (page: Page, name: string): Locator =>
  page.getByRole('group', { name: 'Show' }).getByRole('button', { name: new RegExp(`^${name}\\s*[\\d,]+$`) });

/** Waits until the count of that name is this number. */
export async function expectCount(page: Page, name: string, count: number, timeout = SOON_MS): Promise<void> {
  const written = count.toLocaleString('en');
  await expect(filter(page, name)).toHaveText(new RegExp(`^${name}\\s*${written}$`), { timeout });
}

/** Waits until everything shown has ended, and so many were saved. */
export async function expectFinished(
  page: Page,
  saved: number,
  total: number,
  timeout = SOON_MS,
): Promise<void> {
  const words = `${saved.toLocaleString('en')} saved of ${total.toLocaleString('en')} · finished`;
  await expect(page.getByText(words, { exact: true })).toBeVisible({ timeout });
}

/** Presses Download as soon as the sheet has read the list. */
export async function pressDownload(page: Page): Promise<void> {
  await sheet(page).getByRole('button', { name: 'Download' }).click();
  await expect(sheet(page)).toBeHidden();
}
