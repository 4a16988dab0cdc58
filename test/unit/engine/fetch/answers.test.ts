import { describe, expect, test } from 'vitest';
import {
  contentLength,
  isHtmlType,
  retryAfterMs,
  statusFailure,
} from '../../../../main/engine/fetch/answers.ts';

describe('statusFailure', () => {
  test.each([
    [204, 'no-content'],
    [205, 'no-content'],
    [206, 'bad-response'],
    [304, 'bad-response'],
    [202, 'bad-response'],
    [300, 'http-300'],
    [404, 'http-404'],
    [503, 'http-503'],
  ])('A19, A20: %d is %s', (status, code) => {
    expect(statusFailure(status)?.code).toBe(code);
  });

  test('lets 200 through', () => {
    expect(statusFailure(200)).toBeNull();
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('Mon, 01 Jan 2024 00:00:00 GMT');

  test('C2 reads seconds', () => {
    expect(retryAfterMs({ 'retry-after': '2' }, now)).toBe(2000);
  });

  test('C3 reads a date', () => {
    expect(retryAfterMs({ 'retry-after': 'Mon, 01 Jan 2024 00:01:00 GMT' }, now)).toBe(60_000);
  });

  test('C3 measures a date against the clock of the server', () => {
    const headers = {
      'retry-after': 'Mon, 01 Jan 2024 05:00:02 GMT',
      date: 'Mon, 01 Jan 2024 05:00:00 GMT',
    };
    expect(retryAfterMs(headers, now)).toBe(2000);
  });

  test('C3 takes a date in the past for now', () => {
    expect(retryAfterMs({ 'retry-after': 'Sun, 31 Dec 2023 00:00:00 GMT' }, now)).toBe(0);
  });

  test.each(['-5', 'soon', '', '2.5', 'Mon, 99 Foo'])('C5 ignores %o', (value) => {
    expect(retryAfterMs({ 'retry-after': value }, now)).toBeNull();
  });

  test('is null without the header', () => {
    expect(retryAfterMs({}, now)).toBeNull();
  });
});

test('contentLength reads a length and nothing else', () => {
  expect(contentLength({ 'content-length': '12' })).toBe(12);
  expect(contentLength({ 'content-length': '5, 5' })).toBeNull();
  expect(contentLength({})).toBeNull();
});

test('isHtmlType knows the types of web pages', () => {
  expect(isHtmlType('text/html; charset=utf-8')).toBe(true);
  expect(isHtmlType('TEXT/HTML')).toBe(true);
  expect(isHtmlType('application/xhtml+xml')).toBe(true);
  expect(isHtmlType('text/htmlish')).toBe(false);
  expect(isHtmlType(undefined)).toBe(false);
});
