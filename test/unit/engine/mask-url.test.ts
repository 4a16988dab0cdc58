import { expect, test } from 'vitest';
import { maskUrl } from '../../../main/engine/mask-url.ts';

test.each([
  ['https://user:secret@cdn.example/a.jpg', 'https://cdn.example/a.jpg'],
  ['https://user@cdn.example:8443/a.jpg?x=1#y', 'https://cdn.example:8443/a.jpg?x=1#y'],
  ['https://a:b@c@cdn.example/', 'https://cdn.example/'],
  ['see ftp://me:pw@host/x and https://u:p@h/', 'see ftp://host/x and https://h/'],
])('drops user name and password: %s', (url, masked) => {
  expect(maskUrl(url)).toBe(masked);
});

test.each(['https://cdn.example/@user/a.jpg', 'https://cdn.example?to=a@b', 'mail me@home.example', ''])(
  'keeps an @ that is no user name: %s',
  (url) => {
    expect(maskUrl(url)).toBe(url);
  },
);
