import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

/** Everything that was called on the fake, in order, by name. */
export const calls: { readonly name: string; readonly args: readonly unknown[] }[] = [];
const note =
  <Answer>(name: string, answer?: (...args: never[]) => Answer) =>
  (...args: unknown[]): Answer => {
    calls.push({ name, args });
    return answer?.(...(args as never[])) as Answer;
  };

/** The arguments of each call of one name. */
export const callsOf = (name: string): readonly (readonly unknown[])[] =>
  calls.filter((call) => call.name === name).map(({ args }) => args);

export class FakeContents extends EventEmitter {
  readonly mainFrame = { parent: null, url: 'app://pixhaul/index.html' };
  openHandler: ((details: unknown) => unknown) | undefined;
  isDestroyed = () => false;
  send = note('webContents.send');
  reload = note('webContents.reload');
  setWindowOpenHandler(handler: (details: unknown) => unknown): void {
    this.openHandler = handler;
  }
}

export class FakeWindow extends EventEmitter {
  readonly options: Readonly<Record<string, unknown>>;
  readonly webContents = new FakeContents();
  isGone = false;
  focused = false;
  constructor(options: Readonly<Record<string, unknown>> = {}) {
    super();
    this.options = options;
    calls.push({ name: 'new BrowserWindow', args: [options] });
  }
  isDestroyed = () => this.isGone;
  isFocused = () => this.focused;
  isMinimized = () => false;
  isMaximized = () => false;
  getNormalBounds = () => ({ x: 10, y: 20, width: 900, height: 700 });
  show = note('window.show');
  hide = note('window.hide');
  focus = note('window.focus');
  restore = note('window.restore');
  maximize = note('window.maximize');
  setTitle = note('window.setTitle');
  setProgressBar = note('window.setProgressBar');
  setBackgroundColor = note('window.setBackgroundColor');
  loadURL = note('window.loadURL', async () => {});
}

export class FakeSession {
  readonly webRequest = {
    onBeforeRequest: (listener: FakeSession['beforeRequest']) => {
      this.beforeRequest = listener;
    },
  };
  beforeRequest:
    | ((details: { url: string }, callback: (answer: { cancel: boolean }) => void) => void)
    | undefined;
  permissionRequest:
    | ((contents: null, permission: string, callback: (granted: boolean) => void) => void)
    | undefined;
  permissionCheck: (() => boolean) | undefined;
  devicePermission: (() => boolean) | undefined;
  setPermissionRequestHandler(handler: FakeSession['permissionRequest']): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: () => boolean): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.devicePermission = handler;
  }
  setSpellCheckerEnabled = note('session.setSpellCheckerEnabled');
}

class FakeNotification extends EventEmitter {
  static isSupported = () => true;
  constructor(options: unknown) {
    super();
    calls.push({ name: 'new Notification', args: [options] });
  }
  show = note('notification.show');
}

export class FakeUtilityProcess extends EventEmitter {
  pid = 4242;
  stdout = null;
  stderr = null;
  postMessage = note('utility.postMessage');
  kill = note('utility.kill');
}

/** What the fake answers; a test sets it. */
export const answers = {
  isPackaged: false,
  languages: ['en-US'],
  filePaths: [] as string[],
  dialogButton: async () => 0,
  savePath: '',
  clipboardText: '',
  clipboardHtml: '',
  openPath: '',
  utility: null as FakeUtilityProcess | null,
};
export const handlers = new Map<string, (...args: unknown[]) => unknown>();

const app = Object.assign(new EventEmitter(), {
  commandLine: { appendSwitch: note('app.appendSwitch') },
  enableSandbox: note('app.enableSandbox'),
  requestSingleInstanceLock: note('app.requestSingleInstanceLock', () => true),
  quit: note('app.quit'),
  exit: note('app.exit'),
  getVersion: () => '0.1.0',
  getPath: (name: string) => `/home/ada/${name}`,
  setPath: note('app.setPath'),
  getPreferredSystemLanguages: () => answers.languages,
  whenReady: async () => {},
});

Object.defineProperty(app, 'isPackaged', { get: () => answers.isPackaged });

export const electron = {
  app,
  BrowserWindow: FakeWindow,
  Notification: FakeNotification,
  Menu: {
    buildFromTemplate: (template: unknown) => template,
    setApplicationMenu: note('Menu.setApplicationMenu'),
  },
  protocol: { registerSchemesAsPrivileged: note('protocol.registerSchemesAsPrivileged') },
  session: { defaultSession: new FakeSession() },
  ipcMain: {
    handle: (channel: string, handler: (...args: unknown[]) => unknown) => handlers.set(channel, handler),
  },
  nativeTheme: Object.assign(new EventEmitter(), { shouldUseDarkColors: false, themeSource: 'system' }),
  screen: { getDisplayMatching: () => ({ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }) },
  powerMonitor: new EventEmitter(),
  powerSaveBlocker: { start: note('powerSaveBlocker.start', () => 7), stop: note('powerSaveBlocker.stop') },
  clipboard: {
    readText: async () => answers.clipboardText,
    has: async (type: string) => type === 'text/html' && answers.clipboardHtml !== '',
    read: async () => [
      { types: ['text/html'], getType: async () => new Blob([answers.clipboardHtml], { type: 'text/html' }) },
    ],
    writeText: note('clipboard.writeText', async () => {}),
  },
  dialog: {
    showOpenDialog: note('dialog.showOpenDialog', async () => ({ filePaths: answers.filePaths })),
    showSaveDialog: note('dialog.showSaveDialog', async () => ({ filePath: answers.savePath })),
    showMessageBox: note('dialog.showMessageBox', async () => ({ response: await answers.dialogButton() })),
  },
  shell: {
    openPath: note('shell.openPath', async () => answers.openPath),
    showItemInFolder: note('shell.showItemInFolder'),
  },
  utilityProcess: {
    fork: note('utilityProcess.fork', () => {
      answers.utility = new FakeUtilityProcess();
      return answers.utility;
    }),
  },
};

/** Forgets what the last test did. */
export function resetElectron(): void {
  calls.length = 0;
  handlers.clear();
  app.removeAllListeners();
  electron.powerMonitor.removeAllListeners();
  electron.nativeTheme.removeAllListeners();
  electron.session.defaultSession = new FakeSession();
  Object.assign(answers, {
    isPackaged: false,
    languages: ['en-US'],
    filePaths: [],
    dialogButton: async () => 0,
    savePath: '',
    clipboardText: '',
    clipboardHtml: '',
    openPath: '',
    utility: null,
  });
  vi.restoreAllMocks();
}
