// Measures the store and view threads with a long list: `node bench/store.mjs [rows] [hosts]`. Prints, judges nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { startStore, startViews } from '../main/engine/store/store-client.ts';

const rowCount = Number(process.argv[2] ?? 1_000_000);
const hostCount = Number(process.argv[3] ?? 200);
const CHUNK = 1000;
const options = {
  ...{ template: '{name}', collision: 'number', keepsServerTime: false },
  ...{ fetchesKnown: false, columns: [], sheet: null },
};

const workerFile = (name) => fileURLToPath(new URL(`../workers/${name}.ts`, import.meta.url));
const stateFolder = mkdtempSync(path.join(tmpdir(), 'pixhaul-bench-'));
// Time on the clock, and of the processor: on a busy machine only the latter says something.
let cpuFrom = process.cpuUsage();
const ms = (from) => {
  const { user, system } = process.cpuUsage(cpuFrom);
  return `${(performance.now() - from).toFixed(1)} ms (cpu ${((user + system) / 1000).toFixed(0)})`;
};
const start = () => {
  cpuFrom = process.cpuUsage();
  return performance.now();
};
const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
const say = (what, value) => console.log(`${what.padEnd(44)} ${value}`);
const timed = async (what, action) => {
  const from = start();
  const value = await action();
  say(what, ms(from));
  return value;
};
const residentGrowth = (from) => mib(process.memoryUsage().rss - from);

function newTask(index) {
  const host = `cdn${index % hostCount}.example`;
  return {
    line: index + 1,
    part: 1,
    url: `https://${host}/catalogue/2024/${index % 977}/picture-${index}-large.jpg?width=1600&token=abcdef`,
    hostKey: host,
    stem: `picture-${index}-large`,
    declaredExtension: 'jpg',
    skip: null,
    duplicateOfLine: null,
    facts: null,
  };
}

async function sendRows(port) {
  let unanswered = 0;
  let wake = () => {};
  port.on('message', () => {
    unanswered -= 1;
    wake();
  });
  for (let index = 0; index < rowCount; index += CHUNK) {
    const length = Math.min(CHUNK, rowCount - index);
    const rows = Array.from({ length }, (_, offset) => newTask(index + offset));
    port.postMessage({ kind: 'rows', rows });
    unanswered += 1;
    while (unanswered >= 2) await new Promise((resolve) => (wake = resolve));
  }
  port.postMessage({ kind: 'end' });
  unanswered += 1;
  while (unanswered > 0) await new Promise((resolve) => (wake = resolve));
  port.close();
}

const facts = (taskId) => ({
  ...{ file: `picture-${taskId}.jpg`, bytes: 29_000, sha256: taskId.toString(16).padStart(64, '0') },
  ...{ finalUrl: `https://cdn.example/${taskId}`, contentType: 'image/jpeg', etag: null, lastModified: null },
  ...{
    robotsTag: null,
    format: 'jpg',
    integrity: 'intact',
    width: 640,
    height: 480,
    frames: 1,
    colour: 'srgb',
  },
  ...{ takenAt: null, cameraModel: null, dhash: '0123456789abcdef', thumbnail: null },
});
const timeline = { dnsMs: 0, connectMs: 1, tlsMs: 2, firstByteMs: 9, bodyMs: 12, checkMs: 5 };
const attempt = {
  number: 1,
  startedAt: 1,
  endedAt: 2,
  httpStatus: 200,
  failure: null,
  receivedBytes: 29_000,
  timeline,
};

const request = { limit: 24, perHost: 8, fullHostKeys: [], now: Date.now() };
const sorted = (times) => times.toSorted((a, b) => a - b);
const spread = (times) => {
  const all = sorted(times);
  const at = (share) => `${(all[Math.floor((all.length - 1) * share)] ?? 0).toFixed(1)}`;
  return `median ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ms (${all.length})`;
};

/** Takes and finishes tasks as fast as the store answers, `workers` at once, until told to stop. */
async function download(store, workers, isOver) {
  const takes = [];
  const applies = [];
  const apply = async (updates) => {
    const from = performance.now();
    await store.apply({ updates, now: Date.now() });
    applies.push(performance.now() - from);
  };
  const run = async () => {
    while (!isOver()) {
      const from = performance.now();
      const { tasks } = await store.take({ ...request, limit: 4 });
      takes.push(performance.now() - from);
      for (const { taskId } of tasks) {
        await apply([{ kind: 'intent', taskId, facts: facts(taskId) }]);
        await apply([{ kind: 'done', taskId, attempt }]);
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, run));
  return { takes, applies };
}

const store = startStore({ workerFile: workerFile('store'), onChanged: () => {}, onGone: console.error });
await store.open({ stateFolder, now: Date.now() });
const before = process.memoryUsage().rss;
let from = start();
const { port1, port2 } = new MessageChannel();
await store.createBatch({ name: 'Bench', folder: stateFolder, options, now: Date.now(), port: port1 });
let isLoaded = false;
const loading = sendRows(port2).then(() => {
  isLoaded = true;
});
const first = await store.take({ ...request, limit: 1 });
say('first take after create (tasks)', `${ms(from)} (${first.tasks.length})`);
const probes = [];
let taken = 0;
while (!isLoaded) {
  const asked = performance.now();
  taken += (await store.take({ ...request, limit: 8 })).tasks.length;
  probes.push(performance.now() - asked);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await loading;
say(`load of ${rowCount} rows`, ms(from));
say('take during load', `${spread(probes)}, ${taken} tasks`);
say('memory of the process grew by', residentGrowth(before));

from = start();
const work = await download(store, 24, () => performance.now() - from > 5000);
say('24 downloads: applies a second', (work.applies.length / 5).toFixed(0));
say('24 downloads: apply', spread(work.applies));
say('24 downloads: take', spread(work.takes));

const views = startViews({ workerFile: workerFile('views') });
await views.open({ stateFolder });
const query = { batchId: 1, filter: 'all', search: '', sort: 'line', isDescending: false };
const open = async (what, change) => {
  const { viewId, total } = await timed(`open view: ${what}`, () => views.openView({ ...query, ...change }));
  const pages = [];
  for (let page = 0; page < 20; page += 1) {
    const offset = Math.floor((total / 20) * page);
    const asked = performance.now();
    await views.getPage({ viewId, offset, limit: 200 });
    pages.push(performance.now() - asked);
  }
  say(`  ${total} rows; page of 200`, spread(pages));
  await views.closeView({ viewId });
};
await open('list order', {});
await open('list order, descending', { isDescending: true });
await open('saved', { filter: 'saved' });
await open('problems', { filter: 'problems' });
await open('search for one', { search: 'picture-777777-' });
await open('search for all, by name', { search: 'LARGE', sort: 'name' });
await open('by name', { sort: 'name' });
await open('by status', { sort: 'status' });
await open('by host', { sort: 'host' });
await open('by bytes', { sort: 'bytes', isDescending: true });
await open('by pixels', { sort: 'pixels' });

await timed('close', async () => {
  await views.close();
  await store.close();
});
const again = startStore({ workerFile: workerFile('store'), onChanged: () => {}, onGone: console.error });
const rss = process.memoryUsage().rss;
from = start();
await again.open({ stateFolder, now: Date.now() });
say('open with that many rows', ms(from));
await again.take({ ...request, limit: 1 });
say('  and the first take', ms(from));
await again.getOutcomes({ batchId: 1, afterLine: 0, afterPart: 0, limit: 1 });
say('  and all rows in memory', ms(from));
say('memory of the process grew by', residentGrowth(rss));
const batch = { kind: 'batch', batchId: 1 };
await timed('pause the batch', () => again.setPaused({ target: batch, isPaused: true }));
const { undoId } = await timed('remove all rows', () => again.remove({ target: batch }));
await timed('undo', () => again.undoRemove({ undoId }));
from = start();
const cancel = again.cancel({ target: batch, now: Date.now() });
let isCanceled = false;
void cancel.finally(() => (isCanceled = true));
const delays = [];
while (!isCanceled) {
  const asked = performance.now();
  await again.flush({});
  delays.push(performance.now() - asked);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
say(`cancel all (${(await cancel).count})`, ms(from));
say('  answers to others meanwhile', spread(delays));
await timed('retry all', () => again.retry({ target: batch }));
await again.close();
rmSync(stateFolder, { recursive: true });
