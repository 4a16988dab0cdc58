/** A calm estimate: from the rate of the last 20 s, in steps, and a step is changed only when it lasts. */

const WINDOW_MS = 20_000;
const MIN_ELAPSED_MS = 10_000;
const MIN_RESULTS = 20;
const MIN_STEP_AGE_MS = 5_000;
/** Minutes; 0 stands for less than one. Above the last, whole hours. */
const STEPS_MINUTES = [0, 1, 2, 3, 5, 10, 15, 30, 45] as const;

export interface TimeLeft {
  /** Takes the present numbers; answers minutes in steps (0: less than one), or null while nothing is known. */
  sample(now: number, settled: number, remaining: number): number | null;
}

interface Sample {
  readonly at: number;
  readonly settled: number;
}

/** The step that an exact number of minutes is shown as: the nearest of the ladder, hours above it. */
export function toStep(minutes: number): number {
  if (minutes < 1) return 0;
  if (minutes > 52) return Math.max(1, Math.round(minutes / 60)) * 60;
  return STEPS_MINUTES.reduce<number>(
    (best, step) => (Math.abs(step - minutes) < Math.abs(best - minutes) ? step : best),
    1,
  );
}

/** Starts an estimate; it says nothing for the first 10 s and 20 results. */
export function createTimeLeft(): TimeLeft {
  let samples: Sample[] = [];
  let shown: number | null = null;
  let candidate: { readonly step: number; readonly since: number } | null = null;

  const rate = (now: number): number | null => {
    const first = samples[0];
    const last = samples.at(-1);
    if (first === undefined || last === undefined) return null;
    const elapsed = now - first.at;
    const results = last.settled - first.settled;
    return elapsed >= MIN_ELAPSED_MS && results >= MIN_RESULTS ? results / elapsed : null;
  };
  const settle = (now: number, step: number): number => {
    if (shown === null || step === shown) {
      candidate = null;
      return step;
    }
    if (candidate?.step !== step) candidate = { step, since: now };
    return now - candidate.since >= MIN_STEP_AGE_MS ? step : shown;
  };

  return {
    sample(now, settled, remaining) {
      const last = samples.at(-1);
      if (last !== undefined && settled < last.settled) samples = [];
      samples.push({ at: now, settled });
      while (samples.length > 2 && now - (samples[1]?.at ?? now) >= WINDOW_MS) samples.shift();
      const perMs = rate(now);
      if (remaining === 0) {
        shown = null;
      } else if (perMs !== null) {
        shown = settle(now, toStep(remaining / perMs / 60_000));
      }
      return shown;
    },
  };
}
