import type { Result } from '#contract/model.ts';
import type { TaskUpdate } from '#contract/worker-messages.ts';
import { toWriteFailure } from './database.ts';
import type { Ledger } from './ledger.ts';
import { HOLE } from './task-codes.ts';
import { applyUpdate } from './updates.ts';

interface Waiting {
  readonly updates: readonly TaskUpdate[];
  readonly now: number;
  readonly resolve: (result: Result<null>) => void;
  readonly reject: (error: unknown) => void;
}

/** Gathers the updates that arrive while the thread is busy into one durable commit. */
export class GroupCommit {
  readonly #ledger: Ledger;
  /** Answers when all rows are known in memory. */
  readonly #scanned: Promise<void>;
  #waiting: Waiting[] = [];

  constructor(ledger: Ledger, scanned: Promise<void>) {
    this.#ledger = ledger;
    this.#scanned = scanned;
  }

  async apply(updates: readonly TaskUpdate[], now: number): Promise<Result<null>> {
    if (updates.some(({ taskId }) => this.#ledger.flagsOf(taskId) === HOLE)) await this.#scanned;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ updates, now, resolve, reject });
      // After the messages that are already here.
      if (this.#waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  flush(): void {
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length === 0) return;
    const [first] = group;
    try {
      this.#ledger.write(() => {
        for (const { updates, now } of group)
          for (const update of updates) applyUpdate(this.#ledger, update, now);
      });
    } catch (error) {
      // A bug in one call must not take the results of the others with it.
      if (group.length > 1) for (const alone of group) this.#commitAlone(alone);
      else if (first) this.#answerFailed(first, error);
      return;
    }
    for (const { resolve } of group) resolve({ ok: true, value: null });
  }

  #commitAlone(alone: Waiting): void {
    this.#waiting = [alone];
    this.flush();
  }

  #answerFailed({ resolve, reject }: Waiting, error: unknown): void {
    try {
      resolve({ ok: false, failure: toWriteFailure(error) });
    } catch (bug) {
      reject(bug);
    }
  }
}
