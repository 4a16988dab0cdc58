import type { MenuItemConstructorOptions } from 'electron';

/** What a role means here: its label, and the items of a role that is a whole menu. */
export type Role = { readonly label: string; readonly submenu?: readonly MenuItemConstructorOptions[] };

const item = (role: string): MenuItemConstructorOptions =>
  ({ role: role as NonNullable<MenuItemConstructorOptions['role']> }) satisfies MenuItemConstructorOptions;
const separator: MenuItemConstructorOptions = { type: 'separator' };

const plain: Readonly<Record<string, string>> = {
  about: 'About',
  close: 'Close Window',
  copy: 'Copy',
  cut: 'Cut',
  delete: 'Delete',
  forcereload: 'Force Reload',
  front: 'Bring All to Front',
  help: 'Help',
  hide: 'Hide',
  hideothers: 'Hide Others',
  minimize: 'Minimize',
  paste: 'Paste',
  pasteandmatchstyle: 'Paste and Match Style',
  quit: process.platform === 'win32' ? 'Exit' : 'Quit',
  redo: 'Redo',
  reload: 'Reload',
  resetzoom: 'Actual Size',
  selectall: 'Select All',
  services: 'Services',
  recentdocuments: 'Open Recent',
  clearrecentdocuments: 'Clear Menu',
  startspeaking: 'Start Speaking',
  stopspeaking: 'Stop Speaking',
  toggledevtools: 'Toggle Developer Tools',
  togglefullscreen: 'Toggle Full Screen',
  togglespellchecker: 'Check Spelling While Typing',
  undo: 'Undo',
  unhide: 'Show All',
  window: 'Window',
  zoom: 'Zoom',
  zoomin: 'Zoom In',
  zoomout: 'Zoom Out',
};

const whole: Readonly<Record<string, Role>> = {
  appmenu: {
    label: 'App',
    submenu: [
      item('about'),
      separator,
      item('hide'),
      item('hideOthers'),
      item('unhide'),
      separator,
      item('quit'),
    ],
  },
  filemenu: { label: 'File', submenu: [item(process.platform === 'darwin' ? 'close' : 'quit')] },
  editmenu: {
    label: 'Edit',
    submenu: [
      ...[item('undo'), item('redo'), separator, item('cut'), item('copy'), item('paste')],
      ...[item('delete'), item('selectAll')],
    ],
  },
  viewmenu: {
    label: 'View',
    submenu: [
      ...[item('reload'), item('forceReload'), item('toggleDevTools'), separator],
      ...[item('resetZoom'), item('zoomIn'), item('zoomOut'), separator, item('togglefullscreen')],
    ],
  },
  windowmenu: { label: 'Window', submenu: [item('minimize'), item('zoom'), item('close')] },
};

/** The role of that name, in any case; undefined for a name that Electron does not know either. */
export function findRole(name: string): Role | undefined {
  const key = name.toLowerCase();
  const label = plain[key];
  return whole[key] ?? (label === undefined ? undefined : { label });
}
