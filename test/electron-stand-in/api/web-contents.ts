import { Buffer } from 'node:buffer';
import type { WebContents, WebFrameMain, WebPreferences } from 'electron';
import type { Page, PageOwner, PreloadMessage } from '../page/page.ts';
import { openPage } from '../page/page.ts';
import { record } from '../record.ts';
import { strict } from '../strict.ts';
import { app } from './app.ts';
import { makeEvent } from './event.ts';
import { dispatchIpc, ipcMain, StandInIpc } from './ipc-main.ts';
import { lifecycle } from './lifecycle.ts';
import { createFromBuffer } from './native-image.ts';
import { nativeTheme } from './native-theme.ts';
import { pageSchemes, respond } from './protocol.ts';
import { RecordedContents } from './recorded-contents.ts';
import { defaultSession } from './session.ts';
import { StandInFrame } from './web-frame.ts';
import { askBeforeRequest } from './web-request.ts';

/** What a page's contents need of their window. */
export type ContentsOwner = {
  readonly id: number;
  readonly isDestroyed: () => boolean;
  readonly getSize: () => number[];
  readonly close: () => void;
  /** The person closed Chromium's window. */
  readonly closedByPerson: () => void;
  readonly shownFirst: () => void;
  readonly titled: (title: string) => void;
  readonly isFocused: () => boolean;
};

type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

let hasTakenFirstWindow = false;

/** Electron's WebContents for one window. */
export class StandInContents extends RecordedContents {
  readonly id: number;
  readonly ipc = strict('webContents.ipc', new StandInIpc());
  readonly session = defaultSession;
  readonly mainFrame: WebFrameMain;
  readonly hostWebContents = null;
  readonly opener = null;
  readonly navigationHistory = strict('navigationHistory', {
    canGoBack: () => false,
    canGoForward: () => false,
    clear: () => {},
    length: () => 1,
  });
  private readonly owner: ContentsOwner;
  private readonly preferences: WebPreferences;
  private openHandler: WindowOpenHandler | undefined;
  private address = '';
  private hasLoaded = false;
  private isLoadingNow = false;
  private hasCrashed = false;
  private page: Page | undefined;
  private opened: Promise<Page>;

  constructor(owner: ContentsOwner, preferences: WebPreferences) {
    super();
    this.id = owner.id;
    this.owner = owner;
    this.preferences = preferences;
    this.mainFrame = strict('webFrameMain', new StandInFrame(this)) as unknown as WebFrameMain;
    this.opened = this.open();
    nativeTheme.on('updated', this.followTheme);
  }

  private readonly followTheme = (): void => this.page?.setColorScheme(nativeTheme.themeSource);

  private async open(): Promise<Page> {
    const chromium = lifecycle.chromium();
    const takesFirstWindow = !chromium.isHeadless && !hasTakenFirstWindow;
    hasTakenFirstWindow = true;
    const [width = 800, height = 600] = this.owner.getSize();
    const { preload } = this.preferences;
    const options = { width, height, preload, schemes: pageSchemes, takesFirstWindow };
    const page = await openPage(chromium, options, this.pageOwner());
    this.page = page;
    if (takesFirstWindow) page.setWindow({ width, height });
    if (nativeTheme.themeSource !== 'system') this.followTheme();
    return page;
  }

  private pageOwner(): PageOwner {
    return {
      message: (message) => this.message(message),
      mayNavigate: (url, isMainFrame) => this.mayNavigate(url, isMainFrame),
      filter: (request) => askBeforeRequest(request, this.self()),
      respond,
      refused: (url) => record('request refused', url),
      navigated: (url, isSameDocument) => this.navigated(url, isSameDocument),
      startedLoading: () => {
        this.isLoadingNow = true;
        this.emit('did-start-loading');
      },
      stoppedLoading: () => {
        this.isLoadingNow = false;
        this.emit('did-stop-loading');
      },
      domReady: () => this.emit('dom-ready', makeEvent()),
      loaded: () => this.loaded(),
      titled: (title) => this.owner.titled(title),
      said: (level, text) => this.said(level, text),
      wantsWindow: (details) => this.wantsWindow(details),
      crashed: () => this.crashed(),
      closed: () => this.owner.closedByPerson(),
    };
  }

  /** This object as the app knows it: strict. */
  private self(): WebContents {
    return contentsById(this.id) as unknown as WebContents;
  }

  private async message(message: PreloadMessage): Promise<object | undefined> {
    if (message.type === 'preload-error') {
      console.error(`Unable to load preload script: ${this.preferences.preload}\n${message.error}`);
      this.emit('preload-error', makeEvent(), this.preferences.preload, new Error(message.error));
      return undefined;
    }
    const places = [(this.mainFrame as unknown as StandInFrame).ipc, this.ipc, ipcMain];
    return await dispatchIpc(message, { sender: this.self(), senderFrame: this.mainFrame, places });
  }

  private mayNavigate(url: string, isMainFrame: boolean): boolean {
    if (isMainFrame && this.address === '') return true;
    const frame = this.mainFrame;
    const event = makeEvent({ url, isMainFrame, isSameDocument: false, frame, initiator: frame });
    this.emit('will-frame-navigate', event);
    if (isMainFrame && !event.defaultPrevented) this.emit('will-navigate', event, url, false, true, 1, 1);
    return !event.defaultPrevented;
  }

  private navigated(url: string, isSameDocument: boolean): void {
    this.address = url;
    if (isSameDocument) this.emit('did-navigate-in-page', makeEvent(), url, true, 1, 1);
    else this.emit('did-navigate', makeEvent(), url, 200, 'OK');
  }

  private loaded(): void {
    this.hasCrashed = false;
    if (this.address === '' || this.address === 'about:blank') return;
    this.emit('did-finish-load', makeEvent());
    if (this.hasLoaded) return;
    this.hasLoaded = true;
    this.owner.shownFirst();
  }

  private said(kind: string, message: string): void {
    const levels: Readonly<Record<string, string>> = { error: 'error', warning: 'warning', debug: 'debug' };
    const level = levels[kind] ?? 'info';
    const frame = this.mainFrame;
    this.emit('console-message', makeEvent({ level, message, lineNumber: 0, sourceId: this.address, frame }));
  }

  private wantsWindow({
    url,
    frameName,
    features,
  }: {
    url: string;
    frameName: string;
    features: string;
  }): void {
    const details = {
      url,
      frameName,
      features,
      disposition: 'new-window' as const,
      referrer: { url: this.address, policy: 'default' as const },
    };
    const answer = this.openHandler?.(details) ?? { action: 'allow' };
    // Chromium's new page is closed whatever the answer is: the app opens no second window.
    record('window open', url, answer.action);
  }

  private crashed(): void {
    this.hasCrashed = true;
    const details = { reason: 'crashed', exitCode: 5 };
    this.emit('render-process-gone', makeEvent(), details);
    app.emit('render-process-gone', makeEvent(), this.self(), details);
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.opened;
    try {
      await page.load(url);
    } catch (error) {
      const { errno, code } = error as { errno?: number; code?: string };
      this.emit('did-fail-load', makeEvent(), errno ?? -2, code ?? String(error), url, true, 1, 1);
      throw error;
    }
  }
  /** For what may fail only because the page goes away meanwhile. */
  private tellPage(tell: (page: Page) => unknown): void {
    this.opened.then(tell).catch(() => {});
  }
  reload(): void {
    this.tellPage((page) => page.reload(false));
  }
  reloadIgnoringCache(): void {
    this.tellPage((page) => page.reload(true));
  }
  send(channel: string, ...args: unknown[]): void {
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed');
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument');
    this.page?.post({ type: 'event', channel, args });
  }
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return await (await this.opened).evaluate(code, userGesture);
  }
  async capturePage(): Promise<unknown> {
    const { data } = await (await this.opened).send('Page.captureScreenshot', { format: 'png' });
    return createFromBuffer(Buffer.from(String(data), 'base64'));
  }
  forcefullyCrashRenderer(): void {
    // Chromium answers a crash command only when the page has come back.
    this.page?.send('Page.crash').catch(() => {});
  }
  close(): void {
    this.owner.close();
  }

  getURL(): string {
    return this.address === 'about:blank' ? '' : this.address;
  }
  getTitle(): string {
    return this.lastTitle;
  }
  getType(): string {
    return 'window';
  }
  isDestroyed(): boolean {
    return this.owner.isDestroyed();
  }
  isLoading(): boolean {
    return this.isLoadingNow;
  }
  isLoadingMainFrame(): boolean {
    return this.isLoadingNow;
  }
  isCrashed(): boolean {
    return this.hasCrashed;
  }
  isFocused(): boolean {
    return this.owner.isFocused();
  }
  getOSProcessId(): number {
    return 0;
  }
  getProcessId(): number {
    return 1;
  }
  /** Not in electron.d.ts any more, but still there at run time. */
  getLastWebPreferences(): WebPreferences {
    return { ...this.preferences };
  }
  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.openHandler = handler;
  }
  focus(): void {
    this.page?.send('Page.bringToFront').catch(() => {});
  }
  private edit(command: string): void {
    void this.executeJavaScript(`document.execCommand('${command}')`, true).catch(() => {});
  }
  undo(): void {
    this.edit('undo');
  }
  redo(): void {
    this.edit('redo');
  }
  cut(): void {
    this.edit('cut');
  }
  copy(): void {
    this.edit('copy');
  }
  paste(): void {
    this.edit('paste');
  }
  selectAll(): void {
    this.edit('selectAll');
  }
  async insertText(text: string): Promise<void> {
    await (await this.opened).send('Input.insertText', { text });
  }

  // What follows is the stand-in's own.
  lastTitle = '';
  get _targetId(): string | undefined {
    return this.page?.targetId;
  }
  _setWindow(bounds: object): void {
    this.tellPage((page) => page.setWindow({ ...bounds }));
  }
  /** Tells the preload where a file of this name lies: a page cannot find that out here. */
  _givePaths(paths: Readonly<Record<string, string>>): void {
    this.page?.post({ type: 'paths', paths });
  }
  /** Opens Chromium's window again, where it was, after the person closed it and the app kept it. */
  _reopen(): void {
    this.opened = this.open();
    this.tellPage((page) => (this.address === '' ? undefined : page.load(this.address)));
  }
  async _close(): Promise<void> {
    nativeTheme.off('updated', this.followTheme);
    const page = await this.opened.catch(() => undefined);
    await page?.close();
    this.emit('destroyed');
  }
}

const contents = new Map<number, StandInContents>();

/** Makes the contents of a window, strict, and tells the app. */
export function createContents(owner: ContentsOwner, preferences: WebPreferences): StandInContents {
  const made = strict('webContents', new StandInContents(owner, preferences));
  contents.set(owner.id, made);
  made.once('destroyed', () => contents.delete(owner.id));
  return made;
}

/** The contents of the window with this id. */
export function contentsById(id: number): StandInContents | undefined {
  return contents.get(id);
}

/** Electron's `webContents`. */
export const webContents = strict('webContents', {
  fromId: contentsById,
  getAllWebContents: () => [...contents.values()],
  getFocusedWebContents: () => [...contents.values()].at(-1) ?? null,
  fromFrame: (frame: WebFrameMain) => [...contents.values()].find((one) => one.mainFrame === frame),
  fromDevToolsTargetId: (id: string) => [...contents.values()].find((one) => one._targetId === id),
});
