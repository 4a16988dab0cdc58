/** A worker for tests of the pool: what it does with a job is the job's file name. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ImageJob, ImageReport, ImageWorkerApi } from '../../contract/worker-messages.ts';
import { NEEDS_FRESH_WORKER } from '../../main/engine/images/memory.ts';
import { notify, serve } from '../../main/engine/worker-rpc.ts';
import { openPort } from '../../workers/port.ts';

if (process.argv.includes('--die-at-start')) process.exit(3);

const port = openPort();
const running = new Set<string>();
let memoryBytes = 1;
let done = 0;

const report = (facts: object): ImageReport => ({ isImage: true, ...facts }) as ImageReport;

async function act(name: string, file: string): Promise<void> {
  if (name.startsWith('abort')) process.kill(process.pid, 'SIGKILL');
  if (name.startsWith('once') && !existsSync(`${file}.seen`)) {
    writeFileSync(`${file}.seen`, '');
    process.kill(process.pid, 'SIGKILL');
  }
  if (name.startsWith('spin')) for (;;);
  if (name.startsWith('throw')) throw new Error('thrown on purpose');
  if (name.startsWith('heavy') && done > 0) throw new Error(NEEDS_FRESH_WORKER);
  if (name.startsWith('grow')) memoryBytes = 2 ** 40;
  if (name.startsWith('wait')) await new Promise(() => {});
}

serve(port, {
  async check(job: ImageJob) {
    const name = path.basename(job.path);
    running.add(name);
    const beside = [...running];
    // A turn of the loop, so that jobs which were sent together are seen together.
    await new Promise((resolve) => setTimeout(resolve, 5));
    await act(name, job.path);
    running.delete(name);
    done += 1;
    notify(port, 'memory', memoryBytes);
    return report({ pid: process.pid, name, beside });
  },
} satisfies ImageWorkerApi);
notify(port, 'ready', null);
