import type { Failure } from '#contract/failures.ts';
import type { LinkFinding } from '#contract/model.ts';
import { IMAGE_FORMATS, LINK_FINDINGS } from '#contract/model.ts';
import type { Finding } from './judge-look.ts';

const FIRST_LENGTH = 1000;
/** The row's number in its draft, width and height. */
const NUMBERS = 3;

export interface LinkFindings {
  readonly checked: number;
  counts(): Record<LinkFinding, number>;
  /** `place` is where the row stands among those that are checked, `row` its number in the draft. */
  set(at: { readonly place: number; readonly row: number }, finding: Finding): void;
  get(place: number): Finding;
  /** The checked places that are wanted, in list order. */
  places(offset: number, limit: number, only: LinkFinding | 'all'): readonly number[];
  /** Numbers in the draft of the rows whose link is good, ascending. */
  goodRows(): Uint32Array;
}

/** What was found, in a few bytes a row, in the order of the list whatever the order of the answers. */
export function createLinkFindings(): LinkFindings {
  let codes = new Uint8Array(0);
  let formats = new Uint8Array(0);
  let numbers = new Uint32Array(0);
  const failures = new Map<number, Failure>();
  const counts = new Uint32Array(LINK_FINDINGS.length);
  let checked = 0;

  const grow = (place: number) => {
    if (place < codes.length) return;
    const length = Math.max(FIRST_LENGTH, codes.length * 2, place + 1);
    const grown = { codes: new Uint8Array(length), formats: new Uint8Array(length) };
    grown.codes.set(codes);
    grown.formats.set(formats);
    const grownNumbers = new Uint32Array(length * NUMBERS);
    grownNumbers.set(numbers);
    ({ codes, formats } = grown);
    numbers = grownNumbers;
  };

  return {
    get checked() {
      return checked;
    },
    counts: () =>
      Object.fromEntries(LINK_FINDINGS.map((finding, code) => [finding, counts[code] ?? 0])) as Record<
        LinkFinding,
        number
      >,
    set({ place, row }, { finding, failure, format, width, height }: Finding) {
      grow(place);
      const code = LINK_FINDINGS.indexOf(finding);
      codes[place] = code + 1;
      formats[place] = format === null ? 0 : IMAGE_FORMATS.indexOf(format) + 1;
      numbers.set([row, width ?? 0, height ?? 0], place * NUMBERS);
      if (failure) failures.set(place, failure);
      counts[code] = (counts[code] ?? 0) + 1;
      checked += 1;
    },
    get(place) {
      const at = place * NUMBERS;
      return {
        finding: LINK_FINDINGS[(codes[place] ?? 0) - 1] ?? 'unknown',
        failure: failures.get(place) ?? null,
        format: IMAGE_FORMATS[(formats[place] ?? 0) - 1] ?? null,
        width: numbers[at + 1] || null,
        height: numbers[at + 2] || null,
      };
    },
    places(offset, limit, only) {
      const wanted = only === 'all' ? 0 : LINK_FINDINGS.indexOf(only) + 1;
      const found: number[] = [];
      let skipped = 0;
      for (let place = 0; place < codes.length && found.length < limit; place += 1) {
        if (codes[place] === 0 || (wanted !== 0 && codes[place] !== wanted)) continue;
        if (skipped < offset) skipped += 1;
        else found.push(place);
      }
      return found;
    },
    goodRows() {
      const good = LINK_FINDINGS.indexOf('good') + 1;
      const rows: number[] = [];
      for (let place = 0; place < codes.length; place += 1)
        if (codes[place] === good) rows.push(numbers[place * NUMBERS] ?? 0);
      return Uint32Array.from(rows).sort();
    },
  };
}
