import { hash } from 'node:crypto';
import type { Failure } from '#contract/failures.ts';
import type { Attempt, TaskId } from '#contract/model.ts';
import { assertNever } from '#contract/model.ts';
import type { PartRecord, SavedFacts, TaskUpdate } from '#contract/worker-messages.ts';
import { freshInGroup, noteGroupEnd } from './copies.ts';
import type { Ledger, Place } from './ledger.ts';
import { flagsAt } from './ledger.ts';
import { HOLE, PAUSED, STATE_CODES, STATE_MASK, TRUNCATED } from './task-codes.ts';
import { factsJson } from './task-rows.ts';

export const CLEAR_PART =
  'part_bytes = NULL, part_total_bytes = NULL, part_etag = NULL, part_last_modified = NULL, part_date = NULL';
const SET_PART = 'part_bytes = ?, part_total_bytes = ?, part_etag = ?, part_last_modified = ?, part_date = ?';
export const CLEAR_FACTS = `file = NULL, bytes = NULL, sha256 = NULL, final_url = NULL, content_type = NULL, etag = NULL,
  last_modified = NULL, robots_tag = NULL, format = NULL, integrity = NULL, width = NULL, height = NULL,
  frames = NULL, colour = NULL, taken_at = NULL, camera_model = NULL, dhash = NULL, thumbnail = NULL`;

const RECORD_INTENT = `UPDATE tasks SET state = ?, file = ?, bytes = ?, sha256 = ?, final_url = ?, content_type = ?,
  etag = ?, last_modified = ?, robots_tag = ?, format = ?, integrity = ?, width = ?, height = ?, frames = ?,
  colour = ?, taken_at = ?, camera_model = ?, dhash = ?, thumbnail = ? WHERE id = ?`;
const RECORD_DONE = `UPDATE tasks SET state = ${STATE_CODES.done}, is_paused = 0, wait_until = NULL,
  failure_code = NULL, failure_facts = NULL, skip = NULL, ${CLEAR_PART},
  attempts = coalesce(?, attempts), started_at = coalesce(started_at, ?), finished_at = ?
  WHERE id = ? AND file IS NOT NULL RETURNING integrity, url, duplicate_of_line`;
const RECORD_RELEASED = `UPDATE tasks SET state = ${STATE_CODES.queued}, wait_until = NULL, skip = NULL, ${SET_PART},
  ${CLEAR_FACTS} WHERE id = ? RETURNING host_id`;
/** A canceled task that was stopped: nothing of its run is kept. */
const RECORD_LEFT = `UPDATE tasks SET ${CLEAR_PART}, ${CLEAR_FACTS} WHERE id = ?`;
const RECORD_WAITING = `UPDATE tasks SET state = ${STATE_CODES.waiting}, wait_until = ?, failure_code = ?,
  failure_facts = ?, attempts = ?, started_at = coalesce(started_at, ?), ${SET_PART}, ${CLEAR_FACTS} WHERE id = ?`;
const RECORD_FAILED = `UPDATE tasks SET state = ${STATE_CODES.failed}, wait_until = NULL, failure_code = ?,
  failure_facts = ?, attempts = coalesce(?, attempts), started_at = coalesce(started_at, ?), finished_at = ?,
  ${CLEAR_PART}, ${CLEAR_FACTS} WHERE id = ?`;
const RECORD_SKIPPED = `UPDATE tasks SET state = ${STATE_CODES.skipped}, wait_until = NULL, failure_code = NULL,
  failure_facts = NULL, skip = ?, attempts = coalesce(?, attempts), started_at = coalesce(started_at, ?),
  finished_at = ?, ${CLEAR_PART}, ${CLEAR_FACTS} WHERE id = ?`;
const RECORD_ATTEMPT = `INSERT INTO attempts
  SELECT ?1, coalesce(max(sequence), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM attempts WHERE task_id = ?1`;
const REMEMBER = `INSERT INTO history
  (url_hash, content_hash, folder, file, etag, last_modified, saved_at, bytes, task_id)
  SELECT ?1, sha256, folder, file, etag, last_modified, ?2, bytes, tasks.id
  FROM tasks JOIN batches ON batches.id = batch_id WHERE tasks.id = ?3
  ON CONFLICT (url_hash) DO UPDATE SET content_hash = excluded.content_hash, folder = excluded.folder,
    file = excluded.file, etag = excluded.etag, last_modified = excluded.last_modified, saved_at = excluded.saved_at,
    bytes = excluded.bytes, task_id = excluded.task_id
  -- The file that others were copied from is the one that stands for the URL.
  WHERE ?4 = 0 OR content_hash <> excluded.content_hash OR folder <> excluded.folder`;

const { queued, waiting, saving, done, failed, skipped, canceled } = STATE_CODES;

function partValues(part: PartRecord | null) {
  return [
    part?.bytes ?? null,
    part?.totalBytes ?? null,
    part?.etag ?? null,
    part?.lastModified ?? null,
    part?.date ?? null,
  ];
}

/** What ends a run, and with it the store's hold on the task. */
const endsRun = (update: TaskUpdate): boolean => update.kind !== 'intent';

function endRun(ledger: Ledger, update: TaskUpdate): void {
  const { taskId } = update;
  const end = groupEnd(update);
  ledger.taken.delete(taskId);
  if (end !== null) noteGroupEnd(ledger, taskId, end);
  ledger.letCopiesGo(taskId);
}

function groupEnd(update: TaskUpdate): Failure | 'saved' | null {
  if (update.kind === 'failed') return update.failure;
  const hasFile = update.kind === 'done' || (update.kind === 'skipped' && update.skip === 'have-it');
  return hasFile ? 'saved' : null;
}

/**
 * Writes one step of a task, inside a transaction. A task that was canceled meanwhile stays so, unless its file was
 * saved; one that has ended keeps its end.
 */
export function applyUpdate(ledger: Ledger, update: TaskUpdate, now: number): void {
  const { taskId } = update;
  const place = ledger.find(taskId);
  if (!place || (flagsAt(place) & STATE_MASK) === HOLE) return;
  if ('attempt' in update && update.attempt) recordAttempt(ledger, taskId, update.attempt);
  if (endsRun(update)) ledger.afterCommit(() => endRun(ledger, update));
  const state = flagsAt(place) & STATE_MASK;
  const isOpen = state === queued || state === waiting || state === saving;
  switch (update.kind) {
    case 'intent':
      // The facts are kept for a canceled task too: if main was too far to stop, `done` follows.
      if (isOpen || state === canceled) recordIntent(ledger, place, update.facts, isOpen ? saving : canceled);
      return;
    case 'done':
      if (isOpen || state === canceled) recordDone(ledger, place, update.attempt, now);
      return;
    case 'released':
      if (isOpen) release(ledger, place, update.part);
      else if (state === canceled) ledger.sql(RECORD_LEFT).run(taskId);
      return;
    case 'waiting':
      if (isOpen) recordWaiting(ledger, place, update);
      return;
    case 'failed':
      if (isOpen) recordFailed(ledger, place, update, now);
      return;
    case 'skipped':
      if (isOpen) recordSkipped(ledger, place, update, now);
      return;
    default:
      assertNever(update);
  }
}

const taskIdOf = ({ segment, index }: Place): TaskId => segment.firstTaskId + index;

function setState(ledger: Ledger, place: Place, state: number): void {
  ledger.setFlags(place, (flagsAt(place) & ~STATE_MASK & ~TRUNCATED) | state);
}

function recordIntent(ledger: Ledger, place: Place, facts: SavedFacts, state: number): void {
  const { file, bytes, sha256, finalUrl, contentType, etag, lastModified, robotsTag, format } = facts;
  const { integrity, width, height, frames, colour, takenAt, cameraModel, dhash, thumbnail } = facts;
  const hashBytes = Buffer.from(sha256, 'hex');
  ledger
    .sql(RECORD_INTENT)
    .run(
      ...[state, file, bytes, hashBytes, finalUrl, contentType, etag, lastModified, robotsTag, format],
      ...[integrity, width, height, frames, colour, takenAt, cameraModel, dhash, thumbnail, taskIdOf(place)],
    );
  setState(ledger, place, state);
}

/** Turns a verified and saved task done: its row, its history. Throws for a task whose intent was never recorded. */
export function recordDone(ledger: Ledger, place: Place, attempt: Attempt | null, now: number): void {
  const taskId = taskIdOf(place);
  const row = ledger.sql(RECORD_DONE).get(attempt?.number ?? null, attempt?.startedAt ?? null, now, taskId);
  if (!row) throw new Error(`Task ${taskId} was called done without an intent`);
  const truncated = row.integrity === 'truncated' ? TRUNCATED : 0;
  // Bits of the queue and of removal stay; a pause has nothing left to hold.
  setState(ledger, place, done);
  ledger.setFlags(place, (flagsAt(place) & ~PAUSED) | truncated);
  ledger.sql(REMEMBER).run(urlHash(String(row.url)), now, taskId, Number(row.duplicate_of_line !== null));
  ledger.sql('INSERT OR IGNORE INTO session_done VALUES (?)').run(taskId);
}

const urlHash = (url: string): Buffer => hash('sha256', url, 'buffer');

/** Puts a task back into the queue without counting an attempt. */
function release(ledger: Ledger, place: Place, part: PartRecord | null): void {
  const row = ledger.sql(RECORD_RELEASED).get(...partValues(part), taskIdOf(place));
  setState(ledger, place, queued);
  ledger.afterCommit(() => ledger.enqueue(place, Number(row?.host_id)));
}

/** Takes back a `saving` or `done` whose file is not there: the task starts afresh. */
export function forgetSaved(ledger: Ledger, place: Place): void {
  const taskId = taskIdOf(place);
  const row = ledger.sql('SELECT url FROM tasks WHERE id = ?').get(taskId);
  if (row) ledger.sql('DELETE FROM history WHERE url_hash = ?').run(urlHash(String(row.url)));
  ledger.sql('UPDATE tasks SET attempts = 0, finished_at = NULL WHERE id = ?').run(taskId);
  freshInGroup(ledger, place);
  release(ledger, place, null);
}

function recordWaiting(ledger: Ledger, place: Place, update: TaskUpdate & { kind: 'waiting' }): void {
  const { failure, waitUntil, part, attempt, taskId } = update;
  ledger
    .sql(RECORD_WAITING)
    .run(
      ...[waitUntil, failure.code, factsJson(failure), attempt.number, attempt.startedAt],
      ...[...partValues(part), taskId],
    );
  setState(ledger, place, waiting);
  ledger.afterCommit(() => {
    ledger.due.add(waitUntil, taskId);
    // Main has to learn when to ask again.
    ledger.changes.newWork();
  });
}

interface Ended {
  readonly taskId: TaskId;
  readonly attempt: Attempt | null;
}

function recordFailed(
  ledger: Ledger,
  place: Place,
  { taskId, failure, attempt }: Ended & { readonly failure: Failure },
  now: number,
): void {
  ledger
    .sql(RECORD_FAILED)
    .run(
      ...[failure.code, factsJson(failure), attempt?.number ?? null, attempt?.startedAt ?? null, now, taskId],
    );
  setState(ledger, place, failed);
}

function recordSkipped(
  ledger: Ledger,
  place: Place,
  { taskId, skip, attempt, facts }: Ended & { readonly skip: string; readonly facts: SavedFacts | null },
  now: number,
): void {
  ledger.sql(RECORD_SKIPPED).run(skip, attempt?.number ?? null, attempt?.startedAt ?? null, now, taskId);
  if (facts) recordIntent(ledger, place, facts, skipped);
  else setState(ledger, place, skipped);
}

function recordAttempt(ledger: Ledger, taskId: TaskId, attempt: Attempt): void {
  const { number, startedAt, endedAt, httpStatus, failure, receivedBytes, timeline } = attempt;
  ledger
    .sql(RECORD_ATTEMPT)
    .run(
      ...[taskId, number, startedAt, endedAt, httpStatus, failure?.code ?? null, factsJson(failure)],
      ...[receivedBytes, JSON.stringify(timeline)],
    );
}
