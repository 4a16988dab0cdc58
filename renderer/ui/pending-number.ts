/** A number that is being typed: told when it is finished, and never lost when the person leaves. */

/** A person who has stopped typing for this long means what is there: 5 on the way to 512 is meant by nobody. */
const TYPING_PAUSE_MS = 300;

export interface PendingNumber {
  /** Takes what has been typed so far; it is told after a pause. */
  propose(value: number): void;
  /** Tells this value now. */
  commit(value: number): void;
  /** Forgets what has not been told: the field was emptied. */
  drop(): void;
  /** Tells now what has not been told yet, if anything: whoever leaves the field calls this. */
  flush(): void;
}

/** Makes a number with nothing pending; `after` runs something once, unless what it returns is called before. */
export function createPendingNumber(
  after: (delayMs: number, run: () => void) => () => void,
  tell: (value: number) => void,
): PendingNumber {
  let pending: number | null = null;
  let cancelPause: (() => void) | null = null;
  const hold = (value: number | null) => {
    cancelPause?.();
    cancelPause = null;
    pending = value;
  };
  const flush = () => {
    const value = pending;
    hold(null);
    if (value !== null) tell(value);
  };
  return {
    propose(value) {
      hold(value);
      cancelPause = after(TYPING_PAUSE_MS, flush);
    },
    commit(value) {
      hold(value);
      flush();
    },
    drop: () => hold(null),
    flush,
  };
}
