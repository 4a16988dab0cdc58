import type { MessagePort } from 'node:worker_threads';
import type { NewTask, RowsMessage } from '#contract/worker-messages.ts';

const MAX_ROWS = 1000;
/** URLs of pictures inside the list can be megabytes long. */
const MAX_LENGTH = 4 * 1024 * 1024;
const MAX_UNACKNOWLEDGED = 2;

function* chunksOf(rows: Iterable<NewTask>): Iterable<readonly NewTask[]> {
  let chunk: NewTask[] = [];
  let length = 0;
  for (const row of rows) {
    chunk.push(row);
    length += row.url.length;
    if (chunk.length < MAX_ROWS && length < MAX_LENGTH) continue;
    yield chunk;
    chunk = [];
    length = 0;
  }
  if (chunk.length > 0) yield chunk;
}

/** Counts what the other side has taken; rejects when it is gone. */
function watchAcks(port: MessagePort) {
  let open = 0;
  let failure: Error | null = null;
  let wake = () => {};
  port.on('message', () => {
    open -= 1;
    wake();
  });
  port.on('close', () => {
    failure = new Error('The store went away while rows were being sent');
    wake();
  });
  return {
    sent: () => {
      open += 1;
    },
    async atMost(limit: number) {
      while (open > limit && !failure) await new Promise<void>((resolve) => (wake = resolve));
      if (open > limit && failure) throw failure;
    },
  };
}

/** Sends rows in chunks, never more than two ahead of the acks, then `end`; answers how many when all are taken. */
export async function sendRows(rows: Iterable<NewTask>, port: MessagePort): Promise<number> {
  const acks = watchAcks(port);
  let count = 0;
  try {
    for (const chunk of chunksOf(rows)) {
      await acks.atMost(MAX_UNACKNOWLEDGED - 1);
      acks.sent();
      port.postMessage({ kind: 'rows', rows: chunk } satisfies RowsMessage);
      count += chunk.length;
    }
    await acks.atMost(0);
    acks.sent();
    port.postMessage({ kind: 'end' } satisfies RowsMessage);
    // Not before the end is written, too: the caller then throws the list's text away.
    await acks.atMost(0);
    return count;
  } finally {
    port.close();
  }
}
