import { EventEmitter } from 'node:events';
import { strict } from '../strict.ts';

const size = { width: 1280, height: 800 };
const area = { x: 0, y: 0, ...size };
const display = {
  id: 1,
  label: '',
  bounds: area,
  workArea: area,
  size,
  workAreaSize: size,
  scaleFactor: 1,
  rotation: 0,
};

class StandInScreen extends EventEmitter {
  getPrimaryDisplay(): typeof display {
    return display;
  }
  getAllDisplays(): (typeof display)[] {
    return [display];
  }
  getDisplayMatching(): typeof display {
    return display;
  }
  getDisplayNearestPoint(): typeof display {
    return display;
  }
  getCursorScreenPoint(): { x: number; y: number } {
    return { x: 0, y: 0 };
  }
}

/** Electron's `screen`: one display of 1280 × 800. */
export const screen = strict('screen', new StandInScreen());
