import type { LineFacts } from '#contract/worker-messages.ts';
import { maskUrl } from '../mask-url.ts';
import type { Found, ReaderSink } from './list-reader.ts';
import { expandRanges } from './ranges.ts';

/** So many links may come out of the ranges of one list. */
const MAX_EXPANDED = 1_000_000;

/** Makes the facts of one of the links that a range stands for, from what its ranges stand for. */
export type FactsOf = (groups: readonly string[]) => LineFacts;
export type AddEntry = (line: number, found: Found, factsOf?: FactsOf) => void;

/**
 * Returns a function that hands entries to a sink, one for each link that a link with ranges stands for. A line whose
 * ranges go beyond what one list may be expanded to becomes `range-too-large`, after its count was told.
 */
export function createRangeEntries(sink: ReaderSink, areLiteral: boolean): AddEntry {
  let left = MAX_EXPANDED;
  return (line, found, factsOf) => {
    const { kind, text } = found;
    const hasBracket = text.includes('[') || text.includes('{');
    const isCandidate = hasBracket && !areLiteral && kind === 'link' && /^http/i.test(text);
    const ranges = isCandidate ? expandRanges(text) : null;
    if (isCandidate && (ranges?.hasLiteralBracket ?? true)) sink.literalBracket();
    if (ranges === null) {
      sink.entry(line, found, factsOf?.([]) ?? null);
      return;
    }
    const { count, first, last } = ranges;
    // An escaped bracket alone gives one link, which is no range.
    const isRange = first !== last || count > 1;
    if (isRange) sink.range(line, count, maskUrl(first), maskUrl(last));
    if (isRange && count > left) {
      sink.entry(line, { kind: 'unusable', reason: 'range-too-large', text }, null);
      return;
    }
    if (isRange) left -= count;
    for (const { link, groups } of ranges.links()) {
      const facts = factsOf?.(groups) ?? null;
      const grouped = groups.length > 0 ? { ...facts, groups } : facts;
      sink.entry(line, { kind: 'link', text: link }, grouped);
    }
  };
}
