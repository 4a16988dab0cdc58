import { decodeHead, isSvgName, readProlog } from '../markup.ts';
import type { Container } from './container.ts';
import { container } from './container.ts';

/** Index after the tag that begins at `from`, whose attributes may hold `>` in quotes; -1 without an end. */
function afterTag(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const character = text[at];
    if (character === '>') return at + 1;
    if (character === '"' || character === "'") {
      const end = text.indexOf(character, at + 1);
      if (end < 0) return -1;
      at = end;
    }
    at += 1;
  }
  return -1;
}

// Only the beginning and the end are looked at: the whole may be too long for one text.
const PIECE_BYTES = 64 * 1024;

/** Checks that the root element of an SVG is closed. Whether all in between is well formed, the decoder says. */
export function inspectSvg(bytes: Uint8Array): Container {
  const head = decodeHead(bytes.subarray(0, PIECE_BYTES));
  const prolog = head === null ? null : readProlog(head);
  if (head === null || !prolog?.root || !isSvgName(prolog.root)) return container('broken');
  const rootEnd = afterTag(head, prolog.rootIndex);
  if (rootEnd < 0) return container('cut');
  if (head[rootEnd - 2] === '/') return container('whole', { frames: 1 });
  return container(isClosed(bytes, prolog.root) ? 'whole' : 'cut', { frames: 1 });
}

/** Whether the closing tag of an element is in the last piece of a file. */
function isClosed(bytes: Uint8Array, name: string): boolean {
  // Without the zeros of UTF-16 a tag reads the same in every encoding that is met.
  const tail = Buffer.from(bytes.subarray(-PIECE_BYTES).filter((byte) => byte !== 0)).toString('latin1');
  const closing = tail.lastIndexOf(`</${name}`);
  return closing >= 0 && tail.includes('>', closing);
}
