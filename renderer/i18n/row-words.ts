/** What a row says about its state: one word, one tone, and the whole sentence for whoever asks. */
import type { TFunction } from 'i18next';
import type { ActiveTask, Language, TaskRow } from '#contract/model.ts';
import { assertNever } from '#contract/model.ts';
import { failureWords, skipWords, wordsFor } from '#contract/words/words.ts';
import type { Hold } from '../state/pauses.ts';
import type { Formats } from './formats.ts';

export type RowTone = 'quiet' | 'live' | 'saved' | 'attention' | 'problem';

export interface RowWords {
  /** At most about 24 characters. */
  readonly short: string;
  readonly tone: RowTone;
  /** The sentence behind the word, where there is one. */
  readonly sentence: string | null;
}

export interface WordsContext {
  readonly t: TFunction;
  readonly language: Language;
  readonly formats: Formats;
  readonly now: number;
  /** What holds the list of the row, if anything does. */
  readonly hold?: Hold | undefined;
}

/** Says how a task is; `live` is its running attempt, if it has one. */
export function rowWords(row: TaskRow, live: ActiveTask | undefined, context: WordsContext): RowWords {
  if (live !== undefined) return liveWords(live, context);
  const { language } = context;
  const held = heldWord(row, context);
  const { states } = wordsFor(language);
  switch (row.state) {
    case 'queued':
      return { short: held ?? states.queued, tone: 'quiet', sentence: null };
    case 'waiting':
      return waitingWords(row, context);
    case 'saving':
      return { short: states.saving, tone: 'live', sentence: null };
    case 'done':
      return savedWords(row, context);
    case 'failed':
      return failedWords(row, context);
    case 'skipped': {
      if (row.skip === null) return { short: states.skipped, tone: 'quiet', sentence: null };
      return { ...skipWords(language, row.skip, row.duplicateOfLine), tone: 'quiet' };
    }
    case 'canceled':
      return { short: states.canceled, tone: 'quiet', sentence: null };
    default:
      return assertNever(row.state);
  }
}

function heldWord(row: TaskRow, { t, language, hold }: WordsContext): string | null {
  if (hold === 'stopped') return t('list.stopped');
  return row.isPaused || hold === 'paused' ? wordsFor(language).states.paused : null;
}

/** Says what a running attempt does. */
export function liveWords(live: ActiveTask, { t, language }: WordsContext): RowWords {
  const word = wordsFor(language).states[live.state];
  const fraction = liveFraction(live);
  const short = fraction === null ? word : t('list.percent', { percent: Math.floor(fraction * 100) });
  return { short, tone: 'live', sentence: word };
}

/** How much of the body is here, 0–1; null while that is not known. */
export function liveFraction(live: ActiveTask): number | null {
  if (live.state !== 'downloading' || live.totalBytes === null || live.totalBytes === 0) return null;
  return Math.min(1, live.receivedBytes / live.totalBytes);
}

function waitingWords(row: TaskRow, context: WordsContext): RowWords {
  const { t, language, formats, now } = context;
  const sentence = row.failure === null ? null : failureWords(language, row.failure, row.host).sentence;
  const held = heldWord(row, context);
  if (held !== null) return { short: held, tone: 'quiet', sentence };
  const leftMs = (row.waitUntil ?? now) - now;
  const time = formats.duration(Math.ceil(leftMs / 1_000) * 1_000);
  const short = leftMs <= 0 ? t('list.againSoon') : t('list.againIn', { time });
  return { short, tone: 'quiet', sentence };
}

function savedWords(row: TaskRow, { language }: WordsContext): RowWords {
  const words = wordsFor(language);
  if (row.integrity === null || row.integrity === 'intact') {
    return { short: words.states.done, tone: 'saved', sentence: null };
  }
  const tone = row.integrity === 'truncated' ? 'attention' : 'saved';
  return { ...words.integrity[row.integrity], tone };
}

function failedWords(row: TaskRow, { language }: WordsContext): RowWords {
  if (row.failure === null) {
    return { short: wordsFor(language).states.failed, tone: 'problem', sentence: null };
  }
  const { short, sentence } = failureWords(language, row.failure, row.host);
  return { short, sentence, tone: 'problem' };
}
