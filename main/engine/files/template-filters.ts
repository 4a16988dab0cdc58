import type { TemplateProblem } from '#contract/model.ts';

export type Filter = (value: string) => string;
export type FilterResult =
  | { readonly ok: true; readonly filter: Filter }
  | { readonly ok: false; readonly code: TemplateProblem['code'] };

/** Most characters that `pad` makes and `max` leaves. */
const LARGEST_COUNT = 200;
const DIACRITICS = /[\u0300-\u036f]/g;
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/gu;
const ASCII = /^[\0-\x7f]*$/;

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Small letters and digits with hyphens between the words; letters of every script stay. */
function slug(value: string): string {
  // Diacritics only: what other scripts build characters from is no ornament.
  const plain = value.normalize('NFKD').replace(DIACRITICS, '').normalize('NFC').toLowerCase();
  return plain.replace(BETWEEN_WORDS, '-').replace(/^-|-$/g, '');
}

function firstCharacters(value: string, count: number): string {
  if (value.length <= count) return value;
  if (ASCII.test(value)) return value.slice(0, count).trimEnd();
  let end = 0;
  let left = count;
  for (const { index, segment } of segmenter.segment(value)) {
    if (left === 0) break;
    left -= 1;
    end = index + segment.length;
  }
  return value.slice(0, end).trimEnd();
}

const countOf = (text: string | undefined): number | null => {
  const count = /^\d{1,3}$/.test(text ?? '') ? Number(text) : 0;
  return count >= 1 && count <= LARGEST_COUNT ? count : null;
};

type Maker = (words: readonly string[]) => Filter | null;
const plain =
  (filter: Filter): Maker =>
  (words) =>
    words.length === 0 ? filter : null;

/** What each filter makes of its arguments; null where they do not fit. */
const FILTERS: Readonly<Record<string, Maker>> = {
  slug: plain(slug),
  lower: plain((value) => value.toLowerCase()),
  upper: plain((value) => value.toUpperCase()),
  pad: ([text, ...more]) => {
    const count = countOf(text);
    if (count === null || more.length > 0) return null;
    return (value) => (value === '' ? value : value.padStart(count, '0'));
  },
  max: ([text, ...more]) => {
    const count = countOf(text);
    return count === null || more.length > 0 ? null : (value) => firstCharacters(value, count);
  },
  replace: ([from, to, ...more]) =>
    !from || to === undefined || more.length > 0 ? null : (value) => value.replaceAll(from, () => to),
  default: ([fallback, ...more]) =>
    !fallback || more.length > 0 ? null : (value) => (value.trim() === '' ? fallback : value),
};

export const FILTER_NAMES = Object.keys(FILTERS);

/** Filters that leave different values different. */
const KEEPS_DIFFERENCE = new Set(['slug', 'lower', 'upper', 'pad']);

/** Makes the filter of a name and its arguments, or says what is wrong with them. */
export function makeFilter(name: string, words: readonly string[]): FilterResult {
  const maker = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  if (!maker) return { ok: false, code: 'unknown-filter' };
  const filter = maker(words);
  return filter ? { ok: true, filter } : { ok: false, code: 'bad-argument' };
}

/** Whether two numbers, or two hashes, stay different behind a filter of this name. */
export function keepsDifference(name: string): boolean {
  return KEEPS_DIFFERENCE.has(name);
}
