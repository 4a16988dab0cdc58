import type { Failure } from '#contract/failures.ts';
import type { TaskId } from '#contract/model.ts';
import type { LineFacts } from '#contract/worker-messages.ts';
import type { GroupEnd } from './copy-groups.ts';
import type { Ledger, Place } from './ledger.ts';
import type { Columns } from './task-rows.ts';
import { toLineFacts } from './task-rows.ts';

// Rows of one batch that share a URL and want names of their own are a group: the row that stands alone in the list,
// and its copies (`duplicate_of_line` the line of that row, and not skipped as its duplicate). One of a group is
// fetched; the others wait until it has ended, and are then given out one by one, for the file that is there by then.
// The fetch lasts as long as its task runs or is going to; `Ledger.letCopiesGo` has the rule. A group is known by batch
// and URL, which a row keeps for life, whereas its line and its skip may change while others wait for it.

const GROUP_COLUMNS = 'batch_id, host_id, line, duplicate_of_line, skip, url, columns';

const isCopy = (row: Columns): boolean => row.duplicate_of_line !== null && row.skip !== 'duplicate';
const keyOf = (row: Columns): string => `${row.batch_id}:${row.url}`;

/** What of a line changes the answer of the server or the verdict on it. */
function requestOf(row: Columns): string {
  const { sha256, referer, userAgent, headers, mirrors }: LineFacts = toLineFacts(row) ?? {};
  return JSON.stringify([sha256, referer, userAgent, headers, mirrors]);
}

function readGroupRow(ledger: Ledger, taskId: TaskId): Columns | undefined {
  return ledger.sql(`SELECT ${GROUP_COLUMNS} FROM tasks WHERE id = ?`).get(taskId);
}

/**
 * Says of a task that was just claimed whether it may run now. A copy whose bytes are on their way may not: it is put
 * into the queue again when they are there, or will not come.
 */
export function mayRunInGroup(ledger: Ledger, taskId: TaskId): boolean {
  const place = ledger.find(taskId);
  if (!place?.segment.batch.hasCopies) return true;
  const row = readGroupRow(ledger, taskId);
  if (!row) return true;
  const key = keyOf(row);
  const other = ledger.copies.fetching(key);
  if (other !== undefined && other !== taskId) {
    if (!isCopy(row)) return true;
    ledger.copies.wait(key, taskId, Number(row.host_id));
    return false;
  }
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

/** Remembers how a task ended that was fetched for its group, as long as copies may want to know. */
export function noteGroupEnd(ledger: Ledger, taskId: TaskId, end: Failure | 'saved'): void {
  const key = ledger.copies.keyOf(taskId);
  const row = key === undefined ? undefined : readGroupRow(ledger, taskId);
  if (key === undefined || !row) return;
  if (!ledger.copies.hasWaiting(key) && !hasOpenCopies(ledger, row)) return;
  if (end === 'saved') ledger.copies.setEnd(key, { kind: 'saved' });
  else ledger.copies.setEnd(key, { kind: 'failed', failure: end, request: requestOf(row) });
}

/** Whether copies of the row's group have not yet had their turn. */
function hasOpenCopies(ledger: Ledger, row: Columns): boolean {
  const select = ledger.sql(
    `SELECT 1 FROM tasks INDEXED BY tasks_copies
     WHERE batch_id = ? AND duplicate_of_line = ? AND skip IS NULL AND state <= 1 AND url = ? LIMIT 1`,
  );
  const line = Number(isCopy(row) ? row.duplicate_of_line : row.line);
  return select.get(Number(row.batch_id), line, String(row.url)) !== undefined;
}

/** A row of a group starts afresh: how another one ended is no answer any more. */
export function freshInGroup(ledger: Ledger, place: Place): void {
  if (!place.segment.batch.hasCopies) return;
  const row = readGroupRow(ledger, place.segment.firstTaskId + place.index);
  if (row) ledger.afterCommit(() => ledger.copies.forgetEnd(keyOf(row)));
}
