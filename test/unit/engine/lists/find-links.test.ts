import { describe, expect, test } from 'vitest';
import { findLinks } from '../../../../main/engine/lists/find-links.ts';

const linksOf = (line: string) => findLinks(line).map(({ text }) => text);

describe('links in a line of text', () => {
  test.each([
    ['https://x.com/a.jpg', 'https://x.com/a.jpg'],
    ['  - https://x.com/a.jpg  ', 'https://x.com/a.jpg'],
    ['see HTTP://X.com/a.jpg, please', 'http://X.com/a.jpg'],
    ['www.x.com/a.jpg', 'https://www.x.com/a.jpg'],
    ['(www.x.com/a.jpg)', 'https://www.x.com/a.jpg'],
    ['hxxp://x.com/a.jpg', 'http://x.com/a.jpg'],
    ['hXXps://x.com/a.jpg', 'https://x.com/a.jpg'],
    ['<img src="//cdn.x.com/a.jpg">', 'https://cdn.x.com/a.jpg'],
    ['<https://x.com/a.jpg>', 'https://x.com/a.jpg'],
    ['"https://x.com/a.jpg", "b"', 'https://x.com/a.jpg'],
    ["'https://x.com/a.jpg'", 'https://x.com/a.jpg'],
    ['“https://x.com/a.jpg”', 'https://x.com/a.jpg'],
    ['`https://x.com/a.jpg`', 'https://x.com/a.jpg'],
    ['**https://x.com/a.jpg**', 'https://x.com/a.jpg'],
    ['![alt](https://x.com/a.jpg)', 'https://x.com/a.jpg'],
    ['![alt](https://x.com/a_(1).jpg "title")', 'https://x.com/a_(1).jpg'],
    ['url(https://x.com/a.jpg);', 'https://x.com/a.jpg'],
    ['[https://x.com/a.jpg].', 'https://x.com/a.jpg'],
    ['https://x.com/a(b)', 'https://x.com/a(b)'],
    ['https://x.com/a.jpg).', 'https://x.com/a.jpg'],
    ['{"url":"https:\\/\\/x.com\\/a.jpg","n":1}', 'https://x.com/a.jpg'],
    ['\\"https://x.com/a.jpg\\"', 'https://x.com/a.jpg'],
    ['&lt;a href=&quot;https://x.com/a.jpg&quot;&gt;', 'https://x.com/a.jpg'],
    ['https://x.com/?q=a&quot;b', 'https://x.com/?q=a&quot;b'],
    ['https://x.com/i.jpg?resize=300:*', 'https://x.com/i.jpg?resize=300:*'],
    ['看图：https://x.com/图片/1.jpg，很好', 'https://x.com/图片/1.jpg'],
    ['https://x.com/图（1）.jpg', 'https://x.com/图（1）.jpg'],
    ['https://x.com/a.jpg\u200b', 'https://x.com/a.jpg'],
    ['\ufeffhttps://x.com/a.jpg', 'https://x.com/a.jpg'],
    ['https://x.com/my photo.jpg', 'https://x.com/my photo.jpg'],
    ['"https://x.com/my photo.jpg" x', 'https://x.com/my photo.jpg'],
    ['https://x.com/a.jpg my cat.jpg', 'https://x.com/a.jpg'],
    ['https://x.com/i?id=5 my cat.jpg', 'https://x.com/i?id=5'],
    ['https://p.com/w/https://x.com/a.jpg', 'https://p.com/w/https://x.com/a.jpg'],
    ['https://p.com/?u=a%2Fhttps://x.com/a.jpg', 'https://p.com/?u=a%2Fhttps://x.com/a.jpg'],
    ['http://[::1]:8080/a.jpg', 'http://[::1]:8080/a.jpg'],
    ['photo:https://x.com/a.jpg', 'https://x.com/a.jpg'],
    ['view-source:https://x.com/a.jpg', 'https://x.com/a.jpg'],
    ['data:image/png;base64,AAA=', 'data:image/png;base64,AAA='],
    ['<img src="data:image/png;base64,AAA="/>', 'data:image/png;base64,AAA='],
    ['url(\'data:image/svg+xml;utf8,<svg a="b c"/>\')', 'data:image/svg+xml;utf8,<svg a="b c"/>'],
    ['data:image/svg+xml,<svg a="b c"/>', 'data:image/svg+xml,<svg a="b c"/>'],
  ])('%s gives %s', (line, link) => {
    expect(linksOf(line)).toEqual([link]);
  });

  test.each([
    ['https://x.com/1.jpg https://x.com/2.jpg'],
    ['https://x.com/1.jpg,https://x.com/2.jpg'],
    ['https://x.com/1.jpg;https://x.com/2.jpg'],
    ['https://x.com/1.jpg|https://x.com/2.jpg'],
    ['https://x.com/1.jpghttps://x.com/2.jpg'],
    ['https://x.com/1.jpg，https://x.com/2.jpg'],
    ['[https://x.com/1.jpg](https://x.com/2.jpg)'],
    ['"https://x.com/1.jpg","https://x.com/2.jpg"'],
    ['https://x.com/1.jpg\thttps://x.com/2.jpg'],
  ])('%s gives both', (line) => {
    expect(linksOf(line)).toEqual(['https://x.com/1.jpg', 'https://x.com/2.jpg']);
  });

  test.each([
    'nothing here',
    'example.com/a.jpg',
    'C:\\pictures\\a.jpg',
    '/home/me/a.jpg',
    'Exif data: none',
    'http',
    '// a comment',
    'me@www.example.com',
    'www.jpg',
  ])('%s gives none', (line) => {
    expect(findLinks(line)).toEqual([]);
  });

  test.each([
    ['ftp://x.com/a.jpg', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['blob:https://x.com/0b5c', 'scheme'],
    ['mailto:me@example.com', 'scheme'],
    ['unix:/run/x.sock', 'scheme'],
    ['ws://x.com/', 'scheme'],
    ['hppt://x.com/a.jpg', 'scheme'],
    ['data:text/html,<b>', 'data-not-image'],
    ['data:,X', 'data-not-image'],
  ])('%s is not fetched (%s)', (line, reason) => {
    expect(findLinks(line)).toMatchObject([{ kind: 'unusable', reason }]);
  });

  test('a hostile line takes no more time than its length is worth', () => {
    for (const unit of [
      '(',
      ')',
      '"',
      "'",
      'a',
      'www.',
      'data:',
      '//',
      'h://',
      '&quot',
      ',',
      '。',
      'http://',
      '%2F',
    ])
      findLinks(`http://x.com/${unit.repeat(100_000 / unit.length)}`);
  });
});
