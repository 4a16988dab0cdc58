import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Watched } from '../../../../main/engine/fetch/watchdog.ts';
import { createWatchdog, DEFAULT_TIMEOUTS } from '../../../../main/engine/fetch/watchdog.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watch(): { watched: Watched; expired: string[]; unwatch: () => void } {
  const expired: string[] = [];
  const watched: Watched = {
    phase: 'connecting',
    receivedBytes: 0,
    isHeldBack: false,
    isConnected: () => false,
    expire: (code) => expired.push(code),
  };
  return { watched, expired, unwatch: createWatchdog(DEFAULT_TIMEOUTS).watch(watched) };
}

/** Lets time pass with so many bytes coming in each second. */
function flow(watched: Watched, seconds: number, bytesPerSecond: number): void {
  for (let second = 0; second < seconds; second += 1) {
    watched.receivedBytes += bytesPerSecond;
    vi.advanceTimersByTime(1000);
  }
}

describe('the watchdog', () => {
  test('expires a connection that does not come about in 15 s', () => {
    const { expired } = watch();
    vi.advanceTimersByTime(14_000);
    expect(expired).toEqual([]);
    vi.advanceTimersByTime(2000);
    expect(expired[0]).toBe('timeout-connect');
  });

  test('A26 expires a server that says nothing for 30 s once connected', () => {
    const { watched, expired } = watch();
    watched.isConnected = () => true;
    vi.advanceTimersByTime(29_000);
    expect(expired).toEqual([]);
    vi.advanceTimersByTime(3000);
    expect(expired[0]).toBe('timeout-first-byte');
  });

  test('A25 expires a body that is silent for 30 s', () => {
    const { watched, expired } = watch();
    watched.phase = 'receiving';
    flow(watched, 20, 100_000);
    vi.advanceTimersByTime(29_000);
    expect(expired).toEqual([]);
    vi.advanceTimersByTime(3000);
    expect(expired[0]).toBe('timeout-idle');
  });

  test('A24 expires a drip, however steady', () => {
    const { watched, expired } = watch();
    watched.phase = 'receiving';
    flow(watched, 29, 500);
    expect(expired).toEqual([]);
    flow(watched, 3, 500);
    expect(expired[0]).toBe('too-slow');
  });

  test('has no limit for a body that keeps coming', () => {
    const { watched, expired } = watch();
    watched.phase = 'receiving';
    flow(watched, 3600, 1100);
    expect(expired).toEqual([]);
  });

  test('does not blame the server while we hold it back, or work on our own disk', () => {
    const { watched, expired } = watch();
    watched.phase = 'receiving';
    watched.isHeldBack = true;
    vi.advanceTimersByTime(120_000);
    watched.isHeldBack = false;
    flow(watched, 20, 2000);
    watched.phase = 'local';
    vi.advanceTimersByTime(120_000);
    expect(expired).toEqual([]);
  });

  test('F5 does not age anybody while the machine sleeps', () => {
    const { watched, expired } = watch();
    watched.phase = 'receiving';
    flow(watched, 10, 2000);
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_600_000);
    vi.advanceTimersToNextTimer();
    clock.mockRestore();
    expect(expired).toEqual([]);
  });

  test('stops its timer when nobody is watched', () => {
    const { unwatch } = watch();
    expect(vi.getTimerCount()).toBe(1);
    unwatch();
    expect(vi.getTimerCount()).toBe(0);
  });
});
