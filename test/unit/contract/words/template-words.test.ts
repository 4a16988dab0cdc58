import { describe, expect, test } from 'vitest';
import type { TemplateProblem } from '#contract/model.ts';
import { LANGUAGES } from '#contract/model.ts';
import { templateHelp, templateProblemWords } from '#contract/words/template-words.ts';
import { parseTemplate } from '../../../../main/engine/files/template.ts';
import { FILTER_NAMES } from '../../../../main/engine/files/template-filters.ts';

const values = {
  line: 7,
  part: 1,
  url: 'https://img.example.com/cats/photo%20one.jpg?id=42',
  facts: { cells: ['A-17'], groups: ['001'] },
  name: 'photo one',
  batchName: 'spring',
  createdAt: new Date(2026, 2, 5).getTime(),
  columns: ['sku'],
  picture: { sha256: `9f86d081${'0'.repeat(56)}`, width: 1600, height: 1200, format: 'jpg' },
};

/** One problem of each kind, as the parser tells it. */
const PROBLEMS: readonly TemplateProblem[] = [
  '{indx}',
  '{name|slugg}',
  '{path}',
  '{name',
  '',
  'x'.repeat(600),
].map((template) => {
  const parsed = parseTemplate(template, []);
  if (parsed.ok) throw new Error(template);
  return parsed.failure;
});

describe.each(LANGUAGES)('the words for name templates in %s', (language) => {
  test.each(templateHelp(language))('say what $form gives', ({ word, form, example, sentence }) => {
    const parsed = parseTemplate(form, values.columns);
    // Alone at the end, `{ext}` is what comes there anyway.
    const shown = word === 'ext' ? 'jpg' : parsed.ok && parsed.value.render(values).join('/');
    expect(shown).toBe(example);
    expect(sentence.trim()).not.toBe('');
  });

  test('name every filter', () => {
    const shown = templateHelp(language).filter(({ kind }) => kind === 'filter');
    expect(shown.map(({ word }) => word).sort()).toEqual([...FILTER_NAMES].sort());
  });

  test('say of every problem what it is', () => {
    expect(new Set(PROBLEMS.map(({ code }) => code)).size).toBe(6);
    for (const problem of PROBLEMS) {
      const words = templateProblemWords(language, problem);
      expect(words).toMatch(/[.?。？]$/u);
      expect(words).not.toMatch(/\{\{|\[\[|undefined/);
    }
  });
});

test('a problem of a template is told with its place and with what may have been meant', () => {
  const [unknown] = PROBLEMS;
  if (!unknown) throw new Error('There is none');
  expect(templateProblemWords('en', unknown)).toBe(
    'There is no variable “indx” (character 2 of the name template). Did you mean “index”?',
  );
  expect(templateProblemWords('zh-CN', { ...unknown, nearest: null })).toBe(
    '没有“indx”这个变量（名称模板第 2 个字符）。',
  );
});
