import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import type { Failure } from '#contract/failures.ts';
import type { NewTask, RowsMessage } from '#contract/worker-messages.ts';
import { removeTasks } from './actions.ts';
import { toWriteFailure } from './database.ts';
import type { BatchEntry, Ledger, Segment } from './ledger.ts';
import { appendFlags } from './ledger.ts';
import { STATE_CODES } from './task-codes.ts';

/** Rows of one transaction: it takes a few milliseconds, and takes and applies come in between. */
const ROWS_PER_STEP = 1000;
const RETRY_DELAY_MS = 2000;

const INSERT = `INSERT INTO tasks
  (id, batch_id, line, part, host_id, state, stem, declared_extension, url, skip, duplicate_of_line, finished_at,
   columns)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/**
 * The messages of a port in their order. Ends without `end` when the other side is gone or the store is closing.
 */
async function* messagesOf(port: MessagePort, signal: AbortSignal): AsyncGenerator<RowsMessage> {
  const messages: RowsMessage[] = [];
  let wake = () => {};
  let isClosed = false;
  const close = () => {
    isClosed = true;
    wake();
  };
  port.on('message', (message: RowsMessage) => {
    messages.push(message);
    wake();
  });
  port.on('close', close);
  signal.addEventListener('abort', close, { once: true });
  try {
    for (;;) {
      const message = messages.shift();
      if (message) yield message;
      else if (isClosed || signal.aborted) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    signal.removeEventListener('abort', close);
    port.close();
  }
}

/** The rows that a batch has when rows come to it. */
export interface EarlierRows {
  /** Reads what `sift` needs for these rows. */
  prepare(rows: readonly NewTask[]): Promise<void>;
  /** What is to be added for a row, if anything; inside a transaction. */
  sift(row: NewTask): NewTask | null;
  /** Those that leave the batch when all rows have come. */
  left(): Uint32Array;
}

interface Loading {
  readonly ledger: Ledger;
  readonly batch: BatchEntry;
  readonly port: MessagePort;
  /** Rows that the batch has from before; null for a new batch. */
  readonly earlier: EarlierRows | null;
  now(): number;
}

/**
 * Reads the rows of a list into a batch until its end, a step at a time; each chunk is acknowledged when it is
 * written. False when the rows ended too early: the batch stays `isLoading`, to be read again.
 */
export async function loadRows(loading: Loading): Promise<boolean> {
  const { port } = loading;
  const signal = loading.ledger.closing;
  for await (const message of messagesOf(port, signal)) {
    if (message.kind === 'end') {
      await removeLeft(loading);
      const isWritten = await untilWritten(loading, () => finish(loading));
      if (isWritten) port.postMessage('ack');
      return isWritten;
    }
    for (let start = 0; start < message.rows.length; start += ROWS_PER_STEP) {
      const step = message.rows.slice(start, start + ROWS_PER_STEP);
      await loading.earlier?.prepare(step);
      if (!(await untilWritten(loading, () => addStep(loading, step)))) return false;
      await nextTurn();
      if (signal.aborted) return false;
    }
    port.postMessage('ack');
  }
  return false;
}

/** Rows that a list given again no longer has leave the batch. */
async function removeLeft({ ledger, earlier }: Loading): Promise<void> {
  const taskIds = earlier?.left();
  if (taskIds && taskIds.length > 0) await removeTasks(ledger, { kind: 'tasks', taskIds });
}

/** A full disk holds the batch; it goes on by itself when there is room again. False when the store closes first. */
async function untilWritten({ batch, ledger }: Loading, write: () => void): Promise<boolean> {
  let problem: Failure | null = null;
  const tell = () => {
    ledger.updateRunnable(batch);
    ledger.changes.batch(batch.batchId);
  };
  for (;;) {
    try {
      write();
      break;
    } catch (error) {
      problem = toWriteFailure(error);
      batch.problem = problem;
      tell();
    }
    await pause(RETRY_DELAY_MS, ledger.closing);
    if (ledger.closing.aborted) return false;
  }
  if (problem && batch.problem === problem) {
    batch.problem = null;
    tell();
  }
  return true;
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, delayMs);
    signal.addEventListener('abort', end, { once: true });
  });
}

function addStep(loading: Loading, rows: readonly NewTask[]): void {
  const { ledger, earlier } = loading;
  // A chunk need not survive a power cut by itself: the list is read again. The next full commit makes it durable.
  ledger.db.exec('PRAGMA synchronous = NORMAL');
  try {
    const added = ledger.write(() => {
      const fresh = earlier ? rows.map((row) => earlier.sift(row)).filter((row) => row !== null) : rows;
      return insert(loading, fresh);
    });
    if (added) keep(loading, added);
  } finally {
    ledger.db.exec('PRAGMA synchronous = FULL');
  }
}

interface Added {
  readonly segment: Segment;
  readonly isNewSegment: boolean;
  readonly flags: readonly number[];
  readonly hostIds: readonly number[];
}

function insert(loading: Loading, rows: readonly NewTask[]): Added | null {
  const { ledger, batch } = loading;
  const last = rows.at(-1);
  if (!last) return null;
  const tail = ledger.segments.at(-1);
  const isNewSegment = tail?.batch !== batch;
  const segment: Segment = isNewSegment
    ? { batch, firstTaskId: ledger.nextTaskId, flags: new Uint8Array(0), length: 0 }
    : tail;
  const flags: number[] = [];
  const hostIds: number[] = [];
  for (const row of rows) {
    const state = stateFor(row, batch);
    if (row.skip === null && row.duplicateOfLine !== null) batch.hasCopies = true;
    const hostId = ledger.hostId(row.hostKey);
    insertRow(loading, ledger.nextTaskId + flags.length, row, hostId, state);
    ledger.count(batch, state, 1);
    flags.push(state);
    hostIds.push(hostId);
  }
  const lastTaskId = ledger.nextTaskId + flags.length - 1;
  ledger
    .sql(
      'INSERT INTO segments VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last_task_id = excluded.last_task_id',
    )
    .run(segment.firstTaskId, lastTaskId, batch.batchId);
  writeOrder(loading, rows);
  ledger.setMeta('next-task-id', lastTaskId + 1);
  return { segment, isNewSegment, flags, hostIds };
}

const isAfter = (row: NewTask, line: number, part: number): boolean =>
  row.line > line || (row.line === line && row.part > part);

/** Notes when ids stop ascending with the list. */
function writeOrder({ ledger, batch }: Loading, rows: readonly NewTask[]): void {
  let { lastLine, lastPart, isInOrder } = batch;
  for (const row of rows) {
    if (!isAfter(row, lastLine, lastPart)) isInOrder = false;
    else ({ line: lastLine, part: lastPart } = row);
  }
  ledger
    .sql('UPDATE batches SET last_line = ?, last_part = ?, is_in_order = ? WHERE id = ?')
    .run(lastLine, lastPart, Number(isInOrder), batch.batchId);
  ledger.afterCommit(() => Object.assign(batch, { lastLine, lastPart, isInOrder }));
}

function stateFor(row: NewTask, batch: BatchEntry): number {
  if (row.skip !== null) return STATE_CODES.skipped;
  return batch.isRestCanceled ? STATE_CODES.canceled : STATE_CODES.queued;
}

function insertRow(
  { ledger, batch, now }: Loading,
  taskId: number,
  row: NewTask,
  hostId: number,
  state: number,
): void {
  const finishedAt = state === STATE_CODES.queued ? null : now();
  ledger
    .sql(INSERT)
    .run(
      ...[taskId, batch.batchId, row.line, row.part, hostId, state, row.stem, row.declaredExtension],
      ...[row.url, row.skip, row.duplicateOfLine, finishedAt, row.facts],
    );
}

function keep({ ledger, batch }: Loading, { segment, isNewSegment, flags, hostIds }: Added): void {
  if (isNewSegment) {
    ledger.segments.push(segment);
    batch.segments.push(segment);
  }
  const start = segment.length;
  appendFlags(segment, flags);
  ledger.nextTaskId += flags.length;
  for (const [offset, state] of flags.entries()) {
    if (state !== STATE_CODES.queued) continue;
    ledger.enqueue({ segment, index: start + offset }, hostIds[offset] as number);
  }
  ledger.changes.manyTasks();
}

function finish({ ledger, batch }: Loading): void {
  ledger.write(() => {
    ledger.sql('UPDATE batches SET is_loading = 0 WHERE id = ?').run(batch.batchId);
  });
  batch.isLoading = false;
  batch.isRestCanceled = false;
  ledger.changes.batch(batch.batchId);
}
