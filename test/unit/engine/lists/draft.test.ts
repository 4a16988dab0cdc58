import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LineFilter } from '#contract/api.ts';
import { AS_DETECTED, DEFAULT_NAME_OPTIONS } from '#contract/model.ts';
import type { Draft, SendOptions } from '../../../../main/engine/lists/draft.ts';
import { createDraft, PASTED } from '../../../../main/engine/lists/draft.ts';

function draftOf(...pieces: readonly string[]): Draft {
  const draft = createDraft({ draftId: 1, listName: null });
  for (const piece of pieces) draft.append(piece);
  draft.end();
  return draft;
}
const tasksOf = (draft: Draft, options: Partial<SendOptions> = {}) => [
  ...draft.tasks({
    options: DEFAULT_NAME_OPTIONS,
    batchName: 'cats',
    createdAt: 0,
    afterLine: 0,
    ...options,
  }),
];
const pageOf = (draft: Draft, only: LineFilter = 'all') => draft.page({ offset: 0, limit: 500, only });
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
    const whole = tasksOf(draftOf(text));
    expect(whole.map(({ line }) => line)).toEqual([1, 3, 4, 4, 5, 6]);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
        expect(tasksOf(draftOf(...pieces))).toEqual(whole);
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
      known: 0,
      duplicates: 1,
      unusable: 1,
      hosts: 2,
      topHost: 'a.com',
      listName: null,
      isComplete: true,
      kind: 'text',
      encoding: null,
      reading: AS_DETECTED,
      ranges: [],
      literalBrackets: 0,
      table: null,
      ignoredOptions: [],
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
    const [first, ...unusable] = tasksOf(draft);
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
    const row = { part: 1, skip: null, duplicateOfLine: null, facts: null };
    const rows = tasksOf(draft);
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
      expect(tasksOf(draft).map(({ url }) => url)).toEqual(urls);
    }
  });

  test('keeps little of a line that never ends', () => {
    const draft = createDraft({ draftId: 1, listName: null });
    const piece = 'a'.repeat(1024 * 1024);
    draft.append('https://x.com/');
    for (let count = 0; count < 10; count += 1) draft.append(piece);
    draft.append('\nhttps://x.com/b.jpg');
    draft.end();
    expect(draft.summary()).toMatchObject({ lines: 2, fresh: 1, unusable: 1 });
    expect(pageOf(draft, 'unusable').lines[0]?.verdict).toEqual({ kind: 'unusable', reason: 'too-long' });
  });

  test('numbers the lines of one text after those of the text before it', () => {
    const draft = createDraft({ draftId: 1, listName: null });
    draft.append('https://x.com/1.jpg\r\nhttps://x.com/2.jpg');
    draft.begin(PASTED);
    draft.append('url,name\nhttps://x.com/3.jpg,three\nhttps://x.com/1.jpg,one\n');
    draft.begin(PASTED);
    draft.append('https://x.com/4.jpg\n');
    draft.end();
    expect(tasksOf(draft).map(({ line, url, skip }) => [line, url, skip])).toEqual([
      [1, 'https://x.com/1.jpg', null],
      [2, 'https://x.com/2.jpg', null],
      [4, 'https://x.com/3.jpg', null],
      [5, 'https://x.com/1.jpg', null],
      [6, 'https://x.com/4.jpg', null],
    ]);
  });

  test('gives rows of a sheet that repeat a URL a file for each name', () => {
    const draft = draftOf('url,name\nhttps://x.com/1.jpg,a\nhttps://x.com/1.jpg,b\nhttps://x.com/1.jpg,A\n');
    expect(draft.summary()).toMatchObject({ kind: 'table', fresh: 2, duplicates: 1, unusable: 0 });
    expect(tasksOf(draft)).toMatchObject([
      { line: 2, stem: 'a', skip: null, duplicateOfLine: null },
      { line: 3, stem: 'b', skip: null, duplicateOfLine: 2 },
      { line: 4, skip: 'duplicate', duplicateOfLine: 2 },
    ]);
  });

  test('names rows of a sheet by a template with its columns, also those that repeat a URL', () => {
    const rows = ['A-1', 'B-2', 'a-1', 'b-2'].map((sku) => `https://x.com/1.jpg,${sku}\n`);
    const draft = draftOf('url,sku\n', ...rows);
    const options = { ...DEFAULT_NAME_OPTIONS, template: '{col.sku|lower}' };
    expect(tasksOf(draft, { options })).toMatchObject([
      { stem: 'a-1', skip: null, duplicateOfLine: null },
      { stem: 'b-2', skip: null, duplicateOfLine: 2 },
      { skip: 'duplicate', duplicateOfLine: 2 },
      { skip: 'duplicate', duplicateOfLine: 2 },
    ]);
  });

  test('reads again as the person says, also what has still to come', () => {
    const draft = createDraft({ draftId: 1, listName: null });
    draft.append('<a href="https://x.com/page"><img src="https://x.com/a.jpg"></a>\n');
    draft.readAs({ ...AS_DETECTED, kind: 'html' });
    expect(draft.summary()).toMatchObject({ kind: 'html', fresh: 1 });
    draft.append('<img src="https://x.com/b.jpg">');
    draft.end();
    expect(draft.summary()).toMatchObject({ kind: 'html', fresh: 2, isComplete: true });
    draft.readAs({ ...AS_DETECTED, kind: 'text' });
    expect(draft.summary()).toMatchObject({ kind: 'text', fresh: 3 });
    draft.readAs(AS_DETECTED);
    expect(draft.summary()).toMatchObject({ kind: 'html', fresh: 2 });
  });

  test('expands ranges, counts each picture, and takes them literally when told to', () => {
    const draft = draftOf('https://x.com/[08-11].jpg\nhttps://x.com/{a,b}.png\n');
    expect(draft.summary()).toMatchObject({
      lines: 2,
      fresh: 6,
      ranges: [
        { line: 1, count: 4, first: 'https://x.com/08.jpg', last: 'https://x.com/11.jpg' },
        { line: 2, count: 2, first: 'https://x.com/a.png', last: 'https://x.com/b.png' },
      ],
    });
    const options = { ...DEFAULT_NAME_OPTIONS, template: 'page-{g1}' };
    expect(tasksOf(draft, { options }).map(({ stem }) => stem)).toEqual(
      ['08', '09', '10', '11', 'a', 'b'].map((part) => `page-${part}`),
    );
    draft.readAs({ ...AS_DETECTED, areRangesLiteral: true });
    expect(draft.summary()).toMatchObject({ fresh: 2, ranges: [] });
  });

  test('makes a row of every link that a range was counted for, also where two are equal', () => {
    const draft = draftOf('https://x.com/[1-11][1-11].jpg https://x.com/{a,a}.png');
    const { fresh, duplicates, ranges } = draft.summary();
    expect(ranges.map(({ count }) => count)).toEqual([121, 2]);
    expect([fresh + duplicates, duplicates]).toEqual([123, 2]);
    expect(tasksOf(draft)).toHaveLength(123);
  });

  test('tells of brackets that begin no range', () => {
    const text =
      'https://x.com/a[0].jpg\nhttp://[::1]/b.jpg\nhttps://x.com/{id}/[1-2].jpg\nhttps://x.com/c.jpg';
    const draft = draftOf(text);
    expect(draft.summary()).toMatchObject({ fresh: 5, unusable: 0, literalBrackets: 3 });
    draft.readAs({ ...AS_DETECTED, areRangesLiteral: true });
    expect(draft.summary().literalBrackets).toBe(0);
  });

  test('tells apart what an earlier list has saved', () => {
    const draft = createDraft({ draftId: 1, listName: null, isKnown: (url) => url.endsWith('/1.jpg') });
    draft.append('https://x.com/1.jpg\nhttps://x.com/2.jpg\nhttps://x.com/1.jpg');
    draft.end();
    expect(draft.summary()).toMatchObject({ fresh: 2, known: 1, duplicates: 1 });
    expect(pageOf(draft).lines.map(({ verdict }) => verdict.kind)).toEqual(['known', 'new', 'duplicate']);
    expect(pageOf(draft, 'known').total).toBe(1);
    expect(pageOf(draft, 'new').total).toBe(1);
  });

  test('sends what a check did not keep as unusable', () => {
    const draft = draftOf('https://x.com/1.jpg\nnothing\nhttps://x.com/2.jpg\nhttps://x.com/3.jpg\n');
    draft.keep(Uint32Array.of(3, 0));
    expect(tasksOf(draft).map(({ line, skip }) => [line, skip])).toEqual([
      [1, null],
      [2, 'unusable'],
      [3, 'unusable'],
      [4, null],
    ]);
  });

  test('shifts its lines for a batch that has some', () => {
    const draft = draftOf('https://x.com/1.jpg\nhttps://x.com/1.jpg\nhttps://x.com/');
    const options = { ...DEFAULT_NAME_OPTIONS, template: '{index:03}-{name}' };
    expect(tasksOf(draft, { afterLine: 10, options })).toMatchObject([
      { line: 11, duplicateOfLine: null, stem: '011-1' },
      { line: 12, duplicateOfLine: 11 },
      { line: 13, stem: '013-image-13' },
    ]);
  });
});
