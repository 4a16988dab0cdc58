import { describe, expect, test } from 'vitest';
import type { Batch, BatchOptions } from '#contract/model.ts';
import { DEFAULT_NAME_OPTIONS } from '#contract/model.ts';
import type { NamingRequest } from '../../../../main/engine/files/final-name.ts';
import { namingOf } from '../../../../main/engine/files/final-name.ts';

const report = { width: 800, height: 600, format: 'webp' } as const;
const GIVEN = 'attachment; filename="given.png"';
const task: NamingRequest['task'] = {
  line: 12,
  partOfLine: 1,
  url: 'https://x.com/Cats/a.jpg',
  facts: null,
  stem: 'planned',
};
const batchWith = (change: Partial<BatchOptions>): Pick<Batch, 'name' | 'createdAt' | 'options'> => ({
  name: 'Spring',
  createdAt: 77,
  options: { ...DEFAULT_NAME_OPTIONS, fetchesKnown: false, columns: ['sku'], sheet: null, ...change },
});
const fetchedWith = (change: Partial<NamingRequest['fetched']>): NamingRequest['fetched'] => ({
  sha256: 'abcdef0123456789'.repeat(4),
  contentDisposition: null,
  lastModified: null,
  ...change,
});

function finalOf(
  template: string,
  change: Partial<NamingRequest['task']> = {},
  header: string | null = null,
) {
  const fetched = fetchedWith({ contentDisposition: header });
  return namingOf({ task: { ...task, ...change }, fetched, report, batch: batchWith({ template }), now: 0 })
    .stem;
}

describe('the name of a picture that is here', () => {
  test('is the planned one where nothing else is known', () => {
    expect(finalOf('{name}')).toBe('planned');
    expect(finalOf('{host}/{index}', { stem: 'x.com/12' }, GIVEN)).toBe('x.com/12');
  });

  test('is that of the answer with the number of the line', () => {
    expect(finalOf('{name}', {}, GIVEN)).toBe('given-12');
    expect(finalOf('{name}', { partOfLine: 3 }, GIVEN)).toBe('given-12-3');
    expect(finalOf('{index}_{name}', {}, GIVEN)).toBe('12_given');
    expect(finalOf('{index}_{name}', { partOfLine: 3 }, GIVEN)).toBe('12_given-3');
    expect(finalOf('{name}_{n}', { partOfLine: 3 }, GIVEN)).toBe('given_3-12');
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
    expect(finalOf('{col.sku}-{width}', { facts: { cells: ['A1'] }, partOfLine: 2 })).toBe('A1-800-2-12');
    expect(finalOf('{ext}/{name}')).toBe('webp/a-12');
  });

  test('lies in the folder that was planned', () => {
    expect(finalOf('{path[1]}/{name}', { stem: 'CATS/a' }, GIVEN)).toBe('CATS/given-12');
    expect(finalOf('{name}', { stem: 'Shoes/a', facts: { folder: 'shoes' } }, GIVEN)).toBe('Shoes/given-12');
  });

  test('lies in folders that are spelled as they were planned, also beside those that wait for the picture', () => {
    const facts = { folder: 'shoes' };
    expect(finalOf('{ext}/{path[1]}/{name}', { stem: 'Shoes/ext/CATS/a', facts })).toBe(
      'Shoes/webp/CATS/a-12',
    );
  });

  test('keeps its number however long it is', () => {
    const long = finalOf('{name}', {}, `attachment; filename="${'x'.repeat(300)}.jpg"`);
    expect(long.endsWith('x-12')).toBe(true);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(227);
  });
});

describe('how a picture is saved', () => {
  const naming = (options: Partial<BatchOptions>, lastModified: string | null = null) =>
    namingOf({
      task,
      fetched: fetchedWith({ lastModified }),
      report,
      batch: batchWith(options),
      now: Date.UTC(2026, 0),
    });

  test('is what the person chose when the list was added', () => {
    expect(naming({ collision: 'overwrite' })).toEqual({
      stem: 'planned',
      collision: 'overwrite',
      agreedAt: 77,
      modifiedAt: null,
    });
  });

  test('keeps the time of the server only where that is wanted and a file can have it', () => {
    const date = 'Tue, 04 Mar 2025 10:00:00 GMT';
    expect(naming({}, date).modifiedAt).toBeNull();
    expect(naming({ keepsServerTime: true }, date).modifiedAt).toBe(Date.UTC(2025, 2, 4, 10));
    for (const other of [null, 'yesterday', 'Thu, 01 Jan 1970 00:00:00 GMT', 'Tue, 04 Mar 2035 10:00:00 GMT'])
      expect(naming({ keepsServerTime: true }, other).modifiedAt).toBeNull();
  });

  test('is as planned where the list was removed meanwhile', () => {
    expect(namingOf({ task, fetched: fetchedWith({}), report, batch: undefined, now: 0 })).toEqual({
      stem: 'planned',
    });
  });
});
