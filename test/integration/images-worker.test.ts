import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImageJob, ImageReport, ImageWorkerApi } from '../../contract/worker-messages.ts';
import type { WorkerProcess } from '../../main/engine/host.ts';
import type { ForkOptions } from '../../main/engine/images/fork-worker.ts';
import { forkImageWorker } from '../../main/engine/images/fork-worker.ts';
import { createImagePool } from '../../main/engine/images/pool.ts';
import { createCaller } from '../../main/engine/worker-rpc.ts';

const SOURCE = fileURLToPath(new URL('../../workers/image.ts', import.meta.url));
const BUILDS = ['native', 'wasm'] as const;
const MIB = 2 ** 20;
// What Electron's Linux binary is linked against, and what disturbs sharp's native build.
const GOBJECT = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/lib/aarch64-linux-gnu']
  .map((place) => `${place}/libgobject-2.0.so.0`)
  .find((file) => existsSync(file));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pixhaul-worker-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Started {
  readonly process: WorkerProcess;
  readonly exited: Promise<{ readonly code: number | null }>;
  readonly check: (job: ImageJob) => Promise<ImageReport>;
  readonly stderr: () => string;
  /** Memory after each job, oldest first. */
  readonly memory: readonly number[];
}

async function start(options: ForkOptions, file = SOURCE): Promise<Started> {
  let stderr = '';
  const memory: number[] = [];
  const worker = forkImageWorker(file, { ...options, onStderr: (text) => (stderr += text) });
  const exited = new Promise<{ readonly code: number | null }>((resolve) => worker.onExit(resolve));
  const caller = await new Promise<ReturnType<typeof createCaller<ImageWorkerApi>>>((resolve, reject) => {
    const made = createCaller<ImageWorkerApi>(worker, (name, value) => {
      if (name === 'ready') resolve(made);
      if (name === 'memory') memory.push(Number(value));
    });
    worker.onExit(() => {
      made.fail(new Error('exited'));
      reject(new Error(`exited before it was ready: ${stderr}`));
    });
  });
  return { process: worker, exited, check: (job) => caller.call('check', job), stderr: () => stderr, memory };
}

async function job(name: string, bytes: Uint8Array, thumbnail: string | null = name): Promise<ImageJob> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return {
    path: file,
    bytes: bytes.length,
    check: 'decode',
    thumbnailPath: thumbnail === null ? null : path.join(folder, `${thumbnail}-preview`),
    thumbnailEdgePx: 256,
    pixelLimit: 100_000_000,
  };
}

const flat = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({
    create: { width, height, channels, background: { r: 90, g: 120, b: 30, alpha: 0.5 } },
    limitInputPixels: false,
  });

describe.each(BUILDS)('the worker with the %s decoder', (build) => {
  const args = [`--image-decoder=${build}`];

  test('judges pictures and writes previews', async () => {
    const worker = await start({ args });
    for (const [name, image] of [
      ['a.jpg', flat(700, 300).jpeg()],
      ['b.png', flat(700, 300, 4).png()],
      ['c.gif', flat(700, 300).gif()],
      ['d.webp', flat(700, 300).webp()],
      ['e.avif', flat(700, 300).avif({ effort: 0 })],
      ['f.tif', flat(700, 300).tiff()],
    ] as const) {
      const report = await worker.check(await job(`${build}-${name}`, await image.toBuffer()));
      expect(report, name).toMatchObject({ isImage: true, integrity: 'intact', width: 700, height: 300 });
      expect(report.isImage && report.thumbnail, name).toMatchObject({ width: 256, height: 110 });
    }
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="70" height="30"><circle r="9"/></svg>',
    );
    expect(await worker.check(await job(`${build}-g`, svg))).toMatchObject({
      format: 'svg',
      integrity: 'intact',
    });
    worker.process.kill();
    await worker.exited;
  });

  test('stays below 700 MiB with pictures that take the most memory, one after another in a pool', async () => {
    const peaks: number[] = [];
    const pool = createImagePool({
      size: 1,
      inFlightPerWorker: 2,
      log: () => {},
      startWorker() {
        const worker = forkImageWorker(SOURCE, { args });
        worker.onMessage(() => peaks.push(peakBytes(worker.pid)));
        return worker;
      },
    });
    const heavy = [
      await flat(7000, 7000).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
      await flat(9000, 9000).gif({ effort: 1 }).toBuffer(),
      await flat(4900, 4900, 4).avif({ effort: 0, chromaSubsampling: '4:4:4' }).toBuffer(),
      await flat(7600, 7600, 4).webp({ effort: 0 }).toBuffer(),
      await flat(9900, 9900).jpeg().toBuffer(),
    ];
    const jobs = await Promise.all(heavy.map((bytes, index) => job(`${build}-heavy-${index}`, bytes)));
    const reports = await Promise.all(jobs.map((one) => pool.check(one)));
    for (const report of reports) expect(report).toMatchObject({ isImage: true, integrity: 'intact' });
    expect(Math.max(...peaks)).toBeLessThan(700 * MIB);
    await pool.close();
  }, 180_000);
});

/** The most memory that a process ever had; 0 where the system does not say. */
function peakBytes(pid: number | undefined): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) * 1024;
}

test('a worker ends when the program that started it is gone', async () => {
  const program = `
    import { forkImageWorker } from ${JSON.stringify(fileURLToPath(new URL('../../main/engine/images/fork-worker.ts', import.meta.url)))};
    const worker = forkImageWorker(${JSON.stringify(SOURCE)});
    worker.onMessage(() => { process.stdout.write(String(worker.pid)); process.kill(process.pid, 'SIGKILL'); });`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  const pid = Number(await run.catch((error: { stdout: string }) => error.stdout));
  expect(pid).toBeGreaterThan(0);
  await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a file that is not there is said so, and the worker goes on', async () => {
  const worker = await start({});
  const missing = { ...(await job('missing', Buffer.alloc(1))), path: path.join(folder, 'nowhere') };
  await expect(worker.check(missing)).rejects.toThrow('ENOENT');
  expect(await worker.check(await job('there.png', await flat(9, 9).png().toBuffer()))).toMatchObject({
    isImage: true,
  });
  worker.process.kill();
  await worker.exited;
});

test('the environment of the person does not reach the worker', async () => {
  process.env['PIXHAUL_TEST_SECRET'] = 'token';
  const script = path.join(folder, 'environment.mjs');
  await writeFile(
    script,
    'process.send({ notice: "environment", value: Object.keys(process.env) }); setInterval(() => {}, 1000);',
  );
  const worker = forkImageWorker(script);
  const names = await new Promise<string[]>((resolve) => {
    worker.onMessage((message) => resolve((message as { value: string[] }).value));
  });
  delete process.env['PIXHAUL_TEST_SECRET'];
  worker.kill();
  expect(names).not.toContain('PIXHAUL_TEST_SECRET');
  expect(names).toContain('PATH');
});

test.skipIf(!GOBJECT)(
  "with the system's GLib in its process, 400 previews cost no criticals and no memory (needs libgobject)",
  async () => {
    const noise = Buffer.alloc(600 * 450 * 3, 'a picture of some detail');
    const picture = await sharp(noise, { raw: { width: 600, height: 450, channels: 3 } })
      .jpeg()
      .toBuffer();
    const built = fileURLToPath(new URL('../../dist/workers/image.js', import.meta.url));
    for (const file of [SOURCE, ...(existsSync(built) ? [built] : [])]) {
      const worker = await start(
        { args: ['--image-decoder=wasm'], environment: { LD_PRELOAD: GOBJECT ?? '' } },
        file,
      );
      const one = await job('glib.jpg', picture);
      // Two hundred to warm up, then the four hundred that count. What leaks leaks 30 MiB with each hundred.
      for (let round = 0; round < 600; round += 1) {
        expect(await worker.check(one)).toMatchObject({ isImage: true, integrity: 'intact' });
      }
      const [early = 0, late = 0] = [worker.memory[199], worker.memory.at(-1)];
      expect(worker.stderr()).not.toContain('GLib-GObject-CRITICAL');
      expect(late - early, `${early} → ${late}`).toBeLessThan(20 * MIB);
      worker.process.kill();
      await worker.exited;
    }
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  },
  180_000,
);
