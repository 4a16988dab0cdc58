import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NewTask, StoreApi, TaskUpdate } from '#contract/worker-messages.ts';
import { addBatch, attempt, everything, facts, newTask, openStore, tempFolder } from './support.ts';

// Random lives of a list whose rows share URLs: whatever is done to whichever row, in the end each comes to an end.

const ROWS = 9;
const FAR = 9e12;
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const), limit: fc.nat(4) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('save', 'fail', 'wait', 'release', 'have'),
      pick: fc.nat(ROWS),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel', 'retry', 'remove', 'pause', 'resume'),
      picks: fc.array(fc.integer({ min: 1, max: ROWS }), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Lines 1 to 9, each of them a row of its own or a copy of an earlier one. */
const sheet = fc.array(fc.nat(ROWS), { minLength: ROWS, maxLength: ROWS }).map((picks) => {
  const rows: NewTask[] = [];
  for (const [index, pick] of picks.entries()) {
    const leader = rows[pick % (index + 1)];
    const isCopy = leader !== undefined && leader.duplicateOfLine === null && pick % 3 !== 0;
    const url = isCopy ? leader.url : `https://cdn.example/${index + 1}.jpg`;
    rows.push(newTask(index + 1, { url, duplicateOfLine: isCopy ? leader.line : null }));
  }
  return rows;
});

const failure = { code: 'reset' } as const;
function updatesFor(kind: 'save' | 'fail' | 'wait' | 'release' | 'have', taskId: number): TaskUpdate[] {
  switch (kind) {
    case 'save':
      return [
        { kind: 'intent', taskId, facts: facts(taskId) },
        { kind: 'done', taskId, attempt: attempt(1) },
      ];
    case 'fail':
      return [{ kind: 'failed', taskId, failure, attempt: attempt(1) }];
    case 'wait':
      return [{ kind: 'waiting', taskId, failure, waitUntil: 5000, part: null, attempt: attempt(1) }];
    case 'release':
      return [{ kind: 'released', taskId, part: null }];
    case 'have':
      return [{ kind: 'skipped', taskId, skip: 'have-it', attempt: null, facts: facts(taskId) }];
  }
}

class Life {
  readonly #stateFolder: string;
  #store: StoreApi;
  #running: number[] = [];
  #undoIds: number[] = [];

  constructor(stateFolder: string, store: StoreApi) {
    this.#stateFolder = stateFolder;
    this.#store = store;
  }

  async take(limit: number, now: number): Promise<void> {
    const { tasks } = await this.#store.take({ ...everything, limit, now });
    for (const { taskId } of tasks) expect(this.#running).not.toContain(taskId);
    this.#running.push(...tasks.map(({ taskId }) => taskId));
  }

  async end(kind: Parameters<typeof updatesFor>[0], taskId: number): Promise<void> {
    this.#running = this.#running.filter((one) => one !== taskId);
    const applied = await this.#store.apply({ updates: updatesFor(kind, taskId), now: 10 });
    expect(applied).toEqual({ ok: true, value: null });
  }

  async do(one: Step): Promise<void> {
    if (one.do === 'take') return this.take(one.limit, 1000);
    if (one.do === 'undo') return this.#store.undoRemove({ undoId: this.#undoIds.pop() ?? 0 });
    if (one.do === 'reopen') return this.#reopen();
    if ('pick' in one) {
      const taskId = this.#running[one.pick % this.#running.length];
      if (taskId !== undefined) await this.end(one.do, taskId);
      return;
    }
    const target = { kind: 'tasks', taskIds: Uint32Array.from(new Set(one.picks)) } as const;
    if (one.do === 'cancel') await this.#stop((await this.#store.cancel({ target, now: 5 })).runningTaskIds);
    else if (one.do === 'retry') await this.#store.retry({ target });
    else if (one.do === 'remove') {
      const { undoId, runningTaskIds } = await this.#store.remove({ target });
      this.#undoIds.push(undoId);
      await this.#stop(runningTaskIds);
    } else {
      const isPaused = one.do === 'pause';
      await this.#stop((await this.#store.setPaused({ target, isPaused })).runningTaskIds);
    }
  }

  /** Brings everything that is on the list to its end; answers what is left open. */
  async finish(): Promise<readonly unknown[]> {
    await this.#store.setPaused({
      target: { kind: 'tasks', taskIds: Uint32Array.from({ length: ROWS }, (_, index) => index + 1) },
      isPaused: false,
    });
    for (const taskId of [...this.#running]) await this.end('save', taskId);
    for (let round = 0; round < 2 * ROWS; round += 1) {
      await this.take(100, FAR);
      for (const taskId of [...this.#running]) await this.end('save', taskId);
    }
    const outcomes = await this.#store.getOutcomes({ batchId: 1, afterLine: 0, afterPart: 0, limit: 100 });
    await this.#store.close({});
    return outcomes
      .map(({ row }) => row)
      .filter(({ state }) => ['queued', 'waiting', 'saving'].includes(state));
  }

  async #stop(taskIds: readonly number[]): Promise<void> {
    for (const taskId of taskIds) await this.end('release', taskId);
  }

  async #reopen(): Promise<void> {
    for (const taskId of [...this.#running]) await this.end('release', taskId);
    await this.#store.close({});
    ({ store: this.#store } = await openStore(this.#stateFolder));
    this.#undoIds = [];
    await this.#store.getOutcomes({ batchId: 1, afterLine: 0, afterPart: 0, limit: 1 });
  }
}

test('rows that share a URL all come to an end, whatever happens to which of them', async () => {
  await fc.assert(
    fc.asyncProperty(sheet, fc.array(step, { maxLength: 25, size: 'max' }), async (rows, steps) => {
      const folder = tempFolder();
      try {
        const { store } = await openStore(folder.path);
        await addBatch(store, rows);
        const life = new Life(folder.path, store);
        for (const one of steps) await life.do(one);
        expect(await life.finish()).toEqual([]);
      } finally {
        folder.remove();
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('rows that share a URL are fetched once when all goes well', async () => {
  await fc.assert(
    fc.asyncProperty(sheet, fc.integer({ min: 1, max: 4 }), async (rows, limit) => {
      const folder = tempFolder();
      try {
        const { store } = await openStore(folder.path);
        await addBatch(store, rows);
        const asked: string[] = [];
        for (let taken = await store.take({ ...everything, limit }); taken.tasks.length > 0; ) {
          for (const { url, known } of taken.tasks) if (known === null) asked.push(url);
          for (const { taskId } of taken.tasks)
            await store.apply({ updates: updatesFor('save', taskId), now: 3 });
          taken = await store.take({ ...everything, limit });
        }
        expect(asked.toSorted()).toEqual([...new Set(rows.map(({ url }) => url))].toSorted());
        await store.close({});
      } finally {
        folder.remove();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
