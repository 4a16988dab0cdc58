import { fork } from 'node:child_process';
import type { WorkerProcess } from '../host.ts';

export interface ForkOptions {
  /** Added to the few variables that are passed on. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Gets what the worker writes to its standard error, in pieces of at most 4,000 characters. */
  readonly onStderr?: (text: string) => void;
}

/** What a program needs to run at all; no token or proxy of the person's shell reaches the decoder. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'windir',
  'FONTCONFIG_PATH',
  'FONTCONFIG_FILE',
  'XDG_CACHE_HOME',
] as const;
/**
 * For every host that starts the worker. Most of its memory is outside of V8, which therefore sees no reason to tidy
 * up: with V8's own limits a worker grows by 150 MiB in 800 small pictures, with these by 10.
 */
export const IMAGE_WORKER_FLAGS: readonly string[] = ['--max-semi-space-size=1', '--max-old-space-size=128'];

const STDERR_LENGTH = 4000;

function reducedEnvironment(added: Readonly<Record<string, string>>): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  // Two arenas: glibc otherwise keeps one for each thread, and the worker grows for nothing.
  return { MALLOC_ARENA_MAX: '2', ...Object.fromEntries(passed), ...added };
}

/** Starts the image worker as a child process of plain Node. It ends with this process, or by `kill`. */
export function forkImageWorker(file: string, options: ForkOptions = {}): WorkerProcess {
  const child = fork(file, [...(options.args ?? [])], {
    serialization: 'advanced',
    // Not inherited: a debugger's port or a test runner's loader is not for the worker.
    execArgv: ['--no-warnings', ...IMAGE_WORKER_FLAGS],
    env: reducedEnvironment(options.environment ?? {}),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    options.onStderr?.(text.slice(0, STDERR_LENGTH));
  });
  const exitListeners: ((exit: { readonly code: number | null }) => void)[] = [];
  let exit: { readonly code: number | null } | null = null;
  const ended = (code: number | null): void => {
    if (exit) return;
    exit = { code };
    for (const listener of exitListeners) listener(exit);
  };
  child.on('exit', ended);
  // A process that could not be started at all has no exit.
  child.on('error', () => ended(null));
  return {
    post(message) {
      // The callback takes the error of a channel that closed meanwhile; `onExit` tells of it.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      if (exit) listener(exit);
      else exitListeners.push(listener);
    },
    kill: () => void child.kill('SIGKILL'),
    get pid() {
      return child.pid;
    },
  };
}
