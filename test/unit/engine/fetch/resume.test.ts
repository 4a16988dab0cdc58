import { describe, expect, test } from 'vitest';
import type { PartRecord } from '#contract/worker-messages.ts';
import {
  isResumable,
  judgeRange,
  parseContentRange,
  partRecord,
  RESUME_MIN_BYTES,
  strongValidator,
} from '../../../../main/engine/fetch/resume.ts';

const DATE = 'Mon, 01 Jan 2024 00:01:00 GMT';
const OLD = 'Mon, 01 Jan 2024 00:00:00 GMT';
const NEW = 'Mon, 01 Jan 2024 00:00:30 GMT';
const part: PartRecord = {
  bytes: RESUME_MIN_BYTES,
  totalBytes: 2 * RESUME_MIN_BYTES,
  etag: '"v1"',
  lastModified: null,
  date: DATE,
};
const rest = `bytes ${part.bytes}-${2 * part.bytes - 1}/${2 * part.bytes}`;

describe('what If-Range may carry', () => {
  test('a strong ETag', () => {
    expect(strongValidator(part)).toBe('"v1"');
  });
  test('B6 never a weak tag, not even with a date beside it', () => {
    expect(strongValidator({ etag: 'W/"v1"', lastModified: OLD, date: DATE })).toBeNull();
  });
  test('a Last-Modified a minute older than the answer', () => {
    expect(strongValidator({ etag: null, lastModified: OLD, date: DATE })).toBe(OLD);
    expect(strongValidator({ etag: null, lastModified: NEW, date: DATE })).toBeNull();
    expect(strongValidator({ etag: null, lastModified: OLD, date: null })).toBeNull();
    expect(strongValidator({ etag: null, lastModified: 'nonsense', date: DATE })).toBeNull();
  });
  test('B7 nothing where there is no validator', () => {
    expect(isResumable({ ...part, etag: null })).toBe(false);
  });
});

describe('partRecord', () => {
  const headers = { etag: '"v1"', 'content-length': '5000000' };

  test('keeps a part of a mebibyte with a strong validator', () => {
    expect(partRecord(headers, RESUME_MIN_BYTES, 5_000_000)).toMatchObject({ bytes: RESUME_MIN_BYTES });
  });
  test('does not keep a small part', () => {
    expect(partRecord(headers, RESUME_MIN_BYTES - 1, 5_000_000)).toBeNull();
  });
  test('A10 does not keep a body that ends with the connection', () => {
    expect(partRecord({ etag: '"v1"' }, RESUME_MIN_BYTES, null)).toBeNull();
  });
  test('does not keep an encoded body, nor one whose server has no ranges', () => {
    expect(partRecord({ ...headers, 'content-encoding': 'gzip' }, RESUME_MIN_BYTES, null)).toBeNull();
    expect(partRecord({ ...headers, 'accept-ranges': 'none' }, RESUME_MIN_BYTES, null)).toBeNull();
  });
});

describe('parseContentRange', () => {
  test('reads ranges', () => {
    expect(parseContentRange('bytes 5-9/10')).toEqual({ start: 5, totalBytes: 10 });
    expect(parseContentRange('bytes 5-9/*')).toEqual({ start: 5, totalBytes: null });
    expect(parseContentRange('bytes */10')).toEqual({ start: null, totalBytes: 10 });
  });
  test.each(['bytes 9-5/10', 'bytes 5-10/10', 'bytes 5-/10', 'items 5-9/10', '', undefined])(
    'B3 refuses %o',
    (text) => {
      expect(parseContentRange(text)).toBeNull();
    },
  );
});

describe('judgeRange', () => {
  const kindOf = (status: number, headers: Record<string, string>): string =>
    judgeRange(status, headers, part).kind;

  test('B2 appends a 206 that fits', () => {
    expect(judgeRange(206, { 'content-range': rest, etag: '"v1"' }, part)).toEqual({
      kind: 'append',
      totalBytes: part.totalBytes,
    });
  });
  test('B3 starts again when start, total or Content-Range do not fit', () => {
    expect(kindOf(206, { 'content-range': 'bytes 0-9/10', etag: '"v1"' })).toBe('restart');
    const longer = `bytes ${part.bytes}-${3 * part.bytes - 1}/${3 * part.bytes}`;
    expect(kindOf(206, { 'content-range': longer, etag: '"v1"' })).toBe('restart');
    expect(kindOf(206, { etag: '"v1"' })).toBe('restart');
  });
  test('B5 starts again when the 206 is of another version', () => {
    expect(kindOf(206, { 'content-range': rest, etag: '"v2"' })).toBe('restart');
    expect(kindOf(206, { 'content-range': rest })).toBe('restart');
  });
  test('compares Last-Modified where there was no ETag', () => {
    const dated = { ...part, etag: null, lastModified: OLD };
    expect(judgeRange(206, { 'content-range': rest, 'last-modified': OLD }, dated).kind).toBe('append');
    expect(judgeRange(206, { 'content-range': rest, 'last-modified': NEW }, dated).kind).toBe('restart');
    expect(judgeRange(206, { 'content-range': rest }, dated).kind).toBe('append');
  });
  test('B8 calls a 416 of our own size complete', () => {
    expect(kindOf(416, { 'content-range': `bytes */${part.bytes}` })).toBe('complete');
  });
  test('B9 starts again on any other 416', () => {
    expect(kindOf(416, { 'content-range': 'bytes */7' })).toBe('restart');
    expect(kindOf(416, {})).toBe('restart');
    expect(kindOf(416, { 'content-range': `bytes */${part.bytes}`, etag: '"v2"' })).toBe('restart');
  });
});
