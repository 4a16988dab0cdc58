import type { Source } from './srcset.ts';
import { parseSrcset } from './srcset.ts';

export type Attributes = Readonly<Record<string, string>>;

/** Where a source of a picture comes from, the best last: pages put stand-ins into `src` until a script runs. */
const RANK = { src: 0, lazy: 1, original: 2 } as const;

export interface Candidate extends Source {
  readonly rank: number;
  /** Of the media query: the wider the screen, the larger the picture is likely to be. */
  readonly screenPx: number;
}

/** Attributes in which pages keep the URL until a script puts it into `src`. */
const LAZY = new Set([
  'data-src',
  'data-lazy-src',
  'data-lazy',
  'data-lazyload',
  'data-ks-lazyload',
  'data-echo',
  'data-img-src',
  'data-image-src',
  'data-actualsrc',
  'data-defer-src',
]);
/** Attributes that name a larger version than the page shows. */
const ORIGINAL = new Set([
  'data-original',
  'data-original-src',
  'data-orig-file',
  'data-zoom-image',
  'data-large_image',
  'data-large-file',
  'data-full',
  'data-full-src',
  'data-hi-res-src',
  'data-highres',
  'data-src-large',
  'zoomfile',
]);
const SRCSET = /^(?:data-(?:[a-z]+-)?|image)?srcset$/;
const PLAIN = new Set(['src', 'href', 'xlink:href']);
const LINK = /^(?!data:(?!image))[^\s{[][^\s]*[./]/i;

/** All sources that the attributes of an `img`, `source` or the like name. */
export function candidatesOf(attributes: Attributes): readonly Candidate[] {
  const screenPx = Number(/min-width:\s*(\d{1,5})/i.exec(attributes['media'] ?? '')?.[1] ?? 0);
  return Object.entries(attributes).flatMap(([name, value]) =>
    sourcesOf(name, value).map((source) => ({ ...source, screenPx })),
  );
}

function sourcesOf(name: string, value: string): readonly Omit<Candidate, 'screenPx'>[] {
  if (SRCSET.test(name)) {
    const rank = name.startsWith('data-') ? RANK.lazy : RANK.src;
    return parseSrcset(value).map((source) => ({ ...source, rank }));
  }
  const one = (rank: number) => [{ url: value.trim(), widthPx: 0, density: 1, rank }];
  if (PLAIN.has(name)) return value.trim() === '' || value.startsWith('#') ? [] : one(RANK.src);
  if (!LAZY.has(name) && !ORIGINAL.has(name)) return [];
  return LINK.test(value.trim()) ? one(LAZY.has(name) ? RANK.lazy : RANK.original) : [];
}

const isData = ({ url }: Candidate) => (/^data:/i.test(url) ? 1 : 0);
const isOriginal = ({ rank }: Candidate) => (rank === RANK.original ? 1 : 0);

/** The URL of the largest of a picture's sources, as far as the page tells, else the last; null where there is none. */
export function largestOf(candidates: readonly Candidate[]): string | null {
  const ranked = candidates
    .toReversed()
    .sort(
      (a, b) =>
        isData(a) - isData(b) ||
        isOriginal(b) - isOriginal(a) ||
        b.widthPx - a.widthPx ||
        b.density - a.density ||
        b.screenPx - a.screenPx ||
        b.rank - a.rank,
    );
  return ranked[0]?.url ?? null;
}

/** The picture that a script is going to lay behind an element; null where there is none. */
export function lazyBackgroundOf(attributes: Attributes): string | null {
  const value = attributes['data-bg'] ?? attributes['data-background-image'] ?? attributes['data-background'];
  return value !== undefined && LINK.test(value.trim()) && !value.includes('(') ? value : null;
}

const FONT_FACE = /@font-face\s*\{[^}]*\}?/gi;
const IMPORT = /@import[^;]*;?/gi;
const NOT_A_PICTURE = /\.(?:css|woff2?|ttf|otf|eot|js|html?)(?:[?#].*)?$/i;

/** The pictures that a style sheet or a `style` attribute names, each once. */
export function picturesOfStyle(css: string): readonly string[] {
  if (!css.includes('(')) return [];
  const rules = css.replace(FONT_FACE, '').replace(IMPORT, '');
  const urls = new Set<string>();
  const opening = /url\(\s*(["']?)/gi;
  for (let match = opening.exec(rules); match; match = opening.exec(rules)) {
    const end = rules.indexOf(match[1] || ')', opening.lastIndex);
    if (end < 0) break;
    urls.add(rules.slice(opening.lastIndex, end).trim());
    opening.lastIndex = end + 1;
  }
  return [...urls].filter((url) => url !== '' && !url.startsWith('#') && !NOT_A_PICTURE.test(url));
}
