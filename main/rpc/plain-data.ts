import { MAX_DRAFT_PIECE_LENGTH } from '#contract/api.ts';
import { MAX_SELECTED_IDS } from './schemas.ts';

/** The deepest request is a selection with its ids. */
const MAX_DEPTH = 5;
const MAX_VALUES = MAX_SELECTED_IDS + 100;
const MAX_CHARACTERS = MAX_DRAFT_PIECE_LENGTH + 10_000;

/**
 * Tells whether a message is plain data (objects, arrays, strings, numbers, booleans, null) of a size that a request
 * can have. It looks before a schema walks over everything, and stops at the limit, so that a hostile message costs
 * no more than the largest good one.
 */
export function isPlainData(message: unknown): boolean {
  const left = { values: MAX_VALUES, characters: MAX_CHARACTERS };
  return isWithin(message, left, MAX_DEPTH);
}

interface Left {
  values: number;
  characters: number;
}

function isWithin(value: unknown, left: Left, depth: number): boolean {
  left.values -= 1;
  if (left.values < 0) return false;
  switch (typeof value) {
    case 'string':
      left.characters -= value.length;
      return left.characters >= 0;
    case 'number':
    case 'boolean':
      return true;
    case 'object':
      if (value === null) return true;
      return (
        depth > 0 &&
        (Array.isArray(value) ? isArrayWithin(value, left, depth) : isObjectWithin(value, left, depth))
      );
    default:
      return false;
  }
}

function isArrayWithin(array: readonly unknown[], left: Left, depth: number): boolean {
  // A sparse array is long without costing anything to send.
  if (array.length > left.values) return false;
  for (const value of array) if (!isWithin(value, left, depth - 1)) return false;
  return true;
}

function isObjectWithin(object: object, left: Left, depth: number): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  // Of this realm or of another: what has a prototype with a prototype is a Map, a Date, an Error …
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false;
  const names = Object.keys(object);
  if (names.length > left.values) return false;
  return names.every((name) => {
    left.characters -= name.length;
    if (left.characters < 0 || name === '__proto__') return false;
    return isWithin((object as Readonly<Record<string, unknown>>)[name], left, depth - 1);
  });
}
