// What app, windows and the rest must agree on: whether the app is ready, whether it is quitting, which windows and
// which Chromium there are.
import type { RunningChromium } from '../chromium/start.ts';

/** What quitting needs of a window. */
export type OpenWindow = {
  readonly id: number;
  readonly close: () => void;
  readonly isDestroyed: () => boolean;
};

let isReady = false;
let quitting = false;
let chromium: RunningChromium | undefined;

/** The open windows by id, oldest first. */
export const openWindows = new Map<number, OpenWindow>();

/** The life of the app, in Electron's words. */
export const lifecycle = {
  isReady: () => isReady,
  setReady: () => {
    isReady = true;
  },
  isQuitting: () => quitting,
  setQuitting: (value: boolean) => {
    quitting = value;
  },
  /** The running Chromium; throws before there is one. */
  chromium: () => {
    if (!chromium) throw new Error('The Electron stand-in has not started Chromium yet');
    return chromium;
  },
  setChromium: (value: RunningChromium) => {
    chromium = value;
  },
  /** Ends Chromium, if there is one, and removes its profile. */
  closeChromium: async () => {
    await chromium?.close();
  },
};

/** Throws as Electron does for what may be used only after `ready`. */
export function needReady(message: string): void {
  if (!isReady) throw new Error(message);
}
