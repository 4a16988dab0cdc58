import { EventEmitter } from 'node:events';
import { record } from '../record.ts';

/** What of BrowserWindow is only kept or recorded, because nobody could see it. */
export class RecordedWindow extends EventEmitter {
  private readonly flags = {
    resizable: true,
    closable: true,
    minimizable: true,
    maximizable: true,
    alwaysOnTop: false,
  };

  setProgressBar(progress: number, options?: { mode?: string }): void {
    if (typeof progress !== 'number')
      throw new TypeError(`Error processing argument at index 0, conversion failure from ${progress}`);
    record('BrowserWindow.setProgressBar', progress, options?.mode);
  }
  flashFrame(flag: boolean): void {
    record('BrowserWindow.flashFrame', flag);
  }

  center(): void {
    record('BrowserWindow.center');
  }
  setOverlayIcon(overlay: unknown, description: string): void {
    record('BrowserWindow.setOverlayIcon', overlay !== null, description);
  }
  setIcon(icon: unknown): void {
    record('BrowserWindow.setIcon', icon);
  }
  setMenu(): void {
    record('BrowserWindow.setMenu');
  }
  removeMenu(): void {
    record('BrowserWindow.removeMenu');
  }
  setMenuBarVisibility(visible: boolean): void {
    record('BrowserWindow.setMenuBarVisibility', visible);
  }
  setAutoHideMenuBar(hides: boolean): void {
    record('BrowserWindow.setAutoHideMenuBar', hides);
  }
  isMenuBarVisible(): boolean {
    return true;
  }
  setRepresentedFilename(file: string): void {
    record('BrowserWindow.setRepresentedFilename', file);
  }
  setDocumentEdited(isEdited: boolean): void {
    record('BrowserWindow.setDocumentEdited', isEdited);
  }
  setContentProtection(isProtected: boolean): void {
    record('BrowserWindow.setContentProtection', isProtected);
  }
  setSkipTaskbar(skips: boolean): void {
    record('BrowserWindow.setSkipTaskbar', skips);
  }
  setThumbarButtons(buttons: readonly unknown[]): boolean {
    record('BrowserWindow.setThumbarButtons', buttons.length);
    return true;
  }
  setTitleBarOverlay(options: object): void {
    record('BrowserWindow.setTitleBarOverlay', options);
  }
  setAlwaysOnTop(flag: boolean): void {
    this.flags.alwaysOnTop = flag;
  }
  isAlwaysOnTop(): boolean {
    return this.flags.alwaysOnTop;
  }
  setResizable(flag: boolean): void {
    this.flags.resizable = flag;
  }
  isResizable(): boolean {
    return this.flags.resizable;
  }
  setClosable(flag: boolean): void {
    this.flags.closable = flag;
  }
  isClosable(): boolean {
    return this.flags.closable;
  }
  setMinimizable(flag: boolean): void {
    this.flags.minimizable = flag;
  }
  isMinimizable(): boolean {
    return this.flags.minimizable;
  }
  setMaximizable(flag: boolean): void {
    this.flags.maximizable = flag;
  }
  isMaximizable(): boolean {
    return this.flags.maximizable;
  }
}
