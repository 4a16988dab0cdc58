import type { Failure, FailureCode, SkipCode } from '#contract/failures.ts';
import type { ImageFormat, Integrity, TaskRow } from '#contract/model.ts';
import type { LineFacts, PartRecord, ReadyTask, SavedFacts } from '#contract/worker-messages.ts';
import { maskUrl } from '../mask-url.ts';
import { STATE_CODES, stateOf } from './task-codes.ts';

/** A row as `node:sqlite` gives it. */
export type Columns = Record<string, unknown>;

/** What `toTaskRow` reads, of `tasks` joined with `hosts`. */
export const ROW_COLUMNS = `
  tasks.id, batch_id, line, part, state, stem, declared_extension, url, hosts.key AS host_key, tasks.is_paused,
  failure_code, failure_facts, skip, duplicate_of_line, attempts, wait_until, bytes, width, height, frames, format,
  integrity, thumbnail, file`;
/** What `toSavedFacts` reads beyond that. */
export const FACT_COLUMNS = `
  hex(sha256) AS sha256, final_url, content_type, etag, last_modified, robots_tag, colour, taken_at, camera_model, dhash,
  started_at, finished_at, columns`;
export const READY_COLUMNS = `
  tasks.id, batch_id, line, part, url, hosts.key AS host_key, stem, declared_extension, attempts,
  part_bytes, part_total_bytes, part_etag, part_last_modified, part_date, skip, duplicate_of_line, columns`;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** The failure of two columns; null when there is none. */
export function toFailure(code: unknown, facts: unknown): Failure | null {
  if (typeof code !== 'string') return null;
  const failure = { code: code as FailureCode };
  return typeof facts === 'string' ? { ...failure, facts: JSON.parse(facts) } : failure;
}

/** The JSON for a failure's facts; null for none. */
export function factsJson(failure: Failure | null): string | null {
  return failure?.facts ? JSON.stringify(failure.facts) : null;
}

function nameOf(row: Columns): string {
  const file = textOrNull(row.file);
  if (file !== null) return file.slice(file.lastIndexOf('/') + 1);
  return row.declared_extension === null
    ? text(row.stem)
    : `${text(row.stem)}.${text(row.declared_extension)}`;
}

/** A row as windows see it: its URL bears no password. */
export function toTaskRow(row: Columns): TaskRow {
  return {
    taskId: Number(row.id),
    batchId: Number(row.batch_id),
    line: Number(row.line),
    state: stateOf(Number(row.state)),
    name: nameOf(row),
    url: maskUrl(text(row.url)),
    host: text(row.host_key),
    isPaused: row.is_paused === 1,
    failure: toFailure(row.failure_code, row.failure_facts),
    skip: textOrNull(row.skip) as SkipCode | null,
    duplicateOfLine: numberOrNull(row.duplicate_of_line),
    attempts: Number(row.attempts),
    waitUntil: numberOrNull(row.wait_until),
    bytes: numberOrNull(row.bytes),
    width: numberOrNull(row.width),
    height: numberOrNull(row.height),
    frames: numberOrNull(row.frames),
    format: textOrNull(row.format) as ImageFormat | null,
    integrity: textOrNull(row.integrity) as Integrity | null,
    thumbnail: textOrNull(row.thumbnail),
  };
}

/** True where the row's file is in the folder: it was saved, or was there already. */
export function hasFile(row: Columns): boolean {
  return row.state === STATE_CODES.done || (row.state === STATE_CODES.skipped && row.skip === 'have-it');
}

/** What is known of a saved file, without passwords; null while nothing was verified. */
export function toSavedFacts(row: Columns): SavedFacts | null {
  if (typeof row.file !== 'string') return null;
  return {
    file: row.file,
    bytes: Number(row.bytes),
    sha256: text(row.sha256).toLowerCase(),
    finalUrl: maskUrl(text(row.final_url)),
    contentType: textOrNull(row.content_type),
    etag: textOrNull(row.etag),
    lastModified: textOrNull(row.last_modified),
    robotsTag: textOrNull(row.robots_tag),
    format: text(row.format) as ImageFormat,
    integrity: text(row.integrity) as Integrity,
    width: numberOrNull(row.width),
    height: numberOrNull(row.height),
    frames: numberOrNull(row.frames),
    colour: textOrNull(row.colour),
    takenAt: textOrNull(row.taken_at),
    cameraModel: textOrNull(row.camera_model),
    dhash: textOrNull(row.dhash),
    thumbnail: textOrNull(row.thumbnail),
  };
}

function toPart(row: Columns): PartRecord | null {
  if (typeof row.part_bytes !== 'number') return null;
  return {
    bytes: row.part_bytes,
    totalBytes: numberOrNull(row.part_total_bytes),
    etag: textOrNull(row.part_etag),
    lastModified: textOrNull(row.part_last_modified),
    date: textOrNull(row.part_date),
  };
}

/** What the list said of a line beyond its URL; null for nothing. */
export function toLineFacts(row: Columns): LineFacts | null {
  return typeof row.columns === 'string' ? JSON.parse(row.columns) : null;
}

/** A task as main runs it, as far as its own row says: its URL bears its secrets. */
export function toReadyTask(row: Columns): Omit<ReadyTask, 'known' | 'failedAlike'> {
  return {
    taskId: Number(row.id),
    batchId: Number(row.batch_id),
    line: Number(row.line),
    partOfLine: Number(row.part),
    url: text(row.url),
    hostKey: text(row.host_key),
    stem: text(row.stem),
    declaredExtension: textOrNull(row.declared_extension),
    facts: toLineFacts(row),
    isCopy: row.skip === null && row.duplicate_of_line !== null,
    attempts: Number(row.attempts),
    part: toPart(row),
  };
}
