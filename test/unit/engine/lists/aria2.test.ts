import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LineFacts } from '#contract/worker-messages.ts';
import { readAria2 } from '../../../../main/engine/lists/aria2-reader.ts';
import { aria2Text } from '../../../../main/engine/lists/aria2-writer.ts';
import { collect, cutAt, linksOf } from './collect.ts';

const HASH = 'ab'.repeat(32);
const LIST = `# pictures
https://x.com/a.jpg\thttps://mirror.x.com/a.jpg\tftp://x.com/a.jpg
  out=red/shoe.jpg
\tdir=/shop/
  --header=X-Key: a=b: c
  header=Accept: image/*
  referer=*
  user-agent=Me/1.0
  checksum=sha-256=${HASH.toUpperCase()}
  # a comment
  split=4
  --pause

https://x.com/[1-3].jpg\r
ftp://x.com/b.jpg
  out=b.jpg
nothing here
  split=2
https://x.com/c.jpg
 http-user=me
 http-passwd=p@ss%
 checksum=md5=aabb
 all-proxy=http://me:secret@p:1
 all-proxy-passwd=secret
`;

describe('an input file of aria2', () => {
  test('gives each line of URLs with its options', () => {
    const { lines, entries, ignored } = collect(readAria2, LIST);
    expect(lines).toBe(5);
    expect(ignored).toEqual(['split', 'pause', 'checksum', 'all-proxy', 'all-proxy-passwd']);
    expect(entries[0]).toEqual({
      line: 2,
      found: { kind: 'link', text: 'https://x.com/a.jpg' },
      facts: {
        name: 'shoe.jpg',
        folder: '/shop/red',
        headers: [
          ['X-Key', 'a=b: c'],
          ['Accept', 'image/*'],
        ],
        referer: 'https://x.com/a.jpg',
        userAgent: 'Me/1.0',
        sha256: HASH,
        mirrors: ['https://mirror.x.com/a.jpg'],
        ignored: ['split=4', 'pause'],
      },
    });
    expect(linksOf(readAria2, LIST).slice(1)).toEqual([
      [14, 'https://x.com/[1-3].jpg'],
      [15, 'scheme'],
      [17, 'no-url'],
      [19, 'https://me:p%40ss%25@x.com/c.jpg'],
    ]);
    expect(entries[4]?.facts).toEqual({ ignored: ['checksum=md5=aabb', 'all-proxy=http://p:1'] });
    expect(entries[1]?.facts).toBeNull();
  });

  test('is read alike wherever it is cut', () => {
    const whole = collect(readAria2, LIST);
    fc.assert(
      fc.property(fc.array(fc.nat(LIST.length), { maxLength: 12 }), (cuts) => {
        expect(collect(readAria2, cutAt(LIST, cuts))).toEqual(whole);
      }),
    );
  });

  test('that was written gives what it was written from', () => {
    const value = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .map((text) => text.replace(/[\r\n]/g, '').trim())
      .filter((text) => text !== '' && text !== '*');
    const part = value.filter((text) => !/[\\/]/.test(text));
    const header = fc.tuple(
      part.filter((text) => !text.includes(':')),
      value,
    );
    const url = fc.webUrl({ withQueryParameters: true });
    const facts: fc.Arbitrary<LineFacts> = fc.record(
      {
        name: part,
        folder: value,
        referer: value,
        userAgent: value,
        sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
        headers: fc.array(header, { minLength: 1, maxLength: 3 }),
        mirrors: fc.array(url, { minLength: 1, maxLength: 3 }),
        ignored: fc.array(
          value.map((text) => `split=${text}`),
          { minLength: 1, maxLength: 2 },
        ),
      },
      { requiredKeys: [] },
    );
    const entries = fc.array(fc.record({ url, facts }), { maxLength: 5 });
    fc.assert(
      fc.property(entries, (given) => {
        const read = collect(readAria2, aria2Text(given)).entries;
        expect(read.map(({ found, facts: got }) => ({ url: found.text, facts: got ?? {} }))).toEqual(given);
      }),
    );
  });

  test('cannot be broken out of by a value', () => {
    const text = aria2Text([
      {
        url: 'https://x.com/a',
        facts: { name: 'a\nhttps://evil.com/', headers: [['A', 'b\r\n  dir=/etc']] },
      },
    ]);
    expect(collect(readAria2, text).entries).toHaveLength(1);
    expect(text.split('\n')).toHaveLength(4);
  });
});
