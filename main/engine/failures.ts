import type { Failure, NamedFailureCode } from '#contract/failures.ts';

/** Causes that look the same wherever they come from. */
const NETWORK_CODES: Readonly<Record<string, NamedFailureCode>> = {
  // Of our own address check (fetch/addresses.ts).
  ERR_PRIVATE_ADDRESS: 'private-address',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ENOTCONN: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'reset',
  ERR_SOCKET_CLOSED: 'reset',
  ECONNREFUSED: 'refused-connection',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EAFNOSUPPORT: 'unreachable',
  ENOTFOUND: 'dns-not-found',
  ENODATA: 'dns-not-found',
  EAI_NONAME: 'dns-not-found',
  EAI_NODATA: 'dns-not-found',
  HPE_HEADER_OVERFLOW: 'header-too-large',
  HPE_INVALID_EOF_STATE: 'truncated-body',
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: 'truncated-body',
  // A compressed body that ends before its own end mark.
  Z_BUF_ERROR: 'truncated-body',
};

const TLS_CODES: Readonly<Record<string, NamedFailureCode>> = {
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-name',
  HOSTNAME_MISMATCH: 'tls-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-untrusted',
  CERT_UNTRUSTED: 'tls-untrusted',
  CERT_REJECTED: 'tls-untrusted',
  CERT_CHAIN_TOO_LONG: 'tls-untrusted',
  PATH_LENGTH_EXCEEDED: 'tls-untrusted',
  INVALID_CA: 'tls-untrusted',
  INVALID_PURPOSE: 'tls-untrusted',
  CERT_REVOKED: 'tls-untrusted',
  EPROTO: 'tls',
};

const FILE_CODES: Readonly<Record<string, NamedFailureCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'read-only',
  EACCES: 'no-access',
  EPERM: 'no-access',
  ENOENT: 'folder-gone',
  ENOTDIR: 'folder-gone',
  ENODEV: 'folder-gone',
  ENXIO: 'folder-gone',
  ENAMETOOLONG: 'name-too-long',
};

/** Families of codes that Node, OpenSSL, zlib and the HTTP parser make up: first match wins. */
const FAMILIES: readonly (readonly [RegExp, NamedFailureCode])[] = [
  [/^(EAI_|ESERVFAIL$|EREFUSED$|ETIMEOUT$|ECANCELLED$|EBADRESP$)/, 'dns-temporary'],
  [/^(ERR_SSL_|ERR_TLS_|CERT_|CRL_|UNABLE_TO_|ERR_OSSL_)/, 'tls'],
  [/^(HPE_|Z_|ERR__ERROR_|ERR_BROTLI_|ERR_ZLIB_)/, 'bad-response'],
];

interface Cause {
  readonly code: string;
  readonly syscall: string | null;
}

/** The innermost error with a code: libraries wrap the system's error in their own. */
function findCause(error: unknown, depth = 0): Cause | null {
  if (!(error instanceof Error) || depth > 5) return null;
  const inner = findCause(error.cause, depth + 1);
  if (inner !== null) return inner;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? { code, syscall: typeof syscall === 'string' ? syscall : null } : null;
}

function timeoutCode(syscall: string | null): NamedFailureCode {
  return syscall === 'connect' ? 'timeout-connect' : 'timeout-idle';
}

function codeOf({ code, syscall }: Cause): NamedFailureCode | null {
  if (code === 'ETIMEDOUT') return timeoutCode(syscall);
  const named = NETWORK_CODES[code] ?? TLS_CODES[code];
  if (named !== undefined) return named;
  const family = FAMILIES.find(([pattern]) => pattern.test(code));
  if (family !== undefined) return family[1];
  // A firewall answers connect() with EACCES or EPERM: that says nothing about a folder.
  if (syscall === 'connect') return 'unreachable';
  if (FILE_CODES[code] !== undefined) return FILE_CODES[code];
  return syscall !== null && /^E[A-Z0-9]+$/.test(code) ? 'disk-error' : null;
}

/**
 * Names the cause of an expected error: of the network, TLS, the HTTP parser, a decompressor or the file system.
 * Carries nothing of the error's text, so no URL, header or path can leak. Anything else is a bug of ours and is
 * thrown again unchanged.
 */
export function toFailure(error: unknown): Failure {
  const cause = findCause(error);
  const code = cause === null ? null : codeOf(cause);
  if (code === null) throw error;
  return { code };
}
