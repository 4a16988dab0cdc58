import type { Failure } from '#contract/failures.ts';
import type { ImageFormat } from '#contract/model.ts';
import { SNIFF_BYTES, sniff } from '../images/signature.ts';
import { isHtmlType } from './answers.ts';

/** Enough to know nearly every format, and most pages by their title. */
const FIRST_LOOK_BYTES = 512;

export interface SignatureCheck {
  /** What the signature says so far; null while or where it says nothing. */
  readonly format: ImageFormat | null;
  /** Looks at the next bytes of the body; a failure where they are a web page. */
  push(chunk: Buffer): Failure | null;
  /** Looks at what there is when the body has ended. */
  end(): Failure | null;
}

/**
 * Watches the first bytes of a body. A web page is refused as soon as its title is known; what has no signature is
 * let through, unless the server itself calls it a page: the image worker has the last word.
 */
export function createSignatureCheck(contentType: string | undefined): SignatureCheck {
  let format: ImageFormat | null = null;
  let isDecided = false;
  let hasLooked = false;
  let chunks: Buffer[] = [];
  let bytes = 0;

  function refuse(title: string | null): Failure {
    return title === null ? { code: 'html' } : { code: 'html', facts: { title } };
  }

  function look(isLast: boolean): Failure | null {
    hasLooked = true;
    const head = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    const sniffed = sniff(head);
    isDecided = isLast || sniffed.kind === 'image';
    if (sniffed.kind === 'image') format = sniffed.format;
    if (isDecided) chunks = [];
    if (sniffed.kind === 'html' && (isLast || sniffed.title !== null)) return refuse(sniffed.title);
    return sniffed.kind === 'unknown' && isLast && isHtmlType(contentType) ? refuse(null) : null;
  }

  return {
    get format() {
      return format;
    },
    push: (chunk) => {
      if (isDecided) return null;
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= SNIFF_BYTES) return look(true);
      return !hasLooked && bytes >= FIRST_LOOK_BYTES ? look(false) : null;
    },
    end: () => (isDecided ? null : look(true)),
  };
}
