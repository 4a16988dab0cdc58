// The process that store-kill.test.ts kills: works on a list as fast as the store answers, and says what was answered.
import { fileURLToPath } from 'node:url';
import { startStore } from '../../main/engine/store/store-client.ts';
import { addBatch, attempt, facts, newTasks } from '../unit/engine/store/support.ts';

const [, , stateFolder = '', rows = '0'] = process.argv;
const store = startStore({
  workerFile: fileURLToPath(new URL('../../workers/store.ts', import.meta.url)),
  onChanged: () => {},
});
const say = (line: string) => process.stdout.write(`${line}\n`);

const opening = await store.open({ stateFolder, now: Date.now() });
if (!opening.ok) throw new Error(opening.reason);
say('open');
for (const { taskId } of opening.value.saving)
  await store.settleRecovered({ taskId, isSaved: false, now: Date.now() });
let isLoaded = false;
const loading = addBatch(store, newTasks(Number(rows)), { chunk: 100 }).then(() => {
  isLoaded = true;
});

async function work(): Promise<void> {
  for (;;) {
    const wasLoaded = isLoaded;
    const { tasks } = await store.take({ limit: 2, perHost: 9, fullHostKeys: [], now: Date.now() });
    for (const { taskId } of tasks) {
      await store.apply({ updates: [{ kind: 'intent', taskId, facts: facts(taskId) }], now: Date.now() });
      say(`intent ${taskId}`);
      await store.apply({ updates: [{ kind: 'done', taskId, attempt: attempt(1) }], now: Date.now() });
      say(`done ${taskId}`);
    }
    if (tasks.length === 0 && wasLoaded) return;
  }
}

await Promise.all([loading, ...Array.from({ length: 8 }, work)]);
say('idle');
// Waits to be killed.
setInterval(() => {}, 1000);
