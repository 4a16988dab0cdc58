import { EventEmitter } from 'node:events';
import type { PowerSaveBlocker } from 'electron';
import { record } from '../record.ts';
import { strict } from '../strict.ts';

const started = new Set<number>();
let lastId = 0;

/** Electron's `powerSaveBlocker`: recorded. */
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start: (type) => {
    started.add(++lastId);
    record('powerSaveBlocker.start', type, lastId);
    return lastId;
  },
  stop: (id) => {
    record('powerSaveBlocker.stop', id);
    return started.delete(id);
  },
  isStarted: (id) => started.has(id),
} satisfies PowerSaveBlocker);

class StandInMonitor extends EventEmitter {
  readonly onBatteryPower = false;
  isOnBatteryPower(): boolean {
    return false;
  }
  getSystemIdleTime(): number {
    return 0;
  }
  getSystemIdleState(): 'active' {
    return 'active';
  }
  getCurrentThermalState(): 'unknown' {
    return 'unknown';
  }
}

/** Electron's `powerMonitor`; a test emits its `suspend` and `resume`. */
export const powerMonitor = strict('powerMonitor', new StandInMonitor());
