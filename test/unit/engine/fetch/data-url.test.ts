import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDataUrl } from '../../../../main/engine/fetch/data-url.ts';

function codeOf(url: string, maxBytes = 1000): string {
  const image = readDataUrl(url, maxBytes);
  return image.ok ? image.value.bytes.toString('latin1') : image.failure.code;
}

describe('readDataUrl', () => {
  test('reads base64, with white space and percent codes in it', () => {
    expect(codeOf('data:image/png;base64,QUJD')).toBe('ABC');
    expect(codeOf('data:image/png;base64,QU JD')).toBe('ABC');
    expect(codeOf('data:image/png;base64,QUI%3D')).toBe('AB');
    expect(codeOf('DATA:IMAGE/PNG;BASE64,QUJD')).toBe('ABC');
  });

  test('reads percent-encoded text with parameters', () => {
    expect(codeOf('data:image/svg+xml;charset=utf-8,%3Csvg%20a="1"/>')).toBe('<svg a="1"/>');
  });

  test('tells type and prefix', () => {
    const image = readDataUrl('data:image/png;x=1;base64,QUJD', 1000);
    expect(image).toMatchObject({
      value: { contentType: 'image/png;x=1', prefix: 'data:image/png;x=1;base64,' },
    });
  });

  test('D15 takes pictures only', () => {
    expect(codeOf('data:text/html,<b>')).toBe('not-an-image');
    expect(codeOf('data:,x')).toBe('not-an-image');
    expect(codeOf('data:image/png;base64')).toBe('not-an-image');
  });

  test('names empty, broken and too large ones', () => {
    expect(codeOf('data:image/png;base64,')).toBe('empty');
    expect(codeOf('data:image/png;base64,@@@')).toBe('corrupt');
    expect(codeOf('data:image/png;base64,QUJDRA==', 3)).toBe('too-large');
    expect(codeOf(`data:image/png,${'x'.repeat(4001)}`)).toBe('too-large');
  });

  test('gives back any bytes, in either coding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        const percent = buffer.toString('hex').replace(/../g, '%$&');
        for (const data of [`;base64,${buffer.toString('base64')}`, `,${percent}`]) {
          const image = readDataUrl(`data:image/png${data}`, 1000);
          expect(image.ok && image.value.bytes.equals(buffer)).toBe(true);
        }
      }),
    );
  });
});
