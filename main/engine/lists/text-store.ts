import type { FileHandle } from 'node:fs/promises';

export interface TextStore {
  add(text: string): void;
  /** In UTF-16 units. */
  readonly length: number;
  /** Line breaks, and one more where the text does not end with one. */
  readonly lineCount: number;
  /** All of it in order, in pieces that cut no character. */
  pieces(): Iterable<string>;
  writeTo(handle: FileHandle): Promise<void>;
}

/** Keeps a draft's text as it came, outside the heap. Halves of a character that was cut in two are joined. */
export function createTextStore(): TextStore {
  const chunks: Buffer[] = [];
  let half = '';
  let length = 0;
  let breaks = 0;
  let last = '';

  const countBreaks = (text: string) => {
    // The line feed of a line end that was cut in two was counted with its return.
    let from = last === '\r' && text.startsWith('\n') ? 1 : 0;
    const hasReturns = text.includes('\r');
    if (!hasReturns)
      for (let at = text.indexOf('\n', from); at >= 0; at = text.indexOf('\n', at + 1)) breaks += 1;
    else {
      for (; from < text.length; from += 1) {
        const unit = text.charCodeAt(from);
        if (unit === 10 || (unit === 13 && text.charCodeAt(from + 1) !== 10)) breaks += 1;
      }
    }
    last = text.slice(-1);
  };

  return {
    add(text) {
      if (text === '') return;
      length += text.length;
      countBreaks(text);
      const whole = half + text;
      half = /[\ud800-\udbff]$/.test(whole) ? whole.slice(-1) : '';
      if (whole.length > half.length) chunks.push(Buffer.from(half === '' ? whole : whole.slice(0, -1)));
    },
    get length() {
      return length;
    },
    get lineCount() {
      return breaks + (last === '' || last === '\n' || last === '\r' ? 0 : 1);
    },
    *pieces() {
      for (const chunk of chunks) yield chunk.toString();
    },
    async writeTo(handle) {
      for (const chunk of chunks) await handle.writeFile(chunk);
    },
  };
}
