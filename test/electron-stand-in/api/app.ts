import { EventEmitter } from 'node:events';
import path from 'node:path';
import type { App, CommandLine, Menu } from 'electron';
import { getHost } from '../host.ts';
import { record } from '../record.ts';
import { strict } from '../strict.ts';
import { getPath, setPath } from './app-paths.ts';
import { makeEvent } from './event.ts';
import type { Greeting } from './instance-lock.ts';
import { makeInstanceLock } from './instance-lock.ts';
import { appLocale, systemLanguages } from './languages.ts';
import { lifecycle, openWindows } from './lifecycle.ts';

type Provided = Pick<
  App,
  | 'commandLine'
  | 'dock'
  | 'isPackaged'
  | 'name'
  | 'badgeCount'
  | 'userAgentFallback'
  | 'accessibilitySupportEnabled'
  | 'runningUnderARM64Translation'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getAppPath'
  | 'getLocale'
  | 'getSystemLocale'
  | 'getLocaleCountryCode'
  | 'getPreferredSystemLanguages'
  | 'isReady'
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'focus'
  | 'hide'
  | 'show'
  | 'isActive'
  | 'isHidden'
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
  | 'isHardwareAccelerationEnabled'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setAboutPanelOptions'
  | 'showAboutPanel'
  | 'setBadgeCount'
  | 'getBadgeCount'
  | 'getAppMetrics'
  | 'addRecentDocument'
  | 'clearRecentDocuments'
  | 'setAsDefaultProtocolClient'
  | 'removeAsDefaultProtocolClient'
  | 'isDefaultProtocolClient'
  | 'setLoginItemSettings'
  | 'setAppLogsPath'
  | 'setJumpList'
  | 'setUserTasks'
  | 'isAccessibilitySupportEnabled'
  | 'setAccessibilitySupportEnabled'
  | 'setActivationPolicy'
  | 'setDesktopName'
>;

let appName: string | undefined;
let badgeCount = 0;
let menu: Menu | null = null;
const { promise: whenReady, resolve: resolveReady } = Promise.withResolvers<void>();
const earlyGreetings: Greeting[] = [];

const commandLine = strict('app.commandLine', {
  appendSwitch: (name, value = '') => void getHost().switches.set(name, value),
  appendArgument: (value) => record('app.commandLine.appendArgument', value),
  hasSwitch: (name) => getHost().switches.has(name),
  getSwitchValue: (name) => getHost().switches.get(name) ?? '',
  removeSwitch: (name) => void getHost().switches.delete(name),
} satisfies CommandLine);

const lock = makeInstanceLock((greeting) => {
  if (lifecycle.isReady()) tellSecondInstance(greeting);
  else earlyGreetings.push(greeting);
});

class StandInApp extends EventEmitter implements Provided {
  readonly isPackaged = false;
  readonly commandLine = commandLine;
  readonly dock = undefined;
  readonly runningUnderARM64Translation = false;
  userAgentFallback = '';
  accessibilitySupportEnabled = false;

  get name(): string {
    return appName ?? getHost().appName;
  }
  set name(value: string) {
    appName = value;
  }
  get badgeCount(): number {
    return badgeCount;
  }
  set badgeCount(count: number) {
    this.setBadgeCount(count);
  }
  get applicationMenu(): Menu | null {
    return menu;
  }
  set applicationMenu(value: Menu | null) {
    menu = value;
    record('Menu.setApplicationMenu');
  }
  getName(): string {
    return this.name;
  }
  setName(value: string): void {
    this.name = value;
  }
  getVersion(): string {
    return getHost().appVersion;
  }
  getAppPath(): string {
    return getHost().appFolder;
  }
  getPath(name: string): string {
    return getPath(name, this.name);
  }
  setPath(name: string, folder: string): void {
    setPath(name, folder, this.name);
  }
  setAppLogsPath(folder?: string): void {
    setPath('logs', folder ?? path.join(this.getPath('userData'), 'logs'), this.name);
  }
  getLocale(): string {
    return appLocale();
  }
  getSystemLocale(): string {
    return systemLanguages()[0] ?? 'en-US';
  }
  getLocaleCountryCode(): string {
    return this.getSystemLocale().split('-')[1] ?? '';
  }
  getPreferredSystemLanguages(): string[] {
    return systemLanguages();
  }
  isReady(): boolean {
    return lifecycle.isReady();
  }
  whenReady(): Promise<void> {
    return whenReady;
  }
  quit(): void {
    quit();
  }
  exit(code = 0): void {
    lifecycle.setQuitting(true);
    end(code);
  }
  relaunch(options?: object): void {
    record('app.relaunch', options);
  }
  focus(): void {
    record('app.focus');
  }
  hide(): void {
    record('app.hide');
  }
  show(): void {
    record('app.show');
  }
  isActive(): boolean {
    return openWindows.size > 0;
  }
  isHidden(): boolean {
    return false;
  }
  enableSandbox(): void {
    record('app.enableSandbox');
  }
  disableHardwareAcceleration(): void {
    record('app.disableHardwareAcceleration');
  }
  isHardwareAccelerationEnabled(): boolean {
    return false;
  }
  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    return lock.request(this.getPath('userData'), {
      argv: [...process.argv],
      workingDirectory: process.cwd(),
      additionalData: additionalData ?? null,
    });
  }
  hasSingleInstanceLock(): boolean {
    return lock.isHeld();
  }
  releaseSingleInstanceLock(): void {
    lock.release();
  }
  setAppUserModelId(id: string): void {
    record('app.setAppUserModelId', id);
  }
  setAboutPanelOptions(options: object): void {
    record('app.setAboutPanelOptions', options);
  }
  showAboutPanel(): void {
    record('app.showAboutPanel');
  }
  setBadgeCount(count = 0): boolean {
    badgeCount = count;
    record('app.setBadgeCount', count);
    return true;
  }
  getBadgeCount(): number {
    return badgeCount;
  }
  getAppMetrics(): Electron.ProcessMetric[] {
    return [];
  }
  addRecentDocument(file: string): void {
    record('app.addRecentDocument', file);
  }
  clearRecentDocuments(): void {
    record('app.clearRecentDocuments');
  }
  setAsDefaultProtocolClient(protocol: string): boolean {
    record('app.setAsDefaultProtocolClient', protocol);
    return true;
  }
  removeAsDefaultProtocolClient(protocol: string): boolean {
    record('app.removeAsDefaultProtocolClient', protocol);
    return true;
  }
  isDefaultProtocolClient(): boolean {
    return false;
  }
  setLoginItemSettings(settings: object): void {
    record('app.setLoginItemSettings', settings);
  }
  setJumpList(categories: unknown): 'ok' {
    record('app.setJumpList', categories);
    return 'ok';
  }
  setUserTasks(tasks: unknown): boolean {
    record('app.setUserTasks', tasks);
    return true;
  }
  isAccessibilitySupportEnabled(): boolean {
    return this.accessibilitySupportEnabled;
  }
  setAccessibilitySupportEnabled(enabled: boolean): void {
    this.accessibilitySupportEnabled = enabled;
  }
  setActivationPolicy(policy: string): void {
    record('app.setActivationPolicy', policy);
  }
  setDesktopName(name: string): void {
    record('app.setDesktopName', name);
  }
}

/** Electron's `app`. */
export const app = strict('app', new StandInApp());

function tellSecondInstance({ argv, workingDirectory, additionalData }: Greeting): void {
  app.emit('second-instance', makeEvent(), argv, workingDirectory, additionalData);
}

/** Tells the app that it is ready; called once, when its main module has run and Chromium is up. */
export function becomeReady(): void {
  lifecycle.setReady();
  resolveReady();
  app.emit('will-finish-launching');
  app.emit('ready', makeEvent(), {});
  for (const greeting of earlyGreetings.splice(0)) tellSecondInstance(greeting);
}

let isAsking = false;

/** Quits as Electron does: before-quit, each window's close, will-quit, quit; a prevented one stops it. */
function quit(): void {
  if (lifecycle.isQuitting() || isAsking) return;
  isAsking = true;
  const event = makeEvent();
  app.emit('before-quit', event);
  isAsking = false;
  if (event.defaultPrevented || lifecycle.isQuitting()) return;
  lifecycle.setQuitting(true);
  for (const window of [...openWindows.values()]) {
    window.close();
    if (!window.isDestroyed()) {
      lifecycle.setQuitting(false);
      return;
    }
  }
  finishQuitting();
}

function finishQuitting(): void {
  const event = makeEvent();
  app.emit('will-quit', event);
  if (event.defaultPrevented) lifecycle.setQuitting(false);
  else end(0);
}

/** What happens when the last window has gone and nobody is quitting. */
export function allWindowsClosed(): void {
  if (lifecycle.isQuitting()) return;
  if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
  else quit();
}

let isEnding = false;

function end(code: number): void {
  if (isEnding) return;
  isEnding = true;
  app.emit('quit', makeEvent(), code);
  lock.release();
  // Not at once: as in Electron, what follows app.quit() in the same turn still runs.
  setImmediate(() => {
    lifecycle.closeChromium().then(
      () => process.exit(code),
      () => process.exit(code),
    );
  });
}
