const ESCAPES = /%[0-9a-f]{2}/gi;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const strictGb18030 = new TextDecoder('gb18030', { fatal: true });

/** Bytes as strict UTF-8, else as GB18030 (which contains GBK); null when they are neither. */
export function decodeText(bytes: Uint8Array): string | null {
  for (const decoder of [strictUtf8, strictGb18030]) {
    try {
      return decoder.decode(bytes);
    } catch {
      // Not this encoding.
    }
  }
  return null;
}

/** Undoes percent-encoding once. Sequences that are no text in any encoding we know stay as they are. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  const bytes: Buffer[] = [];
  let end = 0;
  for (const { 0: sequence, index } of text.matchAll(ESCAPES)) {
    bytes.push(Buffer.from(text.slice(end, index)), Buffer.of(Number.parseInt(sequence.slice(1), 16)));
    end = index + sequence.length;
  }
  bytes.push(Buffer.from(text.slice(end)));
  return decodeText(Buffer.concat(bytes)) ?? text;
}
