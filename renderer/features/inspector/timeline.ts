import type { Timeline } from '#contract/model.ts';

export interface Phase {
  readonly name: 'dns' | 'connect' | 'tls' | 'firstByte' | 'body' | 'check';
  readonly startMs: number;
  readonly endMs: number;
}

/** Turns moments since the start of an attempt into phases, each from the one before; unreached ones are left out. */
export function phasesOf(timeline: Timeline): readonly Phase[] {
  const moments: readonly (readonly [Phase['name'], number | null])[] = [
    ['dns', timeline.dnsMs],
    ['connect', timeline.connectMs],
    ['tls', timeline.tlsMs],
    ['firstByte', timeline.firstByteMs],
    ['body', timeline.bodyMs],
    ['check', timeline.checkMs],
  ];
  const phases: Phase[] = [];
  let startMs = 0;
  for (const [name, endMs] of moments) {
    if (endMs === null) continue;
    phases.push({ name, startMs, endMs: Math.max(startMs, endMs) });
    startMs = Math.max(startMs, endMs);
  }
  return phases;
}
