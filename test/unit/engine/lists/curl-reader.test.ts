import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCurl } from '../../../../main/engine/lists/curl-reader.ts';
import { collect, cutAt, linksOf } from './collect.ts';

const one = (text: string) => {
  const { entries } = collect(readCurl, text);
  expect(entries).toHaveLength(1);
  return entries[0];
};
const linkOf = (text: string) => one(text)?.found.text;

describe('a curl command', () => {
  test('as a browser copies it', () => {
    const text = `curl 'https://x.com/a.jpg?x=1&y=2' \\
  -H 'accept: image/avif,image/webp' \\
  -H 'accept-encoding: gzip' -H 'if-none-match: "a"' \\
  -H $'x-odd: it\\'s \\u00e9' \\
  -b 'a=1; b=2' \\
  -H 'referer: https://x.com/' \\
  -H 'user-agent: Mozilla/5.0' --compressed`;
    expect(one(text)).toEqual({
      line: 1,
      found: { kind: 'link', text: 'https://x.com/a.jpg?x=1&y=2' },
      facts: {
        referer: 'https://x.com/',
        userAgent: 'Mozilla/5.0',
        headers: [
          ['accept', 'image/avif,image/webp'],
          ['x-odd', "it's é"],
          ['Cookie', 'a=1; b=2'],
        ],
      },
    });
  });

  test('as a browser copies it for Windows', () => {
    const old = 'curl "https://x.com/a%^20b.jpg?x=1^&y=2" ^\r\n  -H "accept: image/*" ^\r\n  --compressed';
    expect(one(old)).toMatchObject({
      found: { text: 'https://x.com/a%20b.jpg?x=1&y=2' },
      facts: { headers: [['accept', 'image/*']] },
    });
    const current =
      'curl ^"https://x.com/a.jpg?x=1^&y=2^" ^\r\n  -H ^"sec-ch-ua: ^\\^"A B^\\^";v=^\\^"1^\\^"^" -A ^"Me 1^"';
    expect(one(current)).toMatchObject({
      found: { text: 'https://x.com/a.jpg?x=1&y=2' },
      facts: { headers: [['sec-ch-ua', '"A B";v="1"']], userAgent: 'Me 1' },
    });
  });

  test.each([
    ['curl https://x.com/a.jpg', 'https://x.com/a.jpg'],
    ['$ curl -sSL --url https://x.com/a.jpg', 'https://x.com/a.jpg'],
    ['/usr/bin/curl -L -m 10 https://x.com/a.jpg -s', 'https://x.com/a.jpg'],
    ['LANG=C sudo curl.exe --max-time 5 --retry 3 "https://x.com/a.jpg"', 'https://x.com/a.jpg'],
    ['curl https://x.com/a.jpg?x=1&y=2 -O', 'https://x.com/a.jpg?x=1&y=2'],
    ['curl https://x.com/a.jpg | head -c 10', 'https://x.com/a.jpg'],
    ['curl https://x.com/a.jpg # https://x.com/b.jpg', 'https://x.com/a.jpg'],
    ['curl x.com/a.jpg', 'http://x.com/a.jpg'],
    ['curl -G -d a=1 --data-urlencode "b=x y" https://x.com/?c=1', 'https://x.com/?c=1&a=1&b=x%20y'],
    ['curl -u me:p:w@ https://x.com/a', 'https://me:p%3Aw%40@x.com/a'],
    ['curl -X GET https://x.com/a', 'https://x.com/a'],
    ["curl https://x.com/a\"b\"'c'$'\\x64'\\ e", 'https://x.com/abcd e'],
    ['curl \\ \n https://x.com/a', 'https://x.com/a'],
    ['curl -g "https://x.com/[1-3]"', 'https://x.com/[1-3]'],
  ])('%s', (command, link) => {
    expect(linkOf(command)).toBe(link);
  });

  test.each([
    ['-d a=1', 'has-body'],
    ['--data-raw "{}"', 'has-body'],
    ['-F file=@x', 'has-body'],
    ['-T x', 'has-body'],
    ['--json {}', 'has-body'],
    ['-XPOST', 'has-body'],
  ])('is refused with %s', (option, reason) => {
    expect(linksOf(readCurl, `curl ${option} https://x.com/a`)).toEqual([[1, reason]]);
    expect(linksOf(readCurl, `curl https://x.com/a ${option}`)).toEqual([[1, reason]]);
  });

  test('gives the name and the folder of its file', () => {
    expect(one('curl -o a/b/c.jpg https://x.com/')?.facts).toEqual({ folder: 'a/b', name: 'c.jpg' });
    expect(one('curl -sSLoc.jpg --output-dir d https://x.com/')?.facts).toEqual({
      folder: 'd',
      name: 'c.jpg',
    });
    expect(one('curl https://x.com/ > c.jpg 2>/dev/null')?.facts).toEqual({ name: 'c.jpg' });
    expect(one('curl -o /dev/null https://x.com/')?.facts).toBeNull();
    const { entries } = collect(
      readCurl,
      'curl -o 1.jpg https://x.com/a -o 2.jpg https://x.com/b https://x.com/c',
    );
    expect(entries.map(({ facts }) => facts?.name)).toEqual(['1.jpg', '2.jpg', undefined]);
  });

  test('expands its ranges, and names their files by them', () => {
    const { entries, ranges } = collect(readCurl, 'curl "https://x.com/{a,b}[8-9].jpg" -o "f_#1-#2-#3.jpg"');
    expect(entries.map(({ found, facts }) => [found.text, facts])).toEqual([
      ['https://x.com/a8.jpg', { name: 'f_a-8-#3.jpg', groups: ['a', '8'] }],
      ['https://x.com/a9.jpg', { name: 'f_a-9-#3.jpg', groups: ['a', '9'] }],
      ['https://x.com/b8.jpg', { name: 'f_b-8-#3.jpg', groups: ['b', '8'] }],
      ['https://x.com/b9.jpg', { name: 'f_b-9-#3.jpg', groups: ['b', '9'] }],
    ]);
    expect(ranges).toEqual([[1, 4, 'https://x.com/a8.jpg', 'https://x.com/b9.jpg']]);
  });

  test('keeps its proxy for the export, without the password', () => {
    const { entries, ignored } = collect(
      readCurl,
      'curl -x http://me:secret@p:1 https://x.com/a --next https://x.com/b',
    );
    expect(entries.map(({ facts }) => facts)).toEqual([{ ignored: ['all-proxy=http://p:1'] }, null]);
    expect(ignored).toEqual(['all-proxy']);
  });
});

const LIST = `# pictures
curl https://x.com/a.jpg \\\r
  -o a.jpg; curl 'https://x.com/b
c.jpg'

wget https://x.com/d.jpg
make
curl -O
curl "https://x.com/[1-2]" $'\\u{'
`;

describe('curl commands', () => {
  test('are read one by one, and what is none as plain text', () => {
    expect(linksOf(readCurl, LIST)).toEqual([
      [2, 'https://x.com/a.jpg'],
      [3, 'https://x.com/b\nc.jpg'],
      [6, 'https://x.com/d.jpg'],
      [7, 'no-url'],
      [8, 'no-url'],
      [9, 'https://x.com/1'],
      [9, 'https://x.com/2'],
      [9, 'http://u{'],
    ]);
    expect(collect(readCurl, LIST).lines).toBe(6);
  });

  test('are read alike wherever they are cut', () => {
    const text = `${LIST}curl ^"https://x.com/^&^" ^\r\n -A ^"x^\\^"^" # end\r\ncurl $'\\x41\\U0001f600\\101'`;
    const whole = collect(readCurl, text);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        expect(collect(readCurl, cutAt(text, cuts))).toEqual(whole);
      }),
    );
  });
});
