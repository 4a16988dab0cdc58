import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AS_DETECTED } from '#contract/model.ts';
import { createDraft } from '../../../../main/engine/lists/draft.ts';
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

function read(name: string, content: string | Uint8Array, reading = AS_DETECTED) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  const draft = createDraft({ draftId: 1, listName: null });
  draft.readAs(reading);
  return { draft, result: readListFile(draft, file) };
}

test('reads a large file whole', async () => {
  const { draft, result } = read('large.txt', 'https://x.com/图.jpg\n'.repeat(400_000));
  expect(await result).toEqual({ ok: true, value: null });
  draft.end();
  expect(draft.summary()).toMatchObject({ lines: 400_000, fresh: 1, duplicates: 399_999, encoding: 'utf-8' });
});

test('reads a file of Chinese Windows, and in another encoding when told to', async () => {
  const { draft, result } = read('gbk.txt', Buffer.concat([GBK, Buffer.from([0xc4, 0xe3, 0x0a])]));
  await result;
  draft.end();
  expect(draft.summary()).toMatchObject({ fresh: 1, unusable: 1, encoding: 'gb18030' });
  const other = read('gbk.txt', Buffer.from('https://x.com/a.jpg'), { ...AS_DETECTED, encoding: 'utf-16le' });
  await other.result;
  other.draft.end();
  expect(other.draft.summary()).toMatchObject({ fresh: 0, encoding: 'utf-16le' });
});

test('says that a file that is not there cannot be read', async () => {
  const draft = createDraft({ draftId: 1, listName: null });
  const missing = { ok: false, failure: { code: 'no-access' } };
  expect(await readListFile(draft, path.join(folder, 'missing.txt'))).toEqual(missing);
  expect(await readListFile(draft, folder)).toEqual(missing);
});

test('says what an Excel file is that cannot be read', async () => {
  const old = read('old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'));
  expect(await old.result).toMatchObject({ ok: false, failure: { code: 'list-old-excel' } });
  const broken = read(
    'broken.xlsx',
    Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.from('xl/workbook.xml')]),
  );
  expect(await broken.result).toMatchObject({ ok: false, failure: { code: 'list-damaged' } });
});
