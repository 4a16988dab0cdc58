import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeList, readListFile } from '../../../../main/engine/lists/read-list.ts';

let folder = '';
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pixhaul-read-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

async function decode(bytes: Buffer, size: number): Promise<string> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
    bytes.subarray(n * size, (n + 1) * size),
  );
  let text = '';
  for await (const piece of decodeList(pieces)) text += piece;
  return text;
}
const TEXT = 'https://x.com/图片-1.jpg\n';
const GBK = Buffer.concat([
  Buffer.from('https://x.com/'),
  Buffer.from([0xcd, 0xbc, 0xc6, 0xac]),
  Buffer.from('-1.jpg\n\xff'.slice(0, -1)),
]);

test.each([1, 3, 1000])('decodes each encoding from pieces of %i bytes', async (size) => {
  expect(await decode(Buffer.from(TEXT), size)).toBe(TEXT);
  expect(await decode(Buffer.from(`\ufeff${TEXT}`), size)).toBe(TEXT);
  expect(await decode(Buffer.from(`\ufeff${TEXT}`, 'utf16le'), size)).toBe(TEXT);
  expect(await decode(Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16(), size)).toBe(TEXT);
  expect(await decode(Buffer.concat([GBK, Buffer.from([0xc4, 0xe3, 0x0a])]), size)).toMatch(
    /^https:\/\/x\.com\/.+-1\.jpg\n你\n$/,
  );
  expect(await decode(Buffer.alloc(0), size)).toBe('');
});

test('a cut-off last character makes a text no UTF-8', async () => {
  expect(await decode(Buffer.from('caf\xe9', 'latin1'), 10)).toBe('caf\ufffd');
});

test('hands a large file over in pieces that a draft takes', async () => {
  const file = path.join(folder, 'large.txt');
  const text = `${'https://x.com/图.jpg\n'.repeat(400_000)}`;
  fs.writeFileSync(file, text);
  const pieces: string[] = [];
  expect(await readListFile(file, async (piece) => pieces.push(piece))).toEqual({ ok: true, value: null });
  expect(pieces.join('') === text).toBe(true);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(1024 * 1024);
});

test('says that a file that is not there cannot be read', async () => {
  const read = readListFile(path.join(folder, 'missing.txt'), async () => {});
  expect(await read).toEqual({ ok: false, failure: { code: 'no-access' } });
  expect(await readListFile(folder, async () => {})).toEqual({ ok: false, failure: { code: 'no-access' } });
});

test('passes on what goes wrong with the pieces', async () => {
  const file = path.join(folder, 'small.txt');
  fs.writeFileSync(file, 'x');
  await expect(readListFile(file, () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
});
