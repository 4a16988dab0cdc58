import type { Language, TemplateProblem } from '#contract/model.ts';
import type { TemplateWord } from './catalogue.ts';
import { fill, wordsFor } from './words.ts';

/** One thing that a name template can be made of, as it is shown where templates are typed. */
export interface TemplateHelp {
  readonly word: TemplateWord;
  readonly kind: 'variable' | 'filter' | 'sign';
  /** As it is written. */
  readonly form: string;
  /** What it gives for the seventh line of a list, `https://img.example.com/cats/photo one.jpg?id=42`. */
  readonly example: string;
  readonly sentence: string;
}

const HELP: readonly Omit<TemplateHelp, 'sentence'>[] = [
  { word: 'name', kind: 'variable', form: '{name}', example: 'photo one' },
  { word: 'index', kind: 'variable', form: '{index:04}', example: '0007' },
  { word: 'n', kind: 'variable', form: '{n}', example: '1' },
  { word: 'host', kind: 'variable', form: '{host}', example: 'img.example.com' },
  { word: 'domain', kind: 'variable', form: '{domain}', example: 'example.com' },
  { word: 'path', kind: 'variable', form: '{path[1]}', example: 'cats' },
  { word: 'lastPath', kind: 'variable', form: '{path[-1]}', example: 'photo one' },
  { word: 'query', kind: 'variable', form: '{query.id}', example: '42' },
  { word: 'date', kind: 'variable', form: '{date:YYYY-MM-DD}', example: '2026-03-05' },
  { word: 'batch', kind: 'variable', form: '{batch}', example: 'spring' },
  { word: 'group', kind: 'variable', form: '{g1}', example: '001' },
  { word: 'column', kind: 'variable', form: '{col.sku}', example: 'A-17' },
  { word: 'sha256', kind: 'variable', form: '{sha256[:8]}', example: '9f86d081' },
  { word: 'width', kind: 'variable', form: '{width}', example: '1600' },
  { word: 'height', kind: 'variable', form: '{height}', example: '1200' },
  { word: 'ext', kind: 'variable', form: '{ext}', example: 'jpg' },
  { word: 'slug', kind: 'filter', form: '{name|slug}', example: 'photo-one' },
  { word: 'lower', kind: 'filter', form: '{col.sku|lower}', example: 'a-17' },
  { word: 'upper', kind: 'filter', form: '{name|upper}', example: 'PHOTO ONE' },
  { word: 'pad', kind: 'filter', form: '{query.id|pad:4}', example: '0042' },
  { word: 'max', kind: 'filter', form: '{name|max:5}', example: 'photo' },
  { word: 'replace', kind: 'filter', form: '{name|replace: :_}', example: 'photo_one' },
  { word: 'default', kind: 'filter', form: '{query.size|default:full}', example: 'full' },
  { word: 'folder', kind: 'sign', form: '{host}/{name}', example: 'img.example.com/photo one' },
  { word: 'braces', kind: 'sign', form: '{{{name}}}', example: '{photo one}' },
];

/** Everything that a name template can be made of, with what each gives and a sentence in a language. */
export function templateHelp(language: Language): readonly TemplateHelp[] {
  const { help } = wordsFor(language).templates;
  return HELP.map((entry) => ({ ...entry, sentence: help[entry.word] }));
}

/** Says what is wrong with a name template, where, and what may have been meant. */
export function templateProblemWords(language: Language, problem: TemplateProblem): string {
  const { code, text, offset, nearest } = problem;
  const facts = { text, offset, position: offset + 1, nearest: nearest ?? '' };
  return fill(language, wordsFor(language).templates.problems[code], facts);
}
