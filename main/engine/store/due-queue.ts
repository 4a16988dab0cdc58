import type { TaskId } from '#contract/model.ts';

/** Waiting tasks by the time when they may run again. Entries can be stale: whoever takes one looks at its row. */
export class DueQueue {
  readonly #times: number[] = [];
  readonly #taskIds: TaskId[] = [];

  /** When the next one is due; null when none waits. */
  get nextAt(): number | null {
    return this.#times[0] ?? null;
  }

  add(dueAt: number, taskId: TaskId): void {
    let at = this.#times.length;
    this.#set(at, dueAt, taskId);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = this.#times[above] as number;
      if (other <= dueAt) break;
      this.#set(at, other, this.#taskIds[above] as TaskId);
      at = above;
    }
    this.#set(at, dueAt, taskId);
  }

  /** The longest due task, which leaves; undefined when none is due. */
  takeDue(now: number): TaskId | undefined {
    const dueAt = this.#times[0];
    if (dueAt === undefined || dueAt > now) return undefined;
    const first = this.#taskIds[0];
    const time = this.#times.pop() as number;
    const taskId = this.#taskIds.pop() as TaskId;
    if (this.#times.length > 0) this.#sink(time, taskId);
    return first;
  }

  #sink(time: number, taskId: TaskId): void {
    const { length } = this.#times;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= length) break;
      if (below + 1 < length && (this.#times[below + 1] as number) < (this.#times[below] as number))
        below += 1;
      if ((this.#times[below] as number) >= time) break;
      this.#set(at, this.#times[below] as number, this.#taskIds[below] as TaskId);
      at = below;
    }
    this.#set(at, time, taskId);
  }

  #set(at: number, time: number, taskId: TaskId): void {
    this.#times[at] = time;
    this.#taskIds[at] = taskId;
  }
}
