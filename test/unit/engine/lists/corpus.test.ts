import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_NAME_OPTIONS } from '#contract/model.ts';
import { createDraft } from '../../../../main/engine/lists/draft.ts';
import { CORPUS_FOLDER, hasCorpus } from '../../../support/corpus.ts';
import { DEVIATIONS } from './corpus-deviations.ts';

interface Case {
  readonly input: string;
  readonly expected_link?: string | null;
  readonly expected_links?: readonly (string | { readonly url: string })[];
  readonly valid?: boolean;
  readonly group?: string;
}

function casesOf(file: string): readonly Case[] {
  if (!hasCorpus) return [];
  const lines = fs
    .readFileSync(path.join(CORPUS_FOLDER, 'text', `${file}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Case);
}

/** What a list with this text would fetch, once each. */
function fetched(text: string): readonly string[] {
  const draft = createDraft({ draftId: 1, listName: null });
  draft.append(text);
  draft.end();
  return [...draft.tasks({ options: DEFAULT_NAME_OPTIONS, batchName: '', createdAt: 0, afterLine: 0 })]
    .filter(({ skip }) => skip === null)
    .map(({ url }) => url);
}

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

  test('six thousand real image URLs are taken whole', () => {
    const cases = casesOf('image-urls');
    const wrong = cases.filter(({ input }) => fetched(input)[0] !== URL.parse(input)?.href.split('#')[0]);
    expect(inputsOf(wrong)).toEqual(deviationsIn('image-urls'));
  });

  test('any string of the others is read without a crash', () => {
    for (const file of ['naughty-strings', 'real-urls', 'url-parse', 'data-urls', 'idn'])
      for (const { input } of casesOf(file)) fetched(input);
  });
});
