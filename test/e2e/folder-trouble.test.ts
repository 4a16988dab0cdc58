import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { expect } from 'playwright/test';
import { SOON_MS, test } from './app.ts';
import { filesByName, servePictures } from './pictures.ts';
import { expectCount, expectFinished, pressDownload, sheet } from './window.ts';

test('a folder that goes missing pauses the list with one message, and repair lets it go on', async ({
  launchApp,
  server,
  folder,
}) => {
  const paths = Array.from({ length: 12 }, (_, at) => `/late/${at}.jpg`);
  await servePictures(server, paths);
  const gate = server.hold('/late/*');
  const { page, paste, chooseInDialogs, takePicture } = await launchApp();
  const target = folder.file('drive', 'pictures');
  await mkdir(target, { recursive: true });
  await chooseInDialogs(target);
  await paste(paths.map(server.url).join('\n'));
  await sheet(page).getByRole('button', { name: 'Change…' }).click();
  await expect(sheet(page).getByTitle(target)).toBeVisible();
  await pressDownload(page);
  await gate.arrived;
  // The drive is pulled: what is left in its place is no folder.
  await rename(folder.file('drive'), folder.file('pulled'));
  await writeFile(folder.file('drive'), '');
  gate.release();
  const message = page.getByRole('alert');
  await expect(message).toHaveCount(1, { timeout: SOON_MS });
  await expect(message).toContainText(target);
  await expectCount(page, 'Problems', 0);
  await takePicture('stopped');
  await rm(folder.file('drive'));
  await rename(folder.file('pulled'), folder.file('drive'));
  await message.getByRole('button', { name: 'Resume' }).click();
  await expectFinished(page, 12, 12);
  await expect(message).toHaveCount(0);
  const files = await filesByName(target);
  expect([...files.keys()].toSorted()).toEqual(paths.map((path) => path.slice('/late/'.length)).toSorted());
});
