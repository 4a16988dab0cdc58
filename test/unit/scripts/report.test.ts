import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../../scripts/project.mjs';
import {
  closingLine,
  failureText,
  missedTests,
  playwrightResults,
  vitestResults,
} from '../../../scripts/report.mjs';

/** One result, as the readers of both reports answer it. */
function result(file: string, name: string, outcome: 'passed' | 'failed' | 'skipped', reason = '') {
  return { file, name, outcome, reason };
}

describe('a Vitest report', () => {
  test('gives each test with its file inside the project', () => {
    const report = {
      testResults: [
        {
          name: path.join(root, 'test/unit/a.test.ts'),
          status: 'passed',
          assertionResults: [
            { fullName: 'box opens', status: 'passed' },
            { fullName: 'box breaks', status: 'failed' },
            { fullName: 'box floats (needs water)', status: 'skipped' },
            { fullName: 'box later', status: 'todo' },
          ],
        },
      ],
    };
    expect(vitestResults(report)).toEqual([
      result('test/unit/a.test.ts', 'box opens', 'passed'),
      result('test/unit/a.test.ts', 'box breaks', 'failed'),
      result('test/unit/a.test.ts', 'box floats (needs water)', 'skipped'),
      result('test/unit/a.test.ts', 'box later', 'skipped'),
    ]);
  });

  test('counts a file that could not be loaded as a failed test', () => {
    const broken = {
      name: path.join(root, 'a.test.ts'),
      status: 'failed',
      message: 'no',
      assertionResults: [],
    };
    expect(vitestResults({ testResults: [broken] })).toEqual([
      result('a.test.ts', '(the file itself)', 'failed', 'no'),
    ]);
  });
});

describe('a Playwright report', () => {
  const config = { rootDir: path.join(root, 'test/e2e') };

  test('gives nested tests with the titles around them and the reason of a skip', () => {
    const skipped = { status: 'skipped', annotations: [{ type: 'skip', description: 'needs a display' }] };
    const specs = [
      { title: 'works', file: 'a.test.ts', tests: [{ status: 'expected' }] },
      { title: 'shows', file: 'a.test.ts', tests: [skipped] },
      { title: 'fails', file: 'a.test.ts', tests: [{ status: 'unexpected' }] },
    ];
    const report = { config, suites: [{ title: 'a.test.ts', suites: [{ title: 'window', specs }] }] };
    expect(playwrightResults(report)).toEqual([
      result('test/e2e/a.test.ts', 'window works', 'passed'),
      result('test/e2e/a.test.ts', 'window shows', 'skipped', 'needs a display'),
      result('test/e2e/a.test.ts', 'window fails', 'failed'),
    ]);
  });

  test('counts an error outside any test as a failed test', () => {
    const report = { config, suites: [], errors: [{ message: 'syntax' }] };
    expect(playwrightResults(report)).toEqual([result('test/e2e', '(outside any test)', 'failed', 'syntax')]);
  });
});

describe('a failed test at the end of the log', () => {
  test('comes with the head of what it said, without colours and without the frames of libraries', () => {
    const reason = [
      '\u001b[31mAssertionError: expected 1 to be 2\u001b[39m',
      '    at test/unit/one.test.ts:3:1',
      '    at run (node_modules/vitest/runner.js:1:1)',
      'y'.repeat(400),
    ].join('\n');
    const text = failureText({ file: 'test/unit/one.test.ts', name: 'one', outcome: 'failed', reason });
    expect(text.split('\n')).toEqual([
      'test/unit/one.test.ts: one',
      '    AssertionError: expected 1 to be 2',
      '        at test/unit/one.test.ts:3:1',
      `    ${'y'.repeat(300)}`,
    ]);
  });
});

describe('the closing line', () => {
  test('counts outcomes', () => {
    const results = [result('a', '1', 'passed'), result('a', '2', 'passed'), result('a', '3', 'skipped')];
    expect(closingLine(results, 0)).toBe('2 passed, 0 failed, 1 skipped');
  });

  test('never says 0 failed about a run in which a check failed', () => {
    expect(closingLine([result('a', '1', 'passed')], 2)).toBe('1 passed, 2 failed, 0 skipped');
  });
});

describe('tests that must run', () => {
  const results = [
    result('test/a.test.ts', 'box opens', 'passed'),
    result('test/a.test.ts', 'box floats', 'skipped', 'needs water'),
    result('test/b.test.ts', 'lid fits', 'failed'),
  ];

  test('are content when the test ran, well or badly', () => {
    expect(
      missedTests([{ file: 'test/a.test.ts', name: 'opens' }, { file: 'test/b.test.ts' }], results),
    ).toEqual([]);
  });

  test('name a skipped test of a whole file with its reason', () => {
    expect(missedTests([{ file: 'test/a.test.ts' }], results)).toEqual([
      'test/a.test.ts: box floats was skipped (needs water).',
    ]);
  });

  test('name a file or a test that was not there', () => {
    expect(
      missedTests([{ file: 'test/c.test.ts' }, { file: 'test/b.test.ts', name: 'sinks' }], results),
    ).toEqual(['test/c.test.ts was not there.', 'test/b.test.ts: sinks was not there.']);
  });
});
