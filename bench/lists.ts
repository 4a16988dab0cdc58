/**
 * What a long list costs from the paste to the first request: the engine in this process, a server that never answers
 * in another. `node bench/lists.ts [lines] [--file]` prints one table. Linux only (reads /proc).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DEFAULT_ADD_OPTIONS, MAX_DRAFT_PIECE_LENGTH } from '../contract/api.ts';
import { createNodeHost } from '../main/command-line/node-host.ts';
import { startEngine } from '../main/engine/engine.ts';

const count = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 100_000);
const isFile = process.argv.includes('--file');
const MEBI = 1024 * 1024;

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
const pieces: string[] = [];
for (let at = 0; at < count; at += 5000) {
  const length = Math.min(5000, count - at);
  pieces.push(`${Array.from({ length }, (_, n) => url(at + n)).join('\n')}\n`);
}
const text = pieces.splice(0).join('');
if (isFile) await writeFile(file, text);

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
    for (let at = 0; at < text.length; at += MAX_DRAFT_PIECE_LENGTH)
      await engine.appendDraft({ draftId, text: text.slice(at, at + MAX_DRAFT_PIECE_LENGTH) });
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
    text: `${(text.length / 1e6).toFixed(0)} MB`,
    'judged, first page shown': seconds(startedAt, judgedAt),
    'Download answered': seconds(judgedAt, addedAt),
    'first request after Download': seconds(judgedAt, firstAt),
    'all rows stored after Download': seconds(judgedAt, loadedAt),
    'main loop delay p99': `${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
    'main loop delay max': `${(delay.max / 1e6).toFixed(1)} ms`,
    'memory before (with the text)': `${(residentBefore / MEBI).toFixed(0)} MiB`,
    'memory at the peak': `${((await peakBytes()) / MEBI).toFixed(0)} MiB`,
    'first page': page.lines.length,
  });
  await engine.close();
} finally {
  server.kill();
  await rm(folder, { recursive: true, force: true });
}
