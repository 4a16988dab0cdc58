import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Batch, TaskState } from '#contract/model.ts';
import { TASK_STATES } from '#contract/model.ts';
import type { StoreApi, Target, TaskUpdate } from '#contract/worker-messages.ts';
import { addBatch, attempt, everything, facts, newTasks, openStore, tempFolder } from './support.ts';

// Random lives of a store beside a simple model of it: counts add up, no task is lost or given out twice at once, what
// has ended stays so, and a restart changes nothing.

interface ModelTask {
  readonly taskId: number;
  readonly batchId: number;
  state: TaskState;
  isPaused: boolean;
  removedBy: number;
  waitUntil: number;
}
interface ModelBatch {
  isPaused: boolean;
  removedBy: number;
}

const HOSTS = ['a.example', 'b.example', 'c.example'];
const target = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('tasks' as const),
      picks: fc.array(fc.nat(15), { maxLength: 8, size: 'max' }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('batch' as const), batchId: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'everything' as const }) },
);
type Pick = typeof target extends fc.Arbitrary<infer T> ? T : never;

const batchIds = fc.integer({ min: 1, max: 3 });
// Weights, so that most lives go on for a while before everything is canceled or gone.
const step = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('add' as const), rows: fc.integer({ min: 0, max: 12 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      limit: fc.nat(6),
      perHost: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('update' as const),
      pick: fc.nat(40),
      kind: fc.constantFrom('intent', 'save', 'released', 'waiting', 'failed', 'skipped'),
      waitMs: fc.nat(3000),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom('cancel', 'retry', 'remove', 'pause', 'resume'), target }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('removeBatch' as const), batchId: batchIds }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), pick: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reopen' as const), isSaved: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(2000) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Life {
  readonly #stateFolder: string;
  #store: StoreApi | null = null;
  readonly #told = new Map<number, Batch>();
  readonly #tasks = new Map<number, ModelTask>();
  readonly #batches = new Map<number, ModelBatch>();
  readonly #taken = new Set<number>();
  #undoIds: number[] = [];
  #isPaused = false;
  #now = 1000;

  constructor(stateFolder: string) {
    this.#stateFolder = stateFolder;
  }

  get store(): StoreApi {
    if (!this.#store) throw new Error('Not open');
    return this.#store;
  }

  async open(isSaved: boolean): Promise<void> {
    const { store, opened } = await openStore(this.#stateFolder, ({ batches, removedBatchIds }) => {
      for (const batch of batches) this.#told.set(batch.batchId, batch);
      for (const batchId of removedBatchIds) this.#told.delete(batchId);
    });
    this.#store = store;
    this.#told.clear();
    for (const batch of opened.batches) this.#told.set(batch.batchId, batch);
    const saving = [...this.#tasks.values()].filter(({ state }) => state === 'saving');
    const onList = saving.filter(({ batchId }) => this.#batches.get(batchId)?.removedBy === 0);
    expect(opened.saving.map(({ taskId }) => taskId)).toEqual(onList.map(({ taskId }) => taskId));
    this.#purge();
    for (const { taskId } of opened.saving) {
      await store.settleRecovered({ taskId, isSaved, now: this.#now });
      const task = this.#tasks.get(taskId);
      if (!task) continue;
      task.state = isSaved ? 'done' : 'queued';
      if (isSaved) task.isPaused = false;
    }
    // Answers when all rows are known again.
    await store.getOutcomes({ batchId: 1, afterLine: 0, afterPart: 0, limit: 1 });
  }

  #purge(): void {
    for (const task of [...this.#tasks.values()])
      if (task.removedBy !== 0 || this.#batches.get(task.batchId)?.removedBy !== 0)
        this.#tasks.delete(task.taskId);
    for (const [batchId, batch] of this.#batches) if (batch.removedBy !== 0) this.#batches.delete(batchId);
    this.#undoIds = [];
    this.#taken.clear();
  }

  async run(given: Step): Promise<void> {
    switch (given.do) {
      case 'add':
        return this.#add(given.rows);
      case 'take':
        return this.#take(given.limit, given.perHost);
      case 'update':
        return this.#update(given.pick, given.kind, given.waitMs);
      case 'undo':
        return this.#undo(given.pick);
      case 'removeBatch':
        return this.#removeBatch(given.batchId);
      case 'reopen':
        await this.store.close({});
        return this.open(given.isSaved);
      case 'wait':
        this.#now += given.ms;
        return;
      default:
        return this.#act(given.do, given.target);
    }
  }

  async #add(rows: number): Promise<void> {
    const first = Math.max(0, ...this.#allIds) + 1;
    const batchId = await addBatch(
      this.store,
      newTasks(rows, (line) => ({ hostKey: HOSTS[line % 3] ?? '' })),
      { chunk: 5 },
    );
    this.#batches.set(batchId, { isPaused: false, removedBy: 0 });
    for (let taskId = first; taskId < first + rows; taskId += 1) {
      this.#allIds.push(taskId);
      const fresh = { isPaused: false, removedBy: 0, waitUntil: 0 };
      this.#tasks.set(taskId, { taskId, batchId, state: 'queued', ...fresh });
    }
  }
  readonly #allIds: number[] = [];

  #mayRun(task: ModelTask): boolean {
    const batch = this.#batches.get(task.batchId);
    const isDue = task.state === 'queued' || (task.state === 'waiting' && task.waitUntil <= this.#now);
    const isHeld = this.#isPaused || !batch || batch.isPaused || task.isPaused;
    return isDue && !isHeld && this.#isOnList(task) && !this.#taken.has(task.taskId);
  }

  #isOnList(task: ModelTask): boolean {
    return task.removedBy === 0 && this.#batches.get(task.batchId)?.removedBy === 0;
  }

  async #take(limit: number, perHost: number): Promise<void> {
    const mayRun = [...this.#tasks.values()].filter((task) => this.#mayRun(task));
    const { tasks } = await this.store.take({ ...everything, limit, perHost, now: this.#now });
    const allowed = new Set(mayRun.map(({ taskId }) => taskId));
    const counts = new Map<string, number>();
    for (const { taskId, hostKey } of tasks) {
      expect(allowed.delete(taskId)).toBe(true);
      counts.set(hostKey, (counts.get(hostKey) ?? 0) + 1);
      this.#taken.add(taskId);
    }
    expect(Math.max(0, ...counts.values())).toBeLessThanOrEqual(perHost);
    if (limit > 0 && mayRun.length > 0) expect(tasks.length).toBeGreaterThan(0);
  }

  async #update(pick: number, kind: string, waitMs: number): Promise<void> {
    const taskId = [...this.#taken][pick % Math.max(1, this.#taken.size)];
    const task = taskId === undefined ? undefined : this.#tasks.get(taskId);
    if (!task || taskId === undefined) return;
    const updates = this.#updatesOf(taskId, kind, waitMs);
    const applied = await this.store.apply({ updates, now: this.#now });
    expect(applied).toEqual({ ok: true, value: null });
    for (const update of updates) this.#follow(task, update);
  }

  #updatesOf(taskId: number, kind: string, waitMs: number): readonly TaskUpdate[] {
    const intent = { kind: 'intent', taskId, facts: facts(taskId) } as const;
    const failure = { code: 'reset' } as const;
    switch (kind) {
      case 'intent':
        return [intent];
      case 'save':
        return [intent, { kind: 'done', taskId, attempt: attempt(1) }];
      case 'released':
        return [{ kind: 'released', taskId, part: null }];
      case 'waiting': {
        const waitUntil = this.#now + waitMs;
        return [{ kind: 'waiting', taskId, failure, waitUntil, part: null, attempt: attempt(1) }];
      }
      case 'failed':
        return [{ kind: 'failed', taskId, failure, attempt: attempt(1) }];
      default:
        return [{ kind: 'skipped', taskId, skip: 'have-it', attempt: null, facts: null }];
    }
  }

  #follow(task: ModelTask, update: TaskUpdate): void {
    if (update.kind !== 'intent') this.#taken.delete(task.taskId);
    const isOpen = ['queued', 'waiting', 'saving'].includes(task.state);
    if (update.kind === 'done' && (isOpen || task.state === 'canceled')) {
      task.state = 'done';
      task.isPaused = false;
      return;
    }
    if (!isOpen) return;
    if (update.kind === 'waiting') task.waitUntil = update.waitUntil;
    const next = { intent: 'saving', released: 'queued', waiting: 'waiting', failed: 'failed' } as const;
    task.state = update.kind === 'skipped' ? 'skipped' : update.kind === 'done' ? 'done' : next[update.kind];
  }

  #targets(pick: Pick): readonly ModelTask[] {
    const ids = [...this.#allIds];
    const isMeant = (task: ModelTask) => {
      if (pick.kind === 'everything') return true;
      if (pick.kind === 'batch') return task.batchId === pick.batchId;
      return pick.picks.some((one) => ids[one] === task.taskId);
    };
    return [...this.#tasks.values()].filter((task) => this.#isOnList(task) && isMeant(task));
  }

  #toTarget(pick: Pick): Target {
    if (pick.kind !== 'tasks') return pick;
    const ids = [...this.#allIds];
    const taskIds = pick.picks.map((one) => ids[one]).filter((id) => id !== undefined);
    return { kind: 'tasks', taskIds: Uint32Array.from(new Set(taskIds)) };
  }

  async #act(action: 'cancel' | 'retry' | 'remove' | 'pause' | 'resume', pick: Pick): Promise<void> {
    const to = this.#toTarget(pick);
    const meant = this.#targets(pick);
    const inStates = (...states: TaskState[]) => meant.filter(({ state }) => states.includes(state));
    switch (action) {
      case 'cancel': {
        const wanted = inStates('queued', 'waiting');
        const acted = await this.store.cancel({ target: to, now: this.#now });
        this.#expectActed(acted, wanted);
        for (const task of wanted) task.state = 'canceled';
        return;
      }
      case 'retry': {
        const wanted = inStates('failed', 'canceled', 'waiting');
        this.#expectActed(await this.store.retry({ target: to }), wanted);
        for (const task of wanted) Object.assign(task, { state: 'queued', isPaused: false });
        return;
      }
      case 'remove': {
        const acted = await this.store.remove({ target: to });
        this.#expectActed(acted, meant);
        this.#undoIds.push(acted.undoId);
        for (const task of meant) task.removedBy = acted.undoId;
        return;
      }
      default:
        return this.#pause(to, pick, action === 'pause');
    }
  }

  #expectActed(
    acted: { readonly count: number; readonly runningTaskIds: readonly number[] },
    wanted: readonly ModelTask[],
  ): void {
    const running = wanted.map(({ taskId }) => taskId).filter((taskId) => this.#taken.has(taskId));
    expect([acted.count, acted.runningTaskIds.toSorted((a, b) => a - b)]).toEqual([wanted.length, running]);
  }

  async #pause(to: Target, pick: Pick, isPaused: boolean): Promise<void> {
    await this.store.setPaused({ target: to, isPaused });
    const batch = pick.kind === 'batch' ? this.#batches.get(pick.batchId) : undefined;
    if (pick.kind === 'everything') this.#isPaused = isPaused;
    else if (batch && batch.removedBy === 0) batch.isPaused = isPaused;
    if (pick.kind !== 'tasks') return;
    for (const task of this.#targets(pick))
      if (task.state === 'queued' || task.state === 'waiting') task.isPaused = isPaused;
  }

  async #removeBatch(batchId: number): Promise<void> {
    const { undoId } = await this.store.removeBatch({ batchId });
    this.#undoIds.push(undoId);
    const batch = this.#batches.get(batchId);
    if (batch && batch.removedBy === 0) batch.removedBy = undoId;
  }

  async #undo(pick: number): Promise<void> {
    const undoId = this.#undoIds[pick] ?? 999;
    await this.store.undoRemove({ undoId });
    for (const task of this.#tasks.values()) if (task.removedBy === undoId) task.removedBy = 0;
    for (const batch of this.#batches.values()) if (batch.removedBy === undoId) batch.removedBy = 0;
  }

  /** What is told, what is in the rows and what the model says are the same. */
  async check(): Promise<void> {
    await this.store.flush({});
    for (const [batchId, batch] of this.#batches) {
      const onList = [...this.#tasks.values()].filter(
        (task) => task.batchId === batchId && this.#isOnList(task),
      );
      const request = { batchId, afterLine: 0, afterPart: 0, limit: 1000 };
      const rows = await this.store.getOutcomes(request);
      expect(rows.map(({ taskId, row }) => [taskId, row.state, row.isPaused])).toEqual(
        onList.map(({ taskId, state, isPaused }) => [taskId, state, isPaused]),
      );
      if (batch.removedBy !== 0) continue;
      const told = this.#told.get(batchId);
      expect(told?.total).toBe(onList.length);
      for (const state of TASK_STATES)
        expect([state, told?.counts[state]]).toEqual([state, onList.filter((t) => t.state === state).length]);
    }
  }

  /** Everything that may run is given out, once. */
  async drain(): Promise<void> {
    const mayRun = [...this.#tasks.values()].filter((task) => this.#mayRun(task)).map(({ taskId }) => taskId);
    const { tasks } = await this.store.take({ ...everything, now: this.#now });
    expect(tasks.map(({ taskId }) => taskId).toSorted((a, b) => a - b)).toEqual(mayRun);
  }
}

test('lives like its model, whatever happens to it', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), async (steps) => {
      const folder = tempFolder();
      const life = new Life(folder.path);
      try {
        await life.open(false);
        await life.run({ do: 'add', rows: 10 });
        for (const given of steps) {
          await life.run(given);
          await life.check();
        }
        await life.drain();
      } finally {
        await life.store.close({});
        folder.remove();
      }
    }),
    { numRuns: 40 },
  );
});
