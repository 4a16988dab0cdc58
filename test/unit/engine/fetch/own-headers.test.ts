import { validateHeaderName, validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownHeaders } from '../../../../main/engine/fetch/own-headers.ts';

const URL_OF_LINE = 'https://a.example/1.jpg';
const of = (facts: Parameters<typeof ownHeaders>[0], url = URL_OF_LINE) =>
  ownHeaders(facts, url, URL_OF_LINE);

describe('the headers of a line', () => {
  test('are referer, user agent and others, the last word counting', () => {
    const facts = {
      headers: [
        ['X-Shop', 'yes'],
        ['Referer', 'https://old.example/'],
      ],
      referer: 'https://shop.example/图',
      userAgent: 'Test/1',
    } as const;
    expect(of(facts)).toEqual({
      'x-shop': 'yes',
      referer: 'https://shop.example/%E5%9B%BE',
      'user-agent': 'Test/1',
    });
    expect(of(null)).toBeUndefined();
    expect(of({ name: 'x' })).toBeUndefined();
  });

  test('leave out what belongs to the connection, and names that are none', () => {
    const headers = ['Host', 'Range', 'If-None-Match', 'Transfer-Encoding', 'Accept-Encoding', 'a b', ''];
    expect(of({ headers: headers.map((name) => [name, '1'] as const) })).toEqual({});
  });

  test('keep secrets from a mirror at another origin', () => {
    const headers = [
      ['Cookie', 's=1'],
      ['Authorization', 'Basic x'],
      ['X-Shop', 'yes'],
    ] as const;
    expect(of({ headers }, 'https://b.example/1.jpg')).toEqual({ 'x-shop': 'yes' });
    expect(Object.keys(of({ headers }) ?? {})).toEqual(['cookie', 'authorization', 'x-shop']);
  });

  test('can always be sent, whatever the list holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))),
        fc.string({ unit: 'binary' }),
        (headers, text) => {
          const sent = of({ headers, referer: text, userAgent: text }) ?? {};
          for (const [name, value] of Object.entries(sent)) {
            validateHeaderName(name);
            validateHeaderValue(name, value);
          }
        },
      ),
    );
  });
});
