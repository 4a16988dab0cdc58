// npm run check: types, lint, unused code and unit tests, before each commit.
import { inProject, isStartedScript, runQuietly, say, since } from './project.mjs';
import { onProjectNode } from './setup.mjs';

/** @param {...string} parts */
const tool = (...parts) => inProject('node_modules', ...parts);

const staticChecks = [
  { name: 'types', args: [tool('typescript', 'bin', 'tsc'), '-b'] },
  { name: 'lint', args: [tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings'] },
  { name: 'unused code', args: [tool('knip', 'bin', 'knip.js')] },
];
const unitTests = { name: 'unit tests', args: [tool('vitest', 'vitest.mjs'), 'run', '--project', 'unit'] };

/** Two at a time: the machines that check have two cores. */
const atOnce = 2;

/**
 * Runs the checks, says one line for each, shows the whole output of those that fail, and answers their names.
 * @param {{ withUnitTests: boolean }} options
 */
export async function runChecks({ withUnitTests }) {
  const waiting = withUnitTests ? [...staticChecks, unitTests] : [...staticChecks];
  /** @type {string[]} */
  const failed = [];
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const startedMs = Date.now();
      const { code, output } = await runQuietly(process.execPath, check.args);
      say(`${code === 0 ? 'ok    ' : 'FAILED'} ${check.name} (${since(startedMs)})`);
      if (code === 0) continue;
      say(output);
      failed.push(check.name);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failed;
}

if (isStartedScript(import.meta.url)) {
  await onProjectNode(import.meta.url);
  const failed = await runChecks({ withUnitTests: true });
  if (failed.length > 0) process.exitCode = 1;
}
