import type { ChildProcess, IOType } from 'node:child_process';
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ForkOptions } from 'electron';
import { getHost } from '../host.ts';
import { record } from '../record.ts';
import { strict } from '../strict.ts';
import { app } from './app.ts';
import { makeEvent } from './event.ts';
import { needReady } from './lifecycle.ts';

const nodeFlags = ['--disable-warning=ExperimentalWarning', '--unhandled-rejections=warn'];
const defaultName = 'Node Utility Process';
const libraryFolders = ['/lib', '/usr/lib', '/lib64', '/usr/lib64'];
const triples: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };

/**
 * Electron's Linux binary links the system's GLib, which clashes with the one inside sharp's prebuilt libvips
 * (sharp #4522). Loading it first makes the same clash here. Nothing where there is no such library.
 */
export function glibEnv(platform = process.platform, exists = fs.existsSync): Record<string, string> {
  if (platform !== 'linux' || process.env['PIXHAUL_STAND_IN_GLIB'] === '0') return {};
  const folders = libraryFolders.flatMap((folder) => [
    path.join(folder, triples[process.arch] ?? ''),
    folder,
  ]);
  const file = folders.map((folder) => path.join(folder, 'libgobject-2.0.so.0')).find((name) => exists(name));
  return file ? { LD_PRELOAD: file } : {};
}

function stdioOf(stdio: ForkOptions['stdio'] = 'inherit'): IOType[] {
  const known = ['inherit', 'pipe', 'ignore'];
  if (typeof stdio === 'string') {
    if (!known.includes(stdio))
      throw new Error('stdio must be of the following values: inherit, pipe, ignore');
    return ['ignore', stdio as IOType, stdio as IOType];
  }
  const [input, output = '', errors = ''] = stdio;
  if (stdio.length < 3) throw new Error('configuration missing for stdin, stdout or stderr');
  if (input !== 'ignore') throw new Error('stdin value other than ignore is not supported.');
  if (!known.includes(output) || !known.includes(errors))
    throw new Error('stdout configuration must be one of the following values: inherit, pipe, ignore');
  return ['ignore', output as IOType, errors as IOType];
}

function startChild(file: string, args: readonly string[], options: ForkOptions): ChildProcess {
  const { serviceName = defaultName } = options;
  const childModule = pathToFileURL(path.join(getHost().standInFolder, 'utility', 'child.ts')).href;
  return fork(file, args, {
    cwd: options.cwd,
    env: { ...(options.env ?? process.env), ...glibEnv(), PIXHAUL_STAND_IN_SERVICE: serviceName },
    // As in Electron, an unhandled rejection warns and the process goes on.
    execArgv: [...nodeFlags, '--import', childModule, ...(options.execArgv ?? [])],
    serialization: 'advanced',
    stdio: [...stdioOf(options.stdio), 'ipc'],
  });
}

type Ending = { readonly code: number; readonly reason: string };

/** Electron reports 0 for a process that its own kill() ended. */
function endingOf(code: number | null, signal: NodeJS.Signals | null, wasKilled: boolean): Ending {
  if (wasKilled && signal === 'SIGTERM') return { code: 0, reason: 'clean-exit' };
  if (signal === null) return { code: code ?? 1, reason: code === 0 ? 'clean-exit' : 'abnormal-exit' };
  const isKill = signal === 'SIGKILL' || signal === 'SIGTERM';
  return { code: os.constants.signals[signal], reason: isKill ? 'killed' : 'crashed' };
}

class StandInUtilityProcess extends EventEmitter {
  pid: number | undefined;
  stdout: NodeJS.ReadableStream | null;
  stderr: NodeJS.ReadableStream | null;
  private readonly child: ChildProcess;
  private readonly name: string;
  private wasKilled = false;
  private hasEnded = false;

  constructor(file: string, args: readonly string[], options: ForkOptions) {
    super();
    this.name = options.serviceName ?? defaultName;
    this.child = startChild(file, args, options);
    this.stdout = this.child.stdout;
    this.stderr = this.child.stderr;
    this.child.on('spawn', () => {
      this.pid = this.child.pid;
      this.emit('spawn');
    });
    this.child.on('message', (message: { message: unknown }) => this.emit('message', message.message));
    this.child.on('error', (error) => record('utilityProcess error', error.message));
    this.child.on('exit', (code, signal) => this.ended(endingOf(code, signal, this.wasKilled)));
    process.once('exit', this.killNow);
  }

  private readonly killNow = (): void => void this.child.kill('SIGKILL');

  private ended({ code, reason }: Ending): void {
    process.off('exit', this.killNow);
    this.hasEnded = true;
    this.pid = undefined;
    this.emit('exit', code);
    this.stdout = null;
    this.stderr = null;
    if (reason === 'clean-exit') return;
    const details = {
      type: 'Utility',
      reason,
      exitCode: code,
      serviceName: 'node.mojom.NodeService',
      name: this.name,
    };
    app.emit('child-process-gone', makeEvent(), details);
  }

  postMessage(message: unknown, transfer?: readonly unknown[]): void {
    if (transfer?.length)
      throw new Error('The Electron stand-in does not provide message ports for utilityProcess');
    // A clone, as Electron makes one: a Buffer arrives as a Uint8Array, and what cannot be cloned throws here.
    const copy = structuredClone(message);
    if (this.child.connected) this.child.send({ message: copy }, () => {});
  }
  kill(): boolean {
    if (this.hasEnded) return false;
    this.wasKilled = true;
    return this.child.kill('SIGTERM');
  }
}

/** Electron's `utilityProcess`: a child process of Node's with Electron's manners. */
export const utilityProcess = strict('utilityProcess', {
  fork: (
    file: string,
    args: string[] | ForkOptions = [],
    options: ForkOptions = {},
  ): StandInUtilityProcess => {
    needReady('utilityProcess cannot be created before app is ready.');
    if (!file) throw new Error('Missing UtilityProcess entry script.');
    const made = Array.isArray(args)
      ? new StandInUtilityProcess(file, args, options)
      : new StandInUtilityProcess(file, [], args);
    return strict('UtilityProcess', made);
  },
});
