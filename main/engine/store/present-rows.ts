import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TaskId } from '#contract/model.ts';
import type { NewTask } from '#contract/worker-messages.ts';
import type { FitFacts } from './batch-columns.ts';
import type { BatchEntry, Ledger } from './ledger.ts';
import { HOLE, REMOVED, STATE_MASK } from './task-codes.ts';

const ROWS_PER_STEP = 5000;

const keyOf = (url: string): number => hash('sha256', url, 'buffer').readUIntBE(0, 6);

/**
 * The rows that a batch has when lines are added at its end. Lines whose URL is there become duplicates; lines that
 * are there themselves, because the same lines were being added when the program ended, are left out.
 */
export class PresentRows {
  readonly #ledger: Ledger;
  readonly #batch: BatchEntry;
  readonly #fit: FitFacts;
  /** The first row of each URL, by 48 bits of its hash; the URL itself is compared when it is found. */
  #byUrl: Map<number, TaskId> | null = null;
  /** Line, part and URL of the rows from the first added line on. */
  readonly #placed = new Set<string>();

  constructor(ledger: Ledger, batch: BatchEntry, fit: FitFacts = (facts) => facts) {
    this.#ledger = ledger;
    this.#batch = batch;
    this.#fit = fit;
  }

  /** Reads what `sift` needs, once. */
  async prepare([first]: readonly NewTask[]): Promise<void> {
    if (this.#byUrl || !first) return;
    const byUrl = new Map<number, TaskId>();
    const select = this.#ledger.sql(
      `SELECT id, line, part, url FROM tasks WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ${ROWS_PER_STEP}`,
    );
    for (const { firstTaskId, length } of this.#batch.segments) {
      const last = firstTaskId + length - 1;
      for (let from = firstTaskId; from <= last; from += ROWS_PER_STEP) {
        for (const row of select.all(from, Math.min(last, from + ROWS_PER_STEP - 1))) {
          const taskId = Number(row.id);
          const url = String(row.url);
          if (Number(row.line) >= first.line) this.#placed.add(`${row.line}:${row.part}:${url}`);
          const key = keyOf(url);
          if (this.#isOnList(taskId) && !byUrl.has(key)) byUrl.set(key, taskId);
        }
        await nextTurn();
      }
    }
    this.#byUrl = byUrl;
  }

  /** What is to be added for a line; null for one that is there. */
  sift(row: NewTask): NewTask | null {
    if (this.#placed.has(`${row.line}:${row.part}:${row.url}`)) return null;
    const isOpen = row.skip === null && row.duplicateOfLine === null;
    const line = isOpen ? this.#lineOf(row.url) : null;
    const added = { ...row, facts: this.#fit(row.facts) };
    return line === null ? added : { ...added, skip: 'duplicate', duplicateOfLine: line };
  }

  /** Nothing leaves a batch because something is added. */
  left(): Uint32Array {
    return new Uint32Array(0);
  }

  #isOnList(taskId: TaskId): boolean {
    const flags = this.#ledger.flagsOf(taskId);
    return !(flags & REMOVED) && (flags & STATE_MASK) !== HOLE;
  }

  #lineOf(url: string): number | null {
    const taskId = this.#byUrl?.get(keyOf(url));
    if (taskId === undefined) return null;
    const row = this.#ledger
      .sql('SELECT line, skip, duplicate_of_line, url FROM tasks WHERE id = ?')
      .get(taskId);
    if (row?.url !== url || !this.#isOnList(taskId)) return null;
    return Number(row.skip === 'duplicate' ? row.duplicate_of_line : row.line);
  }
}
