import { describe, expect, test } from 'vitest';
import type { Changes, Snapshot } from '#contract/api.ts';
import type { Batch, TaskCounts, Totals } from '#contract/model.ts';
import { DEFAULT_NAME_OPTIONS, DEFAULT_SETTINGS } from '#contract/model.ts';
import type { Work } from '../../../main/electron/work.ts';
import { watchWork } from '../../../main/electron/work.ts';

const NOTHING: TaskCounts = {
  queued: 0,
  waiting: 0,
  saving: 0,
  done: 0,
  failed: 0,
  skipped: 0,
  canceled: 0,
  truncated: 0,
};
const TOTALS = { active: 0, isPaused: false } as Totals;

function batch(counts: Partial<TaskCounts>, more: Partial<Batch> = {}): Batch {
  const all = { ...NOTHING, ...counts };
  const total = Object.values(all).reduce((sum, count) => sum + count, 0) - all.truncated;
  return {
    batchId: 1,
    name: 'spring',
    folder: '/pictures/spring',
    createdAt: 0,
    total,
    counts: all,
    options: { ...DEFAULT_NAME_OPTIONS, fetchesKnown: false, columns: [], sheet: null },
    isLoading: false,
    isPaused: false,
    problem: null,
    ...more,
  };
}

async function watch(first: readonly Batch[], totals = TOTALS) {
  let tell: (changes: Changes) => void = () => {};
  const told: string[] = [];
  const shown: Work[] = [];
  const watched = await watchWork(
    {
      on: ((_: string, listener: (changes: Changes) => void) => {
        tell = listener;
        return () => {
          tell = () => {};
        };
      }) as never,
      getSnapshot: async () =>
        ({ sequence: 5, batches: first, active: [], totals, settings: DEFAULT_SETTINGS }) as Snapshot,
    },
    {
      onChanged: (work) => shown.push(work),
      onFinished: ({ name }) => told.push(`${name} finished`),
      onStopped: ({ name }) => told.push(`${name} stopped`),
    },
  );
  const change = (batches: readonly Batch[], more: Partial<Changes> = {}) =>
    tell({ sequence: 6, batches, removedBatchIds: [], taskIds: [], active: [], totals, ...more });
  return { watched, told, shown, change };
}

describe('what the desktop shows of the work', () => {
  test('is how many lines of the unfinished batches have ended', async () => {
    const { watched } = await watch([
      batch({ queued: 20, done: 60, failed: 10, skipped: 10 }),
      batch({ done: 1000 }, { batchId: 2 }),
    ]);
    expect(watched.work).toEqual({ isWorking: true, fraction: 0.8, hasProblem: false });
  });

  test('has no end while a list is still being read', async () => {
    const { watched } = await watch([batch({ done: 10 }, { isLoading: true })]);
    expect(watched.work).toEqual({ isWorking: true, fraction: null, hasProblem: false });
  });

  test.each([
    ['paused batches', batch({ queued: 1 }, { isPaused: true }), TOTALS],
    ['everything paused', batch({ queued: 1 }), { ...TOTALS, isPaused: true }],
    ['a full disk', batch({ queued: 1 }, { problem: { code: 'disk-full' } }), TOTALS],
    ['nothing to do', batch({ done: 1, failed: 1 }), TOTALS],
  ])('is not work with %s', async (_, only, totals) => {
    expect((await watch([only], totals)).watched.work.isWorking).toBe(false);
  });

  test('tells the end of each batch once, and none that had ended before', async () => {
    const { told, change } = await watch([
      batch({ done: 5 }, { batchId: 2, name: 'old' }),
      batch({ queued: 5 }),
    ]);
    change([batch({ saving: 1, done: 4 }), batch({ done: 5 }, { batchId: 2, name: 'old' })]);
    change([batch({ done: 5 })]);
    change([batch({ done: 5 })]);
    expect(told).toEqual(['spring finished']);
    change([batch({ queued: 1, done: 4 })]);
    change([batch({ done: 5 })]);
    expect(told).toEqual(['spring finished', 'spring finished']);
  });

  test('tells once that a batch stopped', async () => {
    const { told, change } = await watch([batch({ queued: 5 })]);
    const problem = { code: 'disk-full' } as const;
    change([batch({ queued: 5 }, { problem })]);
    change([batch({ queued: 5 }, { problem })]);
    expect(told).toEqual(['spring stopped']);
  });

  test('forgets batches that were removed, and hears nothing after the end', async () => {
    const { watched, change, shown } = await watch([batch({ queued: 5 })]);
    change([], { removedBatchIds: [1] });
    expect(watched.work).toEqual({ isWorking: false, fraction: null, hasProblem: false });
    watched.stop();
    const before = shown.length;
    change([batch({ queued: 5 })]);
    expect(shown).toHaveLength(before);
  });
});
