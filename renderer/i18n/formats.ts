/** Numbers, sizes and times as the language writes them. */
import type { Language } from '#contract/model.ts';

export interface Formats {
  number(value: number): string;
  /** `12.4 MB`: one decimal below 100, so that figures in a column stand in line. */
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
  const tenths = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const units = TIME_UNITS[language];
  return {
    number: (value) => number.format(value),
    bytes: bytesFormat(language),
    dimensions: (width, height) => `${width} × ${height}`,
    dateTime: (epochMs) => dateTime.format(epochMs),
    duration(durationMs) {
      if (durationMs < 1_000) return `${number.format(Math.round(durationMs))}${units.milliseconds}`;
      if (durationMs < 10_000) return `${tenths.format(durationMs / 1_000)}${units.seconds}`;
      if (durationMs < 90_000) return `${number.format(Math.round(durationMs / 1_000))}${units.seconds}`;
      return `${number.format(Math.round(durationMs / 60_000))}${units.minutes}`;
    },
  };
}

/** Symbols, where Intl would write words that are wider than a column. */
const TIME_UNITS: Readonly<
  Record<Language, Readonly<Record<'milliseconds' | 'seconds' | 'minutes', string>>>
> = {
  en: { milliseconds: ' ms', seconds: ' s', minutes: ' min' },
  'zh-CN': { milliseconds: ' 毫秒', seconds: ' 秒', minutes: ' 分钟' },
};

const BYTE_UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function bytesFormat(language: Language): (bytes: number) => string {
  const format = (unit: string, digits: number) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  const number = new Intl.NumberFormat(language);
  const whole = BYTE_UNITS.map((unit) => format(unit, 0));
  const tenths = BYTE_UNITS.map((unit) => format(unit, 1));
  return (bytes) => {
    if (bytes < 1_000) return `${number.format(Math.round(bytes))} B`;
    let power = 0;
    let value = bytes / 1_000;
    // From 999.5 on a value would be written as 1,000 of the smaller unit.
    while (value >= 999.5 && power < BYTE_UNITS.length - 1) {
      value /= 1_000;
      power += 1;
    }
    return (value >= 99.95 ? whole : tenths)[power]?.format(value) ?? '';
  };
}
