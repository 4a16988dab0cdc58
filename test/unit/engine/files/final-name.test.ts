import { describe, expect, test } from 'vitest';
import type { FinalNameRequest } from '../../../../main/engine/files/final-name.ts';
import { finalStem } from '../../../../main/engine/files/final-name.ts';

const picture = { sha256: 'abcdef0123456789'.repeat(4), width: 800, height: 600, format: 'webp' };
const GIVEN = 'attachment; filename="given.png"';

function finalOf(
  template: string,
  row: Partial<FinalNameRequest['row']> = {},
  contentDisposition: string | null = null,
): string {
  const options = { template, columns: ['sku'] } as unknown as FinalNameRequest['batch']['options'];
  return finalStem({
    row: { line: 12, part: 1, url: 'https://x.com/Cats/a.jpg', facts: null, stem: 'planned', ...row },
    batch: { name: 'Spring', createdAt: 0, options },
    contentDisposition,
    picture,
  });
}

describe('the name of a picture that is here', () => {
  test('is the planned one where nothing else is known', () => {
    expect(finalOf('{name}')).toBe('planned');
    expect(finalOf('{host}/{index}', { stem: 'x.com/12' }, GIVEN)).toBe('x.com/12');
  });

  test('is that of the answer with the number of the line', () => {
    expect(finalOf('{name}', {}, GIVEN)).toBe('given-12');
    expect(finalOf('{name}', { part: 3 }, GIVEN)).toBe('given-12-3');
    expect(finalOf('{index}_{name}', {}, GIVEN)).toBe('12_given');
    expect(finalOf('{index}_{name}', { part: 3 }, GIVEN)).toBe('12_given-3');
    expect(finalOf('{name}_{n}', { part: 3 }, GIVEN)).toBe('given_3-12');
    expect(finalOf('{name}', {}, 'attachment; filename=".."')).toBe('planned');
  });

  test('is that of the sheet rather than that of the answer', () => {
    expect(finalOf('{name}', { facts: { name: 'sheet.jpg' }, stem: 'sheet' }, GIVEN)).toBe('sheet');
    expect(finalOf('{name}', { facts: { name: '..' } }, GIVEN)).toBe('given-12');
  });

  test('holds what the template asks of the picture', () => {
    expect(finalOf('{name}-{width}x{height}')).toBe('a-800x600-12');
    expect(finalOf('{sha256[:8]}')).toBe('abcdef01');
    expect(finalOf('{sha256[:4]}')).toBe('abcd-12');
    expect(finalOf('{index}-{width}')).toBe('12-800');
    expect(finalOf('{col.sku}-{width}', { facts: { cells: ['A1'] }, part: 2 })).toBe('A1-800-2-12');
    expect(finalOf('{ext}/{name}')).toBe('webp/a-12');
  });

  test('lies in the folder that was planned', () => {
    expect(finalOf('{path[1]}/{name}', { stem: 'CATS/a' }, GIVEN)).toBe('CATS/given-12');
    expect(finalOf('{name}', { stem: 'Shoes/a', facts: { folder: 'shoes' } }, GIVEN)).toBe('Shoes/given-12');
  });

  test('keeps its number however long it is', () => {
    const long = finalOf('{name}', {}, `attachment; filename="${'x'.repeat(300)}.jpg"`);
    expect(long.endsWith('x-12')).toBe(true);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(227);
  });
});
