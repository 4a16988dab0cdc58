import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const ENTRY = path.join(import.meta.dirname, '../../main/cli.ts');

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Answers when standard error holds this text. */
  untilSaid(text: string): Promise<void>;
  readonly ended: Promise<CommandResult>;
}

interface StartOptions {
  readonly stdin?: string;
  /** Standard input stays open after that text, as a program's that goes on writing. */
  readonly isInputOpen?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Starts the command line as a process of its own, from source, in English unless told otherwise. */
export function startCommand(words: readonly string[], options: StartOptions = {}): RunningCommand {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ENTRY, ...words], {
    env: { ...process.env, LANG: 'C', LC_ALL: '', LC_MESSAGES: '', ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text;
  });
  child.stdin.on('error', () => {});
  if (options.isInputOpen) child.stdin.write(options.stdin ?? '');
  else child.stdin.end(options.stdin ?? '');
  return {
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    async untilSaid(text) {
      while (!texts.stderr.includes(text)) await once(child.stderr, 'data');
    },
    ended: once(child, 'close').then(([status]) => ({ status: status as number | null, ...texts })),
  };
}

/** Runs the command line to its end. */
export function runCommand(words: readonly string[], options: StartOptions = {}): Promise<CommandResult> {
  return startCommand(words, options).ended;
}
