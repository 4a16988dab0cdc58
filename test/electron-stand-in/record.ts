/** One thing that the app asked of the desktop and that nobody could see. */
export type Recorded = { readonly what: string; readonly details: readonly unknown[] };

// Bounded, so that an app that sets its progress bar ten times a second for a day does not fill memory.
const maxRecorded = 10_000;
const entries: Recorded[] = [];

/** Keeps what the app asked for; the stand-in's own tests read it back as `globalThis.pixhaulStandIn.recorded`. */
export function record(what: string, ...details: unknown[]): void {
  entries.push({ what, details });
  if (entries.length > maxRecorded) entries.splice(0, maxRecorded / 2);
}

/** Everything recorded so far, oldest first. */
export const recorded: readonly Recorded[] = entries;
