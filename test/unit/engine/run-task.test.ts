import { mkdir, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { DEFAULT_NAME_OPTIONS, DEFAULT_SETTINGS } from '#contract/model.ts';
import type { ImageReport, ReadyTask, TaskUpdate } from '#contract/worker-messages.ts';
import type { Fetched, FetchOutcome } from '../../../main/engine/fetch/fetcher.ts';
import { createLiveTasks } from '../../../main/engine/live-tasks.ts';
import type { TaskEnded, TaskRunnerOptions } from '../../../main/engine/run-task.ts';
import { createTaskRunner } from '../../../main/engine/run-task.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const task: ReadyTask = {
  taskId: 7,
  batchId: 1,
  line: 3,
  partOfLine: 1,
  url: 'https://cdn.example/a.jpg',
  hostKey: 'cdn.example',
  stem: 'a',
  declaredExtension: 'jpg',
  facts: null,
  known: null,
  isCopy: false,
  failedAlike: null,
  attempts: 0,
  part: null,
};
const batchOptions = { ...DEFAULT_NAME_OPTIONS, fetchesKnown: false, columns: [], sheet: null };
const noTime = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, bodyMs: null, checkMs: null };
const fetched: Fetched = {
  bytes: 10,
  sha256: 'ab'.repeat(32),
  finalUrl: task.url,
  httpStatus: 200,
  contentType: 'image/jpeg',
  etag: null,
  lastModified: null,
  date: null,
  robotsTag: null,
  contentDisposition: null,
  format: 'jpg',
};
const whole: FetchOutcome = { kind: 'fetched', fetched, receivedBytes: 10, timeline: noTime };

const good: ImageReport = {
  isImage: true,
  integrity: 'intact',
  format: 'jpg',
  width: 1,
  height: 1,
  frames: 1,
  hasAlpha: false,
  colour: 'srgb',
  takenAt: null,
  cameraModel: null,
  dhash: null,
  thumbnail: null,
  note: null,
};

/** A runner whose surroundings do as they are told, and what it wrote down. */
function runner(change: Partial<TaskRunnerOptions>, outcome: FetchOutcome = whole) {
  const updates: TaskUpdate[] = [];
  const ended: TaskEnded[] = [];
  const bugs: unknown[] = [];
  const held: string[] = [];
  const run = createTaskRunner({
    fetcher: { fetchImage: async () => outcome, look: async () => ({ kind: 'aborted' }), close: () => {} },
    saver: { save: async () => ({ ok: true, value: { file: 'a.jpg', wasAdopted: false } }) },
    live: createLiveTasks(() => 0),
    check: async () => ({ isImage: false, code: 'corrupt', title: null }),
    openFolder: async () => ({ ok: true, value: { path: '/nowhere', identity: '' } }),
    partPath: () => '/nowhere/part',
    batchOf: () => ({ name: 'list', createdAt: 5, options: batchOptions }),
    thumbnailPath: () => null,
    record: async (more) => void updates.push(...more),
    onEnded: (end) => ended.push(end),
    onBug: (error) => bugs.push(error),
    holdBatch: (_, failure) => held.push(failure.code),
    settings: () => DEFAULT_SETTINGS,
    checkMode: 'decode',
    now: () => 1000,
    random: () => 0,
    ...change,
  });
  return { run, updates, ended, bugs, held };
}

describe('one run of a task', () => {
  test('comes to an end that is written down even when something in Pixhaul itself breaks', async () => {
    const broken = async () => {
      throw new Error('the part is gone');
    };
    const { run, updates, bugs } = runner({ check: broken });
    await run(task, new AbortController().signal);
    expect(updates).toMatchObject([{ kind: 'waiting', taskId: 7, failure: { code: 'internal' } }]);
    expect(bugs).toHaveLength(1);
    updates.length = 0;
    await run({ ...task, attempts: 1 }, new AbortController().signal);
    expect(updates).toMatchObject([{ kind: 'failed', failure: { code: 'internal' } }]);
  });

  test('gives the task back without an attempt when its folder cannot be opened', async () => {
    const { run, updates, held } = runner({
      openFolder: async () => ({ ok: false, failure: { code: 'folder-gone' } }),
    });
    await run(task, new AbortController().signal);
    expect(updates).toEqual([{ kind: 'released', taskId: 7, part: null }]);
    expect(held).toEqual(['folder-gone']);
  });

  test('keeps the part of a paused download and drops that of a canceled one', async () => {
    const part = { bytes: 5, totalBytes: 10, etag: '"a"', lastModified: null, date: null };
    for (const [reason, kept] of [
      ['pause', part],
      ['person', null],
    ] as const) {
      const { run, updates } = runner({}, { kind: 'aborted', part, receivedBytes: 5 });
      await run(task, AbortSignal.abort(reason));
      expect(updates).toEqual([{ kind: 'released', taskId: 7, part: kept }]);
    }
  });

  test('lets a check end that a pause comes into, and ends it for a quit', async () => {
    for (const [reason, isStopped] of [
      ['pause', false],
      ['quit', true],
    ] as const) {
      const controller = new AbortController();
      const { run, updates } = runner({
        check: async (_, signal) => {
          controller.abort(reason);
          signal.throwIfAborted();
          return { isImage: false, code: 'corrupt', title: null };
        },
      });
      await run(task, controller.signal);
      expect(updates[0]?.kind).toBe(isStopped ? 'released' : 'waiting');
    }
  });

  test('gives a name that only the answer knows the number of its line', async () => {
    const stems: string[] = [];
    const named = { ...fetched, contentDisposition: 'attachment; filename="Forest path.jpeg"' };
    const { run } = runner(
      {
        check: async () => good,
        saver: {
          save: async ({ stem }) => {
            stems.push(stem);
            return { ok: true, value: { file: `${stem}.jpg`, wasAdopted: false } };
          },
        },
      },
      { ...whole, fetched: named },
    );
    await run(task, new AbortController().signal);
    expect(stems).toEqual(['Forest path-3']);
  });

  test('saves by the rules of its batch, and skips a picture whose name is to stay taken', async () => {
    const rules: unknown[] = [];
    const { run, updates, ended } = runner({
      check: async () => good,
      batchOf: () => ({ name: 'list', createdAt: 5, options: { ...batchOptions, collision: 'skip' } }),
      saver: {
        save: async ({ collision, agreedAt, modifiedAt }) => {
          rules.push({ collision, agreedAt, modifiedAt });
          return { ok: true, value: { file: null } };
        },
      },
    });
    await run(task, new AbortController().signal);
    expect(rules).toEqual([{ collision: 'skip', agreedAt: 5, modifiedAt: null }]);
    expect(updates).toMatchObject([{ kind: 'skipped', taskId: 7, skip: 'name-taken', facts: null }]);
    expect(ended).toMatchObject([{ state: 'skipped', skip: 'name-taken' }]);
  });

  test('is written down even when the part cannot be deleted', async () => {
    await using folder = await temporaryFolder();
    await mkdir(folder.file('part'));
    await writeFile(folder.file('part', 'in the way'), '');
    const { run, updates, bugs } = runner({ partPath: () => folder.file('part') });
    await run({ ...task, attempts: 1 }, new AbortController().signal);
    expect(updates).toMatchObject([{ kind: 'failed', failure: { code: 'corrupt' } }]);
    expect(bugs).toEqual([]);
  });
});
