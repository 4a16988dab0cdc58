/** Rows as an engine would have them, made from nothing but a number: the same each time. */
import type { Failure } from '#contract/failures.ts';
import type { Attempt, ImageFormat, TaskDetail, TaskRow, TaskState } from '#contract/model.ts';

export const THUMBNAIL_COUNT = 24;

const SUBJECTS = ['forest', 'harbour', 'dunes', 'glacier', 'terrace', 'lighthouse', 'orchard', 'canyon'];
const MOODS = ['at-dawn', 'after-rain', 'in-fog', 'from-above', 'with-long-shadows-in-late-november-light'];
const HOSTS = ['cdn.example', 'images.gallery.example', 'static.photos.example', 'media.archive.example'];
const FORMATS: readonly ImageFormat[] = ['jpg', 'jpg', 'jpg', 'webp', 'png', 'avif'];
const FAILURES: readonly Failure[] = [
  { code: 'http-403' },
  { code: 'http-404' },
  { code: 'html', facts: { title: 'Sign in' } },
  { code: 'truncated-body', facts: { receivedBytes: 182_333, expectedBytes: 940_112 } },
  { code: 'dns-not-found' },
  { code: 'not-an-image', facts: { type: 'application/pdf' } },
];

function pick<Value>(values: readonly Value[], seed: number): Value {
  const value = values[seed % values.length];
  if (value === undefined) throw new Error('There is nothing to pick from');
  return value;
}

/** A number from 0 to 1 that looks like chance and is not. */
export function chance(seed: number): number {
  const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) ^ Math.imul(seed, 0x297a2d39);
  return ((mixed ^ (mixed >>> 12)) >>> 0) / 2 ** 32;
}

/** A row that nothing has happened to. */
export function queuedRow(taskId: number, batchId: number, line: number): TaskRow {
  const subject = pick(SUBJECTS, line);
  const mood = pick(MOODS, Math.floor(line / 3));
  const host = pick(HOSTS, Math.floor(chance(line) * 40));
  return {
    taskId,
    batchId,
    line,
    state: 'queued',
    name: `${subject}-${mood}-${String(line).padStart(4, '0')}`,
    url: `https://${host}/2026/collection/${subject}/${mood}-${line}.jpg?width=4000&quality=90`,
    host,
    isPaused: false,
    failure: null,
    skip: null,
    duplicateOfLine: null,
    attempts: 0,
    waitUntil: null,
    bytes: null,
    width: null,
    height: null,
    frames: null,
    format: null,
    integrity: null,
    thumbnail: null,
  };
}

/** The row as it is in a state; `now` is for those that wait. */
export function rowInState(row: TaskRow, state: TaskState, now: number): TaskRow {
  const base: TaskRow = { ...row, state, attempts: state === 'queued' ? 0 : 1 };
  switch (state) {
    case 'done':
      return savedRow(base);
    case 'failed':
      return { ...base, failure: pick(FAILURES, row.line) };
    case 'waiting':
      return {
        ...base,
        failure: { code: 'http-503' },
        waitUntil: now + 4_000 + (row.line % 50) * 1_000,
      };
    case 'skipped':
      return { ...base, attempts: 0, skip: 'duplicate', duplicateOfLine: Math.max(1, row.line - 7) };
    default:
      return base;
  }
}

function savedRow(row: TaskRow): TaskRow {
  const format = pick(FORMATS, row.line);
  const width = 1200 + Math.floor(chance(row.line * 3) * 4000);
  const isPortrait = row.line % 5 === 0;
  const height = Math.floor(width * (isPortrait ? 1.5 : 0.667));
  const odd = row.line % 97;
  const integrity = odd === 13 ? 'truncated' : odd === 41 ? 'flawed' : odd === 67 ? 'unchecked' : 'intact';
  return {
    ...row,
    name: `${row.name}.${format}`,
    format,
    width,
    height,
    frames: 1,
    bytes: Math.floor(width * height * (0.08 + chance(row.line) * 0.3)),
    integrity,
    thumbnail: integrity === 'unchecked' ? null : `sample-${row.line % THUMBNAIL_COUNT}.jpg`,
  };
}

/** How tasks of a finished list end: mostly well. */
export function likelyEnd(line: number): TaskState {
  const value = chance(line * 7 + 1);
  if (value < 0.93) return 'done';
  if (value < 0.96) return 'failed';
  return value < 0.985 ? 'skipped' : 'done';
}

/** Everything that the inspector is told about a row. */
export function detailOf(row: TaskRow, batchName: string, folder: string, now: number): TaskDetail {
  const isSaved = row.state === 'done';
  return {
    row,
    batchName,
    path: isSaved ? `${folder}/${row.name}` : null,
    finalUrl: isSaved ? `https://edge-3.${row.host}/o/${row.line}/original.${row.format}` : null,
    sha256: isSaved ? '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' : null,
    contentType: isSaved ? 'image/jpeg' : null,
    declaredExtension: isSaved && row.format !== 'jpg' ? 'jpg' : null,
    cameraModel: isSaved && row.line % 2 === 0 ? 'NIKON Z 6_2' : null,
    takenAt: isSaved && row.line % 2 === 0 ? '2025-11-02T07:41:12' : null,
    finishedAt: isSaved || row.state === 'failed' ? now - 65_000 : null,
    attempts: attemptsOf(row, now),
  };
}

function attemptsOf(row: TaskRow, now: number): readonly Attempt[] {
  if (row.attempts === 0) return [];
  const isSaved = row.state === 'done';
  const httpStatus = isSaved ? 200 : statusOf(row.failure);
  return [
    {
      number: 1,
      startedAt: now - 66_200,
      endedAt: now - 65_000,
      httpStatus,
      failure: isSaved ? null : row.failure,
      receivedBytes: row.bytes ?? 0,
      timeline: {
        dnsMs: 24,
        connectMs: 61,
        tlsMs: 118,
        firstByteMs: 402,
        bodyMs: isSaved ? 1_090 : null,
        checkMs: isSaved ? 1_180 : null,
      },
    },
  ];
}

function statusOf(failure: Failure | null): number | null {
  const found = /^http-(\d+)$/.exec(failure?.code ?? '');
  return found === null ? null : Number(found[1]);
}
