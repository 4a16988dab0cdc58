import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAppHandler } from '../../../main/electron/app-protocol.ts';
import { HEADER_POLICY } from '../../../main/electron/csp.ts';

const NAME = `${'ab'.repeat(32)}.jpg`;
let folder: string;
let ask: (url: string, method?: string) => Promise<Response>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pixhaul-protocol-'));
  const page = path.join(folder, 'renderer');
  const thumbnails = path.join(folder, 'thumbnails');
  await mkdir(path.join(page, 'assets'), { recursive: true });
  await mkdir(path.join(page, 'folder.js'));
  await mkdir(thumbnails);
  await writeFile(path.join(page, 'index.html'), '<!doctype html>');
  await writeFile(path.join(page, 'assets', 'index-a_B-1.js'), 'secret = 1');
  await writeFile(path.join(page, '.hidden.js'), 'secret');
  await writeFile(path.join(page, 'notes.exe'), 'secret');
  await writeFile(path.join(folder, 'secret.js'), 'secret');
  await writeFile(path.join(thumbnails, NAME), 'a picture');
  await symlink(path.join(folder, 'secret.js'), path.join(page, 'link.js'));
  await symlink(folder, path.join(page, 'out'));
  const handle = createAppHandler({
    pageFolder: page,
    thumbnailPath: (name) => (name === NAME ? path.join(thumbnails, name) : null),
  });
  ask = (url, method = 'GET') => handle({ url, method } as Request);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('S6: what the page asks for', () => {
  test.each([
    ['app://pixhaul/', 'text/html; charset=utf-8'],
    ['app://pixhaul/index.html', 'text/html; charset=utf-8'],
    ['app://pixhaul/index.html?v=1#top', 'text/html; charset=utf-8'],
    ['app://pixhaul/assets/index-a_B-1.js', 'text/javascript; charset=utf-8'],
    [`app://pixhaul/thumb/${NAME}`, 'image/jpeg'],
  ])('is given %s with its own type', async (url, type) => {
    const response = await ask(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect((await response.text()).length).toBeGreaterThan(0);
  });

  test.each([
    'app://pixhaul/../secret.js',
    'app://pixhaul/..%2fsecret.js',
    'app://pixhaul/%2e%2e/secret.js',
    'app://pixhaul/%2e%2e%2fsecret.js',
    'app://pixhaul/%252e%252e%252fsecret.js',
    'app://pixhaul/..%5csecret.js',
    'app://pixhaul/..\\secret.js',
    'app://pixhaul//etc/passwd',
    'app://pixhaul//index.html',
    'app://pixhaul/%2fetc/passwd',
    'app://pixhaul/C:/Windows/win.js',
    'app://pixhaul/C%3A%5CWindows%5Cwin.js',
    'app://pixhaul/index.html%00.js',
    'app://pixhaul/index.html::$DATA',
    'app://pixhaul/.hidden.js',
    'app://pixhaul/link.js',
    'app://pixhaul/out/secret.js',
    'app://pixhaul/folder.js',
    'app://pixhaul/assets',
    'app://pixhaul/assets/',
    'app://pixhaul/notes.exe',
    'app://pixhaul/missing.js',
    'app://pixhaul/%',
    'app://pixhaul/%ff.js',
    `app://pixhaul/${'a'.repeat(5000)}.js`,
    'app://pixhaul/a/b/c/d/e/f/g.js',
    'app://pixhaul/thumb/',
    'app://pixhaul/thumb/../index.html/x.jpg',
    `app://pixhaul/thumb/${'cd'.repeat(32)}.jpg`,
    `app://pixhaul/thumb/${NAME.toUpperCase()}`,
    `app://pixhaul/thumb/${NAME}.js`,
    `app://pixhaul/thumb/x/${NAME}`,
    `app://pixhaul/thumb/%2e%2e%2f${NAME}`,
    'app://pixhaul/thumb/..%2f..%2fsecret.js',
    'app://pixhaul.evil/index.html',
    'app://pixhaul:80/index.html',
    'app://ada@pixhaul/index.html',
    'app://evil/index.html',
    'https://pixhaul/index.html',
    'app:index.html',
    'nonsense',
  ])('is not there: %s', async (url) => {
    const response = await ask(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  test.each(['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])('is not answered for %s', async (method) => {
    expect((await ask('app://pixhaul/index.html', method)).status).toBe(405);
  });

  test('bears the policy and forbids guessing of types on every answer', async () => {
    for (const url of [
      'app://pixhaul/',
      `app://pixhaul/thumb/${NAME}`,
      'app://pixhaul/missing.js',
      'app://evil/',
    ]) {
      const { headers } = await ask(url);
      expect(headers.get('content-security-policy')).toBe(HEADER_POLICY);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await ask('app://pixhaul/', 'POST')).headers.get('content-security-policy')).toBe(HEADER_POLICY);
  });

  test('never leads out of the folder, however it is spelled', async () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '%2e',
      '%2f',
      '%5c',
      '%25',
      '%00',
      'secret.js',
      'out',
      'assets',
      ':',
      ' ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const response = await ask(`app://pixhaul/${pieces.join('')}`);
        expect(await response.text()).not.toContain('secret');
        expect([200, 404]).toContain(response.status);
        if (response.status === 200) expect(response.headers.get('content-type')).toMatch(/html/);
      }),
    );
  });
});

test('S3: the policy is exactly the one that was agreed on', () => {
  expect(HEADER_POLICY).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
      "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-src 'none'; object-src 'none'; " +
      "worker-src 'self'; require-trusted-types-for 'script'; frame-ancestors 'none'",
  );
});
