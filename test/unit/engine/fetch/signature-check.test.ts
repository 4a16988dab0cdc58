import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSignatureCheck } from '../../../../main/engine/fetch/signature-check.ts';
import { makePicture } from '../../../support/pictures.ts';

const page = Buffer.from(
  `<!doctype html><html><head><title>Sign in</title></head>${'<p>text</p>'.repeat(100)}`,
);

describe('createSignatureCheck', () => {
  test('A22 takes a picture whatever the server calls it', async () => {
    const check = createSignatureCheck('text/html');
    expect(check.push(await makePicture({ seed: 1, format: 'png' }))).toBeNull();
    expect(check.end()).toBeNull();
    expect(check.format).toBe('png');
  });

  test('A21 refuses a web page at its first bytes, with its title', () => {
    const check = createSignatureCheck('image/jpeg');
    expect(check.push(page)).toEqual({ code: 'html', facts: { title: 'Sign in' } });
  });

  test('lets unknown bytes through for the decoder to judge', () => {
    const check = createSignatureCheck('application/octet-stream');
    expect(check.push(Buffer.alloc(100_000, 7))).toBeNull();
    expect(check.end()).toBeNull();
    expect(check.format).toBeNull();
  });

  test('believes the server that unknown bytes are a web page', () => {
    const check = createSignatureCheck('text/html; charset=utf-8');
    expect(check.push(Buffer.from('Go away'))).toBeNull();
    expect(check.end()).toEqual({ code: 'html' });
  });

  test('knows picture and page however the body is cut', async () => {
    const picture = await makePicture({ seed: 2, format: 'webp', width: 200, height: 200, isNoise: true });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 40 }), (sizes) => {
        const outcome = (bytes: Buffer): string => {
          const check = createSignatureCheck('image/webp');
          let at = 0;
          for (let index = 0; at < bytes.length; index += 1) {
            const size = sizes[index % sizes.length] ?? 1;
            const failure = check.push(bytes.subarray(at, at + size));
            if (failure !== null) return failure.code;
            at += size;
          }
          return check.end()?.code ?? String(check.format);
        };
        expect(outcome(picture)).toBe('webp');
        expect(outcome(page)).toBe('html');
      }),
      { numRuns: 50 },
    );
  });
});
