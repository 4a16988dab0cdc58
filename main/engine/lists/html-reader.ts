import { Parser } from 'htmlparser2';
import { endsLikePicture, findLinks } from './find-links.ts';
import type { Attributes, Candidate } from './html-picture.ts';
import { candidatesOf, largestOf, lazyBackgroundOf, picturesOfStyle } from './html-picture.ts';
import { createLineCounter } from './line-counter.ts';
import type { Found, MakeReader, ReaderSink } from './list-reader.ts';
import { baseOf, leadsToPicture, resolveLink } from './resolve-link.ts';

const MAX_CAPTION_LENGTH = 1000;
/** Text is looked through at every tag, and in between when so much of it has come. */
const MAX_TEXT_LENGTH = 64 * 1024;
/** Elements whose end matters; deeper ones than this are not kept apart. */
const WITH_END = new Set(['a', 'picture', 'noscript', 'style', 'script', 'title']);
const MAX_DEPTH = 100;
const WITHOUT_LINKS = new Set(['style', 'script', 'title']);
const PREVIEW = /^(?:og:image(?::(?:secure_)?url)?|twitter:image(?::src)?|image|thumbnailurl)$/i;

/** Keeps no more of the tree than it must: the parser's own stack would take minutes for a million open tags. */
class FlatParser extends Parser {
  /** Elements of `WITH_END` that are open; counted by the handler. */
  depth = 0;
  private isFull = false;
  override onopentagname(start: number, end: number): void {
    // Settled once for each tag: the parser asks before and after it counts.
    this.isFull = this.depth >= MAX_DEPTH;
    super.onopentagname(start, end);
  }
  override onclosetag(start: number, end: number): void {
    this.isFull = false;
    super.onclosetag(start, end);
  }
  protected override isVoidElement(name: string): boolean {
    return this.isFull || !WITH_END.has(name);
  }
}

/**
 * Reads the pictures of a web page, each once, by its largest source: `img` with `srcset` and lazy attributes,
 * `picture`, links that lead to pictures (instead of the picture that they are around), previews, `url(…)` of styles,
 * and URLs of pictures in the text. Relative ones start from `<base>`, else from the base that the person typed.
 */
export const readHtml: MakeReader = (sink, reading) => createHtmlReader(sink, baseOf(reading.baseUrl), true);

interface Anchor {
  readonly line: number;
  readonly href: string;
  isTold: boolean;
}

interface Picture {
  readonly line: number;
  readonly candidates: Candidate[];
}

/** Reads HTML; where `isPage` is false, only its tags, for texts that have some. */
export function createHtmlReader(sink: ReaderSink, typedBase: string | null, isPage: boolean) {
  const counter = createLineCounter();
  const previews = new Set<string>();
  let base = typedBase;
  let hasBase = false;
  let anchor: Anchor | null = null;
  let picture: Picture | null = null;
  let lastUrl = '';
  let noscripts = 0;
  let inside = '';
  let style = '';
  let styleLine = 0;
  let text = '';
  let textLine = 0;
  let textEnd = 0;
  let lastLine = 1;

  const tell = (line: number, found: Found, alt: string | null) => {
    const caption = alt?.replace(/\s+/g, ' ').trim().slice(0, MAX_CAPTION_LENGTH) ?? '';
    // What is told at its end began before what is in it.
    lastLine = Math.max(lastLine, line);
    sink.line();
    sink.entry(lastLine, found, caption === '' ? null : { caption: caption.toWellFormed() });
  };
  const add = (line: number, reference: string | null, alt: string | null = null) => {
    if (reference === null || reference.trim() === '') return;
    const found = resolveLink(reference, base);
    lastUrl = found.text;
    tell(line, found, alt);
  };
  const addStyle = (line: number, css: string) => {
    for (const url of picturesOfStyle(css)) add(line, url);
  };
  const addPreview = (line: number, reference: string | undefined) => {
    const url = reference === undefined ? '' : resolveLink(reference, base).text;
    if (url === '' || previews.has(url)) return;
    previews.add(url);
    add(line, reference ?? null);
  };
  const tellAnchor = (alt: string | null) => {
    if (anchor && !anchor.isTold) {
      anchor.isTold = true;
      add(anchor.line, anchor.href, alt);
    }
  };
  const endPicture = () => {
    if (picture) add(picture.line, largestOf(picture.candidates));
    picture = null;
  };
  const addImage = (line: number, attributes: Attributes) => {
    const alt = attributes['alt'] ?? null;
    const candidates = [...(picture?.candidates ?? []), ...candidatesOf(attributes)];
    const first = picture?.line ?? line;
    picture = null;
    // A picture for readers without scripts repeats the one before it.
    const isRepeated = noscripts > 0 && anchor?.isTold === true;
    if (isRepeated) return;
    if (anchor && !anchor.isTold) {
      tellAnchor(alt);
      return;
    }
    const url = largestOf(candidates);
    if (url !== null && noscripts > 0 && resolveLink(url, base).text === lastUrl) return;
    add(first, url, alt);
  };
  const addMeta = (line: number, { property, name, itemprop, content }: Attributes) => {
    if (PREVIEW.test(property ?? name ?? itemprop ?? '')) addPreview(line, content);
  };
  const addLink = (line: number, attributes: Attributes) => {
    const rel = (attributes['rel'] ?? '').toLowerCase().split(/\s+/);
    if (rel.includes('image_src') || attributes['itemprop'] === 'image') addPreview(line, attributes['href']);
    else if (rel.includes('preload') && attributes['as'] === 'image')
      addPreview(line, largestOf(candidatesOf(attributes)) ?? undefined);
  };
  const open: Readonly<Record<string, (line: number, attributes: Attributes) => void>> = {
    base(_, { href }) {
      if (hasBase || !href) return;
      const url = URL.parse(href, base ?? undefined);
      if (url && /^https?:$/.test(url.protocol)) base = url.href;
      hasBase = true;
    },
    meta: addMeta,
    link: addLink,
    a(line, { href = '' }) {
      tellAnchor(null);
      anchor = leadsToPicture(href) ? { line, href, isTold: false } : null;
    },
    area(line, { href = '' }) {
      if (leadsToPicture(href)) add(line, href);
    },
    picture(line) {
      endPicture();
      picture = { line, candidates: [] };
    },
    source(_, attributes) {
      for (const candidate of picture ? candidatesOf(attributes) : []) picture?.candidates.push(candidate);
    },
    img: addImage,
    input(line, attributes) {
      if (attributes['type']?.toLowerCase() === 'image') addImage(line, attributes);
    },
    video: (line, { poster }) => add(line, poster ?? null),
    style(line) {
      styleLine = line;
    },
    noscript() {
      noscripts += 1;
    },
  };
  const close: Readonly<Record<string, () => void>> = {
    a() {
      tellAnchor(null);
      anchor = null;
    },
    picture: endPicture,
    style() {
      addStyle(styleLine, style);
      style = '';
    },
    noscript() {
      noscripts = Math.max(0, noscripts - 1);
    },
  };
  const readTextLines = () => {
    for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
      if (!line.includes('//') && !line.includes('www.') && !line.includes('data:image/')) continue;
      for (const found of findLinks(line)) {
        const isPicture =
          found.kind === 'link' && (endsLikePicture(found.text) || found.text.startsWith('data:'));
        if (!isPicture || found.text === lastUrl || found.text === anchor?.href) continue;
        lastUrl = found.text;
        tell(textLine + index, found, null);
      }
    }
    text = '';
  };

  const parser: FlatParser = new FlatParser({
    onopentag(name, attributes) {
      if (text !== '') readTextLines();
      const line = counter.lineAt(parser.startIndex);
      if (WITH_END.has(name)) parser.depth += 1;
      if (WITHOUT_LINKS.has(name)) inside = name;
      if (Object.hasOwn(open, name)) open[name]?.(line, attributes);
      add(line, attributes['background'] ?? lazyBackgroundOf(attributes));
      if (attributes['style']) addStyle(line, attributes['style']);
    },
    onclosetag(name) {
      if (text !== '') readTextLines();
      if (!WITH_END.has(name)) return;
      parser.depth -= 1;
      if (inside === name) inside = '';
      close[name]?.();
    },
    ontext(data) {
      if (inside === 'style') style += data;
      if (inside !== '' || !isPage) return;
      if (parser.startIndex !== textEnd) readTextLines();
      textEnd = parser.endIndex + 1;
      if (text === '') textLine = counter.lineAt(parser.startIndex);
      text += data;
      if (text.length > MAX_TEXT_LENGTH) readTextLines();
    },
    onend() {
      readTextLines();
      tellAnchor(null);
      endPicture();
      if (style !== '') addStyle(styleLine, style);
    },
  });
  return {
    push(piece: string) {
      counter.add(piece);
      parser.write(piece);
    },
    end() {
      parser.end();
    },
  };
}
