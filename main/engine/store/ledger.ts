import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Failure } from '#contract/failures.ts';
import type { Batch, BatchId, BatchOptions, TaskId } from '#contract/model.ts';
import { TASK_STATES } from '#contract/model.ts';
import type { StoreNotices } from '#contract/worker-messages.ts';
import { ChangeNotices } from './change-notices.ts';
import { CopyGroups } from './copy-groups.ts';
import { DueQueue } from './due-queue.ts';
import { ReadyQueue } from './ready-queue.ts';
import { HOLE, IN_QUEUE, PAUSED, REMOVED, STATE_CODES, STATE_MASK, TRUNCATED } from './task-codes.ts';

/** A batch as the store thread holds it. */
export interface BatchEntry {
  readonly batchId: BatchId;
  readonly name: string;
  readonly folder: string;
  readonly createdAt: number;
  readonly options: BatchOptions;
  isLoading: boolean;
  isPaused: boolean;
  isInOrder: boolean;
  problem: Failure | null;
  /** The undo id of its removal; 0 while it is on the list. */
  removed: number;
  /** By state code; the last one counts truncated ones. Row-removed rows are not in it. */
  counts: number[];
  lastLine: number;
  lastPart: number;
  readonly segments: Segment[];
  /** Canceled while its list was still being read in: what comes later is canceled too. */
  isRestCanceled: boolean;
  /** Some of its rows want the bytes of another row, or did. */
  hasCopies: boolean;
}

/** A run of ids that belong to one batch, with one byte of memory a task. */
export interface Segment {
  readonly batch: BatchEntry;
  readonly firstTaskId: TaskId;
  flags: Uint8Array;
  length: number;
}

export interface Place {
  readonly segment: Segment;
  readonly index: number;
}

const TRUNCATED_COUNT = TASK_STATES.length;
const MAX_KNOWN_HOSTS = 50_000;

/**
 * What the store knows in memory, kept in step with the database: a change is made inside `write`, and is undone in
 * memory when its transaction fails. Ids ascend with the age of batches and, inside a segment, with the list.
 */
export class Ledger {
  readonly db: DatabaseSync;
  readonly queue = new ReadyQueue();
  readonly due = new DueQueue();
  readonly changes: ChangeNotices;
  readonly batches = new Map<BatchId, BatchEntry>();
  /** By their ids. */
  readonly segments: Segment[] = [];
  /** Given out and not yet settled by an update. */
  readonly taken = new Set<TaskId>();
  readonly copies = new CopyGroups();
  isPaused = false;
  nextTaskId = 1;
  /** Removals up to this one are of earlier sessions: they are being purged and cannot be undone. */
  lastOldUndoId = 0;
  /** Aborted when the store closes: long work stops at its next step. */
  readonly closing: AbortSignal;

  readonly #statements = new Map<string, StatementSync>();
  readonly #hostIds = new Map<string, number>();
  #isWriting = false;
  #undo: (() => void)[] = [];
  #afterCommit: (() => void)[] = [];
  readonly #countsBefore = new Map<BatchEntry, number[]>();

  constructor(
    db: DatabaseSync,
    closing: AbortSignal,
    onChanged: (notice: StoreNotices['storeChanged']) => void,
  ) {
    this.db = db;
    this.closing = closing;
    this.changes = new ChangeNotices((batchId) => this.describe(batchId), onChanged);
  }

  /** A statement, prepared once. */
  sql(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known) return known;
    const statement = this.db.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  /** The same, with its rows as arrays. */
  rows(text: string): StatementSync {
    const key = `rows:${text}`;
    const known = this.#statements.get(key);
    if (known) return known;
    const statement = this.db.prepare(text);
    statement.setReturnArrays(true);
    this.#statements.set(key, statement);
    return statement;
  }

  /** One transaction: all of the change and the counts that follow from it, or nothing, in memory as on disk. */
  write<T>(change: () => T): T {
    if (this.#isWriting) throw new Error('A transaction inside a transaction');
    this.#isWriting = true;
    try {
      this.sql('BEGIN IMMEDIATE').run();
      const value = change();
      this.#writeCounts();
      this.sql('COMMIT').run();
      this.#keep();
      return value;
    } catch (error) {
      if (this.db.isTransaction) this.sql('ROLLBACK').run();
      this.#takeBack();
      throw error;
    } finally {
      this.#isWriting = false;
    }
  }

  /** Runs when the transaction is durable, and not at all when it fails. */
  afterCommit(action: () => void): void {
    this.#afterCommit.push(action);
  }

  /** Runs when the transaction fails. */
  onRollback(action: () => void): void {
    this.#undo.push(action);
  }

  /** Where a task's byte is; undefined for an id that no batch has. */
  find(taskId: TaskId): Place | undefined {
    let low = 0;
    let high = this.segments.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const segment = this.segments[middle] as Segment;
      if (taskId < segment.firstTaskId) high = middle - 1;
      else if (taskId >= segment.firstTaskId + segment.length) low = middle + 1;
      else return { segment, index: taskId - segment.firstTaskId };
    }
    return undefined;
  }

  flagsOf(taskId: TaskId): number {
    const place = this.find(taskId);
    return place ? flagsAt(place) : HOLE;
  }

  /** Changes a task's byte inside a transaction; counts follow. */
  setFlags(place: Place, flags: number): void {
    const before = flagsAt(place);
    if (before === flags) return;
    const { segment, index } = place;
    this.count(segment.batch, before, -1);
    this.count(segment.batch, flags, 1);
    segment.flags[index] = flags;
    this.#undo.push(() => {
      segment.flags[index] = before;
    });
    const taskId = segment.firstTaskId + index;
    this.changes.task(taskId);
    if (this.copies.keyOf(taskId) !== undefined) this.afterCommit(() => this.letCopiesGo(taskId));
  }

  count(batch: BatchEntry, flags: number, by: 1 | -1): void {
    if (!this.#countsBefore.has(batch)) this.#countsBefore.set(batch, [...batch.counts]);
    const state = flags & STATE_MASK;
    if (state === HOLE || flags & REMOVED) return;
    batch.counts[state] = (batch.counts[state] ?? 0) + by;
    const isTruncated = flags & TRUNCATED && state === STATE_CODES.done;
    if (isTruncated) batch.counts[TRUNCATED_COUNT] = (batch.counts[TRUNCATED_COUNT] ?? 0) + by;
  }

  /** Puts a queued task among those that may run, unless it is there, is paused, is off the list or is running. */
  enqueue(place: Place, hostId: number): void {
    const flags = flagsAt(place);
    const taskId = place.segment.firstTaskId + place.index;
    if (flags & (IN_QUEUE | PAUSED | REMOVED) || this.taken.has(taskId)) return;
    place.segment.flags[place.index] = flags | IN_QUEUE;
    if (this.queue.add(place.segment.batch.batchId, hostId, taskId)) this.changes.newWork();
  }

  /** The last word on a task that leaves the queue. */
  claim(taskId: TaskId): boolean {
    const place = this.find(taskId);
    if (!place) return false;
    const flags = flagsAt(place) & ~IN_QUEUE;
    place.segment.flags[place.index] = flags;
    const state = flags & STATE_MASK;
    const mayRun = state === STATE_CODES.queued || state === STATE_CODES.waiting;
    if (!mayRun || flags & (PAUSED | REMOVED) || this.taken.has(taskId)) return false;
    this.taken.add(taskId);
    return true;
  }

  /**
   * Ends the wait for a task's bytes unless it runs, or is on its way to: every change of its byte comes here, and so
   * does the end of its run.
   */
  letCopiesGo(taskId: TaskId): void {
    const flags = this.flagsOf(taskId);
    const isOpen = (flags & STATE_MASK) <= STATE_CODES.waiting && !(flags & (PAUSED | REMOVED));
    if (isOpen || this.taken.has(taskId)) return;
    for (const [copyId, hostId] of this.copies.end(taskId)) {
      const copy = this.find(copyId);
      if (copy) this.enqueue(copy, hostId);
    }
  }

  /** To be called after what decides whether a batch may run has changed. */
  updateRunnable(batch: BatchEntry): void {
    const isRunnable = !batch.isPaused && batch.problem === null && batch.removed === 0;
    if (this.queue.setRunnable(batch.batchId, isRunnable)) this.changes.newWork();
  }

  /** The number of a host, given inside a transaction. */
  hostId(key: string): number {
    const known = this.#hostIds.get(key) ?? this.findHostId(key);
    if (known !== undefined) return known;
    const added = this.sql('INSERT INTO hosts (key) VALUES (?)').run(key);
    const hostId = Number(added.lastInsertRowid);
    this.#remember(key, hostId);
    return hostId;
  }

  findHostId(key: string): number | undefined {
    const known = this.#hostIds.get(key);
    if (known !== undefined) return known;
    const row = this.sql('SELECT id FROM hosts WHERE key = ?').get(key);
    if (row) this.#remember(key, Number(row.id));
    return row && Number(row.id);
  }

  #remember(key: string, hostId: number): void {
    if (this.#hostIds.size >= MAX_KNOWN_HOSTS) this.#hostIds.clear();
    this.#hostIds.set(key, hostId);
  }

  setMeta(name: string, value: string | number): void {
    this.sql('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
      name,
      value,
    );
  }

  meta(name: string): string | number | null {
    const value = this.sql('SELECT value FROM meta WHERE name = ?').get(name)?.value;
    return typeof value === 'string' || typeof value === 'number' ? value : null;
  }

  /** The batch as windows see it; null when it is not on the list. */
  describe(batchId: BatchId): Batch | null {
    const batch = this.batches.get(batchId);
    if (batch?.removed !== 0) return null;
    const { name, folder, createdAt, options, isLoading, isPaused, problem, counts } = batch;
    const [
      queued = 0,
      waiting = 0,
      saving = 0,
      done = 0,
      failed = 0,
      skipped = 0,
      canceled = 0,
      truncated = 0,
    ] = counts;
    const total = queued + waiting + saving + done + failed + skipped + canceled;
    const named = { queued, waiting, saving, done, failed, skipped, canceled, truncated };
    return {
      ...{ batchId, name, folder, createdAt, total, counts: named },
      ...{ options, isLoading, isPaused, problem },
    };
  }

  #writeCounts(): void {
    const statement = this.sql('UPDATE batches SET counts = ? WHERE id = ?');
    for (const batch of this.#countsBefore.keys()) {
      statement.run(JSON.stringify(batch.counts), batch.batchId);
      this.changes.batch(batch.batchId);
    }
  }

  #keep(): void {
    const actions = this.#afterCommit;
    this.#clearJournal();
    for (const action of actions) action();
  }

  #takeBack(): void {
    for (const action of this.#undo.reverse()) action();
    for (const [batch, counts] of this.#countsBefore) batch.counts = counts;
    // Hosts that the transaction added are gone with it.
    this.#hostIds.clear();
    this.#clearJournal();
  }

  #clearJournal(): void {
    this.#undo = [];
    this.#afterCommit = [];
    this.#countsBefore.clear();
  }
}

/** The byte of a task. */
export function flagsAt({ segment, index }: Place): number {
  return segment.flags[index] ?? HOLE;
}

/** Adds bytes at the end of a segment. */
export function appendFlags(segment: Segment, flags: readonly number[]): void {
  const needed = segment.length + flags.length;
  if (needed > segment.flags.length) {
    const grown = new Uint8Array(Math.max(needed, Math.ceil(segment.flags.length * 1.5), 64));
    grown.set(segment.flags.subarray(0, segment.length));
    segment.flags = grown;
  }
  segment.flags.set(flags, segment.length);
  segment.length = needed;
}
