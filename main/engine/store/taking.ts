import { hash } from 'node:crypto';
import path from 'node:path';
import type { TaskId } from '#contract/model.ts';
import type { KnownFile, ReadyTask, SavedFacts, Taken, TakeRequest } from '#contract/worker-messages.ts';
import { failureAlike, mayRunInGroup } from './copies.ts';
import type { BatchEntry, Ledger } from './ledger.ts';
import { flagsAt } from './ledger.ts';
import { IN_QUEUE, STATE_CODES, STATE_MASK } from './task-codes.ts';
import type { Columns } from './task-rows.ts';
import { FACT_COLUMNS, READY_COLUMNS, ROW_COLUMNS, toReadyTask, toSavedFacts } from './task-rows.ts';

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
    accept: (taskId) => accept(ledger, taskId),
  });
  const tasks: ReadyTask[] = [];
  for (const taskId of taskIds) {
    const task = readTask(ledger, taskId);
    if (task) tasks.push(task);
  }
  return { tasks, nextDueAt: ledger.due.nextAt };
}

function accept(ledger: Ledger, taskId: TaskId): boolean {
  if (!ledger.claim(taskId)) return false;
  if (mayRunInGroup(ledger, taskId)) return true;
  ledger.taken.delete(taskId);
  return false;
}

function readTask(ledger: Ledger, taskId: TaskId): ReadyTask | null {
  const row = ledger
    .sql(`SELECT ${READY_COLUMNS} FROM tasks JOIN hosts ON hosts.id = host_id WHERE tasks.id = ?`)
    .get(taskId);
  if (!row) return null;
  const task = toReadyTask(row);
  const batch = ledger.batches.get(task.batchId);
  const known = batch ? knownFile(ledger, batch, task.url) : null;
  const isWanted = known !== null && (!batch?.options.fetchesKnown || (task.isCopy && known.isOfBatch));
  return { ...task, known: isWanted ? known : null, failedAlike: failureAlike(ledger, taskId) };
}

/** What history holds of a URL. */
function knownFile(ledger: Ledger, batch: BatchEntry, url: string): KnownFile | null {
  const row = ledger
    .sql(
      `SELECT lower(hex(content_hash)) AS sha256, folder, file, etag, last_modified, bytes, task_id
       FROM history WHERE url_hash = ?`,
    )
    .get(hash('sha256', url, 'buffer'));
  if (!row) return null;
  const taskId = typeof row.task_id === 'number' ? row.task_id : null;
  return {
    path: path.join(String(row.folder), String(row.file)),
    sha256: String(row.sha256),
    bytes: typeof row.bytes === 'number' ? row.bytes : null,
    etag: typeof row.etag === 'string' ? row.etag : null,
    lastModified: typeof row.last_modified === 'string' ? row.last_modified : null,
    facts: taskId === null ? null : savedFactsOf(ledger, taskId, row),
    isOfBatch: taskId !== null && ledger.find(taskId)?.segment.batch === batch,
  };
}

function savedFactsOf(ledger: Ledger, taskId: TaskId, { sha256 }: Columns): SavedFacts | null {
  const row = ledger
    .sql(
      `SELECT ${ROW_COLUMNS}, ${FACT_COLUMNS} FROM tasks JOIN hosts ON hosts.id = host_id WHERE tasks.id = ?`,
    )
    .get(taskId);
  const facts = row?.state === STATE_CODES.done ? toSavedFacts(row) : null;
  return facts?.sha256 === sha256 ? facts : null;
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
