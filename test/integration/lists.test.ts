import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AS_DETECTED, DEFAULT_NAME_OPTIONS } from '#contract/model.ts';
import type { NewTask, RowsMessage } from '#contract/worker-messages.ts';
import type { ListClient } from '../../main/engine/lists/list-client.ts';
import { startLists } from '../../main/engine/lists/list-client.ts';

const NAMING = { options: DEFAULT_NAME_OPTIONS, batchName: 'cats', createdAt: 0, afterLine: 0 };
const workerFile = path.resolve(import.meta.dirname, '../../workers/lists.ts');
let lists: ListClient;
let gone: Error[] = [];

beforeEach(() => {
  gone = [];
  lists = startLists({ workerFile, onGone: (error) => gone.push(error) });
});
afterEach(() => lists.close());

async function draftOf(text: string): Promise<number> {
  const { draftId } = await lists.openDraft({ listName: 'cats' });
  for (let from = 0; from < text.length; from += 1_000_000)
    await lists.appendDraft({ draftId, text: text.slice(from, from + 1_000_000) });
  await lists.endDraft({ draftId });
  return draftId;
}

interface Received {
  readonly rows: NewTask[];
  readonly chunks: number[];
  isEnded: boolean;
}
function receive(port: MessagePort, answer: (received: Received) => void): Received {
  const received: Received = { rows: [], chunks: [], isEnded: false };
  port.on('message', (message: RowsMessage) => {
    if (message.kind === 'end') {
      received.isEnded = true;
      // Taken like a chunk: the sender waits until its end is written down.
      port.postMessage('ack');
    } else {
      received.rows.push(...message.rows);
      received.chunks.push(message.rows.length);
      answer(received);
    }
  });
  return received;
}

test('a hundred thousand lines travel from the text to the store', async () => {
  const lines = Array.from({ length: 100_000 }, (_, n) => `https://img${n % 40}.example.com/${n}/image.jpg`);
  lines[50_000] = lines[7] ?? '';
  lines[60_000] = 'no link';
  const draftId = await draftOf(lines.join('\r\n'));
  expect(await lists.getSummary({ draftId })).toMatchObject({
    lines: 100_000,
    fresh: 99_998,
    duplicates: 1,
    unusable: 1,
    listName: 'cats',
    isComplete: true,
  });

  const { port1, port2 } = new MessageChannel();
  const received = receive(port1, () => port1.postMessage('ack'));
  const ended = new Promise((resolve) => port1.on('close', resolve));
  expect(await lists.sendRows({ draftId, port: port2, ...NAMING })).toEqual({ rows: 100_000 });
  await ended;
  expect(received.isEnded).toBe(true);
  expect(Math.max(...received.chunks)).toBe(1000);
  expect(received.rows.map(({ line }) => line)).toEqual(lines.map((_, n) => n + 1));
  expect(new Set(received.rows.filter(({ skip }) => skip === null).map(({ stem }) => stem)).size).toBe(
    99_998,
  );
  expect(received.rows[50_000]).toMatchObject({ skip: 'duplicate', duplicateOfLine: 8 });
  expect(await lists.getSummary({ draftId })).toBeNull();
});

test('rows never run more than two chunks ahead of the acks', async () => {
  const draftId = await draftOf(Array.from({ length: 5000 }, (_, n) => `https://x.com/${n}`).join('\n'));
  const { port1, port2 } = new MessageChannel();
  let taken = 0;
  let mostOpen = 0;
  const received = receive(port1, ({ chunks }) => {
    mostOpen = Math.max(mostOpen, chunks.length - taken);
    // Other calls are answered meanwhile, so that what was sent has arrived.
    void lists.getSummary({ draftId: 0 }).then(() => {
      mostOpen = Math.max(mostOpen, chunks.length - taken);
      taken += 1;
      port1.postMessage('ack');
    });
  });
  await lists.sendRows({ draftId, port: port2, ...NAMING });
  expect(received.rows).toHaveLength(5000);
  expect(mostOpen).toBe(2);
});

test('a store that goes away ends the sending', async () => {
  const draftId = await draftOf(Array.from({ length: 5000 }, (_, n) => `https://x.com/${n}`).join('\n'));
  const { port1, port2 } = new MessageChannel();
  receive(port1, () => port1.close());
  await expect(lists.sendRows({ draftId, port: port2, ...NAMING })).rejects.toThrow('store went away');
});

test('a spooled list that is read again gives the same rows', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pixhaul-spool-'));
  try {
    const text =
      'https://x.com/图片.jpg\r\n\r\nhello\nhttps://x.com/😀.jpg https://x.com/图片.jpg\nftp://x.com/a';
    const file = path.join(folder, 'list.list');
    const first = await draftOf(text);
    await lists.readDraftAs({ draftId: first, reading: { ...AS_DETECTED, kind: 'markdown' } });
    await lists.spool({ draftId: first, file });
    const read = await lists.readSpool({ file });
    const second = read.ok ? read.value.draftId : 0;
    const request = { offset: 0, limit: 100, only: 'all' } as const;
    expect(await lists.getDraftLines({ draftId: second, ...request })).toEqual(
      await lists.getDraftLines({ draftId: first, ...request }),
    );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('a draft that is not there is told apart from one that is empty', async () => {
  expect(await lists.getSummary({ draftId: 99 })).toBeNull();
  await expect(lists.appendDraft({ draftId: 99, text: 'x' })).rejects.toThrow('No draft 99');
  const { draftId } = await lists.openDraft({ listName: null });
  expect(await lists.endDraft({ draftId })).toMatchObject({ lines: 0, fresh: 0, topHost: null });
  await lists.closeDraft({ draftId });
  expect(await lists.getSummary({ draftId })).toBeNull();
});

test('calls that wait are rejected when the thread is closed', async () => {
  const waiting = draftOf('x\n'.repeat(2_000_000));
  const settled = expect(waiting).rejects.toThrow('thread ended');
  await lists.close();
  await settled;
  expect(gone).toEqual([]);
});

test('a thread that cannot start is told', async () => {
  const told = new Promise<Error>((resolve) => {
    const missing = startLists({ workerFile: path.join(os.tmpdir(), 'no-such-worker.js'), onGone: resolve });
    missing.openDraft({ listName: null }).catch(() => {});
  });
  expect((await told).message).toContain('no-such-worker');
});
