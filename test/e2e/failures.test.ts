import { expect } from 'playwright/test';
import { SOON_MS, test } from './app.ts';
import { filesByName, servePictures } from './pictures.ts';
import { expectCount, expectFinished, filter, grid, inspector, row } from './window.ts';

test('each failure has a short word in its row, and sentence and cure in the inspector', async ({
  launchApp,
  server,
}) => {
  const { page, paste, takePicture, resize } = await launchApp();
  await resize(1280, 800);
  await paste(
    [
      server.url('/pictures/1.jpg?w=640&h=400'),
      server.url('/status/404/gone.jpg'),
      server.url('/html/Sign%20in?type=image/jpeg'),
      server.url('/status/403/secret.jpg'),
      server.url('/pictures/2.png?w=300&h=500'),
    ].join('\n'),
  );
  await page.keyboard.press('Enter');
  await expectFinished(page, 2, 5, 60_000);
  await expectCount(page, 'Problems', 3);
  await expect(row(page, 'gone.jpg')).toContainText('Not found');
  await expect(row(page, 'secret.jpg')).toContainText('Refused');
  await expect(row(page, 'Sign in')).toContainText('Web page, no picture');
  await takePicture('finished-problems');

  await page.keyboard.press('Alt+i');
  await row(page, 'gone.jpg').click();
  await expect(inspector(page)).toContainText('127.0.0.1');
  await expect(inspector(page)).toContainText('answered that this picture does not exist (404)');
  await expect(inspector(page)).toContainText('Check the address for a slip');
  await expect(inspector(page)).toContainText('HTTP 404');
  await takePicture('inspector-failed');
  await row(page, 'Sign in').click();
  await expect(inspector(page)).toContainText('sent a web page instead of a picture: “Sign in”');
  await row(page, '1.jpg').first().click();
  await expect(inspector(page)).toContainText('640 × 400');
  await expect(inspector(page).getByRole('img', { name: 'Preview of 1.jpg' })).toBeVisible();
  await takePicture('inspector-saved');
});

test('a picture that breaks off is told as cut off', async ({ launchApp, server }) => {
  const { page, paste } = await launchApp();
  await page.evaluate(() => window.pixhaul.changeSettings({ attempts: 1 }));
  await paste(server.url('/truncated/7.jpg'));
  await page.keyboard.press('Enter');
  await expectFinished(page, 0, 1, 60_000);
  await expect(row(page, '7.jpg')).toContainText('Cut off on the way');
  await page.keyboard.press('Alt+i');
  await row(page, '7.jpg').click();
  await expect(inspector(page)).toContainText(/ended the picture too early: .+ came, .+ were announced/);
});

test('Try again saves the picture once the server is repaired', async ({ launchApp, server }) => {
  const { page, paste, picturesFolder } = await launchApp();
  server.answer('/forest.jpg', (_request, response) => void response.writeHead(404).end());
  await paste(server.url('/forest.jpg'));
  await page.keyboard.press('Enter');
  await expectFinished(page, 0, 1);
  const [served] = await servePictures(server, ['/forest.jpg']);
  await page.keyboard.press('Alt+i');
  await row(page, 'forest.jpg').click();
  await inspector(page).getByRole('button', { name: 'Try again' }).click();
  await expectFinished(page, 1, 1);
  await expectCount(page, 'Problems', 0);
  await expect(inspector(page)).toContainText('Saved');
  expect((await filesByName(picturesFolder)).get('forest.jpg')).toEqual(served?.bytes);
});

test('Review shows what needs the person, and Try all again takes it all', async ({ launchApp, server }) => {
  const { page, paste } = await launchApp();
  const paths = ['/a.jpg', '/b.jpg', '/c.jpg'];
  for (const path of paths) server.answer(path, (_request, response) => void response.writeHead(410).end());
  await paste([...paths.map(server.url), server.url('/pictures/1.jpg')].join('\n'));
  await page.keyboard.press('Enter');
  await expectFinished(page, 1, 4);
  await page.getByRole('button', { name: /3 need you.*Review/ }).click();
  await expect(filter(page, 'Problems')).toHaveAttribute('aria-pressed', 'true');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '4');
  await servePictures(server, paths);
  await page.getByRole('button', { name: 'Try all again' }).click();
  await expectFinished(page, 4, 4);
});

test('trouble that passes is tried again without anybody doing something', async ({ launchApp, server }) => {
  const { page, paste } = await launchApp();
  await paste(
    `${server.url('/flaky/1/pictures/3.jpg')}\n${server.url('/flaky-status/1/503/pictures/4.jpg')}`,
  );
  await page.keyboard.press('Enter');
  await expect(filter(page, 'Waiting')).toBeVisible({ timeout: SOON_MS });
  await expectFinished(page, 2, 2);
});
