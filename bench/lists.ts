/**
 * What a long list costs from the paste to the first request: the engine in this process, a server that never answers
 * in another. `node bench/lists.ts [lines] [--file]` prints one table. Linux only (reads /proc).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { DEFAULT_ADD_OPTIONS } from '../contract/api.ts';
import { createNodeHost } from '../main/command-line/node-host.ts';
import { startEngine } from '../main/engine/engine.ts';

const count = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 100_000);
const isFile = process.argv.includes('--file');
const MEBI = 1024 * 1024;
const LINES_PER_PIECE = 5000;

const SERVER = `
  const server = require('node:http').createServer(() => { process.stdout.write('asked\\n'); });
  server.listen(0, '127.0.0.1', () => process.stdout.write('http://127.0.0.1:' + server.address().port + '\\n'));
`;

async function peakBytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1024;
}
async function residentBytes(): Promise<number> {
  return Number((await readFile('/proc/self/statm', 'utf8')).split(' ')[1]) * 4096;
}

const server = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
const origin = String((await once(server.stdout, 'data'))[0]).trim();
const asked = once(server.stdout, 'data').then(() => performance.now());
const folder = await mkdtemp(path.join(tmpdir(), 'pixhaul-bench-'));
const padding = 'a-longer-path/of-a-shop/with-its-many-folders/and-a-name';
const url = (n: number) => `${origin}/catalogue/${padding}/${n}/picture-${n}.jpg?v=${n % 9}`;
const file = path.join(folder, 'list.txt');
/** The text a piece at a time, so that what is measured is not the text of the benchmark itself. */
function* pieces(): Generator<string> {
  for (let at = 0; at < count; at += LINES_PER_PIECE) {
    const length = Math.min(LINES_PER_PIECE, count - at);
    yield `${Array.from({ length }, (_, n) => url(at + n)).join('\n')}\n`;
  }
}
if (isFile) await pipeline(pieces, createWriteStream(file));

try {
  const host = createNodeHost({
    stateFolder: path.join(folder, 'state'),
    picturesFolder: folder,
    appVersion: '0.0.0',
    log: (level, message, facts) => level === 'error' && console.error(message, facts),
  });
  const started = await startEngine(host);
  if (!started.ok) throw new Error(started.reason);
  const { engine } = started;
  const residentBefore = await residentBytes();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  const { draftId } = await engine.openDraft({ listName: 'bench' });
  if (isFile) await engine.readListFile(draftId, file);
  else {
    for (const text of pieces()) await engine.appendDraft({ draftId, text });
  }
  const summary = await engine.endDraft({ draftId });
  const page = await engine.getDraftLines({ draftId, offset: 0, limit: 50, only: 'all' });
  const judgedAt = performance.now();
  const { folderId } = engine.registerFolder(path.join(folder, 'out'));
  const added = await engine.addBatch({ draftId, folderId, name: null, options: DEFAULT_ADD_OPTIONS });
  const addedAt = performance.now();
  const firstAt = await asked;
  let isLoading = added.ok;
  while (isLoading) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    isLoading = (await engine.getSnapshot({})).batches.some((batch) => batch.isLoading);
  }
  const loadedAt = performance.now();
  delay.disable();
  const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(2)} s`;
  console.table({
    lines: summary.fresh,
    'judged, first page shown': seconds(startedAt, judgedAt),
    'Download answered': seconds(judgedAt, addedAt),
    'first request after Download': seconds(judgedAt, firstAt),
    'all rows stored after Download': seconds(judgedAt, loadedAt),
    'main loop delay p99': `${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
    'main loop delay max': `${(delay.max / 1e6).toFixed(1)} ms`,
    'memory before': `${(residentBefore / MEBI).toFixed(0)} MiB`,
    'memory at the peak': `${((await peakBytes()) / MEBI).toFixed(0)} MiB`,
    'first page': page.lines.length,
  });
  await engine.close();
} finally {
  server.kill();
  await rm(folder, { recursive: true, force: true });
}
