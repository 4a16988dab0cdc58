import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { strict } from '../strict.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The file behind a file: URL as a response; a file that cannot be read is a network error, as in Electron. */
export async function fetchFile(url: string): Promise<Response> {
  const file = fileURLToPath(url);
  try {
    const type = types[path.extname(file)] ?? 'application/octet-stream';
    return new Response(await fs.readFile(file), { headers: { 'content-type': type } });
  } catch {
    return Response.error();
  }
}

async function fetchAny(input: string | Request, init?: RequestInit): Promise<Response> {
  const url = typeof input === 'string' ? input : input.url;
  if (!url.startsWith('file:')) return await fetch(input, init);
  const response = await fetchFile(url);
  if (response.type === 'error') throw new Error('net::ERR_FILE_NOT_FOUND');
  return response;
}

/** Electron's `net`: Node's fetch, which reads file: URLs too. */
export const net = strict('net', { fetch: fetchAny, isOnline: () => true, online: true });
