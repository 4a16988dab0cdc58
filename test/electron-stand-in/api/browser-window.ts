import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserWindowConstructorOptions, Rectangle, WebPreferences } from 'electron';
import { getHost } from '../host.ts';
import { record } from '../record.ts';
import { strictClass } from '../strict.ts';
import { allWindowsClosed, app } from './app.ts';
import { makeEvent } from './event.ts';
import { needReady, openWindows } from './lifecycle.ts';
import { RecordedWindow } from './recorded-window.ts';
import type { StandInContents } from './web-contents.ts';
import { createContents } from './web-contents.ts';

type WindowState = 'normal' | 'minimized' | 'maximized' | 'fullscreen';

// The stand-in's page is always isolated and never has Node; an app that asks for less must not seem to work.
const requiredPreferences: readonly (readonly [keyof WebPreferences, boolean])[] = [
  ['contextIsolation', true],
  ['sandbox', true],
  ['webSecurity', true],
  ['nodeIntegration', false],
  ['nodeIntegrationInWorker', false],
  ['nodeIntegrationInSubFrames', false],
  ['webviewTag', false],
  ['allowRunningInsecureContent', false],
  ['experimentalFeatures', false],
];

function checkPreferences(preferences: WebPreferences): void {
  for (const [name, provided] of requiredPreferences) {
    if (name in preferences && preferences[name] !== provided)
      throw new Error(`The Electron stand-in does not provide webPreferences.${name}: ${preferences[name]}`);
  }
  if (preferences.preload !== undefined && !path.isAbsolute(preferences.preload))
    throw new Error(`preload script must have absolute path: ${preferences.preload}`);
}

const all = new Map<number, StandInWindow>();
let lastId = 0;

/** Electron's BrowserWindow: what can be seen is done by Chromium, the rest is kept and recorded. */
class StandInWindow extends RecordedWindow {
  readonly id = ++lastId;
  readonly webContents: StandInContents;
  private title: string;
  private bounds: Rectangle;
  private state: WindowState = 'normal';
  private isShown: boolean;
  private isGone = false;
  private isPageGone = false;
  private background: string;
  private minimumSize: number[];
  private maximumSize = [0, 0];

  constructor(options: BrowserWindowConstructorOptions = {}) {
    needReady('Cannot create BrowserWindow before app is ready');
    super();
    const preferences = options.webPreferences ?? {};
    checkPreferences(preferences);
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.title = options.title ?? app.name;
    this.bounds = { x, y, width, height };
    this.isShown = options.show !== false;
    this.background = options.backgroundColor ?? '#FFFFFF';
    this.minimumSize = [options.minWidth ?? 0, options.minHeight ?? 0];
    const self = (): StandInWindow => all.get(this.id) ?? this;
    this.webContents = createContents(
      {
        id: this.id,
        isDestroyed: () => this.isGone,
        isFocused: () => this.isFocused(),
        getSize: () => this.getSize(),
        close: () => self().close(),
        closedByPerson: () => self().closedByPerson(),
        shownFirst: () => self().emit('ready-to-show'),
        titled: (title) => self().titled(title),
      },
      preferences,
    );
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  loadFile(file: string): Promise<void> {
    return this.loadURL(pathToFileURL(path.resolve(getHost().appFolder, file)).href);
  }
  reload(): void {
    this.webContents.reload();
  }
  capturePage(): Promise<unknown> {
    return this.webContents.capturePage();
  }

  show(): void {
    this.showInactive();
    this.focus();
  }
  showInactive(): void {
    if (this.isPageGone) {
      this.isPageGone = false;
      this.webContents._reopen();
    }
    if (this.isShown && this.state !== 'minimized') return;
    this.isShown = true;
    if (this.state !== 'minimized') this.webContents._setWindow({ windowState: 'normal' });
    this.emit('show');
  }
  hide(): void {
    if (!this.isShown) return;
    this.isShown = false;
    this.webContents._setWindow({ windowState: 'minimized' });
    this.emit('hide');
  }
  focus(): void {
    this.webContents.focus();
    this.emit('focus');
    app.emit('browser-window-focus', makeEvent(), all.get(this.id));
  }
  blur(): void {
    this.emit('blur');
    app.emit('browser-window-blur', makeEvent(), all.get(this.id));
  }
  isVisible(): boolean {
    return this.isShown && this.state !== 'minimized';
  }
  isFocused(): boolean {
    return this.isVisible() && [...all.keys()].at(-1) === this.id;
  }
  private enter(state: WindowState, ...events: string[]): void {
    if (this.state === state) return;
    this.state = state;
    this.webContents._setWindow({ windowState: state });
    for (const event of events) this.emit(event);
  }
  minimize(): void {
    this.enter('minimized', 'minimize');
  }
  maximize(): void {
    this.isShown = true;
    this.enter('maximized', 'maximize', 'resize');
  }
  unmaximize(): void {
    if (this.state === 'maximized') this.enter('normal', 'unmaximize', 'resize');
  }
  restore(): void {
    if (this.state === 'minimized') this.enter('normal', 'restore');
    else this.unmaximize();
  }
  setFullScreen(flag: boolean): void {
    if (flag) this.enter('fullscreen', 'enter-full-screen', 'resize');
    else if (this.state === 'fullscreen') this.enter('normal', 'leave-full-screen', 'resize');
  }
  isMinimized(): boolean {
    return this.state === 'minimized';
  }
  isMaximized(): boolean {
    return this.state === 'maximized';
  }
  isFullScreen(): boolean {
    return this.state === 'fullscreen';
  }
  isNormal(): boolean {
    return this.state === 'normal';
  }
  get fullScreen(): boolean {
    return this.isFullScreen();
  }
  set fullScreen(flag: boolean) {
    this.setFullScreen(flag);
  }

  getBounds(): Rectangle {
    return { ...this.bounds };
  }
  getNormalBounds(): Rectangle {
    return { ...this.bounds };
  }
  getContentBounds(): Rectangle {
    return { ...this.bounds };
  }
  setBounds(bounds: Partial<Rectangle>): void {
    const before = this.bounds;
    this.bounds = { ...before, ...bounds };
    const { x: left, y: top, width, height } = this.bounds;
    this.webContents._setWindow({ left, top, width, height });
    if (width !== before.width || height !== before.height) this.emit('resize');
    if (left !== before.x || top !== before.y) this.emit('move');
  }
  getSize(): number[] {
    return [this.bounds.width, this.bounds.height];
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  getContentSize(): number[] {
    return this.getSize();
  }
  setContentSize(width: number, height: number): void {
    this.setSize(width, height);
  }
  getPosition(): number[] {
    return [this.bounds.x, this.bounds.y];
  }
  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }
  getMinimumSize(): number[] {
    return this.minimumSize;
  }
  setMinimumSize(width: number, height: number): void {
    this.minimumSize = [width, height];
  }
  getMaximumSize(): number[] {
    return this.maximumSize;
  }
  setMaximumSize(width: number, height: number): void {
    this.maximumSize = [width, height];
  }

  private titled(title: string): void {
    if (title === '' || title === this.webContents.lastTitle || title === 'about:blank') return;
    this.webContents.lastTitle = title;
    const event = makeEvent();
    this.webContents.emit('page-title-updated', event, title, true);
    this.emit('page-title-updated', event, title, true);
    if (!event.defaultPrevented) this.title = title;
  }
  getTitle(): string {
    return this.title;
  }
  setTitle(title: string): void {
    this.title = title;
    record('BrowserWindow.setTitle', title);
  }
  getBackgroundColor(): string {
    return this.background;
  }
  setBackgroundColor(color: string): void {
    this.background = color;
  }
  getParentWindow(): null {
    return null;
  }
  getChildWindows(): StandInWindow[] {
    return [];
  }
  isModal(): boolean {
    return false;
  }

  close(): void {
    if (this.isGone) return;
    const event = makeEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (this.isGone) return;
    this.isGone = true;
    all.delete(this.id);
    openWindows.delete(this.id);
    void this.webContents._close();
    this.emit('closed');
    if (all.size === 0) allWindowsClosed();
  }
  isDestroyed(): boolean {
    return this.isGone;
  }
  /** Chromium's window is gone already: an app that prevents the close gets a new one when it shows it again. */
  private closedByPerson(): void {
    this.isPageGone = true;
    this.close();
    if (this.isGone) return;
    if (this.isShown) this.showInactive();
  }

  static getAllWindows(): StandInWindow[] {
    return [...all.values()];
  }
  static getFocusedWindow(): StandInWindow | null {
    return [...all.values()].findLast((window) => window.isFocused()) ?? null;
  }
  static fromWebContents(contents: { id: number }): StandInWindow | null {
    return all.get(contents.id) ?? null;
  }
  static fromId(id: number): StandInWindow | null {
    return all.get(id) ?? null;
  }
}

/** Electron's `BrowserWindow`. */
export const BrowserWindow = strictClass('BrowserWindow', StandInWindow, (window: StandInWindow) => {
  all.set(window.id, window);
  openWindows.set(window.id, window);
  app.emit('web-contents-created', makeEvent(), window.webContents);
  app.emit('browser-window-created', makeEvent(), window);
});
