import { describe, expect, test } from 'vitest';
import { redirectTarget } from '../../../../main/engine/fetch/redirects.ts';

function follow(location: string, { from = 'https://a.example/dir/x.jpg' } = {}): string {
  const raw = Buffer.from(location, 'utf8').toString('latin1');
  const target = redirectTarget(new URL(from), ['Location', raw], new URL(from).hostname);
  return target.ok ? target.value.href : target.failure.code;
}

describe('redirectTarget', () => {
  test.each([
    ['/y.jpg', 'https://a.example/y.jpg'],
    ['y.jpg', 'https://a.example/dir/y.jpg'],
    ['//b.example/y.jpg', 'https://b.example/y.jpg'],
    ['/a/../y.jpg', 'https://a.example/y.jpg'],
    ['/a b.jpg', 'https://a.example/a%20b.jpg'],
    ['/图.jpg', 'https://a.example/%E5%9B%BE.jpg'],
    ['/y.jpg#part', 'https://a.example/y.jpg'],
  ])('D6 follows %s', (location, expected) => {
    expect(follow(location)).toBe(expected);
  });

  test('D4 refuses to go from https to http', () => {
    expect(follow('http://a.example/y.jpg')).toBe('insecure-redirect');
  });

  test.each([
    'file:///etc/passwd',
    'data:image/png;base64,AA==',
    'ftp://a.example/y.jpg',
    'javascript:alert(1)',
    'unix:/run/x.sock:/y',
  ])('D5 refuses %s', (location) => {
    expect(follow(location)).toBe('bad-redirect');
  });

  test('D7 refuses no, an empty, a broken and a second Location', () => {
    const from = new URL('https://a.example/');
    expect(redirectTarget(from, [], null)).toMatchObject({ failure: { code: 'bad-redirect' } });
    expect(follow('')).toBe('bad-redirect');
    expect(follow('http://')).toBe('bad-redirect');
    const two = ['Location', '/one.jpg', 'location', '/two.jpg'];
    expect(redirectTarget(from, two, null)).toMatchObject({ failure: { code: 'bad-redirect' } });
  });

  test('D9 drops user name and password', () => {
    expect(follow('https://user:pw@b.example/y.jpg')).toBe('https://b.example/y.jpg');
  });

  test('D12 refuses to be led to a private address or a local name', () => {
    for (const host of ['127.0.0.1', '10.0.0.1', '[::1]', 'localhost', 'nas.local', '2130706433']) {
      expect(follow(`https://${host}/y.jpg`)).toBe('private-address');
    }
  });

  test('follows on the private host that the person wrote down, and to no other', () => {
    const from = 'http://192.168.0.2/x.jpg';
    expect(follow('http://192.168.0.2:8080/y.jpg', { from })).toBe('http://192.168.0.2:8080/y.jpg');
    expect(follow('http://192.168.0.3/y.jpg', { from })).toBe('private-address');
    expect(follow('http://localhost/y.jpg', { from: 'http://127.0.0.1/x.jpg' })).toBe('private-address');
  });

  test('D14 never follows to the address of cloud secrets', () => {
    const from = 'http://192.168.0.2/x.jpg';
    expect(follow('http://169.254.169.254/', { from })).toBe('private-address');
  });
});
