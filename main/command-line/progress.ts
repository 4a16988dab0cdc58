import type { Changes } from '#contract/api.ts';
import type { Batch, BatchId } from '#contract/model.ts';
import { formatBytes } from '#contract/words/words.ts';
import type { Engine } from '../engine/engine.ts';
import { maskUrl } from '../engine/mask-url.ts';
import type { TaskEnded } from '../engine/run-task.ts';
import type { Output } from './output.ts';

const LIVE_INTERVAL_MS = 250;
/** Where nobody watches a line change, one is written this often. */
const PLAIN_INTERVAL_MS = 10_000;

/** Shows how far a batch is until the returned function is called. */
export function watchProgress(engine: Engine, batchId: BatchId, output: Output): () => void {
  let batch: Batch | undefined;
  let shownAt = 0;
  const show = ({ batches, totals }: Changes) => {
    batch = batches.find((candidate) => candidate.batchId === batchId) ?? batch;
    if (!batch) return;
    const now = performance.now();
    if (now - shownAt < (output.isTerminal ? LIVE_INTERVAL_MS : PLAIN_INTERVAL_MS)) return;
    shownAt = now;
    const { counts, total } = batch;
    const line =
      totals.active === 0 && counts.waiting > 0
        ? output.text('progressWaiting', { saved: counts.done, total, waiting: counts.waiting })
        : output.text('progress', {
            saved: counts.done,
            total,
            ...(counts.failed > 0 ? { problems: counts.failed } : {}),
            active: totals.active,
            perSecond: totals.savedPerSecond,
            bytesPerSecond: formatBytes(output.language, totals.bytesPerSecond),
          });
    if (output.isTerminal) output.sayLive(line);
    else output.sayLine(line);
  };
  const stop = engine.on('changed', show);
  return () => {
    stop();
    output.sayLive('');
  };
}

/** Tells one line's end on stdout (`--json`). */
export function reportTask({ task, state, failure, skip, facts, source }: TaskEnded, output: Output): void {
  output.tell({
    type: 'task',
    line: task.line,
    url: maskUrl(task.url),
    state,
    reason: failure?.code ?? skip,
    source,
    file: facts?.file ?? null,
    bytes: facts?.bytes ?? null,
    sha256: facts?.sha256 ?? null,
    width: facts?.width ?? null,
    height: facts?.height ?? null,
    integrity: facts?.integrity ?? null,
  });
}
