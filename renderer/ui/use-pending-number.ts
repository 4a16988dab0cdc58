import { useEffect, useRef, useState } from 'react';
import type { PendingNumber } from './pending-number.ts';
import { createPendingNumber } from './pending-number.ts';

interface Field {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

const after = (delayMs: number, run: () => void) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** A number field's value, and the way to change it that holds on every way of leaving the field. */
export function usePendingNumber(field: Field): PendingNumber & { readonly shown: number } {
  const { value, min, max } = field;
  const latest = useRef(field);
  useEffect(() => {
    latest.current = field;
  });
  // What was entered stands until it is answered: a second step must not start from the old value.
  const [entered, setEntered] = useState<number | null>(null);
  if (entered !== null && entered === value) setEntered(null);
  const [pending] = useState(() => createPendingNumber(after, (next) => latest.current.onChange(next)));
  useEffect(() => {
    window.addEventListener('pagehide', pending.flush);
    return () => {
      window.removeEventListener('pagehide', pending.flush);
      pending.flush();
    };
  }, [pending]);
  const enter = (next: number) => {
    const fitting = Math.min(max, Math.max(min, Math.round(next)));
    setEntered(fitting);
    return fitting;
  };
  return {
    shown: entered ?? value,
    propose: (next) => pending.propose(enter(next)),
    commit: (next) => pending.commit(enter(next)),
    drop() {
      setEntered(null);
      pending.drop();
    },
    flush: pending.flush,
  };
}
