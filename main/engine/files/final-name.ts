import type { BatchOptions } from '#contract/model.ts';
import type { ListNamesOptions, NamedRow } from './list-names.ts';
import { ownName, positionSuffix, renderPath, sheetName } from './list-names.ts';
import { withSuffix } from './name-path.ts';
import { nameFromDisposition } from './names.ts';
import type { Template } from './template.ts';
import { parseTemplate } from './template.ts';
import type { PictureValues } from './template-variables.ts';

export interface FinalNameRequest {
  readonly row: NamedRow & {
    /** As planned when the list was added. */
    readonly stem: string;
  };
  readonly batch: { readonly name: string; readonly createdAt: number; readonly options: BatchOptions };
  /** The answer's header, as Node hands it over; null for none. */
  readonly contentDisposition: string | null;
  readonly picture: PictureValues;
}

/**
 * The path that a picture asks for now that it is here, below the folder with `/` and without extension: the planned
 * one, unless the answer gives a name or the template asks for the picture itself. Names that only the answer gives
 * take the line's number where nothing else in them tells lines apart, so that they do not depend on who was faster.
 */
export function finalStem({ row, batch, contentDisposition, picture }: FinalNameRequest): string {
  const { template, columns } = batch.options;
  const parsed = parseTemplate(template);
  if (!parsed.ok) return row.stem;
  const given = parsed.value.uses('name') ? givenName(row, contentDisposition) : null;
  if (given === null && parsed.value.lateVariables.length === 0) return row.stem;
  const options: ListNamesOptions = {
    template: parsed.value,
    columns,
    batchName: batch.name,
    createdAt: batch.createdAt,
  };
  const name = given ?? ownName(row).name;
  const path = withSuffix(renderPath(row, { ...options, name, picture }), lineSuffix(row, parsed.value));
  return parsed.value.hasLateFolder ? path : inFolderOf(row.stem, path);
}

/** The sheet's word goes before the server's. */
function givenName(row: NamedRow, header: string | null): string | null {
  if (header === null || sheetName(row.facts) !== null) return null;
  return nameFromDisposition(header)?.stem ?? null;
}

function lineSuffix(row: NamedRow, template: Template): string {
  if (template.tellsPicturesApart) return '';
  const isPartTold = row.part === 1 || template.uses('n') || positionSuffix(row, template) !== '';
  return `${template.tellsLinesApart ? '' : `-${row.line}`}${isPartTold ? '' : `-${row.part}`}`;
}

/** The folder as it was planned, since that is how the first line of the list spells it. */
function inFolderOf(planned: string, path: string): string {
  return planned.slice(0, planned.lastIndexOf('/') + 1) + path.slice(path.lastIndexOf('/') + 1);
}
