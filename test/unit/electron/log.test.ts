import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog, redact } from '../../../main/electron/log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pixhaul-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const read = () => readFile(path.join(folder, 'logs', 'pixhaul.log'), 'utf8');

describe('S24: what is written down', () => {
  test.each([
    ['https://ada:sesame@cdn.example/a.jpg?token=1#x', 'https://cdn.example/a.jpg'],
    [
      'at (https://cdn.example/a.jpg?sig=1) and http://b.example/?q',
      'at (https://cdn.example/a.jpg and http://b.example/',
    ],
    ['data:image/png;base64,c2VzYW1l rest', 'data:… rest'],
    ['{"url":"https://ada@cdn.example/?a","n":1}', '{"url":"https://cdn.example/","n":1}'],
    ['no url at all?', 'no url at all?'],
  ])('of %s', (text, expected) => expect(redact(text)).toBe(expected));

  test('never holds what a URL says before its @ or after its ?', () => {
    const secret = fc.stringMatching(/^[ -~]{1,20}$/).map((text) => `sesame${text}sesame`);
    fc.assert(
      fc.property(
        secret,
        secret,
        secret,
        fc.constantFrom('', ' and more', '"}', ')'),
        (user, password, query, after) => {
          const url = new URL('https://cdn.example/a.jpg');
          url.username = user;
          url.password = password;
          url.search = query;
          url.hash = query;
          expect(redact(`could not fetch ${url.href}${after}`)).not.toContain('sesame');
          expect(redact(JSON.stringify({ url: url.href }))).not.toContain('sesame');
        },
      ),
      { numRuns: 1000 },
    );
  });
});

test('writes one line for each message, in order, whatever the message holds', async () => {
  const log = createLog(folder, () => 0);
  log.write('info', 'first\nline', { count: 1 });
  await log.flush();
  log.write('error', 'second \u001b[31m', { error: 'a\nb' });
  log.write('warn', 'x'.repeat(100_000));
  await log.flush();
  const lines = (await read()).trimEnd().split('\n');
  expect(lines.slice(0, 2)).toEqual([
    '1970-01-01T00:00:00.000Z info first line {"count":1}',
    '1970-01-01T00:00:00.000Z error second  [31m {"error":"a\\nb"}',
  ]);
  expect(lines[2]?.length).toBeLessThan(4100);
});

test('keeps one older file beside a new one when it grows past a megabyte', async () => {
  const log = createLog(folder);
  log.write('info', 'first');
  await log.flush();
  await writeFile(path.join(folder, 'logs', 'pixhaul.log'), 'x'.repeat(1024 * 1024));
  log.write('info', 'second');
  await log.flush();
  expect((await readdir(path.join(folder, 'logs'))).sort()).toEqual(['pixhaul.log', 'pixhaul.log.1']);
  expect(await read()).toMatch(/second\n$/);
  expect((await stat(path.join(folder, 'logs', 'pixhaul.log.1'))).size).toBe(1024 * 1024);
});

test('drops and counts what comes faster than it can be written, and never throws', async () => {
  const log = createLog(folder);
  for (let line = 0; line < 5000; line += 1) log.write('info', `line ${line}`);
  await log.flush();
  log.write('info', 'last');
  await log.flush();
  const text = await read();
  expect(text).toMatch(/… \d+ lines were dropped/);
  expect(text).toMatch(/last\n/);
  const nowhere = createLog(path.join(folder, 'logs', 'pixhaul.log'));
  nowhere.write('info', 'lost');
  await expect(nowhere.flush()).resolves.toBeUndefined();
});
