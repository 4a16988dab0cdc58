import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TaskId } from '#contract/model.ts';
import type { NewTask } from '#contract/worker-messages.ts';
import { queueAfresh } from './actions.ts';
import type { BatchEntry, Ledger } from './ledger.ts';
import { HOLE, REMOVED, STATE_CODES, STATE_MASK } from './task-codes.ts';

const ROWS_PER_STEP = 5000;
const COLUMNS = 'id, line, part, state, skip, duplicate_of_line AS ofLine, url';

interface KnownRow {
  readonly id: TaskId;
  readonly line: number;
  readonly part: number;
  readonly state: number;
  readonly skip: string | null;
  readonly ofLine: number | null;
  readonly url: string;
}

/** 48 bits of a URL's hash: a number that a map holds cheaply. Whoever finds by it compares the URL. */
const keyOf = (url: string): number => hash('sha256', url, 'buffer').readUIntBE(0, 6);

/**
 * The rows that a batch has when its list is given again. While the list is the same the two run side by side; from
 * the first difference on the rest is found by URL, each row once, in their order.
 */
export class KnownRows {
  readonly #ledger: Ledger;
  readonly #batch: BatchEntry;
  /** The ids of before: those that are added now are not compared with their own list. */
  readonly #runs: readonly (readonly [first: TaskId, last: TaskId])[];
  /** The last id that was read from the database. */
  #cursor = 0;
  #next: KnownRow[] = [];
  #byUrl: Map<number, TaskId[]> | null = null;

  constructor(ledger: Ledger, batch: BatchEntry) {
    this.#ledger = ledger;
    this.#batch = batch;
    this.#runs = batch.segments.map(({ firstTaskId, length }) => [firstTaskId, firstTaskId + length - 1]);
  }

  /** Reads what `sift` needs for these rows. */
  async prepare(rows: readonly NewTask[]): Promise<void> {
    if (this.#byUrl) return;
    while (this.#next.length < rows.length) {
      const more = this.#read(rows.length - this.#next.length);
      if (more.length === 0) break;
      this.#next.push(...more);
    }
    const isSame = rows.every(({ url }, index) => (this.#next[index]?.url ?? url) === url);
    if (!isSame) await this.#index();
  }

  /** Finds the row that a line of the list stands for, and puts it right; inside a transaction. */
  sift(row: NewTask): NewTask | null {
    const known = this.#byUrl ? this.#find(row.url, this.#byUrl) : this.#advance();
    if (!known) return row;
    this.#adopt(known, row);
    return null;
  }

  /** What the list no longer has, when all of it was matched. */
  left(): Uint32Array {
    const left = this.#byUrl ? [...this.#byUrl.values()].flat() : this.#next.map(({ id }) => id);
    if (this.#byUrl) return Uint32Array.from(left);
    for (let more = this.#read(ROWS_PER_STEP); more.length > 0; more = this.#read(ROWS_PER_STEP))
      for (const { id } of more) left.push(id);
    return Uint32Array.from(left);
  }

  /** The next rows of the batch that are on the list; none at the end. */
  #read(limit: number): readonly KnownRow[] {
    const select = this.#ledger.sql(
      `SELECT ${COLUMNS} FROM tasks WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ${ROWS_PER_STEP}`,
    );
    const found: KnownRow[] = [];
    for (const [firstTaskId, last] of this.#runs) {
      while (found.length < limit && this.#cursor < last) {
        const rows = select.all(Math.max(firstTaskId, this.#cursor + 1), last) as unknown as KnownRow[];
        this.#cursor = rows.at(-1)?.id ?? last;
        for (const row of rows) if (this.#isOnList(row.id)) found.push(row);
      }
    }
    return found;
  }

  #isOnList(taskId: TaskId): boolean {
    const flags = this.#ledger.flagsOf(taskId);
    return !(flags & REMOVED) && (flags & STATE_MASK) !== HOLE;
  }

  async #index(): Promise<void> {
    const byUrl = new Map<number, TaskId[]>();
    const add = ({ id, url }: KnownRow) => {
      const key = keyOf(url);
      const same = byUrl.get(key);
      if (same) same.push(id);
      else byUrl.set(key, [id]);
    };
    for (const row of this.#next) add(row);
    for (let more = this.#read(ROWS_PER_STEP); more.length > 0; more = this.#read(ROWS_PER_STEP)) {
      for (const row of more) add(row);
      await nextTurn();
    }
    this.#next = [];
    this.#byUrl = byUrl;
  }

  #advance(): KnownRow | undefined {
    const known = this.#next.shift();
    if (known) this.#ledger.onRollback(() => this.#next.unshift(known));
    return known;
  }

  #find(url: string, byUrl: Map<number, TaskId[]>): KnownRow | undefined {
    const key = keyOf(url);
    const taskIds = byUrl.get(key);
    const taskId = taskIds?.shift();
    if (!taskIds || taskId === undefined) return undefined;
    this.#ledger.onRollback(() => taskIds.unshift(taskId));
    const known = this.#ledger.sql(`SELECT ${COLUMNS} FROM tasks WHERE id = ?`).get(taskId);
    return known?.url === url ? (known as unknown as KnownRow) : undefined;
  }

  #adopt(known: KnownRow, row: NewTask): void {
    const place = this.#ledger.find(known.id);
    if (!place) return;
    const isMoved = known.line !== row.line || known.part !== row.part;
    // A row that was fetched itself and now follows another stays as it is.
    const ofLine = row.skip === 'duplicate' && known.skip === null ? null : row.duplicateOfLine;
    if (isMoved || known.ofLine !== ofLine)
      this.#move(known.id, { ...row, duplicateOfLine: ofLine }, isMoved);
    const state = this.#ledger.flagsOf(known.id) & STATE_MASK;
    const hasEndedBadly = state === STATE_CODES.failed || state === STATE_CODES.canceled;
    // The line that was fetched in its place is gone: it is fetched itself.
    const standsAlone = state === STATE_CODES.skipped && known.skip === 'duplicate' && row.skip === null;
    if (hasEndedBadly || standsAlone) queueAfresh(this.#ledger, place);
    if (hasEndedBadly || standsAlone || state <= STATE_CODES.waiting) this.#rename(known.id, row);
    else this.#takeFacts(known.id, row);
  }

  /** A file keeps its name, but its row in the sheet is the one that the list has now. */
  #takeFacts(taskId: TaskId, { facts }: NewTask): void {
    this.#ledger.sql('UPDATE tasks SET columns = ?1 WHERE id = ?2 AND columns IS NOT ?1').run(facts, taskId);
  }

  /** What has no file yet gets the name, and is asked for as the list says now. */
  #rename(taskId: TaskId, { stem, declaredExtension, facts, skip, duplicateOfLine }: NewTask): void {
    this.#ledger
      .sql(
        `UPDATE tasks SET stem = ?1, declared_extension = ?2, columns = ?3
         WHERE id = ?4 AND (stem, declared_extension, columns) IS NOT (?1, ?2, ?3)`,
      )
      .run(stem, declaredExtension, facts, taskId);
    if (skip !== null || duplicateOfLine === null) return;
    this.#ledger.sql('UPDATE tasks SET duplicate_of_line = ? WHERE id = ?').run(duplicateOfLine, taskId);
    this.#batch.hasCopies = true;
  }

  #move(taskId: TaskId, row: NewTask, isMoved: boolean): void {
    const { line, part, duplicateOfLine } = row;
    this.#ledger
      .sql('UPDATE tasks SET line = ?, part = ?, duplicate_of_line = ? WHERE id = ?')
      .run(line, part, duplicateOfLine, taskId);
    this.#ledger.changes.task(taskId);
    if (!isMoved || !this.#batch.isInOrder) return;
    this.#ledger.sql('UPDATE batches SET is_in_order = 0 WHERE id = ?').run(this.#batch.batchId);
    this.#batch.isInOrder = false;
    this.#ledger.onRollback(() => {
      this.#batch.isInOrder = true;
    });
  }
}
