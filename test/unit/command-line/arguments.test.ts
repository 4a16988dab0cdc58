import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseLanguage, parseArguments } from '../../../main/command-line/arguments.ts';

const options = (words: readonly string[]) => {
  const parsed = parseArguments(words);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return { ...parsed, options: Object.fromEntries(parsed.options) };
};

describe('the arguments of the command line', () => {
  test('takes lists, values after a blank or an equals sign, and flags', () => {
    expect(options(['download', 'a.txt', '-', '--out', 'here', '--jobs=8', '--json'])).toEqual({
      command: 'download',
      lists: ['a.txt', '-'],
      options: { '--out': 'here', '--jobs': 8, '--json': true },
    });
  });

  test('takes everything after -- as lists', () => {
    expect(options(['parse', '--', '--odd-name.txt']).lists).toEqual(['--odd-name.txt']);
  });

  test('names the nearest option to one it does not know', () => {
    expect(parseArguments(['download', 'a', '--job', '3'])).toEqual({
      problem: 'unknownOption',
      facts: { option: '--job', nearest: '--jobs' },
    });
    expect(parseArguments(['download', 'a', '--zzzzzzzz'])).toMatchObject({ facts: { nearest: '' } });
  });

  test('names the nearest command to one it does not know', () => {
    expect(parseArguments(['downlaod', 'a'])).toEqual({
      problem: 'unknownCommand',
      facts: { command: 'downlaod', nearest: 'download' },
    });
  });

  test.each([
    [['download', '--jobs'], 'optionNeedsValue'],
    [['download', '--jobs', '0'], 'optionNeedsNumber'],
    [['download', '--jobs', '1e2'], 'optionNeedsNumber'],
    [['download', '--jobs', '257'], 'optionNeedsNumber'],
    [['download', '--check', 'both'], 'optionNeedsChoice'],
    [['download', '--out', 'a', '--out', 'b'], 'optionTwice'],
    [['parse', '--out', 'a'], 'unknownOption'],
  ] as const)('refuses %j', (words, problem) => {
    expect(parseArguments(words)).toMatchObject({ problem });
  });

  test('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('download', '--out', '--', '-'))),
        (words) => {
          expect(parseArguments(words)).toBeTypeOf('object');
        },
      ),
    );
  });

  test('speaks the language that is asked for, else that of the environment, else English', () => {
    expect(chooseLanguage('en', { LANG: 'zh_CN.UTF-8' })).toBe('en');
    expect(chooseLanguage(undefined, { LANG: 'zh_CN.UTF-8' })).toBe('zh-CN');
    expect(chooseLanguage(undefined, {})).toBe('en');
  });
});
