import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { describe, expect, test } from 'vitest';
import {
  guardedLookup,
  isForbiddenHost,
  namesPrivateHost,
  PRIVATE_ADDRESS_CODE,
} from '../../../../main/engine/fetch/addresses.ts';

const hostOf = (url: string): string => new URL(url).hostname;

describe('hosts that a URL spells out', () => {
  test.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::ffff:7f00:1]/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://100.64.0.1/',
    'http://172.31.255.255/',
    'http://192.168.0.10:8080/',
    'http://198.18.0.1/',
    'http://[::1]/',
    'http://[fd12::1]/',
    'http://[fe80::1]/',
    'http://[64:ff9b::a00:1]/',
    'http://localhost/',
    'http://localhost./',
    'http://app.localhost/',
    'http://nas/',
    'http://printer.local/',
    'http://box.lan/',
    'http://x.internal/',
    'http://x.home.arpa/',
  ])('D11 %s is private', (url) => {
    expect(namesPrivateHost(hostOf(url))).toBe(true);
  });

  test.each([
    'http://example.com/',
    'http://8.8.8.8/',
    'http://172.32.0.1/',
    'http://[2606:4700::1111]/',
    'http://notlocal.com/',
    'http://mylan.org/',
  ])('%s is public', (url) => {
    expect(namesPrivateHost(hostOf(url))).toBe(false);
  });

  test.each(['http://169.254.169.254/', 'http://[::ffff:169.254.169.254]/', 'http://[fd00:ec2::254]/'])(
    'D14 %s is never asked',
    (url) => {
      expect(isForbiddenHost(hostOf(url))).toBe(true);
    },
  );

  test('an ordinary private address is not forbidden', () => {
    expect(isForbiddenHost('192.168.0.1')).toBe(false);
    expect(isForbiddenHost('example.com')).toBe(false);
  });
});

describe('guardedLookup', () => {
  interface Answer {
    readonly error: NodeJS.ErrnoException | null;
    readonly address: string | readonly LookupAddress[];
  }

  function lookUp(
    addresses: readonly string[],
    { isPrivateAllowed = false, all = true, error = null as NodeJS.ErrnoException | null } = {},
  ): Promise<Answer> {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const resolve = (
      _name: string,
      _options: LookupAllOptions,
      callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
    ): void => callback(error, found);
    return new Promise((settle) => {
      guardedLookup(isPrivateAllowed, resolve)('host.example', { all }, (failed, address) =>
        settle({ error: failed, address }),
      );
    });
  }

  test('D13 refuses a public name that leads to a private address', async () => {
    expect((await lookUp(['192.168.1.1'])).error?.code).toBe(PRIVATE_ADDRESS_CODE);
    expect((await lookUp(['::ffff:10.0.0.1'])).error?.code).toBe(PRIVATE_ADDRESS_CODE);
  });

  test('D13 gives only the checked addresses of a mixed answer', async () => {
    const answer = await lookUp(['127.0.0.1', '93.184.216.34', '::1']);
    expect(answer.address).toEqual([{ address: '93.184.216.34', family: 4 }]);
  });

  test('gives private addresses to who named them', async () => {
    expect((await lookUp(['192.168.1.1'], { isPrivateAllowed: true })).address).toHaveLength(1);
  });

  test('D14 never gives a link-local address', async () => {
    const answer = await lookUp(['169.254.169.254'], { isPrivateAllowed: true });
    expect(answer.error?.code).toBe(PRIVATE_ADDRESS_CODE);
  });

  test('takes 198.18/15 as an answer for public, as VPN clients mean it', async () => {
    expect((await lookUp(['198.18.0.7'])).error).toBeNull();
  });

  test('gives one address to who asks for one', async () => {
    expect((await lookUp(['10.0.0.1', '8.8.8.8'], { all: false })).address).toBe('8.8.8.8');
  });

  test('passes on what the resolver says is wrong', async () => {
    const error = Object.assign(new Error('nothing'), { code: 'ENOTFOUND' });
    expect((await lookUp([], { error })).error).toBe(error);
  });
});
