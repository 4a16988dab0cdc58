import type { FailureCode } from '#contract/failures.ts';
import type { Batch } from '#contract/model.ts';
import { failureWords } from '#contract/words/words.ts';
import type { Engine } from '../engine/engine.ts';
import { outcomesOf } from '../engine/manifest.ts';
import type { Output } from './output.ts';

const MAX_CAUSES = 12;

interface Cause {
  readonly code: FailureCode;
  readonly host: string;
  count: number;
}

/** Says what became of all lines, the failures by cause and server, most frequent first. */
export async function reportSummary(engine: Engine, batch: Batch, output: Output): Promise<void> {
  const { done, skipped, failed, canceled, truncated } = batch.counts;
  output.say('summary', { saved: done, skipped, failed, canceled });
  if (truncated > 0) output.say('summaryTruncated', { truncated });
  const causes = failed > 0 ? await causesOf(engine, batch) : [];
  for (const { code, host, count } of causes.slice(0, MAX_CAUSES)) {
    const reason = failureWords(output.language, { code }, host).short;
    output.say('summaryCause', {
      count,
      reason: code.startsWith('http-') ? `${reason} (${code.slice(5)})` : reason,
      host,
    });
  }
  if (causes.length > MAX_CAUSES) output.say('summaryMore', { count: causes.length - MAX_CAUSES });
  output.tell({
    type: 'summary',
    total: batch.total,
    saved: done,
    skipped,
    failed,
    canceled,
    truncated,
    causes: causes.map(({ code, host, count }) => ({ reason: code, host, count })),
  });
}

async function causesOf(engine: Engine, batch: Batch): Promise<readonly Cause[]> {
  const causes = new Map<string, Cause>();
  for await (const { row } of outcomesOf(batch, engine.getOutcomes)) {
    if (!row.failure || row.state !== 'failed') continue;
    const key = `${row.failure.code} ${row.host}`;
    const cause = causes.get(key) ?? { code: row.failure.code, host: row.host, count: 0 };
    cause.count += 1;
    causes.set(key, cause);
  }
  return [...causes.values()].sort((a, b) => b.count - a.count);
}
