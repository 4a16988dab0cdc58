/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Deeper values are written as JSON into one cell. */
const MAX_DEPTH = 4;
/** An object with more members is no row of a table; the rest of them is left out. */
const MAX_CELLS = 1000;

/** The value of a JSON text; undefined where it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    // Article numbers may have more digits than a number holds.
    return (LONG_NUMBER.test(text) ? JSON.parse(text, keepLongNumber) : JSON.parse(text)) as Json;
  } catch {
    return undefined;
  }
}

const LONG_NUMBER = /\d{16}/;

function keepLongNumber(_name: string, value: Json, context?: { readonly source?: string }): Json {
  const isRounded = typeof value === 'number' && String(value) !== context?.source;
  return isRounded && /^-?\d{16,}$/.test(context?.source ?? '') ? (context?.source ?? value) : value;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * An object as the row of a table: members of members are `image.src`, the items of an array stand between bars in one
 * cell, also those of the same name in an array of objects.
 */
export function cellsOfObject(object: JsonObject): ReadonlyMap<string, string> {
  const cells = new Map<string, string>();
  const add = (name: string, text: string) => {
    const before = cells.get(name);
    if (before !== undefined) cells.set(name, `${before}|${text}`);
    else if (cells.size < MAX_CELLS) cells.set(name, text);
  };
  const flatten = (value: Json, name: string, depth: number): void => {
    if (value === null) add(name, '');
    else if (typeof value === 'string') add(name, value);
    else if (typeof value !== 'object') add(name, String(value));
    else if (depth >= MAX_DEPTH) add(name, JSON.stringify(value));
    else if (Array.isArray(value))
      for (const item of value as readonly Json[]) flatten(item, name, depth + 1);
    else
      for (const [member, inner] of Object.entries(value as JsonObject))
        flatten(inner, `${name}.${member}`, depth + 1);
  };
  for (const [name, value] of Object.entries(object)) flatten(value, name, 1);
  return cells;
}

/**
 * The array of objects that an answer of a server or an export wraps: the outermost one that holds URLs, of several the
 * longest; null where there is none.
 */
export function wrappedRows(value: JsonObject): readonly JsonObject[] | null {
  let level: readonly Json[] = Object.values(value);
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    const arrays = level.filter(isRows).filter((rows) => JSON.stringify(rows).includes('://'));
    const longest = arrays.toSorted((a, b) => b.length - a.length)[0];
    if (longest) return longest;
    level = level.filter(isObject).flatMap((object) => Object.values(object));
  }
  return null;
}

function isRows(value: Json): value is readonly JsonObject[] {
  return Array.isArray(value) && value.length > 0 && (value as readonly Json[]).every(isObject);
}

/** Every string in a value, in order. */
export function* stringsOf(value: Json): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const inner of Array.isArray(value)
      ? (value as readonly Json[])
      : Object.values(value as JsonObject))
      yield* stringsOf(inner);
}
