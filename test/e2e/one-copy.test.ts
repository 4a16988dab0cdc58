import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect } from 'playwright/test';
import { test } from './app.ts';

test('a second copy ends at once and the first comes to the front', async ({ launchApp }) => {
  const { app, page, stateFolder, picturesFolder } = await launchApp();
  await app.evaluate(({ app: electronApp, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const told: string[] = [];
    Object.assign(globalThis, { told });
    if (window === undefined) throw new Error('There is no window');
    const show = window.show.bind(window);
    window.show = () => {
      told.push('shown');
      show();
    };
    electronApp.on('second-instance', () => told.push('second copy'));
    window.minimize();
  });
  const electron = createRequire(import.meta.url)('electron') as unknown as string;
  const root = path.resolve(import.meta.dirname, '../..');
  const switches = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(electron, [...switches, root], {
    stdio: 'ignore',
    env: {
      ...process.env,
      PIXHAUL_STAND_IN_HEADLESS: '1',
      PIXHAUL_STATE: stateFolder,
      PIXHAUL_PICTURES: picturesFolder,
    },
  });
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(0);
  const told = () => app.evaluate(() => (globalThis as unknown as { told: string[] }).told);
  await expect.poll(async () => (await told()).toSorted()).toEqual(['second copy', 'shown']);
  const isMinimized = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized());
  await expect.poll(isMinimized).toBe(false);
  await expect(page.getByRole('button', { name: 'Add links' })).toBeVisible();
});
