import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions } from 'electron';
import { record } from '../record.ts';
import { strictClass } from '../strict.ts';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { findRole } from './menu-roles.ts';

type Template = MenuItemConstructorOptions | StandInMenuItem;
type Type = NonNullable<MenuItemConstructorOptions['type']>;
type FocusedWindow = InstanceType<typeof BrowserWindow> | null;

let lastCommandId = 0;

/** What a click on a role does; the others do nothing that could be seen. */
const roleActions: Readonly<Record<string, (window: FocusedWindow) => void>> = {
  about: () => app.showAboutPanel(),
  close: (window) => window?.close(),
  copy: (window) => window?.webContents.copy(),
  cut: (window) => window?.webContents.cut(),
  forcereload: (window) => window?.webContents.reloadIgnoringCache(),
  minimize: (window) => window?.minimize(),
  paste: (window) => window?.webContents.paste(),
  quit: () => app.quit(),
  redo: (window) => window?.webContents.redo(),
  reload: (window) => window?.webContents.reload(),
  resetzoom: (window) => window?.webContents.setZoomLevel(0),
  selectall: (window) => window?.webContents.selectAll(),
  toggledevtools: (window) => window?.webContents.toggleDevTools(),
  togglefullscreen: (window) => window?.setFullScreen(!window.isFullScreen()),
  undo: (window) => window?.webContents.undo(),
  zoomin: (window) => window?.webContents.setZoomLevel(window.webContents.getZoomLevel() + 0.5),
  zoomout: (window) => window?.webContents.setZoomLevel(window.webContents.getZoomLevel() - 0.5),
};

class StandInMenuItem {
  readonly id: string;
  readonly type: Type;
  readonly role: string | undefined;
  readonly commandId = ++lastCommandId;
  readonly click: (event?: unknown, window?: FocusedWindow) => void;
  readonly submenu: StandInMenu | undefined;
  readonly accelerator: string | null;
  readonly userAccelerator = null;
  readonly registerAccelerator: boolean;
  readonly icon: unknown;
  label: string;
  sublabel: string;
  toolTip: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  menu: StandInMenu | undefined;

  constructor(options: MenuItemConstructorOptions) {
    const role = options.role === undefined ? undefined : findRole(options.role);
    if (options.role !== undefined && !role)
      throw new Error(`The Electron stand-in does not know the menu role ${options.role}`);
    const submenu = options.submenu ?? (role?.submenu && [...role.submenu]);
    this.submenu = Array.isArray(submenu)
      ? StandInMenu.buildFromTemplate(submenu)
      : (submenu as unknown as StandInMenu | undefined);
    this.type = options.type ?? (this.submenu ? 'submenu' : 'normal');
    if (this.type === 'submenu' && !this.submenu) throw new Error('Invalid submenu');
    this.id = options.id ?? '';
    this.role = options.role?.toLowerCase();
    this.label = options.label ?? role?.label ?? '';
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.accelerator = options.accelerator ?? null;
    this.registerAccelerator = options.registerAccelerator ?? true;
    this.icon = options.icon;
    this.click = (event, window = BrowserWindow.getFocusedWindow()) => {
      if (this.type === 'checkbox') this.checked = !this.checked;
      if (this.type === 'radio') this.checked = true;
      if (this.role !== undefined) roleActions[this.role]?.(window);
      else options.click?.(this as never, (window ?? undefined) as never, (event ?? {}) as never);
    };
  }
}

class StandInMenu extends EventEmitter {
  items: StandInMenuItem[] = [];

  static buildFromTemplate(template: readonly Template[]): StandInMenu {
    if (!Array.isArray(template))
      throw new TypeError('Invalid template for Menu: Menu template must be an array');
    const menu = new Menu();
    for (const one of template) menu.append(isItem(one) ? one : new MenuItem(one));
    return menu;
  }
  static setApplicationMenu(menu: StandInMenu | null): void {
    app.applicationMenu = menu as never;
  }
  static getApplicationMenu(): StandInMenu | null {
    return app.applicationMenu as never;
  }
  static sendActionToFirstResponder(action: string): void {
    record('Menu.sendActionToFirstResponder', action);
  }

  append(item: StandInMenuItem): void {
    this.insert(this.items.length, item);
  }
  insert(at: number, item: StandInMenuItem): void {
    this.items.splice(at, 0, item);
    item.menu = this;
  }
  getMenuItemById(id: string): StandInMenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
  popup(options?: { callback?: () => void }): void {
    const shown = this.items.filter((item) => item.visible && item.type !== 'separator');
    record(
      'Menu.popup',
      shown.map((item) => item.label),
    );
    this.emit('menu-will-show');
    this._lastPopup = options?.callback;
  }
  closePopup(): void {
    this.emit('menu-will-close');
    const callback = this._lastPopup;
    this._lastPopup = undefined;
    callback?.();
  }
  _lastPopup: (() => void) | undefined;
}

/** Electron's `MenuItem`; drawn by nobody, clicked through `click()`. */
export const MenuItem = strictClass('MenuItem', StandInMenuItem);
/** Electron's `Menu`. */
export const Menu = strictClass('Menu', StandInMenu);

function isItem(one: Template): one is StandInMenuItem {
  return one instanceof MenuItem;
}
