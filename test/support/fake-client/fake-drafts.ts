/** Drafts in memory: lines with verdicts, a plain stand-in for the list thread. */
import type { DraftLine, DraftSummary, LineVerdict } from '#contract/model.ts';

export interface FakeDraft {
  readonly draftId: number;
  readonly listName: string | null;
  text: string;
  lines: readonly DraftLine[];
  isComplete: boolean;
}

export interface FakeDrafts {
  open(listName: string | null): FakeDraft;
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
    open(listName) {
      lastId += 1;
      const draft: FakeDraft = { draftId: lastId, listName, text: '', lines: [], isComplete: false };
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

/** Judges every line of a text. */
export function judge(text: string): readonly DraftLine[] {
  const firstLine = new Map<string, number>();
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    if (line === '') return [];
    const verdict = verdictOf(line, firstLine);
    if (verdict.kind === 'new') firstLine.set(line, index + 1);
    return [{ line: index + 1, text: line.slice(0, 300), verdict }];
  });
}

function verdictOf(line: string, firstLine: ReadonlyMap<string, number>): LineVerdict {
  const ofLine = firstLine.get(line);
  if (ofLine !== undefined) return { kind: 'duplicate', ofLine };
  if (/^(https?:\/\/\S+|www\.\S+|data:image\/\S+)$/.test(line)) return { kind: 'new' };
  if (/^[a-z]+:\/\//.test(line)) return { kind: 'unusable', reason: 'scheme' };
  return { kind: 'unusable', reason: 'no-url' };
}

/** Adds the lines of a draft up. */
export function summaryOf({ draftId, listName, lines, isComplete }: FakeDraft): DraftSummary {
  const count = (kind: LineVerdict['kind']) => lines.filter(({ verdict }) => verdict.kind === kind).length;
  const hosts = new Set(lines.map(({ text }) => /^https?:\/\/([^/]+)/.exec(text)?.[1] ?? ''));
  hosts.delete('');
  const [topHost = null] = hosts;
  return {
    draftId,
    lines: lines.length,
    fresh: count('new'),
    duplicates: count('duplicate'),
    unusable: count('unusable'),
    hosts: hosts.size,
    topHost,
    listName,
    isComplete,
  };
}
