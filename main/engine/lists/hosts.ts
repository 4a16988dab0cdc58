import { createNumbers, createTextIndex, createTexts } from './packed.ts';

/** Stands for pictures inside the list, which come from no host. */
export const NO_HOST = 0;

export interface Hosts {
  /** The number that stands for a host key; the same key has the same number. */
  numberOf(hostKey: string): number;
  keyOf(host: number): string;
  /** Counts one more URL of a host. `NO_HOST` is not counted. */
  count(host: number): void;
  /** Hosts with at least one URL. */
  readonly counted: number;
  /** The host with most URLs, the first of equals; null without any. */
  readonly top: string | null;
}

/** The hosts of a draft, packed: a list may name a million of them. */
export function createHosts(): Hosts {
  const keys = createTexts();
  const index = createTextIndex(keys);
  const counts = createNumbers();
  let counted = 0;
  let top: number | null = null;

  const keyOf = (host: number) => keys.get(host, 'latin1');
  const numberOf = (hostKey: string) => {
    const known = index.find(hostKey);
    if (known !== undefined) return known;
    const host = keys.add(hostKey, 'latin1');
    index.add(hostKey, host);
    counts.push(0);
    return host;
  };
  // Takes the number that `NO_HOST` is; a key that no URL has.
  numberOf('data:');
  return {
    numberOf,
    keyOf,
    count(host) {
      if (host === NO_HOST) return;
      counts.set(host, counts.at(host) + 1);
      if (counts.at(host) === 1) counted += 1;
      if (top === null || counts.at(host) > counts.at(top)) top = host;
    },
    get counted() {
      return counted;
    },
    get top() {
      return top === null ? null : keyOf(top);
    },
  };
}
