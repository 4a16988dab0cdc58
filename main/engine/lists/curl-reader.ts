import type { LineFacts } from '#contract/worker-messages.ts';
import { maskUrl } from '../mask-url.ts';
import { headerOf } from './aria2-reader.ts';
import { withCredentials } from './credentials.ts';
import type { CurlArgument, CurlMeaning } from './curl-options.ts';
import { readCurlArguments } from './curl-options.ts';
import { findLinks } from './find-links.ts';
import type { Found, MakeReader, ReaderSink } from './list-reader.ts';
import type { AddEntry } from './range-entries.ts';
import { createRangeEntries } from './range-entries.ts';
import { resolveLink } from './resolve-link.ts';
import type { ShellCommand } from './shell-words.ts';
import { createShellReader } from './shell-words.ts';
import { splitPath } from './split-path.ts';

const KEPT_LENGTH = 4096;
const CURL = /(?:^|[\\/])curl(?:\.exe)?$/i;
/** What may stand before a command: a prompt, another program that starts it, a variable that is set for it. */
const BEFORE = /^(?:[$>#%]|sudo|time|nohup|env|[A-Za-z_]\w*=.*)$/s;

/**
 * Reads curl commands, one or many: their URLs with ranges, headers, cookies, user names and the names of their files.
 * A command that sends a body is unusable; links in other commands are found as in plain text.
 */
export const readCurl: MakeReader = (sink, reading) => {
  const add = createRangeEntries(sink, reading.areRangesLiteral);
  const addLiterally = createRangeEntries(sink, true);
  let hasToldProxy = false;
  return createShellReader((command) => {
    const start = command.words.findIndex((word) => !BEFORE.test(word));
    if (!CURL.test(command.words[start] ?? '')) {
      addOther(command, sink, add);
      return;
    }
    sink.line();
    const words = command.words.slice(start + 1);
    const everything = readCurlArguments(withoutRedirections(words));
    for (const request of splitAtNext(everything)) {
      const isLiteral = has(request, 'globoff');
      tellRequest(command.line, words, request, isLiteral ? addLiterally : add);
    }
    const usesProxy = has(everything, 'proxy');
    if (usesProxy && !hasToldProxy) sink.ignoredOption('all-proxy');
    hasToldProxy ||= usesProxy;
  });
};

type Request = readonly CurlArgument[];

const has = (request: Request, meaning: CurlMeaning) =>
  request.some((argument) => argument.meaning === meaning);
const valuesOf = (request: Request, meaning: CurlMeaning) =>
  request.filter((argument) => argument.meaning === meaning).map(({ value }) => value);

function addOther({ line, words, isFollowing }: ShellCommand, sink: ReaderSink, add: AddEntry): void {
  const text = words.join(' ');
  const founds = findLinks(text);
  // What is done with the answer of the command before.
  if (isFollowing && founds.length === 0) return;
  sink.line();
  for (const found of founds) add(line, found);
  if (founds.length === 0) add(line, unusable('no-url', text));
}

function unusable(reason: 'no-url' | 'has-body', text: string): Found {
  return { kind: 'unusable', reason, text: text.slice(0, KEPT_LENGTH) };
}

/** `> name` is what `-o name` is; what goes to other places is left out. */
function withoutRedirections(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  const rest = words.values();
  for (const word of rest) {
    const [, channel, joined] = /^(\d?|&)>{1,2}(?!.*:\/\/)(.*)$/s.exec(word) ?? [];
    if (channel === undefined) {
      kept.push(word);
      continue;
    }
    const target = joined || rest.next().value;
    if (target !== undefined && (channel === '' || channel === '1')) kept.push('--output', target);
  }
  return kept;
}

/** `--next` begins another request, which shares nothing with the one before. */
function splitAtNext(everything: Request): readonly Request[] {
  const requests: CurlArgument[][] = [[]];
  for (const argument of everything) {
    if (argument.meaning === 'next') requests.push([]);
    else requests.at(-1)?.push(argument);
  }
  return requests;
}

function tellRequest(line: number, words: readonly string[], request: Request, add: AddEntry): void {
  const urls = valuesOf(request, 'url');
  if (urls.length === 0) add(line, unusable('no-url', `curl ${words.join(' ')}`));
  const outputs = valuesOf(request, 'output');
  const facts = factsOf(request);
  for (const [index, url] of urls.entries()) {
    const found = foundOf(url, request);
    if (found.kind === 'unusable') add(line, found);
    else if (sendsBody(request)) add(line, unusable('has-body', found.text));
    else addNamed(line, found, facts, pathOf(request, outputs[index]), add);
  }
}

function addNamed(
  line: number,
  found: Found,
  facts: LineFacts,
  path: { readonly folder: string; readonly file: string },
  add: AddEntry,
): void {
  const { folder, file } = path;
  if (Object.keys(facts).length === 0 && folder === '' && file === '') {
    add(line, found);
    return;
  }
  // `#1` stands for what the first range stands for.
  const named = (text: string, groups: readonly string[]) =>
    text.replace(/#(\d{1,2})/g, (mark, digits: string) => groups[Number(digits) - 1] ?? mark);
  add(line, found, (groups) => ({ ...facts, ...splitPath(folder, named(file, groups)) }));
}

function pathOf(
  request: Request,
  output: string | undefined,
): { readonly folder: string; readonly file: string } {
  const isNowhere = output === undefined || /^(?:-|nul|\/dev\/.*)$/i.test(output);
  return { folder: valuesOf(request, 'output-dir').at(-1) ?? '', file: isNowhere ? '' : output };
}

/** Data goes into the query with `-G`, and into a body without. */
function sendsBody(request: Request): boolean {
  const isGet = has(request, 'get');
  const method = valuesOf(request, 'request').at(-1)?.toUpperCase() ?? 'GET';
  const hasData = has(request, 'data') || has(request, 'data-urlencode');
  return has(request, 'body') || (hasData && !isGet) || !['GET', 'HEAD', ''].includes(method);
}

function foundOf(written: string, request: Request): Found {
  const url = written.trim();
  // What curl takes a name without a scheme for.
  const link = /^(?:[a-z][a-z0-9+.-]*:\/\/|data:)/i.test(url) ? url : `http://${url.replace(/^\/\//, '')}`;
  const found = resolveLink(link, null);
  if (found.kind === 'unusable') return found;
  const [user = '', ...password] = (valuesOf(request, 'user').at(-1) ?? '').split(':');
  return { kind: 'link', text: withCredentials(withQuery(found.text, request), user, password.join(':')) };
}

function withQuery(link: string, request: Request): string {
  const data = has(request, 'get') ? valuesOf(request, 'data') : [];
  const encoded = has(request, 'get') ? valuesOf(request, 'data-urlencode') : [];
  const added = [...valuesOf(request, 'url-query'), ...encoded].map(encodeValue);
  const query = [...data, ...added].join('&');
  if (query === '') return link;
  const [address = link, fragment] = link.split('#', 2);
  const joint = address.includes('?') ? '&' : '?';
  return `${address}${joint}${query}${fragment === undefined ? '' : `#${fragment}`}`;
}

/** `name=value`, of which only the value is encoded. */
function encodeValue(text: string): string {
  const at = text.indexOf('=');
  const value = encodeURIComponent(text.slice(at + 1).toWellFormed());
  return at > 0 ? `${text.slice(0, at)}=${value}` : value;
}

/** Headers that are about one transfer between a browser and its cache: ours has its own. */
const OF_THE_TRANSFER = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
  'te',
  'transfer-encoding',
]);

function factsOf(request: Request): LineFacts {
  const given = valuesOf(request, 'header').flatMap(headerOf);
  const headerValue = (wished: string) => given.findLast(([name]) => name.toLowerCase() === wished)?.[1];
  const referer = (valuesOf(request, 'referer').at(-1) ?? headerValue('referer'))?.replace(/;auto$/, '');
  const userAgent = valuesOf(request, 'user-agent').at(-1) ?? headerValue('user-agent');
  // Without `=` it is the name of a file.
  const cookie = valuesOf(request, 'cookie').filter((value) => value.includes('='));
  const headers = [
    ...given.filter(([name, value]) => value !== '' && isKept(name.toLowerCase())),
    ...(cookie.length > 0 ? ([['Cookie', cookie.join('; ')]] as const) : []),
  ];
  const ignored = valuesOf(request, 'proxy').map((proxy) => `all-proxy=${maskUrl(proxy)}`);
  return {
    ...(referer ? { referer } : {}),
    ...(userAgent ? { userAgent } : {}),
    ...(headers.length > 0 ? { headers } : {}),
    ...(ignored.length > 0 ? { ignored } : {}),
  };
}

const isKept = (name: string) => name !== 'referer' && name !== 'user-agent' && !OF_THE_TRANSFER.has(name);
