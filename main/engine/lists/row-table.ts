import type { UnusableReason } from '#contract/model.ts';
import { UNUSABLE_REASONS } from '#contract/model.ts';
import type { Numbers } from './packed.ts';
import { createNumbers, createTextIndex, createTexts } from './packed.ts';

export type RowKind = 'new' | 'duplicate' | 'unusable';

export interface Row {
  readonly line: number;
  readonly kind: RowKind;
  /** The normalised URL; for unusable rows the start of the text. */
  readonly text: string;
  /** For duplicates: the line of the row that has this URL. */
  readonly ofLine: number;
  readonly reason: UnusableReason | null;
  /** The number that came with the URL. */
  readonly host: number;
}

export interface RowTable {
  /**
   * Adds a URL with a number that stands for its host; false when the URL was there already, and then it becomes a
   * duplicate (once a line, at most).
   */
  addUrl(line: number, url: string, host: number): boolean;
  addUnusable(line: number, text: string, reason: UnusableReason): void;
  get(row: number): Row;
  /** Number of the n-th row of a kind. */
  nth(kind: RowKind, n: number): number;
  count(kind: RowKind | 'all'): number;
}

const NEW = 0;
const DUPLICATE = 1;
const FIRST_REASON = 2;

/** The rows of a draft, packed: about 130 bytes for a URL of 90 characters. */
export function createRowTable(): RowTable {
  const texts = createTexts();
  const index = createTextIndex(texts);
  /** The row that brought a text. */
  const firstRows = createNumbers();
  const hosts = createNumbers();
  const lines = createNumbers();
  const textOfRow = createNumbers();
  const codes = createNumbers();
  const rowsOf: Readonly<Record<RowKind, Numbers>> = {
    new: createNumbers(),
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
  const kindOf = (code: number): RowKind => {
    if (code === NEW) return 'new';
    return code === DUPLICATE ? 'duplicate' : 'unusable';
  };

  return {
    addUrl(line, url, host) {
      const known = index.find(url);
      if (known === undefined) {
        const text = addText(url, 'latin1', host);
        index.add(url, text);
        addRow(line, NEW, text, 'new');
        return true;
      }
      // The text and the target of `<a href="X">X</a>` are one wish.
      const isSameLine = lines.at(firstRows.at(known)) === line || !isFirstInLine(line, known);
      if (!isSameLine) addRow(line, DUPLICATE, known, 'duplicate');
      return false;
    },
    addUnusable(line, text, reason) {
      const code = FIRST_REASON + UNUSABLE_REASONS.indexOf(reason);
      addRow(line, code, addText(text, 'utf8', 0), 'unusable');
    },
    get(row) {
      const code = codes.at(row);
      const kind = kindOf(code);
      const text = textOfRow.at(row);
      return {
        line: lines.at(row),
        kind,
        text: texts.get(text, kind === 'unusable' ? 'utf8' : 'latin1'),
        ofLine: lines.at(firstRows.at(text)),
        host: hosts.at(text),
        reason: kind === 'unusable' ? (UNUSABLE_REASONS[code - FIRST_REASON] ?? null) : null,
      };
    },
    nth: (kind, n) => rowsOf[kind].at(n),
    count: (kind) => (kind === 'all' ? lines.length : rowsOf[kind].length),
  };
}
