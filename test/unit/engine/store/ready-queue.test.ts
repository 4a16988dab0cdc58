import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DueQueue } from '../../../../main/engine/store/due-queue.ts';
import { ReadyQueue } from '../../../../main/engine/store/ready-queue.ts';

const all = { limit: 1000, perHost: 1000, isFull: () => false, accept: () => true };

function queueOf(tasks: readonly (readonly [batchId: number, hostId: number, taskId: number])[]): ReadyQueue {
  const queue = new ReadyQueue();
  for (const [batchId] of tasks) queue.setRunnable(batchId, true);
  for (const [batchId, hostId, taskId] of tasks) queue.add(batchId, hostId, taskId);
  return queue;
}

describe('ready queue', () => {
  test('gives hosts turns and keeps the list order within a host', () => {
    const queue = queueOf([
      [1, 1, 3],
      [1, 1, 1],
      [1, 1, 2],
      [1, 2, 4],
      [1, 3, 5],
    ]);
    expect(queue.take(all)).toEqual([1, 4, 5, 2, 3]);
  });

  test('goes on with the host whose turn it is', () => {
    const queue = queueOf([
      [1, 1, 1],
      [1, 1, 2],
      [1, 2, 3],
      [1, 2, 4],
    ]);
    expect(queue.take({ ...all, limit: 1 })).toEqual([1]);
    expect(queue.take({ ...all, limit: 1 })).toEqual([3]);
    expect(queue.take({ ...all, limit: 1 })).toEqual([2]);
  });

  test('takes older batches first within a host', () => {
    const queue = queueOf([
      [2, 1, 20],
      [1, 1, 10],
      [2, 1, 21],
    ]);
    expect(queue.take(all)).toEqual([10, 20, 21]);
  });

  test('leaves full hosts and batches that may not run, and comes back to them', () => {
    const queue = queueOf([
      [1, 1, 1],
      [1, 2, 2],
      [2, 3, 3],
    ]);
    queue.setRunnable(2, false);
    expect(queue.take({ ...all, isFull: (hostId) => hostId === 1 })).toEqual([2]);
    expect(queue.take(all)).toEqual([1]);
    expect(queue.setRunnable(2, true)).toBe(true);
    expect(queue.take(all)).toEqual([3]);
  });

  test('gives at most so many of one host in one answer', () => {
    const queue = queueOf([
      [1, 1, 1],
      [1, 1, 2],
      [1, 1, 3],
      [1, 2, 4],
    ]);
    expect(queue.take({ ...all, perHost: 2 })).toEqual([1, 4, 2]);
  });

  test('loses and repeats nothing, whatever the order of adding and taking', () => {
    const step = fc.oneof(
      fc.record({ batchId: fc.integer({ min: 1, max: 3 }), hostId: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ limit: fc.integer({ min: 0, max: 5 }), perHost: fc.integer({ min: 1, max: 3 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = queueOf([]);
        for (const batchId of [1, 2, 3]) queue.setRunnable(batchId, true);
        const added: number[] = [];
        const taken: number[] = [];
        for (const given of steps) {
          if ('limit' in given) taken.push(...queue.take({ ...all, ...given }));
          else {
            added.push(added.length);
            queue.add(given.batchId, given.hostId, added.length - 1);
          }
        }
        taken.push(...queue.take(all));
        expect(taken.toSorted((a, b) => a - b)).toEqual(added);
      }),
    );
  });
});

describe('due queue', () => {
  test('gives tasks in the order of their times, and none before its time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 })),
        fc.integer({ min: 0, max: 50 }),
        (times, now) => {
          const queue = new DueQueue();
          for (const [taskId, dueAt] of times.entries()) queue.add(dueAt, taskId);
          const given: number[] = [];
          for (let taskId = queue.takeDue(now); taskId !== undefined; taskId = queue.takeDue(now))
            given.push(times[taskId] ?? -1);
          const due = times.filter((dueAt) => dueAt <= now).sort((a, b) => a - b);
          expect(given).toEqual(due);
          const later = times.filter((dueAt) => dueAt > now);
          expect(queue.nextAt).toBe(later.length === 0 ? null : Math.min(...later));
        },
      ),
    );
  });
});
