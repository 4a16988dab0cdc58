import type { Failure } from '#contract/failures.ts';
import type { Result } from '#contract/model.ts';
import type { TaskUpdate } from '#contract/worker-messages.ts';

const RETRY_DELAY_MS = 2000;

export interface DurableOptions {
  apply(updates: readonly TaskUpdate[]): Promise<Result<null>>;
  /** Told when results cannot be written down, and with null when they can again. */
  onProblem(failure: Failure | null): void;
}

export interface Durable {
  /** Answers when the updates are durable. While the store cannot write, they wait here; that holds the task's slot,
   * so what waits is bounded by the downloads at once. Rejects only after `close`. */
  record(updates: readonly TaskUpdate[]): Promise<void>;
  readonly problem: Failure | null;
  /** The store is gone and will not come back: nothing more can be written down in this session. */
  giveUp(): void;
  /** Gives up on what waits: the rows stay as they were and run again at the next start. */
  close(): void;
}

/** Writes results down, through a full or read-only state folder if need be. */
export function createDurable(options: DurableOptions): Durable {
  let problem: Failure | null = null;
  let isGivenUp = false;
  const closing = new AbortController();

  const setProblem = (failure: Failure | null) => {
    if (isGivenUp || problem?.code === failure?.code) return;
    problem = failure;
    options.onProblem(failure);
  };
  const pause = () =>
    new Promise<void>((resolve, reject) => {
      const onClose = () => {
        clearTimeout(timer);
        reject(new Error('Closed before the store could write again'));
      };
      const timer = setTimeout(() => {
        closing.signal.removeEventListener('abort', onClose);
        resolve();
      }, RETRY_DELAY_MS);
      closing.signal.addEventListener('abort', onClose, { once: true });
      if (closing.signal.aborted) onClose();
    });

  /** What the store was asked when it went away fails like all that comes after: it waits here until the end. */
  const applyUnlessGone = async (updates: readonly TaskUpdate[]): Promise<Result<null>> => {
    try {
      if (!isGivenUp) return await options.apply(updates);
    } catch (error) {
      if (!isGivenUp) throw error;
    }
    return { ok: false, failure: { code: 'store-gone' } };
  };

  return {
    async record(updates) {
      for (;;) {
        const applied = await applyUnlessGone(updates);
        if (applied.ok) return setProblem(null);
        setProblem(applied.failure);
        await pause();
      }
    },
    get problem() {
      return problem;
    },
    giveUp() {
      setProblem({ code: 'store-gone' });
      isGivenUp = true;
    },
    close: () => closing.abort(),
  };
}
