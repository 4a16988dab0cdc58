/** How much memory a decode takes, and how many decodes may run beside each other. */
import type { ImageFormat } from '#contract/model.ts';

export interface PictureSize {
  readonly format: ImageFormat;
  readonly pixels: number;
  readonly channels: number;
  readonly bytesPerChannel: number;
  readonly isProgressive: boolean;
}

/** What all decodes of one worker may take together; with sharp itself and the file a worker stays < 700 MiB. */
export const DECODE_BUDGET_BYTES = 400 * 2 ** 20;
/** Row by row: some hundred rows are in memory, whatever the height. Measured: 70 MiB at 268 million pixels. */
const SEQUENTIAL_BYTES_PER_PIXEL = 0.2;

/** Bytes that a decoder holds at once for a picture: an estimate from measured peaks, on the high side. */
export function decodeBytes(size: PictureSize): number {
  return size.pixels * bytesPerPixel(size);
}

function bytesPerPixel({ format, channels, bytesPerChannel, isProgressive }: PictureSize): number {
  switch (format) {
    case 'gif':
      return 4.5;
    case 'webp':
      return 8;
    case 'avif':
    case 'heic':
    case 'heif':
      return 8 * bytesPerChannel;
    case 'jpg':
      // Coefficients of 16 bits for each sample, until the last scan has come.
      return isProgressive ? channels * 2 + 0.5 : SEQUENTIAL_BYTES_PER_PIXEL;
    default:
      return isProgressive ? Math.max(1, channels * bytesPerChannel) : SEQUENTIAL_BYTES_PER_PIXEL;
  }
}

export interface MemoryGate {
  /** Runs the work once its bytes fit beside what runs already, in the order of the calls. */
  run<T>(bytes: number, work: () => Promise<T>): Promise<T>;
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
  return {
    async run(bytes, work) {
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
    },
  };
}
