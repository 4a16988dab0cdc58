import type { Failure } from '#contract/failures.ts';
import type { TaskId } from '#contract/model.ts';

/** How the fetched row of a group ended. */
export type GroupEnd =
  | { readonly kind: 'saved' }
  /** With what kind of request: a copy whose line asks otherwise may fare better. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly request: string };

/** Which row of each group is being fetched. In memory only: after a restart a copy may ask once more. */
export class CopyGroups {
  readonly #fetching = new Map<string, TaskId>();
  readonly #keys = new Map<TaskId, string>();
  readonly #ends = new Map<string, GroupEnd>();

  fetching(key: string): TaskId | undefined {
    return this.#fetching.get(key);
  }

  begin(key: string, taskId: TaskId): void {
    this.#fetching.set(key, taskId);
    this.#keys.set(taskId, key);
    this.#ends.delete(key);
  }

  keyOf(taskId: TaskId): string | undefined {
    return this.#keys.get(taskId);
  }

  end(taskId: TaskId): void {
    const key = this.#keys.get(taskId);
    if (key === undefined) return;
    this.#keys.delete(taskId);
    this.#fetching.delete(key);
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
