const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cuts a text in two, never inside what a person sees as one character; short texts have no second part. */
export function splitMiddle(text: string, tailLength = 10): readonly [string, string] {
  if (text.length <= tailLength * 2) return [text, ''];
  // A character seldom has more than a few units, and segmenting a whole link for each row would cost.
  const from = Math.max(0, text.length - tailLength * 4);
  const last = Array.from(segmenter.segment(text.slice(from)), ({ segment }) => segment);
  const tail = last.slice(Math.max(1, last.length - tailLength)).join('');
  return [text.slice(0, text.length - tail.length), tail];
}
