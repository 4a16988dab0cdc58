import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { SavingRow } from '#contract/worker-messages.ts';
import { settleRows } from '../../../main/engine/recovery.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const row = (taskId: number, folder: string, file: string, text: string): SavingRow => ({
  taskId,
  batchId: 1,
  folder,
  file,
  bytes: Buffer.byteLength(text),
  sha256: createHash('sha256').update(text).digest('hex'),
});

test('lets the disk decide, but takes nothing back that lies on a drive which is not there', async () => {
  await using folder = await temporaryFolder();
  const here = folder.file('here');
  await mkdir(here);
  await writeFile(folder.file('here', 'whole.jpg'), 'whole');
  await writeFile(folder.file('here', 'other.jpg'), 'other bytes');
  const settled: [number, boolean][] = [];
  await settleRows({
    saving: [
      row(1, here, 'whole.jpg', 'whole'),
      row(2, here, 'other.jpg', 'whole'),
      row(3, folder.file('gone'), 'x.jpg', 'x'),
    ],
    recentlyDone: [row(4, here, 'missing.jpg', 'x'), row(5, folder.file('gone'), 'y.jpg', 'y')],
    partPath: ({ folder: inFolder, taskId }) => `${inFolder}/.pixhaul-a-${taskId}.part`,
    settle: async ({ taskId }, isSaved) => void settled.push([taskId, isSaved]),
  });
  expect(settled).toEqual([
    [1, true],
    [2, false],
    [3, false],
    [4, false],
  ]);
});
