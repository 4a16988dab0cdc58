import type { NamedFailureCode } from '#contract/failures.ts';

export interface FetchTimeouts {
  /** Until the connection stands, name lookup and TLS included. */
  readonly connectMs: number;
  /** From there to the head of the answer. */
  readonly firstByteMs: number;
  /** Longest silence within a body. */
  readonly idleMs: number;
  readonly minBytesPerSecond: number;
  /** Over how long the rate is measured: a drip of single bytes is no life. */
  readonly rateWindowMs: number;
}

export const DEFAULT_TIMEOUTS: FetchTimeouts = {
  connectMs: 15_000,
  firstByteMs: 30_000,
  idleMs: 30_000,
  minBytesPerSecond: 1024,
  rateWindowMs: 30_000,
};

/** What the watchdog looks at: plain fields that the exchange keeps up to date, so that no byte costs a timer. */
export interface Watched {
  /** `local`: busy with our own disk, which has all the time it needs. */
  phase: 'local' | 'connecting' | 'waiting' | 'receiving';
  receivedBytes: number;
  /** We hold the stream back ourselves, for the disk. */
  isHeldBack: boolean;
  /** Asked at each tick while connecting: does the connection stand? */
  isConnected(): boolean;
  expire(code: NamedFailureCode): void;
}

export interface Watchdog {
  /** Watches until the returned function is called. */
  watch(watched: Watched): () => void;
}

interface Watch {
  readonly watched: Watched;
  phase: Watched['phase'];
  since: number;
  bytes: number;
  activeAt: number;
  windowBytes: number;
  windowAt: number;
}

/**
 * One timer for all exchanges of a fetcher, which runs only while there are some. Its clock counts ticks, not hours:
 * a suspended machine or a blocked loop ages nobody.
 */
export function createWatchdog(timeouts: FetchTimeouts): Watchdog {
  const { connectMs, firstByteMs, idleMs, rateWindowMs } = timeouts;
  const tickMs = Math.min(500, Math.max(5, Math.min(connectMs, firstByteMs, idleMs, rateWindowMs) / 10));
  const watches = new Set<Watch>();
  let timer: NodeJS.Timeout | null = null;
  let clock = 0;
  let tickedAt = 0;

  function tick(): void {
    const now = performance.now();
    clock += Math.min(now - tickedAt, 2 * tickMs);
    tickedAt = now;
    for (const watch of watches) {
      const code = judge(watch, clock, timeouts);
      if (code !== null) watch.watched.expire(code);
    }
  }

  function start(): void {
    tickedAt = performance.now();
    timer = setInterval(tick, tickMs);
  }

  return {
    watch: (watched) => {
      const watch: Watch = {
        watched,
        phase: watched.phase,
        since: clock,
        bytes: watched.receivedBytes,
        activeAt: clock,
        windowBytes: watched.receivedBytes,
        windowAt: clock,
      };
      watches.add(watch);
      if (timer === null) start();
      return () => {
        watches.delete(watch);
        if (watches.size > 0 || timer === null) return;
        clearInterval(timer);
        timer = null;
      };
    },
  };
}

function enter(watch: Watch, phase: Watched['phase'], clock: number): void {
  watch.phase = phase;
  watch.since = clock;
  watch.activeAt = clock;
  watch.windowAt = clock;
  watch.windowBytes = watch.watched.receivedBytes;
}

function judge(watch: Watch, clock: number, timeouts: FetchTimeouts): NamedFailureCode | null {
  const { watched } = watch;
  if (watched.phase === 'connecting' && watched.isConnected()) watched.phase = 'waiting';
  if (watched.phase !== watch.phase) enter(watch, watched.phase, clock);
  if (watch.phase === 'local') return null;
  if (watch.phase === 'connecting')
    return clock - watch.since > timeouts.connectMs ? 'timeout-connect' : null;
  if (watch.phase === 'waiting')
    return clock - watch.since > timeouts.firstByteMs ? 'timeout-first-byte' : null;
  return judgeBody(watch, clock, timeouts);
}

function judgeBody(watch: Watch, clock: number, timeouts: FetchTimeouts): NamedFailureCode | null {
  const { receivedBytes, isHeldBack } = watch.watched;
  if (isHeldBack) enter(watch, 'receiving', clock);
  if (receivedBytes !== watch.bytes) {
    watch.bytes = receivedBytes;
    watch.activeAt = clock;
  }
  if (clock - watch.activeAt > timeouts.idleMs) return 'timeout-idle';
  const windowMs = clock - watch.windowAt;
  if (windowMs <= timeouts.rateWindowMs) return null;
  const isTooSlow = receivedBytes - watch.windowBytes < (timeouts.minBytesPerSecond * windowMs) / 1000;
  watch.windowAt = clock;
  watch.windowBytes = receivedBytes;
  return isTooSlow ? 'too-slow' : null;
}
