import { describe, expect, test } from 'vitest';
import { originOf, policyToInner, toInner, toOuter } from '../../electron-stand-in/page/address.ts';

const schemes = new Set(['app']);

describe("the app's addresses inside Chromium", () => {
  test.each([
    ['app://pixhaul/index.html?x=1#y', 'https://pixhaul.app.localhost/index.html?x=1#y'],
    ['app://pixhaul', 'https://pixhaul.app.localhost/'],
    ['file:///tmp/a%20b.html', 'https://local.file.localhost/tmp/a%20b.html'],
    ['https://example.com/', 'https://example.com/'],
    ['other://host/x', 'other://host/x'],
  ])('%s is %s', (outer, inner) => {
    expect(toInner(outer, schemes)).toBe(inner);
  });

  test.each([
    'app://pixhaul/index.html?x=1#y',
    'file:///tmp/a.html',
    'https://example.com/x',
    'data:text/html,x',
  ])('%s comes back as it was', (url) => {
    expect(toOuter(toInner(url, schemes))).toBe(url);
  });

  test('an http address of such a host, or no address at all, is not taken for the app', () => {
    expect(toOuter('http://pixhaul.app.localhost/')).toBe('http://pixhaul.app.localhost/');
    expect(toOuter('')).toBe('');
  });

  test('origins are those that Electron tells', () => {
    expect(originOf('app://pixhaul/a/b')).toBe('app://pixhaul');
    expect(originOf('https://example.com/a')).toBe('https://example.com');
    expect(originOf('about:blank')).toBe('null');
  });

  test('a policy that names the scheme means the same inside', () => {
    const policy = "default-src 'none'; img-src app://pixhaul 'self'; media-src app:; script-src 'self'";
    expect(policyToInner(policy, schemes)).toBe(
      "default-src 'none'; img-src https://pixhaul.app.localhost 'self'; media-src https://*.app.localhost; script-src 'self'",
    );
  });
});
