import { failureRule } from '#contract/failures.ts';
import type { CheckedLine, CheckProgress, LinkFinding } from '#contract/model.ts';
import type { ListApi } from '#contract/worker-messages.ts';
import type { Fetcher, LookOutcome } from './fetch/fetcher.ts';
import { ownHeaders } from './fetch/own-headers.ts';
import { judgeLook } from './judge-look.ts';
import { createLinkFindings } from './link-findings.ts';
import { maskUrl } from './mask-url.ts';

/** What is read of each link at most. */
const HEAD_BYTES = 64 * 1024;
const ROWS_PER_PAGE = 1000;
/** So many rows are looked through for a server that is not busy. */
const MAX_ROWS_AHEAD = 20_000;

type RowPage = Awaited<ReturnType<ListApi['getNewRows']>>;
type CheckRow = RowPage['rows'][number];

export interface LinkCheckOptions {
  readonly fetcher: Pick<Fetcher, 'look'>;
  /** The rows to check, from the n-th on. */
  rows(offset: number, limit: number): Promise<RowPage>;
  /** Looks at once, in all and for each server. */
  limits(): { readonly parallel: number; readonly perHost: number };
  onError(error: unknown): void;
}

export interface LinkCheck {
  readonly progress: CheckProgress;
  /** Settles when every row is checked, or the check was stopped. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  lines(
    offset: number,
    limit: number,
    only: LinkFinding | 'all',
  ): Promise<{ readonly lines: readonly CheckedLine[]; readonly total: number }>;
  /** Numbers of the rows in their draft whose link is good, ascending. */
  goodRows(): Uint32Array;
}

/** A row on its way, with its place among the rows. */
interface Errand extends CheckRow {
  readonly place: number;
  readonly isSecondTry: boolean;
}

/** Begins to look what is behind the links of a list, saving nothing: a server's turn, then the next one's. */
export function startLinkCheck(options: LinkCheckOptions): LinkCheck {
  const findings = createLinkFindings();
  const stopping = new AbortController();
  const ended = Promise.withResolvers<void>();
  // A server that was asked moves to the end: insertion order of the map is the turn.
  const waiting = new Map<string, Errand[]>();
  const active = new Map<string, number>();
  let activeCount = 0;
  let aheadCount = 0;
  let nextPlace = 0;
  let total = 0;
  let isAllRead = false;
  let reading: Promise<void> | null = null;
  let isRunning = true;

  const add = (errand: Errand) => {
    const queue = waiting.get(errand.hostKey);
    if (queue) queue.push(errand);
    else waiting.set(errand.hostKey, [errand]);
    aheadCount += 1;
  };
  const next = (): Errand | undefined => {
    const { perHost } = options.limits();
    for (const [hostKey, queue] of waiting) {
      if ((active.get(hostKey) ?? 0) >= perHost) continue;
      const errand = queue.shift();
      waiting.delete(hostKey);
      if (queue.length > 0) waiting.set(hostKey, queue);
      aheadCount -= 1;
      return errand;
    }
    return undefined;
  };

  const readMore = async () => {
    const page = await options.rows(nextPlace, ROWS_PER_PAGE);
    total = page.total;
    for (const row of page.rows) {
      add({ ...row, place: nextPlace, isSecondTry: false });
      nextPlace += 1;
    }
    isAllRead = page.rows.length === 0 || nextPlace >= total;
  };

  const look = async (errand: Errand) => {
    const { url, facts } = errand;
    const headers = ownHeaders(facts, url, url);
    const request = { url, maxBytes: HEAD_BYTES, ...(headers && { headers }) };
    const outcome = await options.fetcher.look(request, { signal: stopping.signal });
    if (outcome.kind === 'aborted') return;
    if (mayPass(outcome) && !errand.isSecondTry) add({ ...errand, isSecondTry: true });
    else findings.set(errand, judgeLook(outcome));
  };
  const start = (errand: Errand) => {
    const { hostKey } = errand;
    activeCount += 1;
    active.set(hostKey, (active.get(hostKey) ?? 0) + 1);
    void look(errand)
      .catch((error: unknown) => {
        options.onError(error);
        findings.set(errand, judgeLook({ kind: 'failed', failure: { code: 'internal' } }));
      })
      .finally(() => {
        activeCount -= 1;
        const count = (active.get(hostKey) ?? 1) - 1;
        if (count > 0) active.set(hostKey, count);
        else active.delete(hostKey);
        pump();
      });
  };

  function pump(): void {
    const { parallel } = options.limits();
    while (!stopping.signal.aborted && activeCount < parallel) {
      const errand = next();
      if (!errand) break;
      start(errand);
    }
    if (activeCount < parallel) readIfNeeded();
    const isOver = stopping.signal.aborted || (isAllRead && aheadCount === 0);
    if (!isOver || activeCount > 0 || reading !== null) return;
    isRunning = false;
    ended.resolve();
  }

  function readIfNeeded(): void {
    if (isAllRead || reading !== null || aheadCount >= MAX_ROWS_AHEAD || stopping.signal.aborted) return;
    reading = readMore()
      .catch((error: unknown) => {
        options.onError(error);
        isAllRead = true;
      })
      .finally(() => {
        reading = null;
        pump();
      });
  }

  pump();
  return {
    get progress() {
      return { isRunning, total, checked: findings.checked, findings: findings.counts() };
    },
    ended: ended.promise,
    async stop() {
      stopping.abort();
      pump();
      await ended.promise;
    },
    async lines(offset, limit, only) {
      const places = findings.places(offset, limit, only);
      const lines: CheckedLine[] = [];
      for (const [first, count] of runsOf(places)) {
        const { rows } = await options.rows(first, count);
        for (const [index, { line, url }] of rows.entries())
          lines.push({ line, text: maskUrl(url), ...findings.get(first + index) });
      }
      return { lines, total: only === 'all' ? findings.checked : findings.counts()[only] };
    },
    goodRows: findings.goodRows,
  };
}

/** Runs of numbers that follow one another. */
function runsOf(places: readonly number[]): readonly (readonly [first: number, count: number])[] {
  const runs: [number, number][] = [];
  for (const place of places) {
    const last = runs.at(-1);
    if (last && place === last[0] + last[1]) last[1] += 1;
    else runs.push([place, 1]);
  }
  return runs;
}

function mayPass(outcome: LookOutcome): boolean {
  return outcome.kind === 'failed' && failureRule(outcome.failure.code).class === 'transient';
}
