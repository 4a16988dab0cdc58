import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toFailure } from '../../../main/engine/failures.ts';

function systemError(code: string, syscall?: string): Error {
  return Object.assign(new Error(`${code}: secret-token at https://user:pw@host/x?sig=1`), {
    code,
    ...(syscall === undefined ? {} : { syscall }),
  });
}

describe('toFailure', () => {
  test.each([
    ['ECONNRESET', 'read', 'reset'],
    ['EPIPE', 'write', 'reset'],
    ['ECONNREFUSED', 'connect', 'refused-connection'],
    ['EHOSTUNREACH', 'connect', 'unreachable'],
    ['ETIMEDOUT', 'connect', 'timeout-connect'],
    ['ETIMEDOUT', 'read', 'timeout-idle'],
    ['ENOTFOUND', 'getaddrinfo', 'dns-not-found'],
    ['EAI_AGAIN', 'getaddrinfo', 'dns-temporary'],
    ['EAI_FAIL', 'getaddrinfo', 'dns-temporary'],
    ['HPE_HEADER_OVERFLOW', undefined, 'header-too-large'],
    ['HPE_INVALID_CHUNK_SIZE', undefined, 'bad-response'],
    ['HPE_INVALID_CONSTANT', undefined, 'bad-response'],
    ['Z_BUF_ERROR', undefined, 'truncated-body'],
    ['Z_DATA_ERROR', undefined, 'bad-response'],
    ['CERT_HAS_EXPIRED', undefined, 'tls-expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', undefined, 'tls-name'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', undefined, 'tls-untrusted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', undefined, 'tls'],
    ['EPROTO', 'write', 'tls'],
    ['ENOSPC', 'write', 'disk-full'],
    ['EDQUOT', 'write', 'disk-full'],
    ['EROFS', 'open', 'read-only'],
    ['EACCES', 'open', 'no-access'],
    ['EPERM', 'open', 'no-access'],
    ['ENOENT', 'open', 'folder-gone'],
    ['ENOTDIR', 'open', 'folder-gone'],
    ['EIO', 'fsync', 'disk-error'],
    ['EMFILE', 'open', 'disk-error'],
    ['ENAMETOOLONG', 'open', 'name-too-long'],
    ['EACCES', 'connect', 'unreachable'],
    ['EMFILE', 'connect', 'unreachable'],
  ])('%s of %s is %s', (code, syscall, expected) => {
    expect(toFailure(systemError(code, syscall))).toEqual({ code: expected });
  });

  test('looks through the wrapping of a library', () => {
    const wrapped = new Error('request failed', { cause: systemError('ECONNRESET', 'read') });
    expect(toFailure(wrapped).code).toBe('reset');
  });

  test('carries nothing of the message', () => {
    expect(JSON.stringify(toFailure(systemError('ECONNRESET')))).toBe('{"code":"reset"}');
  });

  test('throws a bug again, unchanged', () => {
    const bug = new TypeError('undefined is not a function');
    expect(() => toFailure(bug)).toThrow(bug);
    expect(() => toFailure('text')).toThrow('text');
  });

  test('names a real error of the file system', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pixhaul-'));
    try {
      const missing = await open(join(folder, 'gone', 'file'), 'wx').catch((error: unknown) => error);
      expect(toFailure(missing).code).toBe('folder-gone');
      const long = await open(join(folder, 'x'.repeat(300)), 'wx').catch((error: unknown) => error);
      expect(toFailure(long).code).toBe('name-too-long');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
