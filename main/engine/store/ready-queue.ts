import type { BatchId, TaskId } from '#contract/model.ts';

// Heaps are plain arrays of small integers: eight bytes a waiting task. Ids come in ascending order while a list is
// read in, so that adding one costs nothing then.

function push(heap: TaskId[], taskId: TaskId): void {
  let at = heap.length;
  heap.push(taskId);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const other = heap[above] as TaskId;
    if (other <= taskId) break;
    heap[at] = other;
    at = above;
  }
  heap[at] = taskId;
}

function pop(heap: TaskId[]): TaskId | undefined {
  const first = heap[0];
  const moved = heap.pop();
  if (moved === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && (heap[below + 1] as TaskId) < (heap[below] as TaskId)) below += 1;
    if ((heap[below] as TaskId) >= moved) break;
    heap[at] = heap[below] as TaskId;
    at = below;
  }
  heap[at] = moved;
  return first;
}

interface BatchQueue {
  readonly batchId: BatchId;
  readonly hosts: Map<number, TaskId[]>;
  isRunnable: boolean;
}

export interface Turn {
  readonly limit: number;
  /** Most tasks of one host in this turn. */
  readonly perHost: number;
  isFull(hostId: number): boolean;
  /** Last word on a task that left the queue: false drops it. */
  accept(taskId: TaskId): boolean;
}

/**
 * The tasks that may run, by host: hosts take turns and go on where the last turn stopped; within a host older
 * batches come first, within a batch the list order. Batches that may not run keep their tasks.
 */
export class ReadyQueue {
  readonly #byId = new Map<BatchId, BatchQueue>();
  /** By age. */
  #batches: BatchQueue[] = [];
  /** Hosts that may have work, in the order of their turns, from `#head` on. */
  #ring: number[] = [];
  #head = 0;
  readonly #inRing = new Set<number>();

  /** True when something that may run was not there before. */
  add(batchId: BatchId, hostId: number, taskId: TaskId): boolean {
    const batch = this.#batchOf(batchId);
    const heap = batch.hosts.get(hostId);
    if (heap) push(heap, taskId);
    else batch.hosts.set(hostId, [taskId]);
    if (batch.isRunnable) this.#enter(hostId);
    return batch.isRunnable;
  }

  /** Says whether a batch's tasks may run now; true when it has some that could not before. */
  setRunnable(batchId: BatchId, isRunnable: boolean): boolean {
    const batch = this.#batchOf(batchId);
    if (batch.isRunnable === isRunnable) return false;
    batch.isRunnable = isRunnable;
    if (isRunnable) for (const hostId of batch.hosts.keys()) this.#enter(hostId);
    return isRunnable && batch.hosts.size > 0;
  }

  forget(batchId: BatchId): void {
    this.#byId.delete(batchId);
    this.#batches = this.#batches.filter((batch) => batch.batchId !== batchId);
  }

  take(turn: Turn): readonly TaskId[] {
    const taken: TaskId[] = [];
    const given = new Map<number, number>();
    const passed: number[] = [];
    while (taken.length < turn.limit) {
      const hostId = this.#leave();
      if (hostId === undefined) break;
      const count = given.get(hostId) ?? 0;
      if (count >= turn.perHost || turn.isFull(hostId)) {
        passed.push(hostId);
        continue;
      }
      const taskId = this.#next(hostId, turn.accept);
      if (taskId === undefined) continue;
      taken.push(taskId);
      given.set(hostId, count + 1);
      this.#enter(hostId);
    }
    for (const hostId of passed) this.#enter(hostId);
    return taken;
  }

  #next(hostId: number, accept: (taskId: TaskId) => boolean): TaskId | undefined {
    for (const batch of this.#batches) {
      const heap = batch.isRunnable ? batch.hosts.get(hostId) : undefined;
      if (!heap) continue;
      for (let taskId = pop(heap); taskId !== undefined; taskId = pop(heap)) {
        if (!accept(taskId)) continue;
        if (heap.length === 0) batch.hosts.delete(hostId);
        return taskId;
      }
      batch.hosts.delete(hostId);
    }
    return undefined;
  }

  #batchOf(batchId: BatchId): BatchQueue {
    const known = this.#byId.get(batchId);
    if (known) return known;
    const batch: BatchQueue = { batchId, hosts: new Map(), isRunnable: false };
    this.#byId.set(batchId, batch);
    this.#batches = [...this.#batches, batch].sort((a, b) => a.batchId - b.batchId);
    return batch;
  }

  #enter(hostId: number): void {
    if (this.#inRing.has(hostId)) return;
    this.#inRing.add(hostId);
    this.#ring.push(hostId);
  }

  #leave(): number | undefined {
    const hostId = this.#ring[this.#head];
    if (hostId === undefined) return undefined;
    this.#head += 1;
    this.#inRing.delete(hostId);
    if (this.#head > 1024 && this.#head * 2 > this.#ring.length) {
      this.#ring = this.#ring.slice(this.#head);
      this.#head = 0;
    }
    return hostId;
  }
}
