import type { DraftReading, SheetForm, TableShape, UnusableReason } from '#contract/model.ts';
import type { LineFacts } from '#contract/worker-messages.ts';

/** A piece of a list that is to be fetched, or that names something which is not. */
export type Found =
  | { readonly kind: 'link'; readonly text: string }
  | { readonly kind: 'unusable'; readonly reason: UnusableReason; readonly text: string };

/** Where a reader puts what it finds. Lines count from 1 in the text as it came; entries come in their order. */
export interface ReaderSink {
  /** A line, row or element that is not empty has been read: it counts, whether anything was found in it or not. */
  line(): void;
  /** Something that becomes a row. Links are as written, absolute; they need not be parseable yet. */
  entry(line: number, found: Found, facts: LineFacts | null): void;
  /**
   * The line stands for so many entries, this one the first and that one the last, both without secrets. They follow,
   * or one that is `range-too-large`.
   */
  range(line: number, count: number, first: string, last: string): void;
  /** A link has a bracket that begins no range, and is taken as it is. */
  literalBracket(): void;
  /** A table was recognised, or more of it is known; comes before the entries of its first row. */
  table(table: ReadTable): void;
  /** Names of aria2 options that are kept but not acted on; each name once. */
  ignoredOption(name: string): void;
}

/** A table as its reader sees it; which sheet of which file it is, the draft knows. */
export interface ReadTable extends Pick<TableShape, 'columns' | 'sample' | 'spoiledCells'> {
  readonly form: Pick<SheetForm, 'container' | 'delimiter' | 'hasHeader'>;
}

/** Reads a list of one kind. Text comes in pieces that are cut anywhere, also inside a character. */
export interface ListReader {
  push(text: string): void;
  /** No more text comes; what was held back is read. */
  end(): void;
}

/** Makes a reader that never keeps more of the text than it must to understand it. */
export type MakeReader = (sink: ReaderSink, reading: DraftReading) => ListReader;
