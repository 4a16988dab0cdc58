// Where things are, and how the scripts speak and start programs. Loads on Node 20 and needs no package.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Answers the path of a file of the project, given its parts. @param {...string} parts */
export const inProject = (...parts) => path.join(root, ...parts);

/** The Node version that the project runs on, as pinned in package.json. */
export const nodeVersion = String(readJson(inProject('package.json')).devDependencies.node);

/** The Node binary that set-up puts into node_modules. */
export const projectNode = inProject(
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** Tells whether this process already runs on a Node that can run the project. */
export function runsOnProjectNode() {
  return Number(process.versions.node.split('.')[0]) >= Number(nodeVersion.split('.')[0]);
}

/** Reads a JSON file; throws when it is missing or broken. @param {string} file */
export function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

/** Writes a JSON file, making its folder. @param {string} file @param {unknown} value */
export function writeJson(file, value) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** Tells whether a module is the script that was started. @param {string} moduleUrl */
export function isStartedScript(moduleUrl) {
  const started = process.argv[1];
  return started !== undefined && fs.realpathSync(started) === fs.realpathSync(fileURLToPath(moduleUrl));
}

/** @type {NodeJS.WriteStream} */
let voice = process.stdout;

/** Sends what `say` says to stderr, for scripts whose stdout belongs to the program they start. */
export function sayOnStderr() {
  voice = process.stderr;
}

/** Prints one line for a person. @param {string} line */
export function say(line) {
  voice.write(`${line}\n`);
}

/** Formats a duration for a person. @param {number} startedMs */
export function since(startedMs) {
  return `${((Date.now() - startedMs) / 1000).toFixed(1)} s`;
}

/**
 * Runs a program to its end without showing anything; answers its exit code and everything it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean, timeoutMs?: number, cwd?: string }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (piece) => {
        output += piece;
      });
    }
    child.once('error', (error) => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs a program on this terminal and answers how it ended; passes signals on.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
export function runHere(command, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env });
    // A terminal sends Ctrl-C to the whole group: passing it on would reach the program twice,
    // and a second Ctrl-C may mean "stop at once".
    const signals = /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
    const forwarders = signals.map((signal) => {
      const forward = () => {
        if (signal !== 'SIGINT' || !hasTerminal()) child.kill(signal);
      };
      process.on(signal, forward);
      return { signal, forward };
    });
    const settle = (/** @type {number | null} */ code, /** @type {NodeJS.Signals | null} */ signal) => {
      for (const one of forwarders) process.removeListener(one.signal, one.forward);
      resolve({ code, signal });
    };
    child.once('error', (error) => {
      process.stderr.write(`${command} could not be started: ${error.message}\n`);
      settle(1, null);
    });
    child.once('exit', settle);
  });
}

/** Ends this process as another one ended. @param {{ code: number | null, signal: NodeJS.Signals | null }} ending */
export function endLike({ code, signal }) {
  if (signal !== null) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
}

function hasTerminal() {
  try {
    fs.closeSync(fs.openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

/**
 * Does some work while no other process of this checkout does the same.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const lock = inProject('.cache', `${name}.lock`);
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  while (!takeLock(lock)) await new Promise((resolve) => setTimeout(resolve, 100));
  try {
    return await work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function takeLock(lock) {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld(lock)) fs.rmSync(lock, { force: true });
    return false;
  }
}

/** @param {string} lock */
function isHeld(lock) {
  try {
    const holder = Number(fs.readFileSync(lock, 'utf8'));
    // An empty file is a lock that is being written at this moment.
    if (holder === 0) return Date.now() - fs.statSync(lock).mtimeMs < 5_000;
    process.kill(holder, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
