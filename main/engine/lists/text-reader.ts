import type { UnusableReason } from '#contract/model.ts';
import { findLinks } from './find-links.ts';
import type { LinePiece } from './line-reader.ts';
import { createLineReader } from './line-reader.ts';
import type { Found, MakeReader, ReaderSink } from './list-reader.ts';
import type { AddEntry } from './range-entries.ts';
import { createRangeEntries } from './range-entries.ts';
import { isBrokenAt, mayGoOn } from './wrapped.ts';

/** So much of a line without a link is handed on. */
const KEPT_LENGTH = 4096;

/** A line whose last link may go on in the next one; nothing of it has been handed on. */
interface Held {
  readonly line: number;
  readonly text: string;
  readonly founds: readonly Found[];
}

const unusable = (reason: UnusableReason, text: string): Found => ({ kind: 'unusable', reason, text });

/**
 * Reads plain text: every URL of a line is an entry, a line without any is one that is unusable. Ranges are expanded;
 * a URL that seems to be broken over two lines makes both of them unusable.
 */
export const readText: MakeReader = (sink, reading) => {
  const add = createRangeEntries(sink, reading.areRangesLiteral);
  const lines = createWholeLines(sink, add);
  let start = '';
  let hasLink = false;
  let isCut = false;
  const takePiece = ({ line, text, isEnd, isOverlong }: LinePiece) => {
    lines.end();
    if (start === '') start = text.slice(0, KEPT_LENGTH).trim();
    if (!isOverlong) {
      for (const found of findLinks(text)) {
        add(line, found);
        hasLink = true;
      }
    }
    isCut = !isEnd;
    if (!isEnd) return;
    if (start !== '') sink.line();
    if (isOverlong) add(line, unusable('too-long', start));
    else if (start !== '' && !hasLink) add(line, unusable('no-url', start));
    start = '';
    hasLink = false;
  };
  const reader = createLineReader((piece) => {
    if (isCut || !piece.isEnd || piece.isOverlong) takePiece(piece);
    else lines.take(piece.line, piece.text);
  });
  return {
    push: reader.push,
    end() {
      reader.end();
      lines.end();
    },
  };
};

/** Reads lines that came in one piece, which nearly all do. */
function createWholeLines(sink: ReaderSink, add: AddEntry) {
  let held: Held | null = null;
  const letGo = () => {
    if (held === null) return;
    for (const found of held.founds) add(held.line, found);
    held = null;
  };
  const takeLinks = (line: number, raw: string, founds: readonly Found[]) => {
    letGo();
    sink.line();
    if (mayGoOn(raw)) held = { line, text: raw.trim(), founds };
    else for (const found of founds) add(line, found);
  };
  const takeOther = (line: number, text: string) => {
    sink.line();
    const before = held !== null && isBrokenAt(held.text, text) ? held : null;
    // The link that goes on is the last of its line; those before it are whole.
    const broken = before?.founds.at(-1);
    if (before && broken)
      held = { ...before, founds: before.founds.with(-1, unusable('wrapped', broken.text)) };
    letGo();
    add(line, unusable(broken ? 'wrapped' : 'no-url', text.slice(0, KEPT_LENGTH)));
  };
  return {
    take(line: number, raw: string) {
      const founds = findLinks(raw);
      const text = founds.length > 0 ? '' : raw.trim();
      if (founds.length > 0) takeLinks(line, raw, founds);
      else if (text !== '') takeOther(line, text);
      else letGo();
    },
    end: letGo,
  };
}
