/** How the number of a cell is shown. */
export type NumberForm =
  | { readonly kind: 'plain' }
  | { readonly kind: 'date'; readonly hasDate: boolean; readonly hasTime: boolean }
  /** Digits with zeros before them, and text around: `00000`, `"SKU-"0000`, `000-000`. */
  | { readonly kind: 'padded'; readonly pattern: readonly string[] };

export const PLAIN: NumberForm = { kind: 'plain' };
/** One item of a `padded` pattern: a place for a digit. Other items are text. */
const DIGIT = '0';

const DAY_MS = 86_400_000;
/** Serial number of 1970-01-01 where days count from 1900, with the leap day of 1900 that there was not. */
const EPOCH_SERIAL = 25_569;
const DAYS_FROM_1900_TO_1904 = 1462;

/** Numbers of Excel's own formats for dates and times; those from 27 on are of East Asian languages. */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const BUILT_IN_TIMES = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56]);

/** What a number format of a workbook shows; the code is null for one of Excel's own. */
export function numberForm(formatId: number, code: string | null): NumberForm {
  if (code === null) {
    const hasTime = BUILT_IN_TIMES.has(formatId) || formatId === 22;
    const hasDate = BUILT_IN_DATES.has(formatId);
    return hasDate || hasTime ? { kind: 'date', hasDate, hasTime } : PLAIN;
  }
  const section = code.split(';', 1)[0] ?? '';
  const pattern = paddedPattern(section);
  if (pattern !== null) return { kind: 'padded', pattern };
  const letters = section.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*./gi, '').toLowerCase();
  if (!/[ymdhs]/.test(letters) || /general|[#?]/.test(letters)) return PLAIN;
  return { kind: 'date', hasDate: /[yd]|^[^hs]*m/.test(letters), hasTime: /[hs]/.test(letters) };
}

/** Null unless the format is nothing but zeros and text, with more zeros than one. */
function paddedPattern(section: string): readonly string[] | null {
  const pattern: string[] = [];
  for (const [item] of section.matchAll(/"[^"]*"|\\.|\[\$[^\]]*\]|[^"\\]/g)) {
    if (item === DIGIT) pattern.push(DIGIT);
    else if (item.startsWith('"')) pattern.push(...item.slice(1, -1).split('').map(asText));
    else if (item.startsWith('\\')) pattern.push(asText(item.slice(1)));
    else if (/^[- ()/:]$/.test(item)) pattern.push(item);
    else return null;
  }
  return pattern.filter((item) => item === DIGIT).length > 1 ? pattern : null;
}

/** A zero that is text and no place for a digit is marked. */
const asText = (character: string): string => (character === DIGIT ? '\0' : character);

/** The text of a number as a person reads it in the sheet; dates as ISO 8601. */
export function textOfNumber(stored: string, form: NumberForm, isFrom1904: boolean): string {
  const text = stored.trim();
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) return text;
  if (form.kind === 'date')
    return dateText(isFrom1904 ? value + DAYS_FROM_1900_TO_1904 : value, form) ?? text;
  if (form.kind === 'padded' && value >= 0 && Number.isSafeInteger(value))
    return padded(String(value), form.pattern);
  if (/^-?\d+$/.test(text)) return text;
  // Excel keeps fifteen digits; what a float says beyond them is noise.
  const rounded = Number(value.toPrecision(15));
  return Number.isInteger(rounded) && Math.abs(rounded) < 1e21 ? BigInt(rounded).toString() : String(rounded);
}

function padded(digits: string, pattern: readonly string[]): string {
  const places = pattern.filter((item) => item === DIGIT).length;
  const all = digits.padStart(places, '0');
  let next = all.length - places;
  let text = '';
  for (const item of pattern) {
    if (item !== DIGIT) text += item === '\0' ? DIGIT : item;
    // Digits that have no place of their own stand at the first.
    else if (text === '' || !/\d/.test(text)) {
      text += all.slice(0, next + 1);
      next += 1;
    } else {
      text += all[next] ?? '';
      next += 1;
    }
  }
  return text;
}

function dateText(
  serial: number,
  { hasDate, hasTime }: { readonly hasDate: boolean; readonly hasTime: boolean },
) {
  if (serial < 0 || serial > 2_958_466) return null;
  // Before March 1900 Excel counts a day that was none.
  const days = serial < 60 && serial >= 1 ? serial + 1 : serial;
  const date = new Date(Math.round((days - EPOCH_SERIAL) * DAY_MS));
  const iso = date.toISOString();
  const time = iso.slice(11, 19);
  if (!hasDate || serial < 1) return time;
  return hasTime || time !== '00:00:00' ? `${iso.slice(0, 10)}T${time}` : iso.slice(0, 10);
}
