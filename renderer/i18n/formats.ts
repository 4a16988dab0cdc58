/** Numbers, sizes and times as the language writes them. */
import type { Language } from '#contract/model.ts';
import { formatBytes } from '#contract/words/words.ts';

export interface Formats {
  number(value: number): string;
  bytes(bytes: number): string;
  /** `4032 × 3024`: without grouping, as cameras and editors write it. */
  dimensions(width: number, height: number): string;
  dateTime(epochMs: number): string;
  /** Short: `420 ms`, `3.2 s`, `42 s`, `5 min`. */
  duration(durationMs: number): string;
}

const made = new Map<Language, Formats>();

/** Gives the formats of a language; made once each, since Intl objects are costly. */
export function formatsFor(language: Language): Formats {
  const found = made.get(language);
  if (found !== undefined) return found;
  const formats = makeFormats(language);
  made.set(language, formats);
  return formats;
}

function makeFormats(language: Language): Formats {
  const number = new Intl.NumberFormat(language);
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const unit = (name: string, digits: number) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    });
  const milliseconds = unit('millisecond', 0);
  const tenths = unit('second', 1);
  const seconds = unit('second', 0);
  const minutes = unit('minute', 0);
  return {
    number: (value) => number.format(value),
    bytes: (bytes) => formatBytes(language, bytes),
    dimensions: (width, height) => `${width} × ${height}`,
    dateTime: (epochMs) => dateTime.format(epochMs),
    duration(durationMs) {
      if (durationMs < 1_000) return milliseconds.format(Math.round(durationMs));
      if (durationMs < 10_000) return tenths.format(durationMs / 1_000);
      if (durationMs < 90_000) return seconds.format(Math.round(durationMs / 1_000));
      return minutes.format(Math.round(durationMs / 60_000));
    },
  };
}
