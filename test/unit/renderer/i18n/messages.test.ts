import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { en } from '../../../../renderer/i18n/en.ts';
import { startTexts } from '../../../../renderer/i18n/i18n.ts';
import { zhCN } from '../../../../renderer/i18n/zh-CN.ts';

type Tree = { readonly [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): ReadonlyMap<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : [...flatten(value, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

const english = flatten(en);
const chinese = flatten(zhCN);
const values = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name).sort();

beforeAll(() => startTexts('en'));

describe('the texts of the window', () => {
  test('are complete in Chinese, but for forms that Chinese does not have', () => {
    const expected = [...english.keys()].filter((key) => !key.endsWith('_one')).sort();
    expect([...chinese.keys()].sort()).toEqual(expected);
  });

  test('mention the same values in both languages', () => {
    for (const [key, text] of chinese) expect(values(text), key).toEqual(values(english.get(key) ?? ''));
  });

  test('have a singular for every plural in English', () => {
    for (const key of english.keys()) {
      if (key.endsWith('_other')) expect([...english.keys()]).toContain(key.replace(/_other$/, '_one'));
    }
  });

  test('are in Chinese where a text has words at all', () => {
    const untranslated = [...chinese].filter(([key, text]) => {
      const words = text.replace(/\{\{.*?\}\}/g, '');
      return /[a-z]{4,}/i.test(words) && !/\p{Script=Han}/u.test(words) && english.get(key) === text;
    });
    expect(untranslated.map(([key]) => key)).toEqual([
      'add.baseUrlExample',
      'inspector.httpStatus',
      'settings.languageValue.en',
    ]);
  });

  test('choose the plural and write numbers as the language does', async () => {
    expect(i18next.t('list.frames', { count: 1 })).toBe('1 frame');
    expect(i18next.t('list.frames', { count: 12_345 })).toBe('12,345 frames');
    expect(i18next.t('header.savedOf', { saved: 7_802, total: 10_000 })).toBe('7,802 saved of 10,000');
    await i18next.changeLanguage('zh-CN');
    expect(i18next.t('list.frames', { count: 1 })).toBe('1 帧');
    expect(i18next.t('header.savedOf', { saved: 7_802, total: 10_000 })).toBe('已保存 7,802 / 10,000');
    await i18next.changeLanguage('en');
  });

  test('never use the words that say nothing to a person', () => {
    const empty = /\b(invalid|unexpected|failed to|error|oops)\b/i;
    expect([...english].filter(([, text]) => empty.test(text))).toEqual([]);
  });
});
