import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ImageJob } from '../../contract/worker-messages.ts';
import type { WorkerProcess } from '../../main/engine/host.ts';
import { forkImageWorker } from '../../main/engine/images/fork-worker.ts';
import type { ImagePool, ImagePoolOptions } from '../../main/engine/images/pool.ts';
import { createImagePool } from '../../main/engine/images/pool.ts';

const STUB = fileURLToPath(new URL('./images-stub-worker.ts', import.meta.url));
const SAVED = { isImage: true, integrity: 'unchecked', format: 'jpg' };

let folder = '';
let pool: ImagePool | null = null;
let started: WorkerProcess[] = [];
let logged: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pixhaul-pool-'));
});
afterEach(async () => {
  await pool?.close();
  pool = null;
  started = [];
  logged = [];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function open(options: Partial<ImagePoolOptions> = {}, args: readonly string[] = []): ImagePool {
  pool = createImagePool({
    startWorker() {
      const worker = forkImageWorker(STUB, { args });
      started.push(worker);
      return worker;
    },
    size: 1,
    inFlightPerWorker: 2,
    log: (_, message) => logged.push(message),
    ...options,
  });
  return pool;
}

async function job(name: string, bytes = 100): Promise<ImageJob> {
  const file = path.join(folder, name);
  await writeFile(file, Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  const rest = { check: 'decode', thumbnailPath: null, thumbnailEdgePx: 256, pixelLimit: 1e8 } as const;
  return { path: file, bytes, ...rest };
}

const isGone = (worker: WorkerProcess): Promise<void> =>
  new Promise((resolve) => worker.onExit(() => resolve()));

/** What the stub answered beside what the contract knows. */
interface Answer {
  readonly pid: number;
  readonly beside: readonly string[];
}
const ask = async (checks: ImagePool, name: string, bytes?: number): Promise<Answer> =>
  (await checks.check(await job(name, bytes))) as unknown as Answer;

describe('work', () => {
  test('no worker runs before there is a job, and one does many', async () => {
    const checks = open();
    expect(started).toHaveLength(0);
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => ask(checks, name)));
    expect(new Set(answers.map(({ pid }) => pid)).size).toBe(1);
    expect(Math.max(...answers.map(({ beside }) => beside.length))).toBe(2);
    expect(checks.pending).toBe(0);
  });

  test('a large file has its worker for itself', async () => {
    const checks = open();
    const large = 100 * 2 ** 20;
    const answers = await Promise.all([
      ask(checks, 'a'),
      ask(checks, 'big', large),
      ask(checks, 'c'),
      ask(checks, 'd'),
    ]);
    expect(answers[1]?.beside).toEqual(['big']);
  });

  test('several workers share the work', async () => {
    const checks = open({ size: 2, inFlightPerWorker: 1 });
    // The second worker starts while the first one works.
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => ask(checks, `many-${index}`)),
    );
    expect(new Set(answers.map(({ pid }) => pid)).size).toBe(2);
  });

  test('what somebody looks at goes first', async () => {
    const checks = open({ inFlightPerWorker: 1 });
    const order: string[] = [];
    const jobs = await Promise.all(['first', 'second', 'urgent'].map((name) => job(name)));
    await Promise.all(
      jobs.map(async (one) => {
        const name = path.basename(one.path);
        await checks.check(one, { isUrgent: name === 'urgent' });
        order.push(name);
      }),
    );
    expect(order).toEqual(['urgent', 'first', 'second']);
  });

  test('pressure is told whenever the number of jobs changes', async () => {
    const told: number[] = [];
    const checks = open({ onPressure: (pending) => told.push(pending) });
    await Promise.all([ask(checks, 'a'), ask(checks, 'b')]);
    expect(told).toEqual([1, 2, 1, 0]);
  });

  test('what the worker throws reaches the caller', async () => {
    const checks = open();
    await expect(ask(checks, 'throw')).rejects.toThrow('thrown on purpose');
    await expect(ask(checks, 'after')).resolves.toMatchObject({ isImage: true });
    expect(started).toHaveLength(1);
  });
});

describe('a picture that ends its worker', () => {
  test('is tried again alone in a fresh worker, then saved unchecked; the others are judged', async () => {
    const checks = open();
    const [bad, ...good] = await Promise.all(['abort', 'a', 'b', 'c'].map((name) => ask(checks, name)));
    expect(bad).toMatchObject({ ...SAVED, note: 'crashed' });
    for (const answer of good) expect(answer).toMatchObject({ isImage: true, pid: expect.any(Number) });
    expect(checks.pending).toBe(0);
  });

  test('the second time is alone and in a worker that is not the one it ended', async () => {
    const checks = open();
    const answers = await Promise.all(['once', 'x', 'y', 'z'].map((name) => ask(checks, name)));
    expect(answers[0]?.beside).toEqual(['once']);
    expect(started.length).toBeGreaterThan(1);
    expect(answers[0]?.pid).not.toBe(answers.find(({ pid }) => pid !== answers[0]?.pid)?.pid);
  });

  test('with several workers the old ones go on', async () => {
    const checks = open({ size: 2 });
    const names = ['abort-1', ...Array.from({ length: 20 }, (_, index) => `n${index}`), 'abort-2'];
    const answers = await Promise.all(names.map((name) => ask(checks, name)));
    expect(answers.filter((answer) => 'note' in answer)).toHaveLength(2);
  });

  test('one that hangs is ended with its worker, and the one beside it is judged', async () => {
    const checks = open({ limits: { jobTimeoutMs: 1500 } });
    const [hung, other] = await Promise.all([ask(checks, 'spin'), ask(checks, 'other')]);
    expect(hung).toMatchObject({ ...SAVED, note: 'timed-out' });
    expect(other).toMatchObject({ isImage: true, pid: expect.any(Number) });
    await isGone(started[0]!);
  });

  test('what is no picture by its first bytes is not saved even then', async () => {
    const checks = open();
    const page = await job('abort-page');
    await writeFile(page.path, '<!doctype html><title>Hello</title>');
    await expect(checks.check(page)).resolves.toEqual({ isImage: false, code: 'html', title: 'Hello' });
  });
});

describe('workers', () => {
  test('one that has grown is replaced after its jobs', async () => {
    const checks = open();
    const grown = await ask(checks, 'grow');
    const next = await ask(checks, 'next');
    expect(next.pid).not.toBe(grown.pid);
    await isGone(started[0]!);
  });

  test('one that has grown too large for a picture is replaced by a fresh one for it', async () => {
    const checks = open();
    const first = await ask(checks, 'first');
    const [heavy, beside] = await Promise.all([ask(checks, 'heavy'), ask(checks, 'beside')]);
    expect(heavy.pid).not.toBe(first.pid);
    expect(heavy.beside).toEqual(['heavy']);
    expect(beside).toMatchObject({ isImage: true });
    expect(started).toHaveLength(2);
  });

  test('one that was killed from outside is replaced, and its job is done', async () => {
    const checks = open();
    await ask(checks, 'first');
    started[0]?.kill();
    await expect(ask(checks, 'second')).resolves.toMatchObject({ isImage: true });
    expect(started).toHaveLength(2);
  });

  test('when none can start, jobs end unchecked and do not hang; later ones at once', async () => {
    const checks = open({ limits: { startPauseMs: 1 } }, ['--die-at-start']);
    const answers = await Promise.all([ask(checks, 'a'), ask(checks, 'b')]);
    for (const answer of answers) expect(answer).toMatchObject({ ...SAVED, note: 'crashed' });
    expect(started).toHaveLength(5);
    expect(await ask(checks, 'c')).toMatchObject({ ...SAVED, note: 'crashed' });
    expect(started).toHaveLength(5);
    expect(checks.pending).toBe(0);
  });

  test('after a rest it is tried again', async () => {
    let isRepaired = false;
    const checks = open({
      limits: { startPauseMs: 1, startRestMs: 1 },
      startWorker: () => forkImageWorker(STUB, { args: isRepaired ? [] : ['--die-at-start'] }),
    });
    await ask(checks, 'a');
    isRepaired = true;
    for (;;) {
      const answer = await ask(checks, 'b');
      if ('pid' in answer) break;
    }
  });
});

describe('the end', () => {
  test('a job that is given up rejects with the reason, waiting or running', async () => {
    const checks = open({ inFlightPerWorker: 1 });
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = checks.check(await job('wait'), { signal: running.signal });
    const second = checks.check(await job('never'), { signal: waiting.signal });
    waiting.abort('cancel');
    await expect(second).rejects.toBe('cancel');
    running.abort('quit');
    await expect(first).rejects.toBe('quit');
    expect(checks.pending).toBe(0);
    await expect(checks.check(await job('late'), { signal: AbortSignal.abort('pause') })).rejects.toBe(
      'pause',
    );
  });

  test('closing ends all workers, even one that hangs, and rejects what is unfinished', async () => {
    const checks = open();
    await ask(checks, 'a');
    const spinning = checks.check(await job('spin'));
    const waiting = checks.check(await job('wait'));
    const ends = Promise.allSettled([spinning, waiting]);
    await checks.close();
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await Promise.all(started.map(isGone));
    await expect(checks.check(await job('b'))).rejects.toThrow('closed');
  });

  test('closing before any job does nothing', async () => {
    await open().close();
    expect(started).toHaveLength(0);
  });
});
