/** Drafts in memory: lines with verdicts, a plain stand-in for the list thread. */
import type {
  CheckedLine,
  CheckProgress,
  ColumnRole,
  DraftLine,
  DraftRange,
  DraftReading,
  DraftSummary,
  LineVerdict,
  LinkFinding,
  ListEncoding,
  ListKind,
  NamePreview,
  Result,
  TableShape,
  TemplateProblem,
} from '#contract/model.ts';
import { AS_DETECTED, LINK_FINDINGS } from '#contract/model.ts';

export interface FakeDraft {
  readonly draftId: number;
  readonly listName: string | null;
  /** Null for text that was pasted. */
  readonly encoding: ListEncoding | null;
  readonly sheets: readonly string[];
  reading: DraftReading;
  text: string;
  lines: readonly DraftLine[];
  isComplete: boolean;
  check: { checked: number; isRunning: boolean } | null;
}

export interface FakeFile {
  readonly listName: string | null;
  readonly encoding?: ListEncoding;
  readonly sheets?: readonly string[];
}

export interface FakeDrafts {
  open(file: FakeFile): FakeDraft;
  get(draftId: number): FakeDraft;
  close(draftId: number): void;
  /** Those that nobody has closed. */
  count(): number;
}

/** Makes a keeper of drafts. */
export function createFakeDrafts(): FakeDrafts {
  const drafts = new Map<number, FakeDraft>();
  let lastId = 0;
  return {
    open({ listName, encoding, sheets }) {
      lastId += 1;
      const draft: FakeDraft = {
        draftId: lastId,
        listName,
        encoding: encoding ?? null,
        sheets: sheets ?? [],
        reading: AS_DETECTED,
        text: '',
        lines: [],
        isComplete: false,
        check: null,
      };
      drafts.set(lastId, draft);
      return draft;
    },
    get(draftId) {
      const draft = drafts.get(draftId);
      if (draft === undefined) throw new Error(`There is no draft ${draftId}`);
      return draft;
    },
    close(draftId) {
      if (!drafts.delete(draftId)) throw new Error(`Draft ${draftId} was closed twice`);
    },
    count: () => drafts.size,
  };
}

const RANGE = /\[(\d+)-(\d+)\]/;

/** Judges every line of a draft as it is read now. */
export function judge(text: string, reading: DraftReading = AS_DETECTED): readonly DraftLine[] {
  const firstLine = new Map<string, number>();
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    if (line === '') return [];
    const url = /\bhttps?:\/\/[^\s,"'<>]+/.exec(line)?.[0] ?? line;
    const verdict = verdictOf(url, firstLine, reading);
    if (verdict.kind === 'new') firstLine.set(url, index + 1);
    return [{ line: index + 1, text: url.slice(0, 300), verdict }];
  });
}

function verdictOf(
  line: string,
  firstLine: ReadonlyMap<string, number>,
  { baseUrl }: DraftReading,
): LineVerdict {
  const ofLine = firstLine.get(line);
  if (ofLine !== undefined) return { kind: 'duplicate', ofLine };
  if (/^https?:\/\/\S+\/known\/\S+$/.test(line)) return { kind: 'known' };
  if (/^(https?:\/\/\S+|www\.\S+|data:image\/\S+)$/.test(line)) return { kind: 'new' };
  if (/^[a-z]+:\/\//.test(line)) return { kind: 'unusable', reason: 'scheme' };
  if (/^<img src="\//.test(line)) {
    return baseUrl === null ? { kind: 'unusable', reason: 'relative' } : { kind: 'new' };
  }
  return { kind: 'unusable', reason: 'no-url' };
}

function rangesOf(draft: FakeDraft): readonly DraftRange[] {
  if (draft.reading.areRangesLiteral) return [];
  return draft.text.split('\n').flatMap((line, index) => {
    const [, from = '', to = ''] = RANGE.exec(line) ?? [];
    if (from === '') return [];
    const at = (value: string) => line.trim().replace(RANGE, value);
    return [{ line: index + 1, count: Number(to) - Number(from) + 1, first: at(from), last: at(to) }];
  });
}

function kindOf({ text, reading }: FakeDraft): ListKind {
  if (reading.kind !== null) return reading.kind;
  if (/^\s*<|<img /.test(text)) return 'html';
  return cellsOf(text.split('\n', 1)[0] ?? '').length > 1 ? 'table' : 'text';
}

const cellsOf = (row: string): readonly string[] => row.split(row.includes('\t') ? '\t' : ',');

const ROLES: readonly (readonly [RegExp, ColumnRole])[] = [
  [/url|link|链接|图片|image/i, 'url'],
  [/sku|货号|name/i, 'name'],
  [/folder|category|分类/i, 'folder'],
  [/caption|title|名称|title/i, 'caption'],
];

function tableOf(draft: FakeDraft): TableShape | null {
  if (kindOf(draft) !== 'table') return null;
  const rows = draft.text.split('\n').filter((row) => row.trim() !== '');
  const first = cellsOf(rows[0] ?? '');
  const hasHeader = draft.reading.hasHeader ?? !/https?:/.test(rows[0] ?? '');
  const columns = first.map((name, index) => ({
    name: hasHeader ? name : `Column ${index + 1}`,
    role:
      draft.reading.roles?.[index] ??
      (hasHeader
        ? (ROLES.find(([pattern]) => pattern.test(name))?.[1] ?? 'other')
        : /^https?:/.test(name)
          ? 'url'
          : 'other'),
  }));
  return {
    columns,
    form: {
      container: draft.sheets.length > 0 ? 'xlsx' : 'csv',
      delimiter: (rows[0] ?? '').includes('\t') ? '\t' : ',',
      encoding: draft.reading.encoding ?? draft.encoding ?? 'utf-8',
      hasHeader,
    },
    sample: rows.slice(hasHeader ? 1 : 0, hasHeader ? 6 : 5).map(cellsOf),
    sheets: draft.sheets,
    sheet: draft.reading.sheet ?? draft.sheets[0] ?? null,
    spoiledCells: (draft.text.match(/\d\.\d+E\+\d+/g) ?? []).length,
  };
}

/** Reads a draft again, as it is said to be read. */
export function readAgain(draft: FakeDraft): DraftSummary {
  const table = tableOf(draft);
  const isHeaderRow = (line: DraftLine) => table?.form.hasHeader === true && line.line === 1;
  draft.lines = judge(draft.text, draft.reading).filter((line) => !isHeaderRow(line));
  return summaryOf(draft);
}

/** Adds the lines of a draft up. */
export function summaryOf(draft: FakeDraft): DraftSummary {
  const { draftId, listName, lines, isComplete } = draft;
  const count = (kind: LineVerdict['kind']) => lines.filter(({ verdict }) => verdict.kind === kind).length;
  const hosts = new Set(lines.map(({ text }) => /^https?:\/\/([^/]+)/.exec(text)?.[1] ?? ''));
  hosts.delete('');
  const [topHost = null] = hosts;
  const ranges = rangesOf(draft);
  const expanded = ranges.reduce((sum, range) => sum + range.count - 1, 0);
  return {
    draftId,
    lines: lines.length,
    fresh: count('new') + count('known') + expanded,
    known: count('known'),
    duplicates: count('duplicate'),
    unusable: count('unusable'),
    hosts: hosts.size,
    topHost,
    listName,
    isComplete,
    kind: lines.length === 0 ? null : kindOf(draft),
    encoding: draft.encoding === null ? null : (draft.reading.encoding ?? draft.encoding),
    reading: draft.reading,
    ranges,
    table: tableOf(draft),
    literalBrackets: 0,
    ignoredOptions: [],
  };
}

/** The first names of a template that knows `{name}`, `{index}` and columns. */
export function previewNames(draft: FakeDraft, template: string): Result<NamePreview, TemplateProblem> {
  const unknown = /\{(?!name\}|index|host\}|sha256|col\.|batch\})([^}]*)\}?/.exec(template);
  if (unknown !== null) {
    const [text, name = ''] = unknown;
    const nearest = name.startsWith('na') ? 'name' : name.startsWith('in') ? 'index' : null;
    return {
      ok: false,
      failure: { code: 'unknown-variable', text, offset: template.indexOf(text), nearest },
    };
  }
  const names = draft.lines
    .filter(({ verdict }) => verdict.kind === 'new' || verdict.kind === 'known')
    .slice(0, 5)
    .map(({ text }, index) => {
      const [, stem = `image-${index + 1}`, extension = ''] = /([^/]+?)(\.\w+)?$/.exec(text) ?? [];
      const name = template
        .replaceAll('{name}', stem)
        .replaceAll('{host}', 'images.gallery.example')
        .replaceAll('{batch}', 'spring')
        .replace(/\{index(?::0(\d))?\}/g, (_, width?: string) =>
          String(index + 1).padStart(Number(width ?? 1), '0'),
        )
        .replace(/\{col\.[^}]*\}/g, `A-10${index + 1}`)
        .replace(/\{sha256[^}]*\}/g, '…');
      return `${name}${extension}`;
    });
  return {
    ok: true,
    value: { names, lateVariables: template.includes('{sha256') ? ['sha256'] : [] },
  };
}

function findingOf(index: number): LinkFinding {
  if (index % 97 === 5) return 'dead';
  if (index % 61 === 7) return 'html';
  if (index % 53 === 11) return 'refused';
  return index % 41 === 3 ? 'small' : 'good';
}

function checked(draft: FakeDraft): readonly CheckedLine[] {
  return draft.lines
    .filter(({ verdict }) => verdict.kind === 'new' || verdict.kind === 'known')
    .slice(0, draft.check?.checked ?? 0)
    .map(({ line, text }, index): CheckedLine => {
      const finding = findingOf(index);
      const isPicture = finding === 'good' || finding === 'small';
      return {
        line,
        text,
        finding,
        failure:
          finding === 'dead' ? { code: 'http-404' } : finding === 'refused' ? { code: 'http-403' } : null,
        format: isPicture ? 'jpg' : null,
        width: finding === 'good' ? 2400 : isPicture ? 640 : null,
        height: finding === 'good' ? 1600 : isPicture ? 480 : null,
      };
    });
}

/** How far the check of a draft is; null where it was not begun. */
export function progressOf(draft: FakeDraft): CheckProgress | null {
  if (draft.check === null) return null;
  const lines = checked(draft);
  const { fresh } = summaryOf(draft);
  const findings = Object.fromEntries(
    LINK_FINDINGS.map((finding) => [finding, lines.filter((line) => line.finding === finding).length]),
  ) as Record<LinkFinding, number>;
  return { isRunning: draft.check.isRunning, total: fresh, checked: lines.length, findings };
}

/** Lines of the check that were found to be this. */
export function checkedLines(draft: FakeDraft, only: LinkFinding | 'all'): readonly CheckedLine[] {
  return checked(draft).filter(({ finding }) => only === 'all' || finding === only);
}
