import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNamePlanner } from '../../../../main/engine/files/name-planner.ts';
import { foldName, STEM_BYTES } from '../../../../main/engine/files/name-text.ts';
import { sanitiseStem } from '../../../../main/engine/files/names.ts';

function plan(stems: readonly string[]): readonly string[] {
  const planner = createNamePlanner();
  return stems.map((stem) => planner.plan(stem));
}

test('equal names are numbered in the order of the list', () => {
  expect(plan(['a', 'b', 'a', 'a', 'b'])).toEqual(['a', 'b', 'a-2', 'a-3', 'b-2']);
});

test('names that differ only in case or in Unicode form are equal', () => {
  expect(plan(['Photo', 'photo', 'PHOTO'])).toEqual(['Photo', 'photo-2', 'PHOTO-3']);
  expect(plan(['é', 'e\u0301', 'É'])).toEqual(['é', 'e\u0301-2', 'É-3']);
  expect(plan(['straße', 'STRASSE'])).toEqual(['straße', 'STRASSE-2']);
});

test('a number never meets a name that an earlier line spells out', () => {
  expect(plan(['a-2', 'a', 'a', 'a-3', 'a', 'a-2'])).toEqual(['a-2', 'a', 'a-3', 'a-3-2', 'a-4', 'a-2-2']);
});

test('any list gets names that are safe, short enough, all different and the same each time', () => {
  const stem = fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.constantFrom(
        'a',
        'A',
        'a-2',
        'a-3',
        'ß',
        'ss',
        'x'.repeat(400),
        `${'x'.repeat(226)}. y`,
        '图'.repeat(90),
      ),
    )
    .map((text) => sanitiseStem(text) || 'image');
  fc.assert(
    fc.property(fc.array(stem, { maxLength: 60 }), (stems) => {
      const names = plan(stems);
      expect(new Set(names.map(foldName)).size).toBe(names.length);
      for (const name of names) {
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(STEM_BYTES);
        expect(sanitiseStem(name)).toBe(name.normalize('NFC'));
      }
      expect(plan(stems)).toEqual(names);
    }),
    { numRuns: 1000 },
  );
});

test('a hundred thousand equal names get a hundred thousand numbers', () => {
  const planner = createNamePlanner();
  const names = new Set<string>();
  for (let line = 1; line <= 100_000; line += 1) names.add(planner.plan('image'));
  expect(names.size).toBe(100_000);
  expect(names.has('image-100000')).toBe(true);
});
