import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Rectangle } from 'electron';
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import * as z from 'zod';
import { PAGE_URL } from './address.ts';

const SMALLEST = { width: 640, height: 480 };
const FIRST = { width: 1280, height: 832 };
/** The page's own background, so that a window that opens or grows does not flash. */
const BACKGROUND = { light: '#ffffff', dark: '#1b1c1f' };
/** A page that keeps dying is left alone after this many new starts within a minute. */
const MAX_RELOADS = 3;
const RELOADS_WITHIN_MS = 60_000;

export interface WindowOptions {
  /** Where the place of the window is remembered. */
  readonly stateFolder: string;
  /** Absolute file of the built preload. */
  readonly preloadFile: string;
  log(message: string, facts?: Readonly<Record<string, unknown>>): void;
}

/** Makes the one window, where it was the last time, and shows it when its page can be seen. */
export function createWindow({ stateFolder, preloadFile, log }: WindowOptions): BrowserWindow {
  const placeFile = path.join(stateFolder, 'window.json');
  const { isMaximized, ...bounds } = rememberedPlace(placeFile);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Pixhaul',
    backgroundColor: backgroundColor(),
    webPreferences: {
      preload: preloadFile,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  // The title tells the progress, and main knows it.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', () => remember(placeFile, window, log));
  const followTheme = () => window.setBackgroundColor(backgroundColor());
  nativeTheme.on('updated', followTheme);
  window.once('closed', () => nativeTheme.off('updated', followTheme));
  reviveWhenCrashed(window, log);
  window
    .loadURL(PAGE_URL)
    .catch((error: unknown) => log('The page could not be loaded', { error: String(error) }));
  return window;
}

/** Brings the window back to where the person sees it. */
export function presentWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

const backgroundColor = (): string => (nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light);

// Downloads are main's: a page that died comes back and asks for the state as it is.
function reviveWhenCrashed(window: BrowserWindow, log: WindowOptions['log']): void {
  let diedAt: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log('The page ended', { reason });
    if (reason === 'clean-exit') return;
    const now = Date.now();
    diedAt = [...diedAt.filter((time) => now - time < RELOADS_WITHIN_MS), now];
    if (diedAt.length <= MAX_RELOADS) window.webContents.reload();
  });
}

const placeSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(SMALLEST.width),
  height: z.int().min(SMALLEST.height),
  isMaximized: z.boolean(),
});
type Place = Partial<Pick<Rectangle, 'x' | 'y'>> & typeof FIRST & { readonly isMaximized: boolean };

function rememberedPlace(file: string): Place {
  try {
    const place = placeSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (isOnScreen(place)) return place;
  } catch {
    // The first start, or a file that somebody else wrote: the window opens in the middle.
  }
  return { ...FIRST, isMaximized: false };
}

/** Enough of it is on a screen that is connected now for the person to get hold of it. */
function isOnScreen(place: Rectangle): boolean {
  const { x, y, width, height } = screen.getDisplayMatching(place).workArea;
  const seenWidth = Math.min(place.x + place.width, x + width) - Math.max(place.x, x);
  const isTitleSeen = place.y >= y - 8 && place.y < y + height - 32;
  return seenWidth >= 200 && isTitleSeen;
}

function remember(file: string, window: BrowserWindow, log: WindowOptions['log']): void {
  try {
    const { x, y, width, height } = window.getNormalBounds();
    writeFileSync(file, JSON.stringify({ x, y, width, height, isMaximized: window.isMaximized() }));
  } catch (error) {
    log('The place of the window was not kept', { error: String(error) });
  }
}
