import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIST_ENCODINGS } from '../../../../contract/model.ts';
import { textEncoding } from '../../../../main/engine/sheets/encode-text.ts';

describe('text', () => {
  test.each(LIST_ENCODINGS)('is read again as it was written in %s', (name) => {
    const { mark, encode } = textEncoding(name);
    // Private-use characters have no code of their own in GB18030 today.
    const text = fc
      .string({ unit: 'binary', maxLength: 40 })
      .map((given) => given.replace(/[\ue000-\uf8ff]/g, '图'));
    fc.assert(
      fc.property(text, (given) => {
        const bytes = Buffer.concat([mark, encode(given)]);
        expect(new TextDecoder(name, { fatal: true }).decode(bytes)).toBe(given);
      }),
    );
  });

  test('in GB18030 is what Chinese programs write', () => {
    const { encode } = textEncoding('gb18030');
    expect(Buffer.from(encode('A货号€')).toString('hex')).toBe('41bbf5bac5a2e3');
    expect(Buffer.from(encode('😀')).toString('hex')).toBe('9439fc36');
  });

  test('with half a character is written in every encoding', () => {
    for (const name of LIST_ENCODINGS) expect(textEncoding(name).encode('a\ud83d').length).toBeGreaterThan(1);
  });
});
