import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NewTask, StoreApi, Target, TaskUpdate } from '#contract/worker-messages.ts';
import {
  addBatch,
  attempt,
  continueBatch,
  everything,
  extendBatch,
  facts,
  newTask,
  openStore,
  tempFolder,
} from './support.ts';

// Random lives of a list whose rows share URLs: whatever is done to whichever row, in the end each comes to an end.

const ROWS = 9;
const URLS = 3;
/** More than there are when lists were added to or given again. */
const ALL_IDS = Array.from({ length: 50 * ROWS }, (_, index) => index + 1);
const FAR = 9e12;

/** Lines 1 to 9 with a few URLs: the first line of each stands alone, the others are its copies. */
const sheet = fc.array(fc.nat(URLS - 1), { minLength: ROWS, maxLength: ROWS }).map((picks) =>
  picks.map((pick, index): NewTask => {
    const first = picks.indexOf(pick);
    return newTask(index + 1, {
      url: `https://cdn.example/${pick}.jpg`,
      duplicateOfLine: first === index ? null : first + 1,
    });
  }),
);

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const), limit: fc.nat(4) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('save', 'fail', 'wait', 'release', 'have', 'filter'),
      pick: fc.nat(ROWS),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel', 'retry', 'remove', 'pause', 'resume'),
      /** None: the whole batch. */
      picks: fc.array(fc.integer({ min: 1, max: ROWS }), { maxLength: 4 }),
      isStoppedAtOnce: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('again', 'extend'), rows: sheet }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
);
const wholeLife = fc.array(step, { maxLength: 25, size: 'max' });
const lastEnd = fc.constantFrom('save', 'fail', 'have', 'filter');
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const failure = { code: 'reset' } as const;
type End = 'save' | 'fail' | 'wait' | 'release' | 'have' | 'filter';
function updatesFor(kind: End, taskId: number): TaskUpdate[] {
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
    case 'filter':
      return [{ kind: 'skipped', taskId, skip: 'filtered-size', attempt: attempt(1), facts: null }];
  }
}

function targetOf(taskIds: readonly number[]): Target {
  if (taskIds.length === 0) return { kind: 'batch', batchId: 1 };
  return { kind: 'tasks', taskIds: Uint32Array.from(new Set(taskIds)) };
}

class Life {
  readonly #stateFolder: string;
  #store: StoreApi;
  #running: number[] = [];
  #undoIds: number[] = [];
  /** How far the lines go. */
  #lines = 0;

  constructor(stateFolder: string, store: StoreApi) {
    this.#stateFolder = stateFolder;
    this.#store = store;
  }

  async take(limit: number, now: number): Promise<void> {
    const { tasks } = await this.#store.take({ ...everything, limit, now });
    for (const { taskId } of tasks) expect(this.#running).not.toContain(taskId);
    this.#running.push(...tasks.map(({ taskId }) => taskId));
  }

  async end(kind: End, taskId: number): Promise<void> {
    this.#running = this.#running.filter((one) => one !== taskId);
    const applied = await this.#store.apply({ updates: updatesFor(kind, taskId), now: 10 });
    expect(applied).toEqual({ ok: true, value: null });
  }

  async do(one: Step): Promise<void> {
    if (one.do === 'take') return this.take(one.limit, 1000);
    if (one.do === 'undo') return this.#store.undoRemove({ undoId: this.#undoIds.pop() ?? 0 });
    if (one.do === 'reopen') return this.#reopen();
    if ('rows' in one) return this.#give(one.do, one.rows);
    if ('pick' in one) {
      const taskId = this.#running[one.pick % this.#running.length];
      if (taskId !== undefined) await this.end(one.do, taskId);
      return;
    }
    const stopped = await this.#act(one.do, one.picks);
    // What is stopped may still come to any other end.
    if (one.isStoppedAtOnce) await this.#stop(stopped);
  }

  async #act(
    action: 'cancel' | 'retry' | 'remove' | 'pause' | 'resume',
    picks: readonly number[],
  ): Promise<readonly number[]> {
    const target = targetOf(picks);
    if (action === 'cancel') return (await this.#store.cancel({ target, now: 5 })).runningTaskIds;
    if (action === 'retry') {
      await this.#store.retry({ target });
      return [];
    }
    if (action === 'remove') {
      const { undoId, runningTaskIds } = await this.#store.remove({ target });
      this.#undoIds.push(undoId);
      return runningTaskIds;
    }
    return (await this.#store.setPaused({ target, isPaused: action === 'pause' })).runningTaskIds;
  }

  async #give(how: 'again' | 'extend', rows: readonly NewTask[]): Promise<void> {
    if (how === 'again') return continueBatch(this.#store, 1, rows);
    this.#lines += ROWS;
    const moved = rows.map((row) => ({
      ...row,
      line: row.line + this.#lines,
      duplicateOfLine: row.duplicateOfLine && row.duplicateOfLine + this.#lines,
    }));
    return extendBatch(this.#store, 1, moved);
  }

  /** Brings everything that is on the list to its end; answers what is left open. */
  async finish(end: End): Promise<readonly unknown[]> {
    for (const picks of [[], ALL_IDS])
      await this.#store.setPaused({ target: targetOf(picks), isPaused: false });
    do {
      for (const taskId of [...this.#running]) await this.end(end, taskId);
      await this.take(100, FAR);
    } while (this.#running.length > 0);
    const outcomes = await this.#store.getOutcomes({ batchId: 1, afterLine: 0, afterPart: 0, limit: 1000 });
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
    fc.asyncProperty(sheet, wholeLife, lastEnd, async (rows, steps, end) => {
      const folder = tempFolder();
      try {
        const { store } = await openStore(folder.path);
        await addBatch(store, rows);
        const life = new Life(folder.path, store);
        for (const one of steps) await life.do(one);
        expect(await life.finish(end)).toEqual([]);
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
