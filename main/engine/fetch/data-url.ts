import type { Failure } from '#contract/failures.ts';
import type { Result } from '#contract/model.ts';

export interface DataImage {
  readonly bytes: Buffer;
  /** Media type with its parameters. */
  readonly contentType: string;
  /** The URL up to the data. */
  readonly prefix: string;
}

const failed = (failure: Failure): Result<never> => ({ ok: false, failure });

function decodePercent(text: string): Buffer {
  if (!text.includes('%')) return Buffer.from(text, 'utf8');
  const parts = text.split(/((?:%[0-9a-f]{2})+)/i);
  return Buffer.concat(
    parts.map((part, index) =>
      index % 2 === 1 ? Buffer.from(part.replaceAll('%', ''), 'hex') : Buffer.from(part, 'utf8'),
    ),
  );
}

function decodeBase64(text: string): Buffer | null {
  const plain = decodePercent(text)
    .toString('latin1')
    .replace(/[\t\n\f\r ]/g, '');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(plain) ? Buffer.from(plain, 'base64') : null;
}

/** Reads the picture out of a `data:image/…` URL: base64 or percent-encoded, at most `maxBytes`, at least one byte. */
export function readDataUrl(url: string, maxBytes: number): Result<DataImage> {
  const comma = url.indexOf(',');
  const head = /^data:(image\/[^,;]+(?:;[^,;]+)*?)(;\s*base64)?\s*$/i.exec(url.slice(0, Math.max(comma, 0)));
  if (head === null) return failed({ code: 'not-an-image' });
  const isBase64 = head[2] !== undefined;
  const encoded = url.slice(comma + 1);
  const tooLarge: Failure = { code: 'too-large', facts: { limitBytes: maxBytes } };
  // No coding that is in use takes more than four characters for a byte: what is far too long is not decoded.
  if (encoded.length / 4 > maxBytes) return failed(tooLarge);
  const bytes = isBase64 ? decodeBase64(encoded) : decodePercent(encoded);
  if (bytes === null) return failed({ code: 'corrupt' });
  if (bytes.length > maxBytes) return failed(tooLarge);
  if (bytes.length === 0) return failed({ code: 'empty' });
  return { ok: true, value: { bytes, contentType: head[1] ?? '', prefix: url.slice(0, comma + 1) } };
}
