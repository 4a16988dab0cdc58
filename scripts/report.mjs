// What the test runners' JSON reports say, in one shape, and what must be among it.
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './project.mjs';

/**
 * @typedef {'passed' | 'failed' | 'skipped'} Outcome
 * @typedef {{ file: string, name: string, outcome: Outcome, reason: string }} TestResult
 * @typedef {{ file: string, name?: string }} MustRun a whole file, or the tests of it whose name holds `name`
 *
 * @typedef {{ fullName: string, status: string, failureMessages?: string[] }} VitestTest
 * @typedef {{ name: string, status: string, message?: string, assertionResults: VitestTest[] }} VitestFile
 * @typedef {{ type: string, description?: string }} Annotation
 * @typedef {{ errors?: { message?: string }[] }} Attempt
 * @typedef {{ status: string, annotations?: Annotation[], results?: Attempt[] }} PlaywrightTest
 * @typedef {{ title: string, file: string, tests: PlaywrightTest[] }} PlaywrightSpec
 * @typedef {{ title: string, specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/** @param {string} file */
const projectPath = (file) => path.relative(root, path.resolve(root, file)).split(path.sep).join('/');

/**
 * Answers the tests of a Vitest JSON report. A file that could not be loaded counts as one failed test.
 * @param {{ testResults: VitestFile[] }} report
 * @returns {TestResult[]}
 */
export function vitestResults(report) {
  return report.testResults.flatMap((suite) => {
    const file = projectPath(suite.name);
    const tests = suite.assertionResults.map((test) => ({
      file,
      name: test.fullName,
      outcome: vitestOutcome(test.status),
      reason: (test.failureMessages ?? []).join('\n'),
    }));
    const isBroken = suite.status === 'failed' && !tests.some((test) => test.outcome === 'failed');
    if (!isBroken) return tests;
    return [
      ...tests,
      {
        file,
        name: '(the file itself)',
        outcome: /** @type {const} */ ('failed'),
        reason: suite.message ?? '',
      },
    ];
  });
}

/** @param {string} status @returns {Outcome} */
function vitestOutcome(status) {
  if (status === 'passed') return 'passed';
  return status === 'failed' ? 'failed' : 'skipped';
}

/**
 * Answers the tests of a Playwright JSON report. Errors outside any test count as one failed test each.
 * @param {{ config: { rootDir: string }, suites: PlaywrightSuite[], errors?: { message?: string }[] }} report
 * @returns {TestResult[]}
 */
export function playwrightResults(report) {
  const { rootDir } = report.config;
  const tests = report.suites.flatMap((suite) => suiteResults(suite, rootDir, []));
  const errors = (report.errors ?? []).map((error) => ({
    file: projectPath(rootDir),
    name: '(outside any test)',
    outcome: /** @type {const} */ ('failed'),
    reason: error.message ?? '',
  }));
  return [...tests, ...errors];
}

/**
 * @param {PlaywrightSuite} suite
 * @param {string} rootDir
 * @param {readonly string[]} titles the titles of the describe blocks around it; the outermost suite is the file
 * @returns {TestResult[]}
 */
function suiteResults(suite, rootDir, titles) {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({
      file: projectPath(path.join(rootDir, spec.file)),
      name: [...titles, spec.title].join(' '),
      outcome: playwrightOutcome(test.status),
      reason: playwrightReason(test),
    })),
  );
  const nested = (suite.suites ?? []).flatMap((inner) =>
    suiteResults(inner, rootDir, [...titles, inner.title]),
  );
  return [...own, ...nested];
}

/** @param {PlaywrightTest} test */
function playwrightReason({ annotations = [], results = [] }) {
  const skipped = annotations.find((one) => one.type === 'skip' || one.type === 'fixme')?.description;
  const messages = results.flatMap(({ errors = [] }) => errors.map(({ message = '' }) => message));
  return skipped ?? messages.join('\n');
}

/** @param {string} status @returns {Outcome} */
function playwrightOutcome(status) {
  if (status === 'skipped') return 'skipped';
  return status === 'unexpected' ? 'failed' : 'passed';
}

/**
 * Answers the closing line that CI reads. A failed check (build, types …) counts as one failed test,
 * so that the line never says "0 failed" about a run that failed.
 * @param {readonly TestResult[]} results
 * @param {number} failedChecks
 */
export function closingLine(results, failedChecks) {
  const count = (/** @type {Outcome} */ outcome) => results.filter((one) => one.outcome === outcome).length;
  return `${count('passed')} passed, ${count('failed') + failedChecks} failed, ${count('skipped')} skipped`;
}

const MAX_REASON_LINES = 20;
const MAX_REASON_COLUMNS = 300;

/**
 * Answers a failed test's name with the head of what it said, for the end of a log that may be cut above it.
 * @param {TestResult} result
 */
export function failureText({ file, name, reason }) {
  const lines = stripVTControlCharacters(reason).split('\n');
  const said = lines.filter((line) => line.trim() !== '' && !/^\s+at .*node_modules/.test(line));
  const head = said.slice(0, MAX_REASON_LINES).map((line) => `    ${line.slice(0, MAX_REASON_COLUMNS)}`);
  return [`${file}: ${name}`, ...head].join('\n');
}

/**
 * Answers a sentence for each test that must have run and did not.
 * @param {readonly MustRun[]} mustRun
 * @param {readonly TestResult[]} results
 */
export function missedTests(mustRun, results) {
  return mustRun.flatMap(({ file, name }) => {
    const found = results.filter(
      (one) => one.file === file && (name === undefined || one.name.includes(name)),
    );
    const label = name === undefined ? file : `${file}: ${name}`;
    if (found.length === 0) return [`${label} was not there.`];
    return found
      .filter((one) => one.outcome === 'skipped')
      .map((one) => `${file}: ${one.name} was skipped${one.reason === '' ? '' : ` (${one.reason})`}.`);
  });
}
