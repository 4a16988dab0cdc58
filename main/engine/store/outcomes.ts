import type { BatchId, TaskId } from '#contract/model.ts';
import type { Outcome } from '#contract/worker-messages.ts';
import { maskUrl } from '../mask-url.ts';
import type { BatchEntry, Ledger } from './ledger.ts';
import { HOLE, REMOVED, STATE_MASK } from './task-codes.ts';
import type { Columns } from './task-rows.ts';
import { FACT_COLUMNS, hasFile, ROW_COLUMNS, toLineFacts, toSavedFacts, toTaskRow } from './task-rows.ts';

export interface OutcomesRequest {
  readonly batchId: BatchId;
  readonly afterLine: number;
  readonly afterPart: number;
  readonly limit: number;
}

/** Where a reader stands, so that its next page costs no search. */
interface Bookmark extends Omit<OutcomesRequest, 'limit'> {
  readonly ids: Iterator<TaskId, undefined>;
}

/** Reads the rows of batches in list order, a page at a time. */
export class OutcomeReader {
  readonly #ledger: Ledger;
  #bookmark: Bookmark | null = null;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  read(request: OutcomesRequest): readonly Outcome[] {
    const batch = this.#ledger.batches.get(request.batchId);
    if (batch?.removed !== 0) return [];
    const ids = this.#continues(request) ?? this.#idsAfter(batch, request);
    const page = this.#page(ids, request.limit);
    const last = page.at(-1);
    const isLastPage = !last || page.length < request.limit;
    const { batchId } = request;
    this.#bookmark = isLastPage ? null : { batchId, afterLine: last.line, afterPart: last.part, ids };
    return page;
  }

  #continues({ batchId, afterLine, afterPart }: OutcomesRequest): Bookmark['ids'] | null {
    const at = this.#bookmark;
    const isHere = at?.batchId === batchId && at.afterLine === afterLine && at.afterPart === afterPart;
    return isHere ? at.ids : null;
  }

  *#idsAfter(batch: BatchEntry, { afterLine, afterPart }: OutcomesRequest): Iterator<TaskId, undefined> {
    const first = batch.isInOrder ? this.#firstAfter(batch, afterLine, afterPart) : null;
    if (!batch.isInOrder) {
      yield* this.#sorted(batch, afterLine, afterPart);
      return undefined;
    }
    if (first === null) return undefined;
    for (const { firstTaskId, length } of batch.segments)
      for (let id = Math.max(first, firstTaskId); id < firstTaskId + length; id += 1) yield id;
    return undefined;
  }

  #firstAfter(batch: BatchEntry, line: number, part: number): TaskId | null {
    if (line < 1) return batch.segments[0]?.firstTaskId ?? null;
    const search = this.#ledger.sql(
      'SELECT id FROM tasks WHERE id BETWEEN ? AND ? AND (line, part) > (?, ?) ORDER BY id LIMIT 1',
    );
    for (const { firstTaskId, length } of batch.segments) {
      const found = search.get(firstTaskId, firstTaskId + length - 1, line, part);
      if (found) return Number(found.id);
    }
    return null;
  }

  #sorted(batch: BatchEntry, afterLine: number, afterPart: number): readonly TaskId[] {
    const select = this.#ledger.rows(
      'SELECT id, line, part FROM tasks WHERE id BETWEEN ? AND ? AND (line, part) > (?, ?)',
    );
    const rows = batch.segments.flatMap(
      ({ firstTaskId, length }) =>
        select.all(
          firstTaskId,
          firstTaskId + length - 1,
          afterLine,
          afterPart,
        ) as unknown as readonly (readonly [TaskId, number, number])[],
    );
    return rows.sort((a, b) => a[1] - b[1] || a[2] - b[2]).map(([id]) => id);
  }

  #page(ids: Bookmark['ids'], limit: number): readonly Outcome[] {
    const select = this.#ledger.sql(
      `SELECT ${ROW_COLUMNS}, ${FACT_COLUMNS} FROM tasks JOIN hosts ON hosts.id = host_id WHERE tasks.id = ?`,
    );
    const page: Outcome[] = [];
    while (page.length < limit) {
      const { value: taskId } = ids.next();
      if (taskId === undefined) break;
      const flags = this.#ledger.flagsOf(taskId);
      if (flags & REMOVED || (flags & STATE_MASK) === HOLE) continue;
      const row = select.get(taskId);
      if (row) page.push(toOutcome(row));
    }
    return page;
  }
}

function toOutcome(row: Columns): Outcome {
  return {
    taskId: Number(row.id),
    line: Number(row.line),
    part: Number(row.part),
    url: maskUrl(String(row.url)),
    row: toTaskRow(row),
    given: toLineFacts(row),
    facts: hasFile(row) ? toSavedFacts(row) : null,
    startedAt: row.started_at === null ? null : Number(row.started_at),
    finishedAt: row.finished_at === null ? null : Number(row.finished_at),
  };
}
