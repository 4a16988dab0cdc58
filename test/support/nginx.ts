import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import type { TemporaryFolder } from './temp-folder.ts';

/** A server that is not ours: Debian's nginx. */
export const hasNginx = spawnSync('nginx', ['-v']).status === 0;

export interface Nginx extends AsyncDisposable {
  readonly origin: string;
}

/** Serves a folder with nginx on a free port of 127.0.0.1; its own files lie in `scratch`. */
export async function startNginx(served: string, scratch: TemporaryFolder): Promise<Nginx> {
  const port = await freePort();
  const folder = scratch.file('nginx');
  await mkdir(folder);
  await writeFile(`${folder}/nginx.conf`, configuration(folder, served, port));
  const child = spawn('nginx', ['-p', folder, '-c', `${folder}/nginx.conf`, '-e', `${folder}/error.log`], {
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  await untilListening(port, ended);
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function configuration(folder: string, served: string, port: number): string {
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n  ');
  return `${user}
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 512; }
http {
  access_log off;
  ${temporary}
  types { image/jpeg jpg jpeg; image/png png; image/gif gif; image/svg+xml svg; text/html html; }
  default_type application/octet-stream;
  server { listen 127.0.0.1:${port}; root ${served}; }
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function untilListening(port: number, ended: Promise<unknown>): Promise<void> {
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  while (!(await accepts(port))) {
    if (hasEnded) throw new Error('nginx ended before it listened');
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => setImmediate(resolve, false));
  });
}
