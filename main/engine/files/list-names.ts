import type { ImageFormat } from '#contract/model.ts';
import type { LineFacts } from '#contract/worker-messages.ts';
import { partsOf, safePath, withSuffix } from './name-path.ts';
import { createNamePlanner } from './name-planner.ts';
import type { GivenName } from './names.ts';
import { cutExtension, nameFromUrl, sanitiseSegment } from './names.ts';
import type { Template } from './template.ts';
import type { NameValues } from './template-variables.ts';

export interface NamedRow {
  /** Position in the list, from 1. */
  readonly line: number;
  /** 1, 2 … where one line gives several URLs. */
  readonly part: number;
  readonly url: string;
  readonly facts: LineFacts | null;
}

export interface ListNames {
  /** The safe path, below the folder with `/` and without extension, that a row asks for; not numbered yet. */
  wish(row: NamedRow): { readonly path: string; readonly declaredExtension: ImageFormat | null };
  /** The same, numbered in the order in which rows are planned. */
  plan(row: NamedRow): { readonly stem: string; readonly declaredExtension: ImageFormat | null };
}

export interface ListNamesOptions {
  readonly template: Template;
  /** Of the list's table, in the order of the cells; none where it is no table. */
  readonly columns: readonly string[];
  readonly batchName: string;
  readonly createdAt: number;
}

/** Names the rows of one list by its template; equal lists get equal names. */
export function createListNames(options: ListNamesOptions): ListNames {
  const planner = createNamePlanner();
  const wish: ListNames['wish'] = (row) => {
    // What nearly all of a million lines are.
    if (row.facts === null && options.template.isDefault) return asPath(nameFromUrl(row.url, row.line));
    const { name, declaredExtension } = ownName(row);
    return { path: renderPath(row, { ...options, name, picture: null }), declaredExtension };
  };
  const { isDefault } = options.template;
  return {
    wish,
    plan(row) {
      if (row.facts === null && isDefault) {
        const { stem, declaredExtension } = nameFromUrl(row.url, row.line);
        return { stem: planner.plan(stem), declaredExtension };
      }
      const { path, declaredExtension } = wish(row);
      return { stem: planner.plan(path), declaredExtension };
    },
  };
}

const asPath = ({ stem, declaredExtension }: GivenName) => ({ path: stem, declaredExtension });

/** What `{name}` stands for as far as the line says: the sheet's name, else the URL's. */
export function ownName({ url, line, facts }: NamedRow): {
  readonly name: string;
  readonly declaredExtension: ImageFormat | null;
} {
  const fromUrl = nameFromUrl(url, line);
  const given = sheetName(facts);
  if (given === null) return { name: fromUrl.stem, declaredExtension: fromUrl.declaredExtension };
  return { name: given.text, declaredExtension: given.declaredExtension ?? fromUrl.declaredExtension };
}

/** The name that the sheet gives, without the extension of a picture; null for none that is of use. */
export function sheetName(facts: LineFacts | null): ReturnType<typeof cutExtension> | null {
  if (facts?.name === undefined) return null;
  const parts = partsOf(facts.name);
  // Of a whole path the last part is the name; in any other a separator is just a character ("3/4 sleeve").
  const isWholePath = /^\s*(?:[/\\]|[a-z]:[/\\]|[a-z][a-z0-9+.-]+:\/\/)/i.test(facts.name);
  const cut = cutExtension((isWholePath ? (parts.at(-1) ?? '') : parts.join('_')).trim());
  return sanitiseSegment(cut.text) === '' ? null : cut;
}

/** The safe path that a template gives a row, with what tells the pictures of one row of a sheet apart. */
export function renderPath(
  row: NamedRow,
  options: ListNamesOptions & Pick<NameValues, 'name' | 'picture'>,
): string {
  const rendered = options.template.render({ ...options, ...row });
  const folders = [...partsOf(row.facts?.folder ?? ''), ...rendered.slice(0, -1)];
  const file = rendered.at(-1) ?? '';
  const path = safePath(folders, file) ?? safePath(folders, `image-${row.line}`) ?? `image-${row.line}`;
  return withSuffix(path, positionSuffix(row, options.template));
}

/** What the URL, or the position itself, says of a picture: with one of these in its name none needs a position. */
const TELLS_APART = ['n', 'path', 'query', 'g', 'sha256'];

/** What is put behind the name of the second and later pictures of one row of a sheet. */
export function positionSuffix({ part, facts }: NamedRow, template: Template): string {
  const isOfSheet = facts?.name !== undefined || facts?.cells !== undefined;
  if (part === 1 || !isOfSheet || TELLS_APART.some(template.uses)) return '';
  if (!template.uses('name')) return `-${part}`;
  const given = sheetName(facts);
  // A result sheet that is opened again gives each picture the name that it has already.
  return given === null || given.text.endsWith(`-${part}`) ? '' : `-${part}`;
}
