/** How much memory decodes take, and how many may run beside each other. */
import type { Container } from './containers/container.ts';

/** What all decodes of one worker may take together; with sharp itself a worker stays < 700 MiB. */
export const DECODE_BUDGET_BYTES = 480 * 2 ** 20;
/** Where a decoder goes row by row some hundred rows are in memory. Measured: 70 MiB for 100 million pixels. */
const ROWWISE_BYTES_PER_PIXEL = 0.7;

/** Bytes that a decode of this many pixels takes at its peak: measured, on the high side. */
export function decodeBytes(
  pixels: number,
  { heldBytesPerPixel }: Pick<Container, 'heldBytesPerPixel'>,
): number {
  return pixels * Math.max(ROWWISE_BYTES_PER_PIXEL, heldBytesPerPixel);
}

/** In the words of a rejected check: this worker has grown too large for the picture; a fresh one can take it. */
export const NEEDS_FRESH_WORKER = 'This picture needs a fresh worker.';
/** WebAssembly never gives memory back, and what it has may be in pieces too small for the next large picture. */
const GROWN_LIMIT_BYTES = 650 * 2 ** 20;
const LIGHT_BYTES = 64 * 2 ** 20;

/** Whether a decode would bring a process that has this much memory over what a worker may have. */
export function needsFreshWorker(neededBytes: number, processBytes: number): boolean {
  return neededBytes > LIGHT_BYTES && processBytes + neededBytes > GROWN_LIMIT_BYTES;
}

export interface MemoryGate {
  /** Runs the work once its bytes fit beside what runs already, in the order of the calls. */
  run<T>(bytes: number, work: () => Promise<T>): Promise<T>;
  /** Runs the work with nothing beside it. */
  runAlone<T>(work: () => Promise<T>): Promise<T>;
}

/** Lets work pass while the sum of its bytes stays within a budget; what is larger than the budget runs alone. */
export function createMemoryGate(budgetBytes: number): MemoryGate {
  const waiting: { readonly bytes: number; readonly start: () => void }[] = [];
  let usedBytes = 0;
  let running = 0;
  function startNext(): void {
    for (;;) {
      const next = waiting[0];
      if (!next || (running > 0 && usedBytes + next.bytes > budgetBytes)) return;
      waiting.shift();
      running += 1;
      usedBytes += next.bytes;
      next.start();
    }
  }
  async function run<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      waiting.push({ bytes, start });
      startNext();
    });
    try {
      return await work();
    } finally {
      running -= 1;
      usedBytes -= bytes;
      startNext();
    }
  }
  return { run, runAlone: (work) => run(budgetBytes + 1, work) };
}
