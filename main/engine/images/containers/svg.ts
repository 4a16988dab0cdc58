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

/** Checks that the root element of an SVG is closed and nothing but comments follows. */
export function inspectSvg(bytes: Uint8Array): Container {
  const text = decodeHead(bytes);
  const prolog = text === null ? null : readProlog(text);
  if (text === null || !prolog?.root || !isSvgName(prolog.root)) return container('broken');
  const rootEnd = afterTag(text, prolog.rootIndex);
  if (rootEnd < 0) return container('cut');
  if (text[rootEnd - 2] === '/') return container('whole', { frames: 1 });
  const closing = text.lastIndexOf(`</${prolog.root}`);
  const end = closing < rootEnd ? -1 : text.indexOf('>', closing);
  return container(end < 0 ? 'cut' : 'whole', { frames: 1 });
}
