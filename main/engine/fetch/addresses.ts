/** Which addresses may be connected to: the checked address is the one that is used. */

import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { BlockList, isIP } from 'node:net';

type Range = readonly [address: string, prefix: number];

/** Link-local IPv4 and where clouds keep the keys of a machine: never, whoever names them. */
const FORBIDDEN: readonly Range[] = [
  ['169.254.0.0', 16],
  ['fd00:ec2::254', 128],
];

const PRIVATE: readonly Range[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/** VPN clients answer DNS questions with these, so they are private only where a URL spells one out. */
const PRIVATE_LITERALS: readonly Range[] = [['198.18.0.0', 15]];

const LOCAL_NAME = /(^|\.)(localhost|local|lan|internal|home\.arpa)$/;

function blockList(ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of ranges) {
    if (isIP(address) === 6) {
      list.addSubnet(address, prefix, 'ipv6');
      continue;
    }
    list.addSubnet(address, prefix, 'ipv4');
    // The same address behind a NAT64 gateway (RFC 6052).
    list.addSubnet(`64:ff9b::${address}`, 96 + prefix, 'ipv6');
  }
  return list;
}

const forbidden = blockList(FORBIDDEN);
const privateAddresses = blockList(PRIVATE);
const privateLiterals = blockList([...PRIVATE, ...PRIVATE_LITERALS]);

function isIn(list: BlockList, address: string): boolean {
  // BlockList compares IPv4-mapped IPv6 addresses with the IPv4 ranges by itself.
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** The host without the brackets of an IPv6 literal and without a final dot. */
export function plainHost(hostname: string): string {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return bare.endsWith('.') ? bare.slice(0, -1) : bare;
}

/** True where a URL itself spells out a private address or a name that only a local network knows. */
export function namesPrivateHost(hostname: string): boolean {
  const host = plainHost(hostname);
  if (isIP(host) !== 0) return isIn(privateLiterals, host);
  return !host.includes('.') || LOCAL_NAME.test(host);
}

/** True for addresses that are refused even where the person names them. */
export function isForbiddenHost(hostname: string): boolean {
  const host = plainHost(hostname);
  return isIP(host) !== 0 && isIn(forbidden, host);
}

type ResolveAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Read by `toFailure`. */
export const PRIVATE_ADDRESS_CODE = 'ERR_PRIVATE_ADDRESS';

function privateAddressError(): NodeJS.ErrnoException {
  return Object.assign(new Error('The name leads to a private address'), { code: PRIVATE_ADDRESS_CODE });
}

/**
 * A `lookup` for sockets that answers only with addresses that may be connected to; a name that has no other fails
 * with `PRIVATE_ADDRESS_CODE`. Literal addresses never come here: check those with `isForbiddenHost` and
 * `namesPrivateHost`.
 */
export function guardedLookup(isPrivateAllowed: boolean, resolve: ResolveAll = systemLookup): LookupFunction {
  const isUsable = ({ address }: LookupAddress): boolean =>
    !isIn(forbidden, address) && (isPrivateAllowed || !isIn(privateAddresses, address));
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 4);
      const usable = found.filter(isUsable);
      const [first] = usable;
      if (first === undefined) return callback(privateAddressError(), '', 4);
      if (options.all === true) return callback(null, usable);
      return callback(null, first.address, first.family);
    });
  };
}
