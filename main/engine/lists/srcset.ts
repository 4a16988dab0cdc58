/** One of the sources of a picture, with what its page says of its size; 0 where it says nothing. */
export interface Source {
  readonly url: string;
  readonly widthPx: number;
  readonly density: number;
}

const BLANK = /[\s,]*/y;
const URL_PART = /\S+/y;
/** Up to the comma that ends a candidate; commas in parentheses do not. */
const DESCRIPTORS = /(?:[^,(]+|\([^)]*\)?)*/y;

function takeAt(text: string, pattern: RegExp, from: number): string {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0] ?? '';
}

/** The candidates of a `srcset` as HTML's own rules split it: URLs may hold commas, but not end with one. */
export function parseSrcset(text: string): readonly Source[] {
  const sources: Source[] = [];
  let at = takeAt(text, BLANK, 0).length;
  while (at < text.length) {
    const word = takeAt(text, URL_PART, at);
    at += word.length;
    const url = word.replace(/,+$/, '');
    const descriptors = url === word ? takeAt(text, DESCRIPTORS, at) : '';
    at += descriptors.length;
    at += takeAt(text, BLANK, at).length;
    if (url !== '') sources.push({ url, ...sizeOf(descriptors) });
  }
  return sources;
}

function sizeOf(descriptors: string): Omit<Source, 'url'> {
  const [, width] = /(?:^|\s)(\d{1,6})w(?=\s|$)/.exec(descriptors) ?? [];
  const [, density] = /(?:^|\s)(\d{1,3}(?:\.\d{1,4})?)x(?=\s|$)/.exec(descriptors) ?? [];
  return { widthPx: Number(width ?? 0), density: Number(density ?? 1) };
}
