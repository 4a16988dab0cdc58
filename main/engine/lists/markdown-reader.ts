import type { LineFacts } from '#contract/worker-messages.ts';
import { findLinks } from './find-links.ts';
import { createHtmlReader } from './html-reader.ts';
import { createLineReader } from './line-reader.ts';
import type { Found, MakeReader, ReaderSink } from './list-reader.ts';
import type { MarkdownPiece } from './markdown-links.ts';
import { readMarkdownLine } from './markdown-links.ts';
import { createRangeEntries } from './range-entries.ts';
import { baseOf, leadsToPicture, resolveLink } from './resolve-link.ts';

const MAX_CAPTION_LENGTH = 1000;
/** Definitions and references that are remembered until the other half comes. */
const MAX_LABELS = 100_000;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const TAG = /<\/?[a-z][a-z0-9]*(?=[\s/>]|$)/i;
const WHOLE_TAG = /<\/?[a-z][a-z0-9]*(?:[\s/][^<>]*)?>/gi;
/** Only of tags that may name a picture: any other `<` is prose. */
const OPEN_TAG = /<(?:a|img|picture|source|video)(?:\s[^<>]*)?$/i;
/** A tag over more lines than this is prose, too, and an empty line ends it. */
const MAX_TAG_LINES = 20;

/**
 * Reads the pictures of Markdown: images, links and definitions that lead to pictures (a picture in such a link gives
 * way to it), tags, and every URL that stands alone, in blocks of code too. Relative ones need a base.
 */
export const readMarkdown: MakeReader = (sink, reading) => {
  const base = baseOf(reading.baseUrl);
  const addBare = createRangeEntries(sink, reading.areRangesLiteral);
  const labels = createLabels();
  let fence = '';
  /** How long a tag has been open; 0 outside of one. */
  let tagLines = 0;
  let htmlLine = 1;
  let lineNumber = 1;
  const tell = (line: number, target: string, text: string) => {
    const caption = text.replace(/\s+/g, ' ').slice(0, MAX_CAPTION_LENGTH).toWellFormed();
    const facts: LineFacts | null = caption === '' ? null : { caption };
    sink.entry(line, resolveLink(target, base), facts);
  };
  const html = createHtmlReader({ ...sink, line: () => {} } satisfies ReaderSink, base, false);

  const takePieces = (line: number, pieces: readonly MarkdownPiece[]) => {
    /** A link to a picture came just before: the picture in it gives way. */
    let isCovered = false;
    for (const piece of pieces) {
      const isPicture = piece.kind === 'image' || piece.kind === 'reference';
      if (!isPicture || !isCovered) takePiece(line, piece);
      isCovered = piece.kind === 'link' && leadsToPicture(piece.target);
    }
  };
  const takePiece = (line: number, piece: MarkdownPiece) => {
    if (piece.kind === 'reference') {
      const target = labels.use(piece.label, piece.text);
      if (target !== null) tell(line, target, piece.text);
    } else if (piece.kind === 'definition') {
      const isUsed = labels.define(piece.label, piece.target);
      if (isUsed || leadsToPicture(piece.target)) tell(line, piece.target, labels.captionOf(piece.label));
    } else if (piece.kind === 'image' || leadsToPicture(piece.target)) {
      tell(line, piece.target, piece.text);
    }
  };
  const addLinks = (line: number, founds: readonly Found[]) => {
    for (const found of founds) addBare(line, found);
  };
  const closeTag = () => {
    if (tagLines > 0) html.push('>');
    tagLines = 0;
  };
  /** Gives the tags of a line to the reader of pages; what is left are its links that stand alone. */
  const takeTags = (line: number, text: string): string => {
    if (text.trim() === '' || tagLines > MAX_TAG_LINES) closeTag();
    if (tagLines === 0 && !TAG.test(text)) return text;
    html.push('\n'.repeat(line - htmlLine) + text);
    htmlLine = line;
    const withoutTags = (tagLines > 0 ? '<a ' : '').concat(text).replace(WHOLE_TAG, ' ');
    const open = withoutTags.search(OPEN_TAG);
    tagLines = open >= 0 ? tagLines + 1 : 0;
    return open >= 0 ? withoutTags.slice(0, open) : withoutTags;
  };
  const takeText = (line: number, text: string) => {
    const { pieces, rest } = readMarkdownLine(text);
    takePieces(line, pieces);
    addLinks(line, findLinks(takeTags(line, rest)));
  };
  const take = (line: number, text: string) => {
    const mark = FENCE.exec(text)?.[1] ?? '';
    if (fence === '' && mark !== '') fence = mark;
    else if (fence === '') {
      takeText(line, text);
      return;
    } else if (mark.startsWith(fence) && text.trim() === mark) fence = '';
    addLinks(line, findLinks(text));
  };
  const lines = createLineReader(({ line, text, isEnd, isOverlong }) => {
    if (text.trim() !== '' && isEnd) sink.line();
    if (isOverlong)
      sink.entry(line, { kind: 'unusable', reason: 'too-long', text: text.slice(0, 4096) }, null);
    else if (isEnd && line === lineNumber) take(line, text);
    else addLinks(line, findLinks(text));
    lineNumber = isEnd ? line + 1 : 0;
  });
  return {
    push: lines.push,
    end() {
      lines.end();
      html.end();
    },
  };
};

/** Which labels are used by pictures, and what they stand for; each picture is told when both are known. */
function createLabels() {
  const targets = new Map<string, string>();
  const captions = new Map<string, string>();
  return {
    /** Whether a picture waits for the label. */
    define(label: string, target: string): boolean {
      const isFirst = !targets.has(label) && targets.size < MAX_LABELS;
      if (isFirst) targets.set(label, captions.has(label) || leadsToPicture(target) ? '' : target);
      return isFirst && captions.has(label);
    },
    /** What a picture's label stands for; null where that is told already, or later. */
    use(label: string, caption: string): string | null {
      const target = targets.get(label);
      if (target === undefined && captions.size < MAX_LABELS) captions.set(label, caption);
      if (target) targets.set(label, '');
      return target || null;
    },
    captionOf: (label: string) => captions.get(label) ?? '',
  };
}
