import type { LineFacts } from '#contract/worker-messages.ts';
import { maskUrl } from '../mask-url.ts';
import { withCredentials } from './credentials.ts';
import { findLinks } from './find-links.ts';
import { createLineReader } from './line-reader.ts';
import type { Found, MakeReader, ReaderSink } from './list-reader.ts';
import { splitPath } from './split-path.ts';

const KEPT_LENGTH = 4096;
const SHA256 = /^sha-256=([0-9a-f]{64})$/i;
const WEB = /^https?:\/\//i;

interface Option {
  readonly name: string;
  readonly value: string;
}

/** A line of URLs with the options below it. */
interface UriSet {
  readonly line: number;
  readonly text: string;
  readonly options: Option[];
}

/**
 * Reads an input file of aria2: lines of URLs (TAB between those of the same file), each with its options below,
 * which begin with a blank; `#` begins a comment. Options that Pixhaul does not act on are kept for the export.
 */
export const readAria2: MakeReader = (sink) => {
  const told = new Set<string>();
  let open: UriSet | null = null;
  const finish = () => {
    if (open) tellSet(open, sink, told);
    open = null;
  };
  const take = (line: number, raw: string) => {
    const text = raw.trim();
    if (text === '' || text.startsWith('#')) return;
    if (open && /^\s/.test(raw)) {
      open.options.push(optionOf(text));
      return;
    }
    finish();
    open = { line, text, options: [] };
  };
  const lines = createLineReader(({ line, text, isOverlong }) => {
    if (!isOverlong) {
      take(line, text);
      return;
    }
    finish();
    tellUnusable(sink, line, { kind: 'unusable', reason: 'too-long', text: text.slice(0, KEPT_LENGTH) });
  });
  return {
    push: lines.push,
    end() {
      lines.end();
      finish();
    },
  };
};

function optionOf(text: string): Option {
  const [name = '', ...value] = text.replace(/^--/, '').split('=');
  return { name: name.trim(), value: value.join('=').trim() };
}

function tellUnusable(sink: ReaderSink, line: number, found: Found): void {
  sink.line();
  sink.entry(line, found, null);
}

function tellSet({ line, text, options }: UriSet, sink: ReaderSink, told: Set<string>): void {
  const urls = text.split('\t').flatMap((part) => (WEB.test(part.trim()) ? [part.trim()] : []));
  const [first, ...mirrors] = urls;
  const other = first === undefined ? (findLinks(text)[0] ?? null) : null;
  const found: Found = other ?? { kind: 'unusable', reason: 'no-url', text: text.slice(0, KEPT_LENGTH) };
  const url = first ?? (found.kind === 'link' ? found.text : null);
  if (url === null) {
    tellUnusable(sink, line, found);
    return;
  }
  const last = lastOf(options);
  const credentials = (link: string) => withCredentials(link, last('http-user'), last('http-passwd'));
  const facts = {
    ...factsOf(options, last, url),
    ...(mirrors.length > 0 ? { mirrors: mirrors.map(credentials) } : {}),
  };
  for (const { name } of options.filter((option) => !isActedOn(option))) {
    if (!told.has(name)) sink.ignoredOption(name);
    told.add(name);
  }
  sink.line();
  const link = { kind: 'link', text: credentials(url) } as const;
  sink.entry(line, link, Object.keys(facts).length > 0 ? facts : null);
}

/** The value of an option, where several are given the last one's; empty for none. */
function lastOf(options: readonly Option[]): (name: string) => string {
  return (wished) => options.findLast(({ name }) => name === wished)?.value ?? '';
}

const ACTED_ON = new Set(['out', 'dir', 'header', 'referer', 'user-agent', 'http-user', 'http-passwd']);
/** Of servers that Pixhaul does not log on to: kept nowhere. */
const PASSWORD = /passwd$/;
const isActedOn = ({ name, value }: Option) =>
  ACTED_ON.has(name) || (name === 'checksum' && SHA256.test(value));

function factsOf(options: readonly Option[], last: (name: string) => string, url: string): LineFacts {
  const referer = last('referer') === '*' ? url : last('referer');
  const [, sha256] = SHA256.exec(last('checksum')) ?? [];
  const headers = options.flatMap(({ name, value }) => (name === 'header' ? headerOf(value) : []));
  const ignored = options
    .filter((option) => !isActedOn(option) && !PASSWORD.test(option.name))
    .map(({ name, value }) => (value === '' ? name : `${name}=${maskUrl(value)}`));
  return {
    ...splitPath(last('dir'), last('out')),
    ...(referer === '' ? {} : { referer }),
    ...(last('user-agent') === '' ? {} : { userAgent: last('user-agent') }),
    ...(sha256 === undefined ? {} : { sha256: sha256.toLowerCase() }),
    ...(headers.length === 0 ? {} : { headers }),
    ...(ignored.length === 0 ? {} : { ignored }),
  };
}

/** `Name: value`; nothing where there is no name. */
export function headerOf(text: string): readonly (readonly [name: string, value: string])[] {
  const at = text.indexOf(':');
  const name = text.slice(0, Math.max(0, at)).trim();
  return name === '' ? [] : [[name, text.slice(at + 1).trim()]];
}
