import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReadyTask } from '#contract/worker-messages.ts';
import { createScheduler } from '../../../../main/engine/schedule/scheduler.ts';

const task = (taskId: number, hostKey: string): ReadyTask => ({
  taskId,
  batchId: 1,
  line: taskId,
  partOfLine: 1,
  url: `http://${hostKey}/${taskId}.jpg`,
  hostKey,
  stem: String(taskId),
  declaredExtension: 'jpg',
  attempts: 0,
  part: null,
  facts: null,
  known: null,
  isCopy: false,
  failedAlike: null,
});

/** A store that gives out its tasks in order, a few of each host at a time, and a run that ends when it is told to. */
function bench(hosts: readonly string[], limits = { parallel: 4, perHost: 2 }) {
  const waiting = hosts.map((hostKey, index) => task(index + 1, hostKey));
  const released: number[] = [];
  const started: number[] = [];
  const ended: { taskId: number; reason: unknown }[] = [];
  const running = new Map<number, { hostKey: string; finish: () => void }>();
  const most = { all: 0, host: 0 };
  const errors: unknown[] = [];
  let mayStart = true;
  const scheduler = createScheduler({
    async take({ limit, perHost, fullHostKeys }) {
      const counts = new Map<string, number>();
      const tasks: ReadyTask[] = [];
      for (const candidate of [...waiting]) {
        const count = counts.get(candidate.hostKey) ?? 0;
        if (tasks.length >= limit || count >= perHost || fullHostKeys.includes(candidate.hostKey)) continue;
        counts.set(candidate.hostKey, count + 1);
        tasks.push(candidate);
        waiting.splice(waiting.indexOf(candidate), 1);
      }
      return { tasks, nextDueAt: null };
    },
    async run({ taskId, hostKey }, signal) {
      started.push(taskId);
      await new Promise<void>((resolve) => {
        running.set(taskId, { hostKey, finish: resolve });
        signal.addEventListener('abort', () => resolve());
        const ofHost = [...running.values()].filter((other) => other.hostKey === hostKey).length;
        most.all = Math.max(most.all, running.size);
        most.host = Math.max(most.host, ofHost);
      });
      running.delete(taskId);
      ended.push({ taskId, reason: signal.reason });
    },
    async release(tasks) {
      for (const { taskId } of tasks) released.push(taskId);
    },
    limits: () => limits,
    mayStart: () => mayStart,
    now: () => 0,
    onError: (error) => errors.push(error),
  });
  const rest = () => new Promise((resolve) => setImmediate(resolve));
  return {
    scheduler,
    waiting,
    released,
    started,
    ended,
    running,
    most,
    errors,
    rest,
    allow(value: boolean) {
      mayStart = value;
    },
    async drain() {
      for (let turn = 0; turn < 10_000; turn += 1) {
        await rest();
        if (running.size === 0) {
          await rest();
          if (running.size === 0) return;
        }
        for (const { finish } of [...running.values()]) finish();
      }
    },
  };
}

describe('the scheduler', () => {
  test('runs every task once, within both limits, whatever the hosts are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (hosts, parallel, perHost) => {
          const { scheduler, started, most, errors, drain } = bench(hosts, { parallel, perHost });
          scheduler.wake();
          await drain();
          expect([...started].sort((a, b) => a - b)).toEqual(hosts.map((_, index) => index + 1));
          expect(most.all).toBeLessThanOrEqual(parallel);
          expect(most.host).toBeLessThanOrEqual(perHost);
          expect(errors).toEqual([]);
          await scheduler.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  test('lets a host with one task pass a host with many', async () => {
    const { scheduler, started, rest } = bench([...Array<string>(20).fill('big'), 'small']);
    scheduler.wake();
    await rest();
    await rest();
    expect(started).toContain(21);
    expect(started.filter((taskId) => taskId <= 20)).toHaveLength(2);
    await scheduler.close();
  });

  test('keeps list order within a host', async () => {
    const { scheduler, started, drain } = bench(Array<string>(30).fill('a'), { parallel: 1, perHost: 1 });
    scheduler.wake();
    await drain();
    expect(started).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    await scheduler.close();
  });

  test('starts nothing while something behind it cannot keep up, and goes on when woken', async () => {
    const { scheduler, started, allow, rest, drain } = bench(['a', 'b', 'c']);
    allow(false);
    scheduler.wake();
    await rest();
    expect(started).toEqual([]);
    allow(true);
    scheduler.wake();
    await drain();
    expect(started).toHaveLength(3);
    await scheduler.close();
  });

  test('stops a running task with the reason and gives back one that has not started', async () => {
    const { scheduler, started, released, ended, rest } = bench(['a', 'a', 'a', 'a']);
    scheduler.wake();
    await rest();
    await rest();
    expect(started).toEqual([1, 2]);
    await scheduler.stop([1, 3], 'person');
    expect(ended).toContainEqual({ taskId: 1, reason: 'person' });
    expect(released).toContain(3);
    expect(started).not.toContain(3);
    await scheduler.close();
  });

  test('starts nothing while paused and gives back what it held', async () => {
    const { scheduler, started, released, rest } = bench(Array<string>(6).fill('a'));
    scheduler.wake();
    await rest();
    await rest();
    scheduler.setPaused(true);
    await rest();
    expect(started).toEqual([1, 2]);
    expect(released).toEqual([3, 4]);
    await scheduler.close();
  });

  test('does not miss work that comes while the store is being asked', async () => {
    const { promise: firstAnswer, resolve: answerFirst } = Promise.withResolvers<void>();
    const takes: (readonly ReadyTask[])[] = [[], [task(1, 'a')], []];
    const started: number[] = [];
    const scheduler = createScheduler({
      async take() {
        const tasks = takes.shift() ?? [];
        if (tasks.length === 0) await firstAnswer;
        return { tasks, nextDueAt: null };
      },
      run: async ({ taskId }) => void started.push(taskId),
      release: async () => {},
      limits: () => ({ parallel: 4, perHost: 2 }),
      mayStart: () => true,
      now: () => 0,
      onError: (error) => expect.unreachable(String(error)),
    });
    scheduler.wake();
    // The store has read its queue already when the new rows come in.
    scheduler.wake();
    answerFirst();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(started).toEqual([1]);
    await scheduler.close();
  });

  test('ends with nothing running and nothing held', async () => {
    const { scheduler, ended, released, started, waiting, rest } = bench(Array<string>(10).fill('a'));
    scheduler.wake();
    await rest();
    await rest();
    await scheduler.close();
    expect(scheduler.running).toBe(0);
    expect(ended.every(({ reason }) => reason === 'quit')).toBe(true);
    expect(started.length + released.length + waiting.length).toBe(10);
  });
});
