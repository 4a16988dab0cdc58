import type { NameOptions } from '#contract/model.ts';
import { DEFAULT_NAME_OPTIONS } from '#contract/model.ts';
import type { LineFacts, NewTask } from '#contract/worker-messages.ts';
import type { ListNames } from '../files/list-names.ts';
import { createListNames } from '../files/list-names.ts';
import { foldName } from '../files/name-text.ts';
import { parseTemplate } from '../files/template.ts';
import type { Row, RowTable } from './row-table.ts';

export interface RowsRequest {
  readonly rows: RowTable;
  readonly kept: Uint32Array | null;
  readonly columns: readonly string[];
  readonly hostKeyOf: (host: number) => string;
  readonly options: NameOptions;
  readonly batchName: string;
  readonly createdAt: number;
  /** Added to the numbers of the lines. */
  readonly afterLine: number;
}

/** The names of a draft's rows; throws for a template that was not checked before. */
export function namesFor(
  template: string,
  facts: Pick<RowsRequest, 'columns' | 'batchName' | 'createdAt'>,
): ListNames {
  const parsed = parseTemplate(template);
  if (!parsed.ok) throw new Error(`A template came unchecked: ${parsed.failure.code}`);
  return createListNames({ template: parsed.value, ...facts });
}

export const factsOf = ({ facts }: Row): LineFacts | null =>
  facts === null ? null : (JSON.parse(facts) as LineFacts);

/** All rows of a draft in order, each with the name that the list gives it. */
export function* rowsOf(request: RowsRequest): Iterable<NewTask> {
  const { rows, kept } = request;
  const get = rowsFrom(request);
  const names = namesFor(request.options.template, request);
  const isLeftOut = leftOut(kept);
  const wishes = createWishes(request, get, names);
  let line = 0;
  let part = 0;
  for (let number = 0; number < rows.count('all'); number += 1) {
    const row = get(number);
    part = row.line === line ? part + 1 : 1;
    line = row.line;
    const isRepeat = row.kind === 'duplicate' && !wishes.isNew(row, part);
    if (row.firstRow !== number && row.kind !== 'duplicate') wishes.note(row, part);
    yield taskOf({ row, number, part, names, request, isRepeat, isLeftOut: isLeftOut(row, number) });
  }
}

/** The rows with the numbers that their lines have in the batch. */
function rowsFrom({ rows, afterLine }: RowsRequest): (number: number) => Row {
  if (afterLine === 0) return rows.get;
  return (number) => {
    const row = rows.get(number);
    return { ...row, line: row.line + afterLine, ofLine: row.ofLine + afterLine };
  };
}

/** Tells of rows whether a check has left them out; what repeats a link goes with the row that brought it. */
function leftOut(kept: Uint32Array | null): (row: Row, number: number) => boolean {
  return ({ kind, firstRow }, number) => {
    if (kept === null || kind === 'unusable') return false;
    return !holds(kept, kind === 'duplicate' ? firstRow : number);
  };
}

/** Whether ascending numbers hold this one. */
function holds(numbers: Uint32Array, number: number): boolean {
  let from = 0;
  let to = numbers.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((numbers[middle] ?? 0) < number) from = middle + 1;
    else to = middle;
  }
  return numbers[from] === number;
}

interface One {
  readonly row: Row;
  readonly number: number;
  readonly part: number;
  readonly names: ListNames;
  readonly request: RowsRequest;
  /** Another row brings its picture under the same name. */
  readonly isRepeat: boolean;
  readonly isLeftOut: boolean;
}

function taskOf({ row, number, part, names, request, isRepeat, isLeftOut }: One): NewTask {
  const { line, kind, text: url, ofLine, firstRow, facts: json } = row;
  const never = { line, part, url, hostKey: '', stem: '', declaredExtension: null, facts: json };
  if (kind === 'unusable' || isLeftOut) return { ...never, skip: 'unusable', duplicateOfLine: null };
  const facts = factsOf(row);
  const named = { line, part, url, facts };
  const isCopy = firstRow !== number;
  if (isRepeat) {
    const { path, declaredExtension } = names.wish({ ...named, line: ofLine });
    return { ...never, stem: path, declaredExtension, skip: 'duplicate', duplicateOfLine: ofLine };
  }
  const { stem, declaredExtension } = names.plan(named);
  const hostKey = request.hostKeyOf(row.host);
  const base = { line, part, url, hostKey, stem, declaredExtension, facts: json, skip: null };
  return { ...base, duplicateOfLine: isCopy ? ofLine : null };
}

/**
 * Tells of rows that repeat a URL whether they get a file of their own: those of a sheet do where the template gives
 * them names that no row of that URL had. The sheet's own names were looked at when the rows were read.
 */
function createWishes({ options }: RowsRequest, get: (number: number) => Row, names: ListNames) {
  const isByTemplate = options.template !== DEFAULT_NAME_OPTIONS.template;
  const seen = new Set<string>();
  /** False when the row's URL was wanted under this name before. */
  const add = (row: Row, part: number): boolean => {
    const { path } = names.wish({ line: row.line, part, url: row.text, facts: factsOf(row) });
    return seen.size !== seen.add(`${row.firstRow} ${foldName(path)}`).size;
  };
  return {
    note(row: Row, part: number): void {
      if (isByTemplate) add(row, part);
    },
    isNew(row: Row, part: number): boolean {
      if (!isByTemplate || factsOf(row)?.cells === undefined) return false;
      add(get(row.firstRow), 1);
      return add(row, part);
    },
  };
}
