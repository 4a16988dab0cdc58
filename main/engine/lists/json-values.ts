/** A single value is held whole up to this length. */
const MAX_VALUE_LENGTH = 64 * 1024 * 1024;
const QUOTE = 34;
const BACKSLASH = 92;
const LINE_FEED = 10;

/** One value of a JSON text: an element of its outermost array, or one of the values that stand one after the other. */
export interface JsonPiece {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly text: string;
  /** It went on too long; the text is its beginning. */
  readonly isOverlong: boolean;
  /** It stands alone, not in an array. */
  readonly isTopLevel: boolean;
}

export interface JsonValues {
  push(text: string): void;
  end(): void;
}

/**
 * Cuts JSON that comes in pieces, cut anywhere, into values without parsing them: the elements of an outermost array
 * one by one, values one after the other, or JSON Lines. Once a line has held a whole object, each line stands for
 * itself, so that a broken one costs no other.
 */
export function createJsonValues(onPiece: (piece: JsonPiece) => void): JsonValues {
  let line = 1;
  let pending = '';
  /** Where the scan goes on in `pending`. */
  let at = 0;
  let start = -1;
  let startLine = 1;
  let depth = 0;
  let isInString = false;
  let isInArray = false;
  let isOverlong = false;
  let isLines = false;

  const give = (end: number) => {
    const text = pending.slice(start, end).trim();
    const isTopLevel = !isInArray;
    start = -1;
    if (text !== '') onPiece({ line: startLine, text, isOverlong, isTopLevel });
    isOverlong = false;
  };
  const begin = () => {
    if (start >= 0) return;
    start = at;
    startLine = line;
  };
  /** Leaves a string at its closing quote; false where the text ends before. */
  const skipString = (): boolean => {
    for (; at < pending.length; at += 1) {
      const code = pending.charCodeAt(at);
      if (code === BACKSLASH) at += 1;
      else if (code === LINE_FEED) line += 1;
      else if (code === QUOTE) {
        isInString = false;
        return true;
      }
    }
    return false;
  };
  const close = () => {
    depth -= 1;
    const ends = depth === (isInArray ? 1 : 0);
    if (ends && start >= 0) {
      const isOneLine = startLine === line;
      const isObject = !isInArray && pending[start] === '{';
      give(at + 1);
      isLines = isObject && isOneLine;
    } else if (depth === 0 && isInArray) {
      if (start >= 0) give(at);
      isInArray = false;
    }
    if (depth < 0) depth = 0;
  };
  const step = () => {
    const mark = pending[at];
    switch (mark) {
      case '"':
        begin();
        isInString = true;
        break;
      case '[':
        if (depth === 0) isInArray = true;
        else begin();
        depth += 1;
        break;
      case '{':
        begin();
        depth += 1;
        break;
      case ']':
        if (depth === 1 && isInArray && start >= 0) give(at);
        close();
        break;
      case '}':
        close();
        break;
      case ',':
        if (depth === (isInArray ? 1 : 0) && start >= 0) give(at);
        break;
      case '\n':
        if (depth === 0 && start >= 0) give(at);
        line += 1;
        break;
      case ' ':
      case '\t':
      case '\r':
        break;
      default:
        begin();
    }
    at += 1;
  };

  const scan = () => {
    while (at < pending.length && !isLines) {
      if (!isInString) step();
      else if (skipString()) at += 1;
    }
    dropRead();
  };
  const dropRead = () => {
    if (start < 0) {
      pending = pending.slice(at);
      at = 0;
    } else if (start > 0) {
      pending = pending.slice(start);
      at -= start;
      start = 0;
    }
    if (pending.length <= MAX_VALUE_LENGTH || isLines) return;
    isOverlong = true;
    pending = pending.slice(0, 4096) + pending.slice(at);
    at = 4096;
  };
  const scanLines = (isEnd: boolean) => {
    let from = 0;
    for (let feed = pending.indexOf('\n'); feed >= 0; feed = pending.indexOf('\n', from)) {
      giveLine(pending.slice(from, feed));
      from = feed + 1;
    }
    pending = pending.slice(from);
    if (isEnd) giveLine(pending);
    if (pending.length <= MAX_VALUE_LENGTH) return;
    isOverlong = true;
    pending = pending.slice(0, 4096);
  };
  const giveLine = (text: string) => {
    const value = text.trim().replace(/,$/, '');
    if (value !== '') onPiece({ line, text: value, isOverlong, isTopLevel: true });
    isOverlong = false;
    line += 1;
  };

  return {
    push(text) {
      pending += text;
      if (!isLines) scan();
      if (isLines) scanLines(false);
    },
    end() {
      if (isLines) return scanLines(true);
      if (start >= 0) give(pending.length);
    },
  };
}
