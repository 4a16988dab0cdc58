import type { Batch, BatchId, TaskId } from '#contract/model.ts';
import type { StoreNotices } from '#contract/worker-messages.ts';

const INTERVAL_MS = 100;
const MAX_NAMED_TASKS = 300;

type Notice = StoreNotices['storeChanged'];

/** Gathers what changed and tells it at most ten times a second; the last state is always told. */
export class ChangeNotices {
  readonly #describe: (batchId: BatchId) => Batch | null;
  readonly #send: (notice: Notice) => void;
  readonly #batchIds = new Set<BatchId>();
  readonly #removedBatchIds = new Set<BatchId>();
  readonly #taskIds = new Set<TaskId>();
  #hasManyTasks = false;
  #hasNewWork = false;
  #timer: NodeJS.Timeout | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** `describe` gives a batch as it is now; null when it is not on the list. */
  constructor(describe: (batchId: BatchId) => Batch | null, send: (notice: Notice) => void) {
    this.#describe = describe;
    this.#send = send;
  }

  batch(batchId: BatchId): void {
    this.#removedBatchIds.delete(batchId);
    this.#batchIds.add(batchId);
    this.#schedule();
  }

  removedBatch(batchId: BatchId): void {
    this.#batchIds.delete(batchId);
    this.#removedBatchIds.add(batchId);
    this.#schedule();
  }

  task(taskId: TaskId): void {
    if (this.#hasManyTasks) return;
    this.#taskIds.add(taskId);
    if (this.#taskIds.size > MAX_NAMED_TASKS) this.manyTasks();
    this.#schedule();
  }

  manyTasks(): void {
    this.#hasManyTasks = true;
    this.#taskIds.clear();
    this.#schedule();
  }

  newWork(): void {
    this.#hasNewWork = true;
    this.#schedule();
  }

  /** Tells at once what is still to be told. */
  flush(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#toldAt = performance.now();
    const batches = [...this.#batchIds].map(this.#describe).filter((batch) => batch !== null);
    const notice: Notice = {
      batches,
      removedBatchIds: [...this.#removedBatchIds],
      taskIds: this.#hasManyTasks ? 'many' : [...this.#taskIds],
      hasNewWork: this.#hasNewWork,
    };
    this.#batchIds.clear();
    this.#removedBatchIds.clear();
    this.#taskIds.clear();
    this.#hasManyTasks = false;
    this.#hasNewWork = false;
    this.#send(notice);
  }

  #schedule(): void {
    if (this.#timer !== null) return;
    const delayMs = Math.max(0, this.#toldAt + INTERVAL_MS - performance.now());
    this.#timer = setTimeout(() => this.flush(), delayMs);
  }
}
