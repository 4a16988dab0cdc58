import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { CustomScheme } from 'electron';
import { APP_SCHEME, isOwnUrl } from './address.ts';
import { HEADER_POLICY } from './csp.ts';

/** How the scheme is registered before the app is ready. `corsEnabled` stays off: it would open it to other origins. */
export const SCHEME: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
};

export interface AppFiles {
  /** Absolute folder of the built window. */
  readonly pageFolder: string;
  /** Absolute path of a thumbnail by its opaque name; null for any other name. */
  thumbnailPath(name: string): string | null;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const THUMBNAIL_TYPES: Readonly<Record<string, string>> = { '.jpg': 'image/jpeg', '.webp': 'image/webp' };
const THUMBNAIL = /^\/thumb\/([0-9a-f]{64}\.(?:jpg|webp))$/;
// Exactly what the build makes: ASCII names without a leading dot, so no `..`, drive, stream or escape gets through.
const PAGE_FILE = /^(?:\/[\w@-][\w@.-]{0,150}){1,5}$/;

/**
 * Answers the page's requests: files of the built window, and thumbnails by opaque names. Anything else, whatever
 * its spelling, is a 404 that says no more; only GET is answered.
 */
export function createAppHandler(files: AppFiles): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET') return refuse(405);
    if (!isOwnUrl(request.url)) return refuse(404);
    const pathname = decodeOnce(new URL(request.url).pathname);
    if (pathname === null) return refuse(404);
    const [, thumbnail] = THUMBNAIL.exec(pathname) ?? [];
    return thumbnail ? serveThumbnail(files, thumbnail) : servePage(files.pageFolder, pathname);
  };
}

async function serveThumbnail(files: AppFiles, name: string): Promise<Response> {
  const file = files.thumbnailPath(name);
  const type = THUMBNAIL_TYPES[path.extname(name)];
  // Named for its content, so it never changes.
  return file && type ? serve(file, type, 'max-age=31536000, immutable') : refuse(404);
}

async function servePage(folder: string, pathname: string): Promise<Response> {
  const name = pathname === '/' ? '/index.html' : pathname;
  const type = TYPES[path.extname(name)];
  if (!type || !PAGE_FILE.test(name)) return refuse(404);
  const file = await insideOf(folder, path.join(folder, name));
  return file ? serve(file, type, 'no-cache') : refuse(404);
}

/** The real path, when no link on the way leads out of the folder. */
async function insideOf(folder: string, file: string): Promise<string | null> {
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(file)]);
    return real.startsWith(root + path.sep) ? real : null;
  } catch {
    return null; // Not there.
  }
}

async function serve(file: string, type: string, caching: string): Promise<Response> {
  try {
    const body = await readFile(file);
    return new Response(body, {
      headers: { ...SAFE_HEADERS, 'content-type': type, 'cache-control': caching },
    });
  } catch {
    return refuse(404); // Evicted, a folder, or not readable: to the page it is not there.
  }
}

const SAFE_HEADERS = {
  'content-security-policy': HEADER_POLICY,
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

function refuse(status: 404 | 405): Response {
  return new Response(null, { status, headers: SAFE_HEADERS });
}

function decodeOnce(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null; // A stray percent sign.
  }
}
