import type { UnusableReason } from '#contract/model.ts';
import { UNUSABLE_REASONS } from '#contract/model.ts';
import type { Numbers } from './packed.ts';
import { createNumbers, createTextIndex, createTexts } from './packed.ts';

export type RowKind = 'new' | 'known' | 'duplicate' | 'unusable';

export interface Row {
  readonly line: number;
  readonly kind: RowKind;
  /** The normalised URL; for unusable rows the start of the text. */
  readonly text: string;
  /** Number of the first row with this URL; the row's own where it is that row. */
  readonly firstRow: number;
  /** The line of that row. */
  readonly ofLine: number;
  readonly reason: UnusableReason | null;
  /** The number that came with the URL. */
  readonly host: number;
  /** `LineFacts` as JSON; null for none. */
  readonly facts: string | null;
}

export interface NewRow {
  readonly line: number;
  readonly url: string;
  /** A number that stands for its host. */
  readonly host: number;
  readonly facts: string | null;
  /** Under which name the row wants the picture: rows of one URL that want different ones each get their file. */
  readonly wish: string | null;
  /** One of the links that a range stands for: each is a row, so that there are as many as were counted. */
  readonly isOfRange: boolean;
}

export interface RowTable {
  /**
   * Adds a URL; false when the same wish was there already, and then it becomes a duplicate (once a line, at most).
   * Whether an earlier list has saved it is asked only where that matters.
   */
  addUrl(row: NewRow, isKnown: (url: string) => boolean): boolean;
  addUnusable(line: number, text: string, reason: UnusableReason, facts: string | null): void;
  get(row: number): Row;
  /** Number of the n-th row of a kind. */
  nth(kind: RowKind, n: number): number;
  count(kind: RowKind | 'all'): number;
}

const KINDS = ['new', 'known', 'duplicate'] as const;
const FIRST_REASON = KINDS.length;

const codeOf = (kind: (typeof KINDS)[number]): number => KINDS.indexOf(kind);

/** The rows of a draft, packed: about 130 bytes for a URL of 90 characters. */
export function createRowTable(): RowTable {
  const texts = createTexts();
  const index = createTextIndex(texts);
  const wishes = createTexts();
  const wishIndex = createTextIndex(wishes);
  const facts = createTexts();
  /** The row that brought a text. */
  const firstRows = createNumbers();
  const hosts = createNumbers();
  const lines = createNumbers();
  const textOfRow = createNumbers();
  /** One more than the number of the row's facts; made only when the first facts come, since most lists have none. */
  const factsOfRow = createNumbers();
  const codes = createNumbers();
  const rowsOf: Readonly<Record<RowKind, Numbers>> = {
    new: createNumbers(),
    known: createNumbers(),
    duplicate: createNumbers(),
    unusable: createNumbers(),
  };
  let lineOfSeen = 0;
  const seenInLine = new Set<number>();
  const isFirstInLine = (line: number, text: number): boolean => {
    if (line !== lineOfSeen) seenInLine.clear();
    lineOfSeen = line;
    return seenInLine.size !== seenInLine.add(text).size;
  };
  /** Whether no row before wanted this URL under this name. */
  const isFirstWish = ({ url, wish }: NewRow): boolean => {
    // Percent-encoded: the index takes ASCII only.
    const text = encodeURIComponent(`${wish ?? ''}\n${url}`.toWellFormed());
    if (wishIndex.find(text) !== undefined) return false;
    wishIndex.add(text, wishes.add(text, 'latin1'));
    return true;
  };
  const addFacts = (json: string | null) => {
    if (json === null) return;
    while (factsOfRow.length < lines.length) factsOfRow.push(0);
    factsOfRow.push(facts.add(json, 'utf8') + 1);
  };

  const addRow = (line: number, code: number, text: number, kind: RowKind) => {
    rowsOf[kind].push(lines.length);
    lines.push(line);
    codes.push(code);
    textOfRow.push(text);
  };
  const addText = (text: string, encoding: 'latin1' | 'utf8', host: number) => {
    hosts.push(host);
    firstRows.push(lines.length);
    return texts.add(text, encoding);
  };
  const kindOf = (code: number): RowKind => KINDS[code] ?? 'unusable';
  const factsAt = (row: number): string | null => {
    const number = factsOfRow.at(row);
    return number === 0 ? null : facts.get(number - 1, 'utf8');
  };

  const addFirst = (row: NewRow, isKnown: (url: string) => boolean) => {
    const { line, url, host } = row;
    if (row.wish !== null) isFirstWish(row);
    const kind = isKnown(url) ? 'known' : 'new';
    const text = addText(url, 'latin1', host);
    index.add(url, text);
    addFacts(row.facts);
    addRow(line, codeOf(kind), text, kind);
  };

  return {
    addUrl(row, isKnown) {
      const { line, url } = row;
      const text = index.find(url);
      if (text === undefined) {
        addFirst(row, isKnown);
        return true;
      }
      if (row.wish !== null && isFirstWish(row)) {
        const kind = codes.at(firstRows.at(text)) === codeOf('known') ? 'known' : 'new';
        addFacts(row.facts);
        addRow(line, codeOf(kind), text, kind);
        return true;
      }
      // The text and the target of `<a href="X">X</a>` are one wish.
      const isSameLine = lines.at(firstRows.at(text)) === line || !isFirstInLine(line, text);
      if (isSameLine && !row.isOfRange) return false;
      addFacts(row.facts);
      addRow(line, codeOf('duplicate'), text, 'duplicate');
      return false;
    },
    addUnusable(line, text, reason, json) {
      const code = FIRST_REASON + UNUSABLE_REASONS.indexOf(reason);
      const shown = addText(text, 'utf8', 0);
      addFacts(json);
      addRow(line, code, shown, 'unusable');
    },
    get(row) {
      const code = codes.at(row);
      const kind = kindOf(code);
      const text = textOfRow.at(row);
      const firstRow = firstRows.at(text);
      return {
        line: lines.at(row),
        kind,
        text: texts.get(text, kind === 'unusable' ? 'utf8' : 'latin1'),
        firstRow,
        ofLine: lines.at(firstRow),
        host: hosts.at(text),
        reason: kind === 'unusable' ? (UNUSABLE_REASONS[code - FIRST_REASON] ?? null) : null,
        facts: factsAt(row),
      };
    },
    nth: (kind, n) => rowsOf[kind].at(n),
    count: (kind) => (kind === 'all' ? lines.length : rowsOf[kind].length),
  };
}
