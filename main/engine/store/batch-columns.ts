import type { BatchOptions } from '#contract/model.ts';
import type { BatchColumns, LineFacts } from '#contract/worker-messages.ts';
import type { BatchEntry, Ledger } from './ledger.ts';

/** Turns the facts of a row (JSON) into what they are by the batch's columns. */
export type FitFacts = (facts: string | null) => string | null;

/** A list that is given again says what its columns are now; rows that it has get their cells from it. */
export function replaceColumns(ledger: Ledger, batch: BatchEntry, { columns, sheet }: BatchColumns): void {
  save(ledger, batch, { ...batch.options, columns, sheet });
}

/**
 * A list that is added to a batch may have other columns, or the same in another order: those that the batch has not
 * come behind its own, and the cells of the added rows go where their column stands.
 */
export function joinColumns(ledger: Ledger, batch: BatchEntry, added: BatchColumns): FitFacts {
  const { columns: own, sheet } = batch.options;
  const columns = [...own, ...added.columns.filter((name) => !own.includes(name))];
  save(ledger, batch, { ...batch.options, columns, sheet: sheet ?? added.sheet });
  const places = added.columns.map((name) => columns.indexOf(name));
  if (places.every((place, index) => place === index)) return (facts) => facts;
  return (facts) => (facts === null ? null : moveCells(facts, places));
}

function moveCells(json: string, places: readonly number[]): string {
  const facts: LineFacts = JSON.parse(json);
  if (facts.cells === undefined) return json;
  const cells: string[] = [];
  for (const [index, cell] of facts.cells.entries()) cells[places[index] ?? index] = cell;
  return JSON.stringify({ ...facts, cells: Array.from(cells, (cell) => cell ?? '') });
}

function save(ledger: Ledger, batch: BatchEntry, options: BatchOptions): void {
  const json = JSON.stringify(options);
  if (json === JSON.stringify(batch.options)) return;
  ledger.sql('UPDATE batches SET options = ? WHERE id = ?').run(json, batch.batchId);
  ledger.afterCommit(() => Object.assign(batch, { options }));
}
