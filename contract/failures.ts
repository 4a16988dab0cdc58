/**
 * Every way a line can end without a picture: the table of causes that engine, window and command line share.
 * Words for people are in `contract/words`, one entry for each code.
 */

export type FailureClass = 'transient' | 'refused' | 'gone' | 'content' | 'parked' | 'local';

interface FailureRule {
  readonly class: FailureClass;
  /** Attempts that are made in all before the task fails, the first included. */
  readonly attempts: number;
  /** Whether bytes received so far may be kept for a resumed attempt. */
  readonly isPartKept: boolean;
}

const transient: FailureRule = { class: 'transient', attempts: 5, isPartKept: true };
const refused: FailureRule = { class: 'refused', attempts: 1, isPartKept: false };
const gone: FailureRule = { class: 'gone', attempts: 1, isPartKept: false };
const content: FailureRule = { class: 'content', attempts: 2, isPartKept: false };
const local: FailureRule = { class: 'local', attempts: 1, isPartKept: true };

const NAMED_RULES = {
  'timeout-connect': transient,
  'timeout-first-byte': transient,
  'timeout-idle': transient,
  'too-slow': transient,
  reset: transient,
  'refused-connection': transient,
  unreachable: transient,
  'dns-temporary': transient,
  'bad-response': transient,
  'truncated-body': transient,
  'dns-not-found': { class: 'transient', attempts: 2, isPartKept: false },
  'tls-expired': refused,
  'tls-name': refused,
  'tls-untrusted': refused,
  tls: refused,
  'insecure-redirect': refused,
  'private-address': refused,
  'too-many-redirects': gone,
  'bad-redirect': gone,
  'no-content': gone,
  'header-too-large': gone,
  html: content,
  empty: content,
  'not-an-image': content,
  corrupt: content,
  'hash-mismatch': content,
  // Something in Pixhaul itself broke: it is in the log, and the line still comes to an end.
  internal: content,
  'too-large': { class: 'content', attempts: 1, isPartKept: false },
  parked: { class: 'parked', attempts: 1, isPartKept: true },
  'disk-full': local,
  'read-only': local,
  'no-access': local,
  'folder-gone': local,
  'disk-error': local,
  'name-too-long': local,
  // Answers of the desktop to a request of the window: no task ends with them.
  'file-gone': local,
  'not-opened': local,
  // Of the whole program: no task ends with it.
  'store-gone': local,
  // Of a list that was opened, not of a picture.
  'list-too-large': local,
  'list-damaged': local,
  'list-old-excel': local,
  'bad-template': local,
} as const satisfies Record<string, FailureRule>;

export type NamedFailureCode = keyof typeof NAMED_RULES;
export type FailureCode = NamedFailureCode | `http-${number}`;

/** All codes with a name of their own; `http-<status>` is the family beside them. */
export const NAMED_FAILURE_CODES = Object.keys(NAMED_RULES) as readonly NamedFailureCode[];

export const SKIP_CODES = [
  'duplicate',
  'have-it',
  'unusable',
  'filtered-size',
  'filtered-shape',
  'filtered-type',
  // Another file has the name, and the person wants it left so.
  'name-taken',
] as const;
export type SkipCode = (typeof SKIP_CODES)[number];

const TRANSIENT_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504, 509, 520, 521, 522, 523, 524, 529]);
const REFUSED_STATUSES = new Set([401, 403, 407, 451]);

function statusRule(status: number): FailureRule {
  if (TRANSIENT_STATUSES.has(status)) return transient;
  return REFUSED_STATUSES.has(status) ? refused : gone;
}

/** Says how a cause is treated: its class, how many attempts it is worth, and whether its part is kept. */
export function failureRule(code: FailureCode): FailureRule {
  if (code.startsWith('http-')) return statusRule(Number(code.slice('http-'.length)));
  return NAMED_RULES[code as NamedFailureCode];
}

/** Why a task, or a request of the window, did not succeed: plain data that crosses every boundary. */
export interface Failure {
  readonly code: FailureCode;
  /**
   * What the words of the code may mention, already safe to show: never a password, token or full URL.
   * Known keys: `title` (of a web page), `receivedBytes`, `expectedBytes`, `limitBytes`, `waitMs`, `folder`, `type`.
   */
  readonly facts?: Readonly<Record<string, string | number>>;
}
