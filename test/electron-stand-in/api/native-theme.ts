import { EventEmitter } from 'node:events';
import { strict } from '../strict.ts';

type ThemeSource = 'system' | 'light' | 'dark';

const sources: readonly string[] = ['system', 'light', 'dark'];
let source: ThemeSource = 'system';

class StandInTheme extends EventEmitter {
  readonly shouldUseHighContrastColors = false;
  readonly shouldUseInvertedColorScheme = false;
  readonly shouldDifferentiateWithoutColor = false;
  readonly inForcedColorsMode = false;
  readonly prefersReducedTransparency = false;

  /** The system's own theme is not known: it counts as light. */
  get shouldUseDarkColors(): boolean {
    return source === 'dark';
  }
  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.shouldUseDarkColors;
  }
  get themeSource(): ThemeSource {
    return source;
  }
  set themeSource(value: ThemeSource) {
    if (!sources.includes(value))
      throw new TypeError(`Error processing argument at index 0, invalid theme: ${value}`);
    if (value === source) return;
    source = value;
    this.emit('updated');
  }
}

/** Electron's `nativeTheme`; windows follow it through its `updated` event. */
export const nativeTheme = strict('nativeTheme', new StandInTheme());
