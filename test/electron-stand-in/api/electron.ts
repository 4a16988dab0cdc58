// What `import … from 'electron'` gives an app's main process. Names that Electron has and the stand-in lacks can be
// imported; their use throws by name.
import { missingModule } from '../strict.ts';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { ClipboardItem, clipboard } from './clipboard.ts';
import { dialog } from './dialog.ts';
import { ipcMain } from './ipc-main.ts';
import { Menu, MenuItem } from './menu.ts';
import { nativeImage } from './native-image.ts';
import { nativeTheme } from './native-theme.ts';
import { net } from './net.ts';
import { Notification } from './notification.ts';
import { powerMonitor, powerSaveBlocker } from './power.ts';
import { protocol } from './protocol.ts';
import { safeStorage } from './safe-storage.ts';
import { screen } from './screen.ts';
import { session } from './session.ts';
import { shell } from './shell.ts';
import { Tray } from './tray.ts';
import { utilityProcess } from './utility-process.ts';
import { webContents } from './web-contents.ts';

const provided = {
  app,
  BrowserWindow,
  ClipboardItem,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
};

const missing = [
  'autoUpdater',
  'BaseWindow',
  'BrowserView',
  'contentTracing',
  'crashReporter',
  'desktopCapturer',
  'globalShortcut',
  'ImageView',
  'inAppPurchase',
  'MessageChannelMain',
  'netLog',
  'pushNotifications',
  'ServiceWorkerMain',
  'ShareMenu',
  'systemPreferences',
  'TouchBar',
  'View',
  'WebContentsView',
  'webFrameMain',
] as const;

/** The names of Electron's main process: those that work, and those whose use throws. */
export const electron: Readonly<Record<string, unknown>> = {
  ...provided,
  ...Object.fromEntries(missing.map((name) => [name, missingModule(name)])),
};
