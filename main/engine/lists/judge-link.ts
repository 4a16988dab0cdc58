import { getDomain } from 'tldts';
import type { UnusableReason } from '#contract/model.ts';
import type { Hosts } from './hosts.ts';
import { NO_HOST } from './hosts.ts';
import { isRefusedHost } from './refused-hosts.ts';

/** Far above what servers take (mostly 8 to 16 KiB). */
const MAX_URL_LENGTH = 32 * 1024;
/** A picture of about 6 MB written into the list itself. */
export const MAX_DATA_URL_LENGTH = 8 * 1024 * 1024;
/** Hosts remembered at a time; a list of a million hosts must not keep them all twice. */
const MAX_KNOWN_HOSTS = 20_000;

export type Judged =
  /** The URL is normalised, without fragment; the number stands for what shares limits with it. */
  | { readonly isUsable: true; readonly url: string; readonly host: number }
  | { readonly isUsable: false; readonly reason: UnusableReason };

const unusable = (reason: UnusableReason): Judged => ({ isUsable: false, reason });

const DOMAIN_OPTIONS = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };

/** What shares limits: the registrable domain by the public suffix list with its private section, else address:port. */
function hostKeyOf({ hostname, port, protocol }: URL): string {
  const name = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  const domain = name.startsWith('[') ? null : getDomain(name, DOMAIN_OPTIONS);
  return domain ?? `${name}:${port || (protocol === 'http:' ? 80 : 443)}`;
}

function hostProblem(hostname: string): UnusableReason | null {
  if (isRefusedHost(hostname)) return 'private-host';
  // The URL parser takes what no name server can know: empty labels, labels over 63 bytes.
  if (hostname.startsWith('.') || hostname.includes('..')) return 'bad-url';
  const isLong = hostname.length > 63 && hostname.split('.').some((label) => label.length > 63);
  return isLong || hostname.length > 254 ? 'bad-url' : null;
}

function judgeData(text: string): Judged {
  if (text.length > MAX_DATA_URL_LENGTH) return unusable('too-long');
  const url = URL.parse(text)?.href.split('#', 1)[0];
  return url?.includes(',') ? { isUsable: true, url, host: NO_HOST } : unusable('bad-url');
}

interface HostFacts {
  readonly host: number;
  readonly reason: UnusableReason | null;
}

/** Returns a function that judges links of plain text: what the WHATWG URL parser makes of them decides. */
export function createJudge(hosts: Hosts): (link: string) => Judged {
  const known = new Map<string, HostFacts>();
  let lastOrigin = ' ';
  let lastFacts: HostFacts = { host: NO_HOST, reason: null };
  /** By everything before the path: slicing that is many times cheaper than the getters of a URL. */
  const lookAtHost = (url: URL, href: string): HostFacts => {
    if (href.startsWith(lastOrigin)) return lastFacts;
    const origin = href.slice(0, href.indexOf('/', 'https://'.length) + 1);
    const facts = known.get(origin) ?? {
      host: hosts.numberOf(hostKeyOf(url)),
      reason: hostProblem(url.hostname),
    };
    if (known.size >= MAX_KNOWN_HOSTS) known.clear();
    known.set(origin, facts);
    lastOrigin = origin;
    lastFacts = facts;
    return facts;
  };

  return (link) => {
    if (/^data:/i.test(link)) return judgeData(link);
    if (link.length > MAX_URL_LENGTH) return unusable('too-long');
    const url = URL.parse(link);
    if (url === null) return unusable('bad-url');
    const { href } = url;
    const { host, reason } = lookAtHost(url, href);
    if (reason !== null) return unusable(reason);
    const fragment = href.indexOf('#');
    const whole = fragment < 0 ? href : href.slice(0, fragment);
    return whole.length > MAX_URL_LENGTH ? unusable('too-long') : { isUsable: true, url: whole, host };
  };
}
