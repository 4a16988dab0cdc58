import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Draft } from '../../../../main/engine/lists/draft.ts';
import { createDraft } from '../../../../main/engine/lists/draft.ts';

function draftOf(...pieces: readonly string[]): Draft {
  const draft = createDraft(1, null);
  for (const piece of pieces) draft.append(piece);
  draft.end();
  return draft;
}
const pageOf = (draft: Draft, only: 'all' | 'new' | 'duplicate' | 'unusable' = 'all') =>
  draft.page({ offset: 0, limit: 500, only });
const verdictsOf = (text: string) =>
  pageOf(draftOf(text)).lines.map(({ line, verdict }) => [
    line,
    verdict.kind === 'unusable' ? verdict.reason : verdict.kind === 'duplicate' ? verdict.ofLine : 'new',
  ]);

describe('verdicts', () => {
  test('name the line that a duplicate repeats', () => {
    const text = 'https://x.com/a.jpg?v=1\n\nhttps://x.com/a.jpg?v=2\nHTTPS://X.COM:443/a.jpg?v=1#top\n';
    expect(verdictsOf(text)).toEqual([
      [1, 'new'],
      [3, 'new'],
      [4, 1],
    ]);
  });

  test('take equal URLs of one line as one', () => {
    expect(verdictsOf('[https://x.com/a.jpg](https://x.com/a.jpg)')).toEqual([[1, 'new']]);
    expect(verdictsOf('https://x.com/a.jpg\nhttps://x.com/a.jpg https://x.com/a.jpg')).toEqual([
      [1, 'new'],
      [2, 1],
    ]);
  });

  test.each([
    ['hello', 'no-url'],
    ['http://', 'bad-url'],
    ['http://.example.com/', 'bad-url'],
    ['http://a..b.com/', 'bad-url'],
    [`http://${'a'.repeat(64)}.com/`, 'bad-url'],
    ['http://x.com:99999/', 'bad-url'],
    ['data:image/png', 'bad-url'],
    ['ftp://x.com/a.jpg', 'scheme'],
    ['data:text/plain,x', 'data-not-image'],
    [`https://x.com/${'a'.repeat(40_000)}`, 'too-long'],
    [`https://x.com/${'图'.repeat(5000)}`, 'too-long'],
    ['http://169.254.169.254/latest', 'private-host'],
    ['http://2852039166/', 'private-host'],
    ['http://0xa9fea9fe/', 'private-host'],
    ['http://0251.0376.0251.0376/', 'private-host'],
    ['http://169.254.43518/', 'private-host'],
    ['http://①⑥⑨.254.169.254/', 'private-host'],
    ['http://[::ffff:169.254.1.1]/', 'private-host'],
    ['http://[::ffff:a9fe:101]/', 'private-host'],
    ['http://[64:ff9b::169.254.1.1]/', 'private-host'],
    ['http://169.254.169.254./', 'private-host'],
    ['http://Metadata.Google.Internal/computeMetadata', 'private-host'],
    ['http://metadata.google.internal./', 'private-host'],
    ['http://[fd00:ec2::254]/', 'private-host'],
  ])('%s is unusable: %s', (line, reason) => {
    expect(verdictsOf(line)).toEqual([[1, reason]]);
  });

  test.each([
    'http://192.168.1.5/a.jpg',
    'http://127.0.0.1:8080/a.jpg',
    'http://localhost/a.jpg',
    'http://nas.local/a.jpg',
    'http://[fe80::1]/a.jpg',
  ])('%s may be fetched, since the person names it', (line) => {
    expect(verdictsOf(line)).toEqual([[1, 'new']]);
  });
});

describe('a draft', () => {
  test('gives the same rows wherever its text is cut', () => {
    const text =
      'https://x.com/😀.jpg\r\n\r\nhello\rhttps://x.com/b.jpg https://x.com/图.jpg\nhttps://x.com/b.jpg\r\nno\n';
    const whole = [...draftOf(text).rows()];
    expect(whole.map(({ line }) => line)).toEqual([1, 3, 4, 4, 5, 6]);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
        expect([...draftOf(...pieces).rows()]).toEqual(whole);
      }),
    );
  });

  test('counts lines once and URLs each', () => {
    const draft = draftOf(
      'https://a.com/1.jpg https://b.com/2.jpg\n\nhttps://a.com/1.jpg\nhello\nhttps://a.com/3.jpg',
    );
    expect(draft.summary()).toEqual({
      draftId: 1,
      lines: 4,
      fresh: 3,
      duplicates: 1,
      unusable: 1,
      hosts: 2,
      topHost: 'a.com',
      listName: null,
      isComplete: true,
    });
    expect(pageOf(draft, 'new').total).toBe(3);
    expect(pageOf(draft, 'duplicate').total).toBe(1);
    expect(pageOf(draft, 'unusable').lines).toEqual([
      { line: 4, text: 'hello', verdict: { kind: 'unusable', reason: 'no-url' } },
    ]);
    expect(pageOf(draft).total).toBe(5);
  });

  test('pages through a filter', () => {
    const draft = draftOf(
      Array.from({ length: 1000 }, (_, n) => (n % 2 ? 'x' : `https://x.com/${n}`)).join('\n'),
    );
    const { lines, total } = draft.page({ offset: 490, limit: 20, only: 'new' });
    expect(total).toBe(500);
    expect(lines.map(({ line }) => line)).toEqual([981, 983, 985, 987, 989, 991, 993, 995, 997, 999]);
    expect(draft.page({ offset: 5000, limit: 20, only: 'all' }).lines).toEqual([]);
  });

  test('shows no user name and no password', () => {
    const draft = draftOf('https://me:secret@x.com/a.jpg\nftp://me:secret@x.com/a\nhttp://me:secret@/');
    expect(JSON.stringify(pageOf(draft))).not.toContain('secret');
    const [first, ...unusable] = [...draft.rows()];
    expect(first?.url).toBe('https://me:secret@x.com/a.jpg');
    expect(JSON.stringify(unusable)).not.toContain('secret');
  });

  test('plans the rows of a list', () => {
    const draft = draftOf(
      [
        'https://a.co.uk/x/image.jpg https://user.github.io/IMAGE.png',
        'https://a.co.uk/x/image.jpg#again',
        `nothing ${'here '.repeat(1000)}`,
        'http://192.168.1.5:8080/get?file=image.gif',
        'http://localhost/',
        'data:image/gif;base64,AAAA',
      ].join('\n'),
    );
    const row = { part: 1, skip: null, duplicateOfLine: null };
    const rows = [...draft.rows()];
    expect(rows).toEqual([
      {
        ...row,
        line: 1,
        url: 'https://a.co.uk/x/image.jpg',
        hostKey: 'a.co.uk',
        stem: 'image',
        declaredExtension: 'jpg',
      },
      {
        ...row,
        line: 1,
        part: 2,
        url: 'https://user.github.io/IMAGE.png',
        hostKey: 'user.github.io',
        stem: 'IMAGE-2',
        declaredExtension: 'png',
      },
      {
        ...row,
        line: 2,
        url: 'https://a.co.uk/x/image.jpg',
        hostKey: '',
        stem: 'image',
        declaredExtension: 'jpg',
        skip: 'duplicate',
        duplicateOfLine: 1,
      },
      {
        ...row,
        line: 3,
        url: expect.stringMatching(/^nothing here .{2035}$/),
        hostKey: '',
        stem: '',
        declaredExtension: null,
        skip: 'unusable',
      },
      {
        ...row,
        line: 4,
        url: 'http://192.168.1.5:8080/get?file=image.gif',
        hostKey: '192.168.1.5:8080',
        stem: 'image-3',
        declaredExtension: 'gif',
      },
      {
        ...row,
        line: 5,
        url: 'http://localhost/',
        hostKey: 'localhost:80',
        stem: 'image-5',
        declaredExtension: null,
      },
      {
        ...row,
        line: 6,
        url: 'data:image/gif;base64,AAAA',
        hostKey: 'data:',
        stem: 'image-6',
        declaredExtension: 'gif',
      },
    ]);
  });

  test('reads a million URLs on one line as it reads them on a million', () => {
    const urls = Array.from({ length: 60_000 }, (_, n) => `https://x.com/some/longer/path/picture-${n}.jpg`);
    for (const separator of [' ', ',', '\t']) {
      const text = urls.join(separator);
      const draft = draftOf(
        text.slice(0, 1_000_000),
        text.slice(1_000_000, 2_000_000),
        text.slice(2_000_000),
      );
      expect(draft.summary()).toMatchObject({ lines: 1, fresh: urls.length, unusable: 0 });
      expect([...draft.rows()].map(({ url }) => url)).toEqual(urls);
    }
  });

  test('keeps little of a line that never ends', () => {
    const draft = createDraft(1, null);
    const piece = 'a'.repeat(1024 * 1024);
    draft.append('https://x.com/');
    for (let count = 0; count < 10; count += 1) draft.append(piece);
    draft.append('\nhttps://x.com/b.jpg');
    draft.end();
    expect(draft.summary()).toMatchObject({ lines: 2, fresh: 1, unusable: 1 });
    expect(pageOf(draft, 'unusable').lines[0]?.verdict).toEqual({ kind: 'unusable', reason: 'too-long' });
  });

  test('writes its text down as it came', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pixhaul-draft-'));
    try {
      const file = path.join(folder, 'list.txt');
      const text = 'https://x.com/😀.jpg\r\nhello\n';
      await draftOf(text.slice(0, 15), text.slice(15)).spool(file);
      expect(fs.readFileSync(file, 'utf8')).toBe(text);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
