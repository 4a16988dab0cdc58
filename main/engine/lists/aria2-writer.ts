import type { LineFacts } from '#contract/worker-messages.ts';

export interface Aria2Entry {
  readonly url: string;
  readonly facts: LineFacts | null;
}

/**
 * An input file of aria2 that gives these URLs and facts when it is read again, as far as aria2 has an option for
 * them: captions, cells and what ranges stand for have none. Line breaks in a value become blanks.
 */
export function aria2Text(entries: Iterable<Aria2Entry>): string {
  let text = '';
  for (const { url, facts } of entries) {
    text += `${[url, ...(facts?.mirrors ?? [])].map((link) => link.replace(/\s+/g, '')).join('\t')}\n`;
    for (const option of facts ? optionsOf(facts) : []) text += `  ${option.replace(/[\r\n]+/g, ' ')}\n`;
  }
  return text;
}

function optionsOf(facts: LineFacts): readonly string[] {
  const { folder, name, referer, userAgent, sha256, headers = [], ignored = [] } = facts;
  return [
    ...(folder === undefined ? [] : [`dir=${folder}`]),
    ...(name === undefined ? [] : [`out=${name}`]),
    ...(referer === undefined ? [] : [`referer=${referer}`]),
    ...(userAgent === undefined ? [] : [`user-agent=${userAgent}`]),
    ...(sha256 === undefined ? [] : [`checksum=sha-256=${sha256}`]),
    ...headers.map(([header, value]) => `header=${header}: ${value}`),
    ...ignored,
  ];
}
