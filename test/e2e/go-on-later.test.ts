import path from 'node:path';
import { expect } from 'playwright/test';
import type { ImageServer } from '../support/image-server.ts';
import type { RunningApp } from './app.ts';
import { test } from './app.ts';
import { filesByName, numberedPicture } from './pictures.ts';
import { expectCount, expectFinished } from './window.ts';

const COUNT = 10_000;
/** What may be on its way at an end: it is asked for again, and must not be saved twice. */
const ON_ITS_WAY = 256;

/** Serves `/many/<n>.jpg` and counts, for each, how often it was answered to the last byte. */
async function serveMany(server: ImageServer): Promise<ReadonlyMap<number, number>> {
  const answered = new Map<number, number>();
  for (let number = 1; number <= COUNT; number += 1) {
    server.answer(`/many/${number}.jpg`, async (_request, response) => {
      const bytes = await numberedPicture(number);
      response.once('finish', () => answered.set(number, (answered.get(number) ?? 0) + 1));
      response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': bytes.length }).end(bytes);
    });
  }
  return answered;
}

const savedSoFar = ({ page }: RunningApp) =>
  page.evaluate(async () => (await window.pixhaul.getSnapshot({})).batches[0]?.counts.done ?? 0);

const untilSaved = (running: RunningApp, count: number) =>
  expect.poll(() => savedSoFar(running), { timeout: 60_000, intervals: [100] }).toBeGreaterThan(count);

test('10,000 links: closed in the middle, killed in the middle, and in the end nothing is lost or twice', async ({
  launchApp,
  server,
}) => {
  test.setTimeout(300_000);
  const answered = await serveMany(server);
  const startedAt = performance.now();
  const steps: string[] = [];
  const note = (what: string) =>
    steps.push(`${what} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);

  const first = await launchApp();
  note('window');
  await first.paste(Array.from({ length: COUNT }, (_, at) => server.url(`/many/${at + 1}.jpg`)).join('\n'));
  await first.page.keyboard.press('Enter');
  await expectCount(first.page, 'All', COUNT);
  await untilSaved(first, 1_000);
  await first.quit();
  note(`closed at ${answered.size}`);

  const second = await launchApp();
  await expectCount(second.page, 'All', COUNT);
  await untilSaved(second, 3_000);
  await second.kill();
  note(`killed at ${answered.size}`);

  const third = await launchApp();
  await expectFinished(third.page, COUNT, COUNT, 240_000);
  note('finished');
  test.info().annotations.push({ type: 'seconds', description: steps.join(', ') });
  console.log(`      ${steps.join(', ')}`);

  const files = await filesByName(third.picturesFolder);
  expect(files.size).toBe(COUNT);
  for (let number = 1; number <= COUNT; number += 1) {
    const bytes = files.get(`${number}.jpg`);
    if (bytes === undefined || !bytes.equals(await numberedPicture(number))) {
      throw new Error(`${path.join(third.picturesFolder, `${number}.jpg`)} is not what the server sent`);
    }
  }
  const again = [...answered.values()].reduce((sum, times) => sum + times - 1, 0);
  console.log(`      answered whole more than once: ${again}`);
  expect(answered.size).toBe(COUNT);
  expect(again).toBeLessThan(ON_ITS_WAY);
});

test('closing while a list runs asks once; "Keep downloading" keeps everything', async ({
  launchApp,
  server,
}) => {
  const gate = server.hold('/pictures/*');
  const { app, page, paste } = await launchApp();
  await app.evaluate(({ dialog }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = (async (...args: unknown[]) => {
      const options = args.at(-1) as { message: string; buttons: string[] };
      asked.push([options.message, ...options.buttons].join(' | '));
      return { response: 0, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  });
  const asked = () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
  await paste(server.url('/pictures/1.jpg'));
  await page.keyboard.press('Enter');
  await gate.arrived;
  await app.evaluate(({ app }) => app.quit());
  await expect.poll(asked).toEqual([expect.stringMatching(/Keep downloading \| Quit and go on later$/)]);
  gate.release();
  await expectFinished(page, 1, 1);
});
