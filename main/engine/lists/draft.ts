import type { DraftId, DraftLine, DraftSummary, LineVerdict } from '#contract/model.ts';
import type { NewTask } from '#contract/worker-messages.ts';
import type { NamePlanner } from '../files/name-planner.ts';
import { createNamePlanner } from '../files/name-planner.ts';
import { nameFromUrl } from '../files/names.ts';
import { maskUrl } from '../mask-url.ts';
import type { Found } from './find-links.ts';
import { findLinks } from './find-links.ts';
import { createHosts } from './hosts.ts';
import { createJudge } from './judge-link.ts';
import type { LinePiece } from './line-reader.ts';
import { createLineReader } from './line-reader.ts';
import type { Row, RowKind, RowTable } from './row-table.ts';
import { createRowTable } from './row-table.ts';
import { createTextStore } from './text-store.ts';

/** What is shown and kept of a line that is no URL, and shown of one that is. */
const SHOWN_LENGTH = 2048;

export interface Draft {
  append(text: string): void;
  /** No more text comes; nothing happens the second time. */
  end(): void;
  summary(): DraftSummary;
  page(request: { readonly offset: number; readonly limit: number; readonly only: 'all' | RowKind }): {
    readonly lines: readonly DraftLine[];
    readonly total: number;
  };
  /** All rows in order, with the names that the list gives them. */
  rows(): Iterable<NewTask>;
  /** Writes the text down as it came. */
  spool(file: string): Promise<void>;
}

/**
 * A list that is being read: text goes in, rows with verdicts come out. Each URL is a row, also where a line holds
 * several; a line without any is one row. So `fresh + duplicates + unusable` is the number of rows, `lines` that of
 * lines which are not empty, and each filter shows exactly as many rows as its count says.
 */
export function createDraft(draftId: DraftId, listName: string | null): Draft {
  const table = createRowTable();
  const text = createTextStore();
  const hosts = createHosts();
  const judge = createJudge(hosts);
  let lines = 0;
  let isComplete = false;

  const addFound = (line: number, found: Found): boolean => {
    if (found.kind === 'unusable') {
      table.addUnusable(line, shown(found.text), found.reason);
      return true;
    }
    const judged = judge(found.text);
    if (!judged.isUsable) table.addUnusable(line, shown(found.text), judged.reason);
    else if (table.addUrl(line, judged.url, judged.host)) hosts.count(judged.host);
    return true;
  };

  let lineStart = '';
  let hasLink = false;
  const reader = createLineReader((piece: LinePiece) => {
    if (lineStart === '') lineStart = piece.text.slice(0, SHOWN_LENGTH * 2).trim();
    if (!piece.isOverlong) for (const found of findLinks(piece.text)) hasLink = addFound(piece.line, found);
    if (!piece.isEnd) return;
    if (lineStart !== '') lines += 1;
    if (piece.isOverlong) table.addUnusable(piece.line, shown(lineStart), 'too-long');
    else if (lineStart !== '' && !hasLink) table.addUnusable(piece.line, shown(lineStart), 'no-url');
    lineStart = '';
    hasLink = false;
  });

  return {
    append(piece) {
      if (isComplete) throw new Error(`Draft ${draftId} takes no more text`);
      text.add(piece);
      reader.push(piece);
    },
    end() {
      if (!isComplete) reader.end();
      isComplete = true;
    },
    summary: () => ({
      draftId,
      lines,
      fresh: table.count('new'),
      duplicates: table.count('duplicate'),
      unusable: table.count('unusable'),
      hosts: hosts.counted,
      topHost: hosts.top,
      listName,
      isComplete,
    }),
    page({ offset, limit, only }) {
      const total = table.count(only);
      const first = Math.min(Math.max(0, offset), total);
      const length = Math.max(0, Math.min(limit, total - first));
      const rowAt = (n: number) => table.get(only === 'all' ? n : table.nth(only, n));
      return { lines: Array.from({ length }, (_, index) => draftLineOf(rowAt(first + index))), total };
    },
    rows: () => tasksOf(table, hosts.keyOf),
    spool: (file) => text.writeTo(file),
  };
}

/** The start of a text, without user name and password. */
function shown(text: string): string {
  return maskUrl(text.slice(0, SHOWN_LENGTH)).toWellFormed();
}

function verdictOf({ kind, ofLine, reason }: Row): LineVerdict {
  if (reason !== null) return { kind: 'unusable', reason };
  return kind === 'duplicate' ? { kind: 'duplicate', ofLine } : { kind: 'new' };
}

function draftLineOf(row: Row): DraftLine {
  return { line: row.line, text: shown(row.text), verdict: verdictOf(row) };
}

function* tasksOf(table: RowTable, hostKeyOf: (host: number) => string): Iterable<NewTask> {
  const planner = createNamePlanner();
  let line = 0;
  let part = 0;
  for (let number = 0; number < table.count('all'); number += 1) {
    const row = table.get(number);
    part = row.line === line ? part + 1 : 1;
    line = row.line;
    yield taskOf(row, part, hostKeyOf(row.host), planner);
  }
}

function taskOf(row: Row, part: number, hostKey: string, planner: NamePlanner): NewTask {
  const { line, kind, text: url, ofLine } = row;
  const never = { hostKey: '', stem: '', declaredExtension: null };
  if (kind === 'unusable') return { line, part, url, ...never, skip: 'unusable', duplicateOfLine: null };
  const { stem, declaredExtension } = nameFromUrl(url, kind === 'duplicate' ? ofLine : line);
  if (kind === 'duplicate')
    return { line, part, url, ...never, stem, declaredExtension, skip: 'duplicate', duplicateOfLine: ofLine };
  return {
    line,
    part,
    url,
    hostKey,
    stem: planner.plan(stem),
    declaredExtension,
    skip: null,
    duplicateOfLine: null,
  };
}
