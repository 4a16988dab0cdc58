import type { NamePreview, Result, TemplateProblem } from '#contract/model.ts';
import type { ListApi } from '#contract/worker-messages.ts';
import { createListNames } from '../files/list-names.ts';
import { parseTemplate } from '../files/template.ts';
import type { Draft } from './draft.ts';
import { factsOf } from './draft-rows.ts';
import type { Row } from './row-table.ts';

const NAMES_SHOWN = 5;
/** Rows that are looked at to find the first ones which are fetched. */
const ROWS_LOOKED_AT = 1000;

/** The first rows that are going to be fetched, each with its part of the line. */
function* firstRows({ rows }: Draft): Iterable<{ readonly row: Row; readonly part: number }> {
  let line = 0;
  let part = 0;
  const count = Math.min(rows.count('all'), ROWS_LOOKED_AT);
  for (let number = 0; number < count; number += 1) {
    const row = rows.get(number);
    part = row.line === line ? part + 1 : 1;
    line = row.line;
    if (row.kind === 'new' || row.kind === 'known') yield { row, part };
  }
}

/** The first names that a template gives a draft, as they would be in an empty folder. */
export function previewNames(draft: Draft, template: string): Result<NamePreview, TemplateProblem> {
  const parsed = parseTemplate(template, draft.columns);
  if (!parsed.ok) return parsed;
  const batchName = draft.summary().listName ?? '';
  const { columns } = draft;
  const names = createListNames({ template: parsed.value, columns, batchName, createdAt: Date.now() });
  const shown: string[] = [];
  for (const { row, part } of firstRows(draft)) {
    const { stem, declaredExtension } = names.plan({
      line: row.line,
      part,
      url: row.text,
      facts: factsOf(row),
    });
    shown.push(declaredExtension === null ? stem : `${stem}.${declaredExtension}`);
    if (shown.length === NAMES_SHOWN) break;
  }
  return { ok: true, value: { names: shown, lateVariables: parsed.value.lateVariables } };
}

type NewRows = Awaited<ReturnType<ListApi['getNewRows']>>;

/** The draft's rows that would be fetched, with the secrets of their URLs: new ones first, then known ones. */
export function newRows(
  { rows, hostKeyOf }: Draft,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): NewRows {
  const fresh = rows.count('new');
  const total = fresh + rows.count('known');
  const first = Math.min(Math.max(0, offset), total);
  const numberAt = (n: number) => (n < fresh ? rows.nth('new', n) : rows.nth('known', n - fresh));
  return {
    rows: Array.from({ length: Math.min(limit, total - first) }, (_, index) => {
      const row = numberAt(first + index);
      const { line, text: url, host, facts } = rows.get(row);
      return { row, line, url, hostKey: hostKeyOf(host), facts: facts === null ? null : JSON.parse(facts) };
    }),
    total,
  };
}
