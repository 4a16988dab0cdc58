import path from 'node:path';
import type { StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Attempt, BatchId, TaskDetail, TaskId, TaskRow, ViewId, ViewQuery } from '#contract/model.ts';
import type { ViewApi } from '#contract/worker-messages.ts';
import { maskUrl } from '../mask-url.ts';
import { databasePath } from './database.ts';
import type { Columns } from './task-rows.ts';
import { FACT_COLUMNS, hasFile, ROW_COLUMNS, toFailure, toSavedFacts, toTaskRow } from './task-rows.ts';
import type { Run, ViewIds } from './view-ids.ts';
import { idsOfList, idsOfRuns, idsOutsideGaps, joinIds, parseIds, withoutGaps } from './view-ids.ts';
import { idQuery, isListOrder } from './view-query.ts';

/** Ids looked at before other calls get their turn. */
const IDS_PER_STEP = 50_000;
const JOINED = 'tasks JOIN hosts ON hosts.id = host_id';

interface OpenView {
  readonly query: ViewQuery;
  /** Frozen when the view was opened; null for the list order, which is read anew. */
  readonly frozen: Uint32Array | null;
  ids: ViewIds;
  /** What `ids` was made from: the removals so far and, for the list order, where its lists end. */
  madeFrom: string;
}

/** A connection that only reads, with what is open on it. */
class Views {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #views = new Map<ViewId, OpenView>();
  #lastViewId = 0;

  constructor(stateFolder: string) {
    this.#db = new DatabaseSync(databasePath(stateFolder), { readOnly: true, timeout: 5000 });
    this.#db.exec('PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY');
  }

  async openView(query: ViewQuery): Promise<{ readonly viewId: ViewId; readonly total: number }> {
    const runs = this.#runs(query.batchId);
    const isLive = isListOrder(query) && this.#isInOrder(query.batchId);
    const frozen = isLive ? null : await this.#findIds(query, runs);
    const view: OpenView = { query, frozen, ids: idsOfRuns([]), madeFrom: '' };
    this.#refresh(view);
    this.#lastViewId += 1;
    this.#views.set(this.#lastViewId, view);
    return { viewId: this.#lastViewId, total: view.ids.total };
  }

  getPage(viewId: ViewId, offset: number, limit: number) {
    const view = this.#view(viewId);
    this.#refresh(view);
    const select = this.#sql(`SELECT ${ROW_COLUMNS} FROM ${JOINED} WHERE tasks.id = ?`);
    const rows: TaskRow[] = [];
    for (const taskId of view.ids.slice(offset, limit)) {
      const row = select.get(taskId);
      if (row) rows.push(toTaskRow(row));
    }
    return { rows, total: view.ids.total };
  }

  getIds(viewId: ViewId, exceptTaskIds: readonly TaskId[]): Uint32Array {
    const view = this.#view(viewId);
    this.#refresh(view);
    const except = new Set(exceptTaskIds);
    const ids = view.ids.all();
    return except.size === 0 ? ids : ids.filter((id) => !except.has(id));
  }

  closeView(viewId: ViewId): void {
    this.#views.delete(viewId);
  }

  getTask(taskId: TaskId): TaskDetail | null {
    const row = this.#sql(
      `SELECT ${ROW_COLUMNS}, ${FACT_COLUMNS}, batches.name AS batch_name, folder, removed
       FROM ${JOINED} JOIN batches ON batches.id = batch_id WHERE tasks.id = ?`,
    ).get(taskId);
    if (row?.removed !== 0 || this.#isRemoved(taskId)) return null;
    const attempts = this.#sql('SELECT * FROM attempts WHERE task_id = ? ORDER BY sequence').all(taskId);
    return toTaskDetail(row, attempts.map(toAttempt));
  }

  getUrls(taskIds: Uint32Array, limit: number): string {
    // The text of an unusable line is no URL.
    const select = this.#sql(`SELECT url FROM tasks WHERE id = ? AND skip IS NOT 'unusable'`);
    const urls: string[] = [];
    for (const taskId of taskIds) {
      if (urls.length >= limit) break;
      const row = select.get(taskId);
      if (row) urls.push(maskUrl(String(row.url)));
    }
    return urls.join('\n');
  }

  close(): void {
    this.#views.clear();
    this.#db.close();
  }

  #view(viewId: ViewId): OpenView {
    const view = this.#views.get(viewId);
    if (!view) throw new Error(`No view ${viewId}`);
    return view;
  }

  /** Leaves out what was removed since, and lets the list order grow with its list. */
  #refresh(view: OpenView): void {
    const removals = this.#sql(`SELECT value FROM meta WHERE name = 'removals'`).get()?.value ?? 0;
    const ends = view.frozen ? null : this.#sql('SELECT max(last_task_id) AS last FROM segments').get()?.last;
    const madeFrom = `${removals} ${ends}`;
    if (view.madeFrom === madeFrom) return;
    view.madeFrom = madeFrom;
    view.ids = view.frozen
      ? idsOfList(idsOutsideGaps(view.frozen, this.#gaps()))
      : idsOfRuns(withoutGaps(this.#runs(view.query.batchId), this.#gaps()));
  }

  /** The ids of the batches that are on the list, by age of the batch. */
  #runs(batchId: BatchId | null): readonly Run[] {
    return this.#rows(
      `SELECT first_task_id, last_task_id FROM segments JOIN batches ON batches.id = batch_id
       WHERE removed = 0 AND batch_id = coalesce(?, batch_id) ORDER BY batch_id, first_task_id`,
    ).all(batchId) as unknown as readonly Run[];
  }

  /** Runs of ids that were taken off the list: single rows and whole batches. */
  #gaps(): readonly Run[] {
    const rows = this.#rows('SELECT first_task_id, last_task_id FROM removals').all();
    const batches = this.#rows(
      `SELECT first_task_id, last_task_id FROM segments
       WHERE batch_id NOT IN (SELECT id FROM batches WHERE removed = 0)`,
    ).all();
    return merged([...rows, ...batches] as unknown as readonly Run[]);
  }

  #isInOrder(batchId: BatchId | null): boolean {
    const found = this.#sql(
      'SELECT count(*) AS n FROM batches WHERE is_in_order = 0 AND removed = 0 AND id = coalesce(?, id)',
    ).get(batchId);
    return found?.n === 0;
  }

  #isRemoved(taskId: TaskId): boolean {
    const run = this.#sql(
      'SELECT last_task_id FROM removals WHERE first_task_id <= ? ORDER BY first_task_id DESC LIMIT 1',
    ).get(taskId);
    return run !== undefined && Number(run.last_task_id) >= taskId;
  }

  async #findIds(query: ViewQuery, runs: readonly Run[]): Promise<Uint32Array> {
    const isInOrder = this.#isInOrder(query.batchId);
    const isByLine = query.sort === 'line' && isInOrder;
    if (isByLine && query.filter === 'all' && query.search === '') return idsOfRuns(runs).all().reverse();
    const { sql, parameters } = idQuery(query, isInOrder);
    const found: Uint32Array[] = [];
    for (const [first, last] of isByLine ? piecesOf(runs, query.isDescending) : spanOf(runs)) {
      const row = this.#sql(sql).get(first, last, ...parameters);
      if (typeof row?.ids === 'string') found.push(parseIds(row.ids));
      await nextTurn();
    }
    const ids = joinIds(found);
    return isByLine ? ids : idsInside(ids, runs);
  }

  #sql(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known) return known;
    const statement = this.#db.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  #rows(text: string): StatementSync {
    const key = `${text} `;
    const known = this.#statements.get(key);
    if (known) return known;
    const statement = this.#db.prepare(text);
    statement.setReturnArrays(true);
    this.#statements.set(key, statement);
    return statement;
  }
}

/** The runs in pieces that are short enough for one step, in list order or against it. */
function* piecesOf(runs: readonly Run[], isDescending: boolean): Generator<Run> {
  for (const [first, last] of isDescending ? runs.toReversed() : runs) {
    const starts: TaskId[] = [];
    for (let from = first; from <= last; from += IDS_PER_STEP) starts.push(from);
    for (const from of isDescending ? starts.reverse() : starts)
      yield [from, Math.min(last, from + IDS_PER_STEP - 1)];
  }
}

/** One run around all of them: what has to be sorted is asked for at once. */
function spanOf(runs: readonly Run[]): readonly Run[] {
  if (runs.length === 0) return [];
  return [[Math.min(...runs.map(([first]) => first)), Math.max(...runs.map(([, last]) => last))]];
}

function idsInside(ids: Uint32Array, runs: readonly Run[]): Uint32Array {
  if (runs.length <= 1) return ids;
  const [[first, last] = [0, 0]] = spanOf(runs);
  return idsOutsideGaps(ids, withoutGaps([[first, last]], merged(runs)));
}

/** In order of their ids, touching ones joined. */
function merged(runs: readonly Run[]): readonly Run[] {
  const joined: [TaskId, TaskId][] = [];
  for (const [first, last] of runs.toSorted((a, b) => a[0] - b[0])) {
    const before = joined.at(-1);
    if (before && before[1] >= first - 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

const SAME_EXTENSIONS: Readonly<Record<string, string>> = {
  jpeg: 'jpg',
  jpe: 'jpg',
  jfif: 'jpg',
  tif: 'tiff',
};

function toTaskDetail(row: Columns, attempts: readonly Attempt[]): TaskDetail {
  const facts = hasFile(row) ? toSavedFacts(row) : null;
  const declared = typeof row.declared_extension === 'string' ? row.declared_extension.toLowerCase() : null;
  const isOther = facts && declared && (SAME_EXTENSIONS[declared] ?? declared) !== facts.format;
  return {
    row: toTaskRow(row),
    batchName: String(row.batch_name),
    path: facts && path.join(String(row.folder), facts.file),
    finalUrl: facts?.finalUrl ?? null,
    sha256: facts?.sha256 ?? null,
    contentType: facts?.contentType ?? null,
    declaredExtension: isOther ? declared : null,
    cameraModel: facts?.cameraModel ?? null,
    takenAt: facts?.takenAt ?? null,
    finishedAt: typeof row.finished_at === 'number' ? row.finished_at : null,
    attempts,
  };
}

function toAttempt(row: Columns): Attempt {
  return {
    number: Number(row.number),
    startedAt: Number(row.started_at),
    endedAt: Number(row.ended_at),
    httpStatus: typeof row.http_status === 'number' ? row.http_status : null,
    failure: toFailure(row.failure_code, row.failure_facts),
    receivedBytes: Number(row.received_bytes),
    timeline: JSON.parse(String(row.timeline)),
  };
}

/** Answers what windows see, from a connection that never writes. */
export function createViews(): ViewApi {
  let views: Views | null = null;
  const current = (): Views => {
    if (!views) throw new Error('The views are not open');
    return views;
  };
  return {
    async open({ stateFolder }) {
      views?.close();
      views = new Views(stateFolder);
    },
    openView: async (query) => current().openView(query),
    getPage: async ({ viewId, offset, limit }) => current().getPage(viewId, offset, limit),
    getIds: async ({ viewId, exceptTaskIds }) => current().getIds(viewId, exceptTaskIds),
    getTask: async ({ taskId }) => current().getTask(taskId),
    getUrls: async ({ taskIds, limit }) => current().getUrls(taskIds, limit),
    closeView: async ({ viewId }) => current().closeView(viewId),
    async close() {
      views?.close();
      views = null;
    },
  };
}
