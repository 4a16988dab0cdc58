import type { CheckedLine, CheckProgress, DraftId } from '#contract/model.ts';
import { DEFAULT_SETTINGS } from '#contract/model.ts';
import { failureWords, wordsFor } from '#contract/words/words.ts';
import { createFetcher } from '../engine/fetch/fetcher.ts';
import type { LinkChecks } from '../engine/link-checks.ts';
import { createLinkChecks } from '../engine/link-checks.ts';
import type { ListClient } from '../engine/lists/list-client.ts';
import { startLists } from '../engine/lists/list-client.ts';
import type { OptionValue } from './arguments.ts';
import { EXIT } from './exit.ts';
import { workerFile } from './node-host.ts';
import type { Output } from './output.ts';
import type { Input } from './read-list.ts';
import { readList } from './read-list.ts';

const LINES_PER_PAGE = 500;
const LIVE_INTERVAL_MS = 250;

export interface CheckRequest {
  readonly lists: readonly string[];
  readonly options: ReadonlyMap<string, OptionValue>;
  readonly appVersion: string;
  readonly stdin: Input;
  /** Ends the check early; what was found by then is said. */
  readonly interrupted: AbortSignal;
}

/** Runs `pixhaul check`: says what is behind every link of the lists, and saves nothing. */
export async function check(request: CheckRequest, output: Output): Promise<number> {
  if (request.lists.length === 0) {
    output.say('listMissing');
    return EXIT.usage;
  }
  const lists = startLists({ workerFile: workerFile('lists') });
  const fetcher = createFetcher({ userAgent: `Pixhaul/${request.appVersion}`, now: Date.now });
  const number = (name: string, usual: number) => Number(request.options.get(name) ?? usual);
  const checks = createLinkChecks({
    lists,
    fetcher,
    limits: () => ({
      parallel: number('--jobs', DEFAULT_SETTINGS.parallelDownloads),
      perHost: number('--per-host', DEFAULT_SETTINGS.perHost),
    }),
    onError: (error) => output.sayLine(String(error)),
  });
  try {
    return await checkLists(lists, checks, request, output);
  } finally {
    await checks.close();
    fetcher.close();
    await lists.close();
  }
}

async function checkLists(
  lists: ListClient,
  checks: LinkChecks,
  request: CheckRequest,
  output: Output,
): Promise<number> {
  const { draftId } = await lists.openDraft({ listName: null });
  for (const list of request.lists) {
    const isRead = await readList(list, request.stdin, output, (file) => lists.readFile({ draftId, file }));
    if (!isRead) return EXIT.usage;
  }
  const { fresh, duplicates, unusable } = await lists.endDraft({ draftId });
  output.say('accepted', { fresh, duplicates, unusable });
  const progress = await runCheck(checks, draftId, request.interrupted, output);
  await showLines(checks, draftId, output);
  report(progress, output);
  if (request.interrupted.aborted) {
    output.say('checkStopped', { checked: progress.checked, total: progress.total });
    return EXIT.interrupted;
  }
  return progress.findings.good === progress.total && unusable === 0 ? EXIT.allSaved : EXIT.someFailed;
}

/** Answers how far the check has come when it is over, or was interrupted. */
async function runCheck(
  checks: LinkChecks,
  draftId: DraftId,
  interrupted: AbortSignal,
  output: Output,
): Promise<CheckProgress> {
  const stop = () => void checks.stopCheck({ draftId });
  await checks.startCheck({ draftId });
  const timer = setInterval(async () => {
    const now = await checks.getCheck({ draftId });
    if (!now) return;
    const { checked, total, findings } = now;
    output.sayLive(output.text('checkProgress', { checked, total, good: findings.good }));
  }, LIVE_INTERVAL_MS);
  interrupted.addEventListener('abort', stop, { once: true });
  if (interrupted.aborted) stop();
  await checks.ended(draftId);
  interrupted.removeEventListener('abort', stop);
  clearInterval(timer);
  output.sayLive('');
  return checks.stopCheck({ draftId });
}

async function showLines(checks: LinkChecks, draftId: DraftId, output: Output): Promise<void> {
  for (let offset = 0; ; offset += LINES_PER_PAGE) {
    const page = await checks.getCheckedLines({ draftId, offset, limit: LINES_PER_PAGE, only: 'all' });
    for (const line of page.lines) showLine(line, output);
    if (offset + LINES_PER_PAGE >= page.total) return;
  }
}

function showLine(checked: CheckedLine, output: Output): void {
  const { line, text, finding, failure, format, width, height } = checked;
  if (output.isJson) {
    output.tell({
      type: 'link',
      line,
      url: text,
      finding,
      reason: failure?.code ?? null,
      format,
      width,
      height,
    });
    return;
  }
  const size = width && height ? `${width} × ${height}` : '';
  const reason = failure ? failureWords(output.language, failure, null).short : '';
  const columns = [line, wordsFor(output.language).findings[finding], format ?? '', size, text, reason];
  output.print(`${columns.join('\t').trimEnd()}\n`);
}

function report({ total, checked, findings }: CheckProgress, output: Output): void {
  const { good, small, html, refused, dead, unknown, 'not-an-image': notImages } = findings;
  output.say('checkSummary', { good, small, html, notImages, refused, dead, unknown });
  output.tell({ type: 'summary', total, checked, ...findings });
}
