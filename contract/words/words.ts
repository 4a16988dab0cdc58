import type { Failure, FailureCode, NamedFailureCode, SkipCode } from '#contract/failures.ts';
import type { Language, UnusableReason } from '#contract/model.ts';
import type { FailureWords, SkipWords, Words } from './catalogue.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export type Facts = Readonly<Record<string, string | number>>;

const ALL_WORDS: Readonly<Record<Language, Words>> = { en, 'zh-CN': zhCN };

/** Gives every text of one language. */
export function wordsFor(language: Language): Words {
  return ALL_WORDS[language];
}

/** Gives the words for a failure with its facts filled in; reads well whichever facts are missing. */
export function failureWords(language: Language, failure: Failure, host: string | null): FailureWords {
  const words = wordsFor(language);
  const found = templateOf(words, failure.code);
  const facts = { ...failure.facts, ...statusFact(failure.code), host: host || words.theServer };
  const say = (template: string) =>
    host ? fill(language, template, facts) : fillWithoutHost(language, template, facts);
  return { short: say(found.short), sentence: say(found.sentence), cure: say(found.cure) };
}

/** Gives the words for a line that was skipped; `duplicateOfLine` counts from 1. */
export function skipWords(language: Language, skip: SkipCode, duplicateOfLine: number | null): SkipWords {
  const { short, sentence } = wordsFor(language).skips[skip];
  const facts: Facts = duplicateOfLine === null ? {} : { line: duplicateOfLine };
  return { short: fill(language, short, facts), sentence: fill(language, sentence, facts) };
}

/** Says why a line holds no address that Pixhaul can fetch. */
export function unusableWords(language: Language, reason: UnusableReason): string {
  return wordsFor(language).unusable[reason];
}

/**
 * Puts facts into a template. Numbers are written as the language does, those whose name holds `bytes` as sizes and
 * `…Ms` as durations; text from outside loses control and direction characters, and a long title its end.
 */
export function fill(language: Language, template: string, facts: Facts): string {
  const isKnown = (part: string) =>
    [...part.matchAll(PLACEHOLDER)].every(
      ([, name = '']) => Object.hasOwn(facts, name) && facts[name] !== '',
    );
  return template
    .replace(OPTIONAL_PART, (_, part: string) => (isKnown(part) ? part : ''))
    .replace(PLACEHOLDER, (_, name: string) =>
      Object.hasOwn(facts, name) ? format(language, name, facts[name] ?? '') : '',
    );
}

/** Writes a number of bytes for people: `12.4 MB`. */
export function formatBytes(language: Language, bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const maximumFractionDigits = power === 0 || value >= 100 ? 0 : 1;
  const unit = BYTE_UNITS[power] ?? 'byte';
  const unitDisplay = power === 0 ? 'long' : 'short';
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(
    value,
  );
}

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
const OPTIONAL_PART = /\[\[(.*?)\]\]/g;
const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
/** In characters: what a stranger wrote, and everything else (paths, our own sentences). */
const LONGEST_TITLE = 120;
const LONGEST_TEXT = 4000;
// What could change how the text around it reads, in a window or in a terminal.
const UNSAFE_CHARACTERS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\u200B]+/gu;

function templateOf(words: Words, code: FailureCode): FailureWords {
  if (!code.startsWith('http-')) return words.failures[code as NamedFailureCode];
  const status = Number(code.slice('http-'.length));
  const found = (words.httpStatuses as Readonly<Record<number, FailureWords>>)[status];
  if (found) return found;
  if (status >= 500) return words.otherStatuses.server;
  return status >= 400 ? words.otherStatuses.request : words.otherStatuses.other;
}

// As text, since 1,404 would be a number of something.
const statusFact = (code: FailureCode): Facts =>
  code.startsWith('http-') ? { status: code.slice('http-'.length) } : {};

/** The words that stand for a host begin a sentence, and Chinese puts no blanks around words of its own. */
function fillWithoutHost(language: Language, template: string, facts: Facts): string {
  if (language === 'zh-CN') return fill(language, template.replace(/ ?(\{\{host\}\}) ?/g, '$1'), facts);
  const text = fill(language, template, facts);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function format(language: Language, name: string, value: string | number): string {
  if (typeof value === 'string') return tidy(value, name === 'title' ? LONGEST_TITLE : LONGEST_TEXT);
  if (/bytes/i.test(name)) return formatBytes(language, value);
  if (name.endsWith('Ms')) return formatDuration(language, value);
  return new Intl.NumberFormat(language).format(value);
}

function tidy(text: string, longest: number): string {
  const characters = [...text.replace(UNSAFE_CHARACTERS, ' ').trim()];
  return characters.length <= longest ? characters.join('') : `${characters.slice(0, longest - 1).join('')}…`;
}

function formatDuration(language: Language, durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  const [value, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 90 * 60
        ? [Math.round(seconds / 60), 'minute']
        : [Math.round(seconds / 3600), 'hour'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
