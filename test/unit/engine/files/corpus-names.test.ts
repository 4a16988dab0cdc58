import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dispositionFilename } from '../../../../main/engine/files/disposition.ts';
import { partsOf } from '../../../../main/engine/files/name-path.ts';
import { nameFromDisposition, nameFromUrl, sanitiseSegment } from '../../../../main/engine/files/names.ts';
import { CORPUS_FOLDER, hasCorpus } from '../../../support/corpus.ts';
import { DISPOSITION_DEVIATIONS, NAME_DEVIATIONS, REASONS } from './corpus-name-deviations.ts';

function casesOf<Case>(file: string): readonly Case[] {
  if (!hasCorpus) return [];
  const text = fs.readFileSync(path.join(CORPUS_FOLDER, 'text', `${file}.jsonl`), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);
}

interface NameCase {
  readonly input: string;
  readonly options: { readonly fn?: string } | null;
  readonly that_tool_gives: string;
}

/** What a name says beyond the signs that each program writes for what it takes out. */
const saying = (name: string) =>
  name
    .normalize('NFC')
    .replace(/[!_#\u{1f434}()]+/gu, '')
    .replace(/^[\s.]+|[\s.]+$/gu, '')
    .replace(/\s+/g, ' ');
const joined = (parts: readonly string[]) => parts.map(saying).filter(Boolean).join('/');
const isSafe = (name: string) =>
  Buffer.byteLength(name) <= 235 && !/[<>:"/\\|?*\p{Cc}\p{Cf}\p{Cs}]|^[\s.]|[\s.]$/u.test(name);

describe.skipIf(!hasCorpus)('the text corpus for names (needs ../shared/corpus or PIXHAUL_CORPUS)', () => {
  test('file names say what those of other programs say', () => {
    const cases = casesOf<NameCase>('filenames');
    const wrong = cases.filter(({ input, options, that_tool_gives: theirs }) =>
      options?.fn === 'sanitize_path'
        ? joined(partsOf(input).map(sanitiseSegment)) !== joined(theirs.split('\\'))
        : saying(sanitiseSegment(input)) !== saying(theirs),
    );
    const keys = wrong.map(({ input, options }) => `${input.slice(0, 40)} ${JSON.stringify(options)}`);
    expect([...new Set(keys)].toSorted()).toEqual(Object.keys(NAME_DEVIATIONS).toSorted());
    expect(cases.every(({ input }) => isSafe(sanitiseSegment(input)))).toBe(true);
  });

  test('names in headers are those that another program reads', () => {
    const cases = casesOf<{ header: string; expected_filename: string | null }>('content-disposition');
    const wrong = cases.filter(
      ({ header, expected_filename: expected }) => dispositionFilename(header) !== (expected ?? null),
    );
    // One header is there twice, for a mode of the other program without filename*.
    const isOtherMode = (header: string) => header === "attachment; filename*=UTF-8''%E2%82%AC%20rates.pdf";
    const headers = wrong.map(({ header }) => header).filter((header) => !isOtherMode(header));
    expect(headers.toSorted()).toEqual(Object.keys(DISPOSITION_DEVIATIONS).toSorted());
    expect(cases.every(({ header }) => isSafe(nameFromDisposition(header)?.stem ?? 'none'))).toBe(true);
  });

  test('naughty strings become safe names wherever they come from', () => {
    for (const { input } of casesOf<{ input: string }>('naughty-strings')) {
      const encoded = encodeURIComponent(input.toWellFormed());
      const names = [
        sanitiseSegment(input),
        nameFromUrl(`https://x.com/${encoded}`, 7).stem,
        nameFromUrl(`https://x.com/?file=${encoded}.jpg`, 7).stem,
        nameFromDisposition(`attachment; filename*=UTF-8''${encoded}`)?.stem ?? 'none',
      ];
      expect(
        names.filter((name) => !isSafe(name)),
        input,
      ).toEqual([]);
      expect(names[1]).not.toBe('');
    }
  });

  test('every deviation has its reason', () => {
    const given = [...Object.values(NAME_DEVIATIONS), ...Object.values(DISPOSITION_DEVIATIONS)];
    expect(new Set(given)).toEqual(new Set(Object.keys(REASONS)));
  });
});
