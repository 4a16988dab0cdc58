import type { NameOptions } from '#contract/model.ts';
import type { LineFacts, NewTask } from '#contract/worker-messages.ts';
import type { ListNames } from '../files/list-names.ts';
import { createListNames } from '../files/list-names.ts';
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
  const { rows, kept, afterLine } = request;
  const names = namesFor(request.options.template, request);
  const isLeftOut = leftOut(kept);
  let line = 0;
  let part = 0;
  for (let number = 0; number < rows.count('all'); number += 1) {
    const row = rows.get(number);
    part = row.line === line ? part + 1 : 1;
    line = row.line;
    const task = taskOf({ row, number, part, names, request, isLeftOut: isLeftOut(row, number) });
    yield afterLine === 0 ? task : shifted(task, afterLine);
  }
}

function shifted(task: NewTask, lines: number): NewTask {
  const { duplicateOfLine } = task;
  return {
    ...task,
    line: task.line + lines,
    duplicateOfLine: duplicateOfLine === null ? null : duplicateOfLine + lines,
  };
}

/** Tells of rows in ascending order whether a check has left them out. */
function leftOut(kept: Uint32Array | null): (row: Row, number: number) => boolean {
  let next = 0;
  return ({ kind }, number) => {
    if (kept === null || (kind !== 'new' && kind !== 'known')) return false;
    while ((kept[next] ?? Number.POSITIVE_INFINITY) < number) next += 1;
    return kept[next] !== number;
  };
}

interface One {
  readonly row: Row;
  readonly number: number;
  readonly part: number;
  readonly names: ListNames;
  readonly request: RowsRequest;
  readonly isLeftOut: boolean;
}

function taskOf({ row, number, part, names, request, isLeftOut }: One): NewTask {
  const { line, kind, text: url, ofLine, firstRow, facts: json } = row;
  const never = { line, part, url, hostKey: '', stem: '', declaredExtension: null, facts: json };
  if (kind === 'unusable' || isLeftOut) return { ...never, skip: 'unusable', duplicateOfLine: null };
  const facts = factsOf(row);
  const named = { line, part, url, facts };
  const isCopy = firstRow !== number;
  if (kind === 'duplicate' && !wantsOwnFile({ row, names, part, request })) {
    const { path, declaredExtension } = names.wish({ ...named, line: ofLine });
    return { ...never, stem: path, declaredExtension, skip: 'duplicate', duplicateOfLine: ofLine };
  }
  const { stem, declaredExtension } = names.plan(named);
  const hostKey = request.hostKeyOf(row.host);
  const base = { line, part, url, hostKey, stem, declaredExtension, facts: json, skip: null };
  return { ...base, duplicateOfLine: isCopy ? ofLine : null };
}

/** Rows of a sheet that repeat a URL get a file each where the template gives them names of their own. */
function wantsOwnFile({ row, names, part, request }: Omit<One, 'number' | 'isLeftOut'>): boolean {
  const facts = factsOf(row);
  if (facts?.cells === undefined) return false;
  const first = request.rows.get(row.firstRow);
  const { line, text: url } = row;
  const own = names.wish({ line, part, url, facts }).path;
  return own !== names.wish({ line: first.line, part: 1, url, facts: factsOf(first) }).path;
}
