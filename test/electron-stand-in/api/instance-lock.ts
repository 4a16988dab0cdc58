// One instance for each userData folder: a local socket, which also carries the second instance's greeting.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { makeCodec } from '../page/codec.ts';

/** What the second instance tells the first. */
export type Greeting = {
  readonly argv: string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
};

/** A lock that ends with its process, however that ends. */
export type InstanceLock = {
  /** True when this process has the lock now; false when another one has it and has been greeted. */
  readonly request: (userData: string, greeting: Greeting) => boolean;
  readonly isHeld: () => boolean;
  readonly release: () => void;
};

const codec = makeCodec();

// requestSingleInstanceLock() answers at once, so another process has to do the waiting.
const greetScript = `const socket = require('node:net').connect(process.argv[1]);
socket.on('error', () => process.exit(1)); socket.on('data', () => process.exit(0));
socket.on('connect', () => process.stdin.pipe(socket));`;

/** Linux has names that are no files and go away with their process; elsewhere it is a file in the temp folder. */
function socketName(userData: string): string {
  const hash = createHash('sha256').update(path.resolve(userData)).digest('hex').slice(0, 24);
  const name = `pixhaul-stand-in-${process.getuid?.() ?? 'user'}-${hash}`;
  return process.platform === 'linux' ? `\0${name}` : path.join(os.tmpdir(), `${name}.sock`);
}

function greetFirst(name: string, greeting: Greeting): boolean {
  // A NUL cannot be an argument.
  const script = name.startsWith('\0')
    ? greetScript.replace('process.argv[1]', "'\\0' + process.argv[1]")
    : greetScript;
  const result = spawnSync(process.execPath, ['-e', script, name.replace('\0', '')], {
    input: codec.pack(greeting),
    timeout: 20_000,
  });
  return result.status === 0;
}

function listen(name: string, onGreeting: (greeting: Greeting) => void): Server | undefined {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = '';
    socket.on('error', () => {});
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('end', () => {
      socket.end('heard');
      onGreeting(codec.unpack(text) as Greeting);
    });
  });
  server.on('error', () => {});
  server.listen(name);
  // Binding a local socket is done, or has failed, when listen() returns.
  if (!server.listening) return undefined;
  server.unref();
  return server;
}

/** Makes the lock; `onGreeting` is called in the holder for every other process that asked. */
export function makeInstanceLock(onGreeting: (greeting: Greeting) => void): InstanceLock {
  let server: Server | undefined;
  return {
    request: (userData, greeting) => {
      if (server) return true;
      const name = socketName(userData);
      server = listen(name, onGreeting);
      if (!server && !greetFirst(name, greeting)) {
        // A file that nobody listens on was left by a process that was killed.
        if (!name.startsWith('\0')) fs.rmSync(name, { force: true });
        server = listen(name, onGreeting);
      }
      return server !== undefined;
    },
    isHeld: () => server !== undefined,
    release: () => {
      server?.close();
      server = undefined;
    },
  };
}
