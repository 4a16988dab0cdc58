import { describe, expect, test } from 'vitest';
import { phasesOf } from '../../../../../renderer/features/inspector/timeline.ts';

const NOTHING = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, bodyMs: null, checkMs: null };

describe('where the time of an attempt went', () => {
  test('is told phase by phase, each from the end of the one before', () => {
    const phases = phasesOf({ ...NOTHING, dnsMs: 20, connectMs: 50, firstByteMs: 400, bodyMs: 900 });
    expect(phases).toEqual([
      { name: 'dns', startMs: 0, endMs: 20 },
      { name: 'connect', startMs: 20, endMs: 50 },
      { name: 'firstByte', startMs: 50, endMs: 400 },
      { name: 'body', startMs: 400, endMs: 900 },
    ]);
  });

  test('is empty for an attempt that reached nothing', () => {
    expect(phasesOf(NOTHING)).toEqual([]);
  });
});
