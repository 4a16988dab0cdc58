import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { NAMED_FAILURE_CODES } from '#contract/failures.ts';
import type { ActiveTask, TaskRow } from '#contract/model.ts';
import { LANGUAGES } from '#contract/model.ts';
import { formatsFor } from '../../../../renderer/i18n/formats.ts';
import { startTexts } from '../../../../renderer/i18n/i18n.ts';
import type { WordsContext } from '../../../../renderer/i18n/row-words.ts';
import { rowWords } from '../../../../renderer/i18n/row-words.ts';
import { queuedRow, rowInState } from '../../../support/fake-client/fake-rows.ts';

const NOW = 1_000_000;
const row = queuedRow(1, 1, 12);
const context: WordsContext = { t: i18next.t, language: 'en', formats: formatsFor('en'), now: NOW };
const wordsOf = (patch: Partial<TaskRow>) => rowWords({ ...row, ...patch }, undefined, context);

beforeAll(() => startTexts('en'));

describe('what a row says', () => {
  test('counts down to the next attempt in whole seconds', () => {
    expect(wordsOf({ state: 'waiting', waitUntil: NOW + 41_200 }).short).toBe('Again in 42 s');
    expect(wordsOf({ state: 'waiting', waitUntil: NOW + 2_000 }).short).toBe('Again in 2 s');
    expect(wordsOf({ state: 'waiting', waitUntil: NOW - 1 }).short).toBe('Again in a moment');
  });

  test('says what holds its list in place of promising a start', () => {
    const short = (patch: Partial<TaskRow>, hold: 'stopped' | 'paused') =>
      rowWords({ ...row, ...patch }, undefined, { ...context, hold }).short;
    expect(short({ state: 'queued' }, 'stopped')).toBe('Stopped');
    expect(short({ state: 'waiting', waitUntil: NOW + 5_000 }, 'stopped')).toBe('Stopped');
    expect(short({ state: 'queued' }, 'paused')).toBe('Paused');
    expect(short({ state: 'done' }, 'stopped')).toBe('Saved');
  });

  test('follows a running attempt in percent, once its size is known', () => {
    const live: ActiveTask = {
      taskId: 1,
      batchId: 1,
      line: 12,
      name: 'x',
      host: 'h',
      state: 'downloading',
      startedAt: 0,
      receivedBytes: 999,
      totalBytes: 1_000,
    };
    expect(rowWords(row, live, context).short).toBe('99 %');
    expect(rowWords(row, { ...live, totalBytes: null }, context).short).toBe('Downloading');
  });

  test('marks as a problem only what needs the person', () => {
    const tones = (['queued', 'waiting', 'saving', 'done', 'failed', 'skipped', 'canceled'] as const).map(
      (state) => rowWords(rowInState(row, state, NOW), undefined, context).tone,
    );
    expect(tones).toEqual(['quiet', 'quiet', 'live', 'saved', 'problem', 'quiet', 'quiet']);
    expect(wordsOf({ state: 'done', integrity: 'truncated' }).tone).toBe('attention');
  });

  test('fits its column for every failure in every language', () => {
    for (const language of LANGUAGES) {
      for (const code of NAMED_FAILURE_CODES) {
        const words = rowWords({ ...row, state: 'failed', failure: { code } }, undefined, {
          ...context,
          language,
        });
        expect(words.short.length, `${language} ${code}`).toBeLessThanOrEqual(24);
        expect(words.sentence, code).not.toBe('');
      }
    }
  });
});

describe('sizes', () => {
  test('have one decimal below a hundred, so that columns stand in line', () => {
    const { bytes } = formatsFor('en');
    expect([0, 999, 1_000, 2_000_000, 12_345_678, 999_960_000, 118e9].map(bytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '2.0 MB',
      '12.3 MB',
      '1.0 GB',
      '118 GB',
    ]);
  });
});
