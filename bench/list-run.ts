/**
 * What a whole list costs: the engine in this process, a server in another, curl as the peer in the same run.
 * `node bench/list-run.ts [count] [--signature]` prints one table. Linux only (reads /proc).
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DEFAULT_ADD_OPTIONS } from '../contract/api.ts';
import { createNodeHost } from '../main/command-line/node-host.ts';
import { startEngine } from '../main/engine/engine.ts';

const count = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 10_000);
const isSignature = process.argv.includes('--signature');
const MEBI = 1024 * 1024;

async function startServer() {
  const file = path.join(import.meta.dirname, '../test/support/image-server.ts');
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { origin: String(line).trim(), stop: () => child.kill('SIGTERM') };
}

/** User and system seconds of a process and of the children that it waited for. */
async function cpuSeconds(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return [11, 12, 13, 14].reduce((sum, index) => sum + (fields[index] ?? 0), 0) / 100;
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

async function runEngine(urls: readonly string[], folder: string) {
  const host = createNodeHost({
    stateFolder: path.join(folder, 'state'),
    picturesFolder: folder,
    appVersion: '0.0.0',
    log: () => {},
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const started = await startEngine(host, {
    check: isSignature ? 'signature' : 'decode',
    settings: { makeThumbnails: !isSignature, parallelDownloads: 24, perHost: 24 },
  });
  if (!started.ok) throw new Error(started.reason);
  const { engine } = started;
  delay.enable();
  const { draftId } = await engine.openDraft({ listName: 'bench' });
  for (let at = 0; at < urls.length; at += 5000) {
    await engine.appendDraft({ draftId, text: `${urls.slice(at, at + 5000).join('\n')}\n` });
  }
  const { folderId } = engine.registerFolder(path.join(folder, 'out'));
  let peakBytes = 0;
  const sample = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, 100);
  await engine.addBatch({ draftId, folderId, name: null, options: DEFAULT_ADD_OPTIONS });
  const children = await childrenOf(process.pid);
  await engine.settled();
  const seconds = (performance.now() - startedAt) / 1000;
  delay.disable();
  clearInterval(sample);
  let imageSeconds = 0;
  for (const pid of new Set([...children, ...(await childrenOf(process.pid))])) {
    imageSeconds += await cpuSeconds(pid).catch(() => 0);
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  const saved = (await readdir(path.join(folder, 'out'))).length;
  await engine.close();
  return {
    saved,
    seconds,
    mainCpuSeconds: (user + system) / 1e6,
    imageCpuSeconds: imageSeconds,
    peakMebibytes: peakBytes / MEBI,
    delayP50Ms: delay.percentile(50) / 1e6,
    delayP99Ms: delay.percentile(99) / 1e6,
    delayMaxMs: delay.max / 1e6,
  };
}

async function runCurl(urls: readonly string[], folder: string) {
  const config = path.join(folder, 'curl.txt');
  const lines = urls.map(
    (url, index) => `url = "${url}"\noutput = "${path.join(folder, 'curl', String(index))}"`,
  );
  await writeFile(config, lines.join('\n'));
  const words = ['-s', '-Z', '--parallel-max', '24', '--create-dirs', '-K', config];
  const startedAt = performance.now();
  const timed = spawnSync('bash', ['-c', 'time curl "$@"', 'curl', ...words], { encoding: 'utf8' });
  const seconds = (performance.now() - startedAt) / 1000;
  const times = [...timed.stderr.matchAll(/(?:user|sys)\s+(\d+)m([\d.]+)s/g)];
  const cpu = times.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0);
  return { seconds, cpuSeconds: cpu };
}

const folder = await mkdtemp(path.join(tmpdir(), 'pixhaul-bench-'));
const server = await startServer();
try {
  const urls = Array.from(
    { length: count },
    (_, index) => `${server.origin}/pictures/${index % 500}.jpg?w=320&h=240&n=${index}`,
  );
  for (const url of urls.slice(0, 500)) await fetch(url).then((answer) => answer.arrayBuffer());
  const pixhaul = await runEngine(urls, folder);
  const curl = await runCurl(urls, folder);
  console.table({
    pixhaul: Object.fromEntries(
      Object.entries(pixhaul).map(([key, value]) => [key, Number(value.toFixed(2))]),
    ),
  });
  console.table({
    'curl -Z': { seconds: curl.seconds.toFixed(2), cpuSeconds: curl.cpuSeconds.toFixed(2) },
    'pixhaul ÷ curl, CPU of downloads': { cpuSeconds: (pixhaul.mainCpuSeconds / curl.cpuSeconds).toFixed(2) },
  });
} finally {
  server.stop();
  await rm(folder, { recursive: true, force: true });
}
