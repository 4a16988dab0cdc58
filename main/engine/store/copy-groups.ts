import type { Failure } from '#contract/failures.ts';
import type { TaskId } from '#contract/model.ts';

/** How the fetched row of a group ended. */
export type GroupEnd =
  | { readonly kind: 'saved' }
  /** With what kind of request: a copy whose line asks otherwise may fare better. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly request: string };

interface Fetch {
  readonly taskId: TaskId;
  /** The copies that left the queue because of it, with their hosts. */
  readonly waiting: Map<TaskId, number>;
}

const NOBODY: ReadonlyMap<TaskId, number> = new Map();

/**
 * Which row of each group is being fetched, and which copies wait for it: nobody else remembers these, so that every
 * `wait` is answered by an `end`. In memory only: after a restart a copy may ask once more.
 */
export class CopyGroups {
  readonly #fetches = new Map<string, Fetch>();
  readonly #keys = new Map<TaskId, string>();
  readonly #ends = new Map<string, GroupEnd>();

  fetching(key: string): TaskId | undefined {
    return this.#fetches.get(key)?.taskId;
  }

  /** A task is fetched for its group. Nobody else may be, but it may be so already. */
  begin(key: string, taskId: TaskId): void {
    this.#ends.delete(key);
    if (this.#fetches.has(key)) return;
    this.#fetches.set(key, { taskId, waiting: new Map() });
    this.#keys.set(taskId, key);
  }

  /** A copy has left the queue until the fetch of its group, which there is, ends. */
  wait(key: string, taskId: TaskId, hostId: number): void {
    this.#fetches.get(key)?.waiting.set(taskId, hostId);
  }

  hasWaiting(key: string): boolean {
    return (this.#fetches.get(key)?.waiting.size ?? 0) > 0;
  }

  /** The group that a task is being fetched for. */
  keyOf(taskId: TaskId): string | undefined {
    return this.#keys.get(taskId);
  }

  /** A task is no longer fetched for its group. Answers who waited for it, with their hosts. */
  end(taskId: TaskId): ReadonlyMap<TaskId, number> {
    const key = this.#keys.get(taskId);
    if (key === undefined) return NOBODY;
    const waiting = this.#fetches.get(key)?.waiting ?? NOBODY;
    this.#keys.delete(taskId);
    this.#fetches.delete(key);
    return waiting;
  }

  endOf(key: string): GroupEnd | undefined {
    return this.#ends.get(key);
  }

  setEnd(key: string, end: GroupEnd): void {
    this.#ends.set(key, end);
  }

  forgetEnd(key: string): void {
    this.#ends.delete(key);
  }
}
