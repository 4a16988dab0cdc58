import type { MenuItemConstructorOptions } from 'electron';
import { Menu } from 'electron';
import type { Events } from '#contract/api.ts';
import type { Language } from '#contract/model.ts';
import type { MenuWord } from '#contract/words/catalogue.ts';
import { wordsFor } from '#contract/words/words.ts';

type Command = Events['commandChosen']['command'];
type Item = MenuItemConstructorOptions;
type Say = Readonly<Record<MenuWord, string>>;

/** Sets the menu of the app in a language; what concerns the window is told to `choose`. */
export function setMenu(language: Language, choose: (command: Command) => void): void {
  const template = menuTemplate(language, process.platform === 'darwin', choose);
  Menu.setApplicationMenu(Menu.buildFromTemplate([...template]));
}

/** The menu as data; macOS has an app menu of its own and expects what others have in File and Help there. */
export function menuTemplate(
  language: Language,
  isMac: boolean,
  choose: (command: Command) => void,
): readonly Item[] {
  const say = wordsFor(language).menu;
  const about: Item = { label: say.about, click: () => choose('about') };
  const settings: Item = {
    label: say.settings,
    accelerator: 'CmdOrCtrl+,',
    click: () => choose('settings'),
  };
  const quit: Item = { label: say.quit, role: 'quit' };
  const file: Item[] = [
    { label: say.addLinks, accelerator: 'CmdOrCtrl+N', click: () => choose('add') },
    { label: say.openList, accelerator: 'CmdOrCtrl+O', click: () => choose('open-list') },
    { type: 'separator' },
    ...(isMac ? [{ label: say.closeWindow, role: 'close' } as const] : [settings, separator, quit]),
  ];
  return [
    ...(isMac ? [{ label: 'Pixhaul', submenu: appMenu(say, about, settings, quit) }] : []),
    { label: say.file, submenu: file },
    { label: say.edit, submenu: editMenu(say, choose) },
    { label: say.view, submenu: viewMenu(say) },
    { label: say.window, role: 'windowMenu', submenu: windowMenu(say, isMac) },
    ...(isMac ? [] : [{ label: say.help, submenu: [about] }]),
  ];
}

const separator = { type: 'separator' } as const;

const appMenu = (say: Say, about: Item, settings: Item, quit: Item): Item[] => [
  about,
  separator,
  settings,
  separator,
  { label: say.services, role: 'services' },
  separator,
  { label: say.hide, role: 'hide' },
  { label: say.hideOthers, role: 'hideOthers' },
  { label: say.showAll, role: 'unhide' },
  separator,
  quit,
];

const editMenu = (say: Say, choose: (command: Command) => void): Item[] => [
  { label: say.undo, role: 'undo' },
  { label: say.redo, role: 'redo' },
  separator,
  { label: say.cut, role: 'cut' },
  { label: say.copy, role: 'copy' },
  { label: say.paste, role: 'paste' },
  { label: say.selectAll, role: 'selectAll' },
  separator,
  { label: say.search, accelerator: 'CmdOrCtrl+F', click: () => choose('search') },
];

const viewMenu = (say: Say): Item[] => [
  { label: say.actualSize, role: 'resetZoom' },
  { label: say.zoomIn, role: 'zoomIn' },
  { label: say.zoomOut, role: 'zoomOut' },
  separator,
  { label: say.fullScreen, role: 'togglefullscreen' },
];

const windowMenu = (say: Say, isMac: boolean): Item[] => [
  { label: say.minimize, role: 'minimize' },
  ...(isMac
    ? [
        { label: say.zoomWindow, role: 'zoom' } as const,
        separator,
        { label: say.bringAllToFront, role: 'front' } as const,
      ]
    : [{ label: say.closeWindow, role: 'close' } as const]),
];
