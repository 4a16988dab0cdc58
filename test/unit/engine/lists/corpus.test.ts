import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ListKind } from '#contract/model.ts';
import { AS_DETECTED, DEFAULT_NAME_OPTIONS, LIST_KINDS } from '#contract/model.ts';
import type { NewTask } from '#contract/worker-messages.ts';
import type { Draft } from '../../../../main/engine/lists/draft.ts';
import { createDraft } from '../../../../main/engine/lists/draft.ts';
import { resolveLink } from '../../../../main/engine/lists/resolve-link.ts';
import { CORPUS_FOLDER, hasCorpus } from '../../../support/corpus.ts';
import { DEVIATIONS } from './corpus-deviations.ts';

interface Case {
  readonly input: string;
  readonly expected_link?: string | null;
  readonly expected_links?: readonly (string | { readonly url: string })[];
  readonly valid?: boolean;
  readonly group?: string;
  readonly base?: string | null;
  readonly failure?: boolean;
  readonly href?: string;
  readonly mime?: string | null;
  readonly output?: string | null;
}

function casesOf(file: string): readonly Case[] {
  if (!hasCorpus) return [];
  const lines = fs
    .readFileSync(path.join(CORPUS_FOLDER, 'text', `${file}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Case);
}

function draftOf(text: string, kind: ListKind | null = null): Draft {
  const draft = createDraft({ draftId: 1, listName: null });
  draft.readAs({ ...AS_DETECTED, kind });
  draft.append(text);
  draft.end();
  return draft;
}

function tasksOf(draft: Draft): readonly NewTask[] {
  return [...draft.tasks({ options: DEFAULT_NAME_OPTIONS, batchName: '', createdAt: 0, afterLine: 0 })];
}

/** What a list with this text would fetch, once each. */
function fetched(text: string): readonly string[] {
  return tasksOf(draftOf(text))
    .filter(({ skip }) => skip === null)
    .map(({ url }) => url);
}

const hrefOf = (url: string) => URL.parse(url)?.href.split('#')[0];

/** Links with a scheme, or `www.`: the other kinds follow rules of our own. */
function bindingLinks({ expected_link: one, expected_links: several }: Case): readonly string[] {
  const links = (several ?? [one ?? '']).map((link) => (typeof link === 'string' ? link : link.url));
  const ours = links.filter((link) => /^(?:https?:\/\/|www\.)/i.test(link));
  const hrefs = ours.map((link) => new URL(/^www/i.test(link) ? `https://${link}` : link).href.split('#')[0]);
  return [...new Set(hrefs.filter((href) => href !== undefined))];
}

const deviationsIn = (file: string) => new Set(Object.keys(DEVIATIONS[file] ?? {}));
const inputsOf = (cases: readonly Case[]) => new Set(cases.map(({ input }) => input));

describe.skipIf(!hasCorpus)('the text corpus (needs ../shared/corpus or PIXHAUL_CORPUS)', () => {
  test('links in pasted text are those that other programs find', () => {
    const wrong = casesOf('pasted-text').filter(
      (item) => JSON.stringify(fetched(item.input)) !== JSON.stringify(bindingLinks(item)),
    );
    expect(inputsOf(wrong)).toEqual(deviationsIn('pasted-text'));
  });

  test('a line that is a URL is taken whole, one that is none is not', () => {
    const cases = casesOf('url-strings').filter(({ input }) => /^https?:/i.test(input));
    const wrong = cases.filter(({ input, valid, group }) => {
      const whole = URL.parse(input)?.href.split('#')[0];
      const isWhole = whole !== undefined && fetched(input)[0] === whole;
      return isWhole !== (valid ?? group !== 'do not match URLs');
    });
    expect(inputsOf(wrong)).toEqual(deviationsIn('url-strings'));
  });

  test.each([
    ['image-urls', 'addresses of pictures'],
    ['real-urls', 'addresses of pages'],
  ])('%s: thousands of %s are taken whole, none for a range or a broken line', (file) => {
    const cases = casesOf(file);
    const draft = draftOf(cases.map(({ input }) => input).join('\n'));
    const { kind, lines, ranges } = draft.summary();
    expect({ kind, lines, ranges }).toEqual({ kind: 'text', lines: cases.length, ranges: [] });
    // From the last to the first, so that the first of a line stays.
    const urls = new Map(
      tasksOf(draft)
        .toReversed()
        .map(({ line, url, skip }) => [line, skip === 'unusable' ? null : url]),
    );
    const wrong = cases.filter(
      ({ input }, index) => urls.get(index + 1) !== hrefOf(input.replace(/^\ufeff/, '')),
    );
    expect(inputsOf(wrong)).toEqual(deviationsIn(file));
  });

  test('addresses mean what the URL standard says, as far as they end where a link in a text does', () => {
    const cases = casesOf('url-parse').filter(({ input }) => /^\s*https?:\/\//i.test(input));
    const wrong = cases.filter(
      ({ input, failure, href }) => fetched(input)[0] !== (failure ? undefined : hrefOf(href ?? '')),
    );
    expect(inputsOf(wrong)).toEqual(deviationsIn('url-parse'));
  });

  test('relative addresses of pages mean what the URL standard says', () => {
    const cases = casesOf('url-parse').filter(({ base }) => /^https?:/.test(base ?? ''));
    const wrong = cases.filter(({ input, base = null, failure, href = '' }) => {
      const found = resolveLink(input, base);
      const got = found.kind === 'link' ? hrefOf(found.text) : undefined;
      return got !== (failure || !/^https?:/.test(href) ? undefined : hrefOf(href));
    });
    expect(inputsOf(wrong)).toEqual(new Set());
  });

  test('of data URLs, those of pictures are fetched, and no others', () => {
    const wrong = casesOf('data-urls').filter(
      ({ input, mime }) => fetched(input).length !== (mime?.startsWith('image/') ? 1 : 0),
    );
    expect(inputsOf(wrong)).toEqual(new Set());
  });

  test('names of hosts in any script are written as the URL standard says', () => {
    const wrong = casesOf('idn').filter(
      ({ input, output }) =>
        fetched(`https://${input}/x`)[0] !== (output ? `https://${output}/x` : undefined),
    );
    expect(inputsOf(wrong)).toEqual(deviationsIn('idn'));
  });

  test('naughty strings are counted line by line, whatever kind of list they are taken for', () => {
    const strings = casesOf('naughty-strings').map(({ input }) => input.replace(/[\r\n]/g, ' '));
    const draft = draftOf(strings.join('\n'), 'text');
    const { lines, fresh, duplicates, unusable } = draft.summary();
    expect(lines).toBe(strings.filter((text) => text.trim() !== '').length);
    expect(fresh + duplicates + unusable).toBe(tasksOf(draft).length);
    expect(new Set(tasksOf(draft).map(({ line }) => line)).size).toBe(lines);
    for (const kind of LIST_KINDS) for (const text of strings) draftOf(text, kind);
  });
});
