import type { Batch, BatchOptions, ImageFormat } from '#contract/model.ts';
import type { ReadyTask } from '#contract/worker-messages.ts';
import type { SaveRequest } from './commit.ts';
import type { ListNamesOptions, NamedRow } from './list-names.ts';
import { ownName, positionSuffix, renderPath, sheetName } from './list-names.ts';
import { withSuffix } from './name-path.ts';
import { foldName } from './name-text.ts';
import { nameFromDisposition } from './names.ts';
import type { Template } from './template.ts';
import { parseTemplate } from './template.ts';
import type { PictureValues } from './template-variables.ts';

interface FinalNameRequest {
  readonly row: NamedRow & {
    /** As planned when the list was added. */
    readonly stem: string;
  };
  readonly batch: { readonly name: string; readonly createdAt: number; readonly options: BatchOptions };
  /** The answer's header, as Node hands it over; null for none. */
  readonly contentDisposition: string | null;
  readonly picture: PictureValues;
}

export interface NamingRequest {
  readonly task: Pick<ReadyTask, 'line' | 'partOfLine' | 'url' | 'facts' | 'stem'>;
  readonly fetched: {
    readonly sha256: string;
    readonly contentDisposition: string | null;
    readonly lastModified: string | null;
  };
  readonly report: {
    readonly format: ImageFormat;
    readonly width: number | null;
    readonly height: number | null;
  };
  /** Undefined when it was removed while its picture came. */
  readonly batch: Pick<Batch, 'name' | 'createdAt' | 'options'> | undefined;
  readonly now: number;
}

/** How a picture of a batch is to be saved: its path, what happens where a file has it, and the file's time. */
export function namingOf({
  task,
  fetched,
  report,
  batch,
  now,
}: NamingRequest): Pick<SaveRequest, 'stem' | 'collision' | 'agreedAt' | 'modifiedAt'> {
  if (batch === undefined) return { stem: task.stem };
  const { line, partOfLine, url, facts, stem } = task;
  const { collision, keepsServerTime } = batch.options;
  return {
    stem: finalStem({
      row: { line, part: partOfLine, url, facts, stem },
      batch,
      contentDisposition: fetched.contentDisposition,
      picture: { sha256: fetched.sha256, ...report },
    }),
    collision,
    agreedAt: batch.createdAt,
    modifiedAt: keepsServerTime ? serverTime(fetched.lastModified, now) : null,
  };
}

/** Null for a time that a file cannot have: before 1980, which some disks cannot keep, or in the future. */
function serverTime(lastModified: string | null, now: number): number | null {
  const time = lastModified === null ? Number.NaN : Date.parse(lastModified);
  return time >= EARLIEST && time <= now ? time : null;
}

const EARLIEST = Date.UTC(1980, 0, 2);

/**
 * The path that a picture asks for now that it is here, below the folder with `/` and without extension: the planned
 * one, unless the answer gives a name or the template asks for the picture itself. Names that only the answer gives
 * take the line's number where nothing else in them tells lines apart, so that they do not depend on who was faster.
 */
function finalStem({ row, batch, contentDisposition, picture }: FinalNameRequest): string {
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
  return spelledAs(row.stem, path);
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

/** With the folders spelled as they were planned, since that is how the first line of the list spells them. */
function spelledAs(planned: string, path: string): string {
  const plannedParts = planned.split('/');
  const parts = path.split('/');
  if (plannedParts.length !== parts.length) return path;
  const spell = (part: string, index: number) => {
    const spelled = plannedParts[index] ?? part;
    return index < parts.length - 1 && foldName(spelled) === foldName(part) ? spelled : part;
  };
  return parts.map(spell).join('/');
}
