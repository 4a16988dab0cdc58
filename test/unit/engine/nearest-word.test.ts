import { expect, test } from 'vitest';
import { nearestWord } from '../../../main/engine/nearest-word.ts';

test('the word that is fewest slips away is meant', () => {
  expect(nearestWord('--job', ['--out', '--jobs'])).toBe('--jobs');
  expect(nearestWord('indx', ['index', 'name'])).toBe('index');
});

test('no word is meant where none is near', () => {
  expect(nearestWord('abc', ['--manifest'])).toBeNull();
  expect(nearestWord('zz', ['n'])).toBeNull();
  expect(nearestWord('abc', [])).toBeNull();
});
