import { MAX_DATA_URL_LENGTH } from './judge-link.ts';

/** Lines up to this length are handed over whole. */
const WHOLE_LINE_LENGTH = 1024 * 1024;
/** Nothing usable is longer; what is longer is not kept. */
const MAX_UNCUT_LENGTH = MAX_DATA_URL_LENGTH + 1024;
const BREAK = /\r\n|\r|\n/g;

export interface LinePiece {
  /** From 1; empty lines count. */
  readonly line: number;
  readonly text: string;
  /** The line ends with this piece. */
  readonly isEnd: boolean;
  /** The line went on too long without a place to cut it; the rest was thrown away. */
  readonly isOverlong: boolean;
}

export interface LineReader {
  push(text: string): void;
  end(): void;
}

/**
 * Turns text that comes in pieces, cut anywhere, into lines (LF, CRLF or CR). A very long line is handed over in
 * pieces that are cut between its links, so that a million URLs on one line need no more memory than on a million.
 */
export function createLineReader(onPiece: (piece: LinePiece) => void): LineReader {
  let line = 1;
  let pending = '';
  let isAfterReturn = false;
  let isOverlong = false;

  const finishLine = (rest: string) => {
    onPiece({ line, text: pending + (isOverlong ? '' : rest), isEnd: true, isOverlong });
    line += 1;
    pending = '';
    isOverlong = false;
  };
  const keep = (rest: string) => {
    if (isOverlong) return;
    pending += rest;
    if (pending.length <= WHOLE_LINE_LENGTH) return;
    const cut = findCut(pending);
    if (cut > 0) {
      onPiece({ line, text: pending.slice(0, cut), isEnd: false, isOverlong });
      pending = pending.slice(cut);
    } else if (pending.length > MAX_UNCUT_LENGTH) {
      isOverlong = true;
      pending = pending.slice(0, WHOLE_LINE_LENGTH / 64);
    }
  };
  const splitLineFeeds = (text: string) => {
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      finishLine(text.slice(from, at));
      from = at + 1;
    }
    keep(text.slice(from));
  };
  const splitAll = (text: string) => {
    let from = 0;
    for (const { 0: mark, index } of text.matchAll(BREAK)) {
      finishLine(text.slice(from, index));
      from = index + mark.length;
    }
    keep(text.slice(from));
  };

  return {
    push(text) {
      if (text === '') return;
      // The other half of a line end that was cut in two.
      const rest = isAfterReturn && text.startsWith('\n') ? text.slice(1) : text;
      isAfterReturn = text.endsWith('\r');
      if (rest.includes('\r')) splitAll(rest);
      else splitLineFeeds(rest);
    },
    end() {
      if (pending !== '' || isOverlong) finishLine('');
    },
  };
}

/** The last place between two links; 0 when there is none. The text of a data URL is left whole. */
function findCut(text: string): number {
  if (/^\s*["'<]?data:/i.test(text.slice(0, 100))) return 0;
  const places = [' ', '\t', ',http', ';http', '|http'].map((mark) => text.lastIndexOf(mark));
  return Math.max(...places) + 1;
}
