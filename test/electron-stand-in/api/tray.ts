import { EventEmitter } from 'node:events';
import { record } from '../record.ts';
import { strictClass } from '../strict.ts';

class StandInTray extends EventEmitter {
  private isGone = false;
  private title = '';

  constructor(image: unknown) {
    super();
    record('Tray', image);
  }
  setImage(image: unknown): void {
    record('Tray.setImage', image);
  }
  setPressedImage(image: unknown): void {
    record('Tray.setPressedImage', image);
  }
  setToolTip(toolTip: string): void {
    record('Tray.setToolTip', toolTip);
  }
  setTitle(title: string): void {
    this.title = title;
  }
  getTitle(): string {
    return this.title;
  }
  setContextMenu(menu: unknown): void {
    record('Tray.setContextMenu', menu !== null);
  }
  popUpContextMenu(): void {
    record('Tray.popUpContextMenu');
  }
  closeContextMenu(): void {}
  setIgnoreDoubleClickEvents(): void {}
  displayBalloon(options: object): void {
    record('Tray.displayBalloon', options);
  }
  removeBalloon(): void {}
  focus(): void {}
  getBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 0, y: 0, width: 0, height: 0 };
  }
  destroy(): void {
    this.isGone = true;
    record('Tray.destroy');
  }
  isDestroyed(): boolean {
    return this.isGone;
  }
}

/** Electron's `Tray`; nobody sees it, so a test emits its `click`. */
export const Tray = strictClass('Tray', StandInTray);
