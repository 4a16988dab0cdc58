import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Batch } from '#contract/model.ts';
import { TASK_STATES } from '#contract/model.ts';
import type { Outcome, StoreApi } from '#contract/worker-messages.ts';
import { openStore, tempFolder } from '../unit/engine/store/support.ts';

const VICTIM = fileURLToPath(new URL('./store-victim.ts', import.meta.url));
const ROWS_PER_ROUND = 400;

/** Lets a process work on the store until it has said so many lines, and kills it there. Returns what it said. */
async function workUntilKilled(stateFolder: string, lines: number): Promise<readonly string[]> {
  const flags = ['--disable-warning=ExperimentalWarning'];
  const victim = spawn(process.execPath, [...flags, VICTIM, stateFolder, `${ROWS_PER_ROUND}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(victim, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: victim.stdout })) {
    said.push(line);
    if (said.length === lines || line === 'idle') victim.kill('SIGKILL');
  }
  await exited;
  return said;
}

const named = (said: readonly string[], what: string): number[] =>
  said.filter((line) => line.startsWith(`${what} `)).map((line) => Number(line.slice(what.length + 1)));

async function allOutcomes(store: StoreApi, batches: readonly Batch[]): Promise<readonly Outcome[]> {
  const request = { afterLine: 0, afterPart: 0, limit: ROWS_PER_ROUND };
  const pages = await Promise.all(batches.map(({ batchId }) => store.getOutcomes({ ...request, batchId })));
  return pages.flat();
}

test('keeps every answered result through kills at any moment', { timeout: 120_000 }, async () => {
  const folder = tempFolder();
  const done = new Set<number>();
  try {
    for (const lines of [2, 40, 173, 400, 3, 61, 250, 1000]) {
      const said = await workUntilKilled(folder.path, lines);
      const { store, opened } = await openStore(folder.path);
      const outcomes = await allOutcomes(store, opened.batches);
      await store.close({});

      expect(opened.wasCleanlyClosed).toBe(false);
      const states = new Map(outcomes.map(({ taskId, row }) => [taskId, row.state]));
      for (const taskId of named(said, 'done')) done.add(taskId);
      for (const taskId of done) expect([taskId, states.get(taskId)]).toEqual([taskId, 'done']);
      const toCheck = new Set([...opened.saving, ...opened.recentlyDone].map(({ taskId }) => taskId));
      for (const taskId of named(said, 'intent'))
        expect([taskId, toCheck.has(taskId)]).toEqual([taskId, true]);
      for (const batch of opened.batches) expectCounts(batch, outcomes);
    }
    expect(done.size).toBeGreaterThan(300);
  } finally {
    folder.remove();
  }
});

/** The counts that are kept are those of the rows, and no row of a list is missing before its last one. */
function expectCounts({ batchId, counts }: Batch, outcomes: readonly Outcome[]): void {
  const rows = outcomes.filter(({ row }) => row.batchId === batchId);
  const counted = TASK_STATES.map((state) => [state, rows.filter(({ row }) => row.state === state).length]);
  expect(counts).toEqual({ ...Object.fromEntries(counted), truncated: 0 });
  expect(rows.map(({ line }) => line)).toEqual(rows.map((_, index) => index + 1));
}
