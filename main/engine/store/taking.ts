import type { ReadyTask, Taken, TakeRequest } from '#contract/worker-messages.ts';
import type { Ledger } from './ledger.ts';
import { flagsAt } from './ledger.ts';
import { IN_QUEUE, STATE_CODES, STATE_MASK } from './task-codes.ts';
import { READY_COLUMNS, toReadyTask } from './task-rows.ts';

/** Waiting tasks that one call looks at; what is left is due at once. */
const DUE_PER_TAKE = 2000;

/** Gives out tasks that may run now, and says when the next waiting one is due. */
export function takeTasks(ledger: Ledger, { limit, perHost, fullHostKeys, now }: TakeRequest): Taken {
  if (ledger.isPaused) return { tasks: [], nextDueAt: null };
  moveDue(ledger, now);
  const full = new Set(fullHostKeys.map((key) => ledger.findHostId(key)));
  const taskIds = ledger.queue.take({
    limit,
    perHost,
    isFull: (hostId) => full.has(hostId),
    accept: (taskId) => ledger.claim(taskId),
  });
  const select = ledger.sql(
    `SELECT ${READY_COLUMNS} FROM tasks JOIN hosts ON hosts.id = host_id WHERE tasks.id = ?`,
  );
  const tasks: ReadyTask[] = [];
  for (const taskId of taskIds) {
    const row = select.get(taskId);
    if (row) tasks.push(toReadyTask(row));
  }
  return { tasks, nextDueAt: ledger.due.nextAt };
}

function moveDue(ledger: Ledger, now: number): void {
  const select = ledger.sql('SELECT host_id, wait_until FROM tasks WHERE id = ?');
  for (let looks = 0; looks < DUE_PER_TAKE; looks += 1) {
    const taskId = ledger.due.takeDue(now);
    if (taskId === undefined) return;
    const place = ledger.find(taskId);
    if (!place || ledger.taken.has(taskId)) continue;
    const flags = flagsAt(place);
    if ((flags & STATE_MASK) !== STATE_CODES.waiting || flags & IN_QUEUE) continue;
    const row = select.get(taskId);
    // A later wait has an entry of its own.
    if (row && Number(row.wait_until) <= now) ledger.enqueue(place, Number(row.host_id));
  }
}
