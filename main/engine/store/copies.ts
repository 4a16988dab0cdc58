import type { Failure } from '#contract/failures.ts';
import type { TaskId } from '#contract/model.ts';
import type { LineFacts } from '#contract/worker-messages.ts';
import type { GroupEnd } from './copy-groups.ts';
import type { Ledger, Place } from './ledger.ts';
import type { Columns } from './task-rows.ts';
import { toLineFacts } from './task-rows.ts';

// Rows of one batch that share a URL and want names of their own are a group: the row that stands alone in the list,
// and its copies (`skip` null, `duplicate_of_line` the line of that row). One of a group is fetched; the others wait
// until it has ended, and are then given out one by one, for the file that is there by then.

const GROUP_COLUMNS = 'batch_id, line, duplicate_of_line, skip, url, columns';

const isCopy = (row: Columns): boolean => row.skip === null && row.duplicate_of_line !== null;
const lineOf = (row: Columns): number => Number(isCopy(row) ? row.duplicate_of_line : row.line);
const keyOf = (row: Columns): string => `${row.batch_id}:${lineOf(row)}:${row.url}`;

/** What of a line changes the answer of the server or the verdict on it. */
function requestOf(row: Columns): string {
  const { sha256, referer, userAgent, headers, mirrors }: LineFacts = toLineFacts(row) ?? {};
  return JSON.stringify([sha256, referer, userAgent, headers, mirrors]);
}

function readGroupRow(ledger: Ledger, taskId: TaskId): Columns | undefined {
  return ledger.sql(`SELECT ${GROUP_COLUMNS} FROM tasks WHERE id = ?`).get(taskId);
}

/** Says of a task that was just claimed whether it may run now; a copy whose bytes are on their way waits. */
export function mayRunInGroup(ledger: Ledger, taskId: TaskId): boolean {
  const place = ledger.find(taskId);
  if (!place?.segment.batch.hasCopies) return true;
  const row = readGroupRow(ledger, taskId);
  if (!row) return true;
  const key = keyOf(row);
  const other = ledger.copies.fetching(key);
  if (other !== undefined && other !== taskId) return !isCopy(row);
  // The file is there, or it ends as the other did: with no request, nobody has to wait for it.
  if (isCopy(row) && isDecided(ledger.copies.endOf(key), row)) return true;
  ledger.copies.begin(key, taskId);
  return true;
}

function isDecided(end: GroupEnd | undefined, row: Columns): boolean {
  return end?.kind === 'saved' || (end?.kind === 'failed' && end.request === requestOf(row));
}

/** How the row that was fetched for a copy failed; null where there is nothing to follow. */
export function failureAlike(ledger: Ledger, taskId: TaskId): Failure | null {
  const place = ledger.find(taskId);
  if (!place?.segment.batch.hasCopies || ledger.copies.keyOf(taskId) !== undefined) return null;
  const row = readGroupRow(ledger, taskId);
  const end = row && isCopy(row) ? ledger.copies.endOf(keyOf(row)) : undefined;
  return end?.kind === 'failed' ? end.failure : null;
}

/** Lets the copies go on that waited for a task: its run has ended, or it will not be fetched for now. */
export function endInGroup(ledger: Ledger, place: Place, end: Failure | 'saved' | null = null): void {
  const taskId = place.segment.firstTaskId + place.index;
  if (ledger.copies.keyOf(taskId) === undefined) return;
  ledger.afterCommit(() => {
    const key = ledger.copies.keyOf(taskId);
    ledger.copies.end(taskId);
    const row = readGroupRow(ledger, taskId);
    if (key === undefined || !row) return;
    const waiting = waitingCopies(ledger, row).filter(({ id }) => id !== taskId);
    if (end === null || waiting.length === 0) ledger.copies.forgetEnd(key);
    else if (end === 'saved') ledger.copies.setEnd(key, { kind: 'saved' });
    else ledger.copies.setEnd(key, { kind: 'failed', failure: end, request: requestOf(row) });
    for (const { id, hostId } of waiting) {
      const copy = ledger.find(id);
      if (copy) ledger.enqueue(copy, hostId);
    }
  });
}

function waitingCopies(ledger: Ledger, row: Columns): readonly { id: TaskId; hostId: number }[] {
  const select = ledger.sql(
    `SELECT id, host_id, url FROM tasks INDEXED BY tasks_copies
     WHERE batch_id = ? AND duplicate_of_line = ? AND skip IS NULL AND state <= 1 AND state = 0`,
  );
  return select
    .all(Number(row.batch_id), lineOf(row))
    .filter(({ url }) => url === row.url)
    .map(({ id, host_id }) => ({ id: Number(id), hostId: Number(host_id) }));
}

/** A row of a group starts afresh because the person says so: how another one failed is no answer any more. */
export function freshInGroup(ledger: Ledger, place: Place): void {
  if (!place.segment.batch.hasCopies) return;
  const row = readGroupRow(ledger, place.segment.firstTaskId + place.index);
  if (!row) return;
  const key = keyOf(row);
  ledger.afterCommit(() => ledger.copies.endOf(key)?.kind === 'failed' && ledger.copies.forgetEnd(key));
}
