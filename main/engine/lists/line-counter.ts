export interface LineCounter {
  /** The next piece of the text. */
  add(text: string): void;
  /** The line, from 1, of a place in the text as a whole; places are asked for in ascending order. */
  lineAt(index: number): number;
}

/** Counts lines (LF, CRLF, CR) of a text that comes in pieces, for parsers that only tell places. */
export function createLineCounter(): LineCounter {
  /** Where lines begin that have not been passed yet. */
  let starts: number[] = [];
  let next = 0;
  let passed = 1;
  let length = 0;
  let isAfterReturn = false;
  return {
    add(text) {
      starts = starts.slice(next);
      next = 0;
      for (const { 0: mark, index } of text.matchAll(/\r\n|\r|\n/g)) {
        const isSecondHalf = isAfterReturn && index === 0 && mark === '\n';
        if (!isSecondHalf) starts.push(length + index + mark.length);
      }
      if (text !== '') isAfterReturn = text.endsWith('\r');
      length += text.length;
    },
    lineAt(index) {
      while (next < starts.length && (starts[next] ?? 0) <= index) {
        next += 1;
        passed += 1;
      }
      return passed;
    },
  };
}
