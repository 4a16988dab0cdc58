import { describe, expect, test } from 'vitest';
import { shortUrl } from '../../../../renderer/state/short-url.ts';

describe('a link as it is shown', () => {
  test('is whole while a person could read it', () => {
    const link = `https://a.example/${'x'.repeat(1_000)}`;
    expect(shortUrl(link)).toBe(link);
  });

  test('is only its type where it holds a picture', () => {
    expect(shortUrl(`data:image/png;base64,${'A'.repeat(1_000_000)}`)).toBe('data:image/png…');
    expect(shortUrl('data:image/svg+xml,%3Csvg/%3E')).toBe('data:image/svg+xml…');
    expect(shortUrl(`data:${'x'.repeat(1_000_000)}`).length).toBeLessThan(100);
  });
});
