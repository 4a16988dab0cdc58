// npm test: everything, from set-up to e2e. Its last line is "N passed, N failed, N skipped": CI reads it.
import fs from 'node:fs';
import { BuildError, build } from './build.mjs';
import { runChecks } from './check.mjs';
import { runEndToEnd } from './e2e.mjs';
import { inProject, readJson, runHere, say, since } from './project.mjs';
import { closingLine, failureText, missedTests, playwrightResults, vitestResults } from './report.mjs';
import { onProjectNode } from './setup.mjs';

/** @typedef {import('./report.mjs').TestResult} TestResult */

const reports = inProject('.cache', 'reports');

/** @type {string[]} */
const failedChecks = [];
/** @type {TestResult[]} */
const results = [];

const startedMs = Date.now();
await onProjectNode(import.meta.url);
fs.rmSync(reports, { recursive: true, force: true });
const isBuilt = await tryBuild();
failedChecks.push(...(await runChecks({ withUnitTests: false })));
await runVitest('unit');
if (isBuilt) {
  await runVitest('integration');
  await runPlaywright();
}
conclude();

async function tryBuild() {
  try {
    await build();
    return true;
  } catch (error) {
    say(error instanceof BuildError ? error.message : String(error));
    failedChecks.push('build', 'integration and e2e tests (they need the build)');
    return false;
  }
}

/** @param {string} project */
async function runVitest(project) {
  say(`\n— ${project} tests`);
  const report = `${reports}/${project}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [inProject('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', project, ...reporters];
  const { code } = await runHere(process.execPath, args);
  collect(`${project} tests`, code, report, vitestResults);
}

async function runPlaywright() {
  say('\n— e2e tests');
  const report = `${reports}/e2e.json`;
  const { code } = await runEndToEnd(['--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  collect('e2e tests', code, report, playwrightResults);
}

/**
 * Takes over what a runner reported. A runner that failed without naming a failed test is a failed check.
 * @template Report
 * @param {string} name
 * @param {number | null} code
 * @param {string} report
 * @param {(report: Report) => TestResult[]} read
 */
function collect(name, code, report, read) {
  const found = fs.existsSync(report) ? read(readJson(report)) : [];
  results.push(...found);
  if (code !== 0 && !found.some((one) => one.outcome === 'failed')) failedChecks.push(name);
}

/** Names what did not run, what failed, and ends with the closing line and the status. */
function conclude() {
  const skipped = results.filter((one) => one.outcome === 'skipped');
  const failed = results.filter((one) => one.outcome === 'failed');
  const missed = mustRunHere() ? missedTests(readJson(inProject('test', 'must-run.json')), results) : [];
  list(
    'Skipped:',
    skipped.map((one) => `${one.file}: ${one.name}${one.reason === '' ? '' : ` (${one.reason})`}`),
  );
  list('Must run here, but did not:', missed);
  list('Failed:', [...failedChecks, ...failed.map(failureText)]);
  const failures = failedChecks.length + missed.length;
  say(`\nTook ${since(startedMs)}`);
  say(closingLine(results, failures));
  if (failures + failed.length > 0) process.exitCode = 1;
}

function mustRunHere() {
  return process.env['CI'] === 'true' || process.env['PIXHAUL_MUST_RUN'] === '1';
}

/** @param {string} heading @param {readonly string[]} lines */
function list(heading, lines) {
  if (lines.length === 0) return;
  say(`\n${heading}`);
  for (const line of lines) say(`  ${line}`);
}
