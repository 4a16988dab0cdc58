import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FailureCode } from '#contract/failures.ts';
import { NAMED_FAILURE_CODES, SKIP_CODES } from '#contract/failures.ts';
import type { Language } from '#contract/model.ts';
import { LANGUAGES, TASK_STATES, UNUSABLE_REASONS } from '#contract/model.ts';
import { WORDED_STATUSES } from '#contract/words/catalogue.ts';
import {
  failureWords,
  fill,
  formatBytes,
  skipWords,
  unusableWords,
  wordsFor,
} from '#contract/words/words.ts';

const BANNED: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:invalid|unexpected|failed to|unknown error|something went wrong|illegal)\b/i,
  'zh-CN': /无效|非法|意外|未知错误|出错了/,
};
const LONGEST_SHORT: Readonly<Record<Language, number>> = { en: 24, 'zh-CN': 12 };
const FACTS = {
  title: 'Sign in',
  receivedBytes: 123_456,
  expectedBytes: 9_000_000,
  limitBytes: 1_000_000,
  waitMs: 42_000,
  folder: '/pictures/spring',
  type: 'application/pdf',
};
const CODES: readonly FailureCode[] = [
  ...NAMED_FAILURE_CODES,
  ...WORDED_STATUSES.map((status) => `http-${status}` as const),
  'http-304',
  'http-499',
  'http-599',
];

/** Every text of a catalogue with the path that leads to it. */
function texts(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}/${key}`));
}
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe.each(LANGUAGES)('the words in %s', (language) => {
  test('cover every failure, skip, reason and state', () => {
    const words = wordsFor(language);
    expect(Object.keys(words.failures).sort()).toEqual([...NAMED_FAILURE_CODES].sort());
    expect(Object.keys(words.httpStatuses)).toEqual(WORDED_STATUSES.map(String));
    expect(Object.keys(words.skips).sort()).toEqual([...SKIP_CODES].sort());
    expect(Object.keys(words.unusable).sort()).toEqual([...UNUSABLE_REASONS].sort());
    expect(Object.keys(words.states)).toEqual(expect.arrayContaining([...TASK_STATES]));
  });

  test('hold no empty text and none of the words that help nobody', () => {
    for (const [path, text] of texts(wordsFor(language))) {
      expect(text.trim(), path).toBe(
        path.endsWith('summaryCause') || path.endsWith('summaryMore') ? text.trim() : text,
      );
      expect(text.trim(), path).not.toBe('');
      expect(text, path).not.toMatch(BANNED[language]);
    }
  });

  test.each(CODES)('say %s in a row, in a sentence and with a cure, whatever is known of it', (code) => {
    for (const failure of [{ code }, { code, facts: FACTS }, { code, facts: { receivedBytes: 0 } }]) {
      for (const host of ['cdn.example', null]) {
        const { short, sentence, cure } = failureWords(language, failure, host);
        expect([...short].length).toBeLessThanOrEqual(LONGEST_SHORT[language]);
        for (const text of [short, sentence, cure]) {
          expect(text).not.toMatch(/\{\{|\}\}|\[\[|\]\]|undefined|NaN/);
          expect(text).not.toMatch(/ {2}|\( *\)|（）| [.,;:!?]/);
        }
        expect(sentence).toMatch(language === 'en' ? /^\P{Lowercase_Letter}|^cdn\.example/u : /。$/u);
        expect(sentence).toMatch(/[.。]$/u);
        expect(cure).toMatch(/[.。]$/u);
      }
    }
  });

  test('name the line of which a line is a duplicate, where it is known', () => {
    expect(skipWords(language, 'duplicate', 12).sentence).toContain('12');
    expect(skipWords(language, 'duplicate', null).sentence).not.toMatch(/\{|\[/);
    for (const skip of SKIP_CODES) {
      expect([...skipWords(language, skip, null).short].length).toBeLessThanOrEqual(LONGEST_SHORT[language]);
    }
    for (const reason of UNUSABLE_REASONS) expect(unusableWords(language, reason)).toMatch(/[.。]$/u);
  });
});

test('all languages have the same texts with the same placeholders', () => {
  const english = new Map(texts(wordsFor('en')));
  const chinese = new Map(texts(wordsFor('zh-CN')));
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [path, text] of english) {
    expect(placeholders(chinese.get(path) ?? ''), path).toEqual(placeholders(text));
  }
});

test('a web page is named by its title, and the server where no host is known', () => {
  const failure = { code: 'html', facts: { title: 'Please sign in' } } as const;
  expect(failureWords('en', failure, 'cdn.example').sentence).toBe(
    'cdn.example sent a web page instead of a picture: “Please sign in”.',
  );
  expect(failureWords('en', { code: 'html' }, null).sentence).toBe(
    'The server sent a web page instead of a picture.',
  );
  expect(failureWords('zh-CN', failure, null).sentence).toBe(
    '服务器发来的是网页，不是图片：“Please sign in”。',
  );
});

test('sizes, durations and counts are written as the language writes them', () => {
  expect(
    fill('en', '{{saved}} of {{totalBytes}} in {{waitMs}}', { saved: 12_345, totalBytes: 0, waitMs: 1000 }),
  ).toBe('12,345 of 0 bytes in 1 second');
  expect(fill('zh-CN', '{{waitMs}}', { waitMs: 42_000 })).toBe('42秒钟');
  expect(formatBytes('en', 999)).toBe('999 bytes');
  expect(formatBytes('en', 12_430_000)).toBe('12.4 MB');
  expect(formatBytes('en', 5e15)).toMatch(/^5,000 TB$/);
  expect(fill('en', '{{waitMs}}', { waitMs: 5_400_000 })).toBe('2 hours');
});

test('text from outside cannot steer a terminal, turn the direction of reading, or grow without end', () => {
  const unit = fc.constantFrom(
    'a',
    '图',
    '\u001b[31m',
    '\u202e',
    '\r',
    '\n',
    '\u2066',
    '{{host}}',
    '[[',
    '\u{1F600}',
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 400 }), (units) => {
      const filled = fill('en', '“{{title}}”', { title: units.join('') });
      expect(filled).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      expect([...filled].length).toBeLessThanOrEqual(122);
    }),
  );
});
