import path from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_ADD_OPTIONS } from '#contract/api.ts';
import { createNodeHost } from '../../main/command-line/node-host.ts';
import { startEngine } from '../../main/engine/engine.ts';
import { listFolder, startTestEngine } from '../support/engine.ts';
import { startImageServer } from '../support/image-server.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

test('a store that dies is told at once, nothing new starts, and the next session loses nothing', async () => {
  await using server = await startImageServer();
  await using folder = await temporaryFolder();
  const host = createNodeHost({
    stateFolder: folder.file('state'),
    picturesFolder: folder.path,
    appVersion: '0.0.0',
    log: () => {},
  });
  const mortal = path.join(import.meta.dirname, '../support/mortal-store.ts');
  const workerFile = (name: 'lists' | 'store' | 'views') =>
    name === 'store' ? mortal : host.workerFile(name);
  const started = await startEngine({ ...host, workerFile }, { settings: { parallelDownloads: 1 } });
  if (!started.ok) throw new Error(started.reason);
  const { engine } = started;
  const told = new Promise((resolve) => {
    engine.on('changed', ({ totals }) => totals.stateProblem && resolve(totals.stateProblem.code));
  });
  const { draftId } = await engine.openDraft({ listName: null });
  const lines = [1, 2, 3].map((number) => server.url(`/pictures/${number}.jpg`));
  await engine.appendDraft({ draftId, text: lines.join('\n') });
  const { folderId } = engine.registerFolder(folder.file('out'));
  await engine.addBatch({ draftId, folderId, name: null, options: DEFAULT_ADD_OPTIONS });
  expect(await told).toBe('store-gone');
  await engine.settled();
  expect(server.requests).toHaveLength(1);
  await engine.close();

  await using app = await startTestEngine(folder);
  await app.engine.settled();
  expect(await listFolder(folder.file('out'))).toEqual(['1.jpg', '2.jpg', '3.jpg']);
});
