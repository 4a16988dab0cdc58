import { EventEmitter } from 'node:events';
import { record } from '../record.ts';

/** What of WebContents is only kept or recorded, because nobody could see it. */
export class RecordedContents extends EventEmitter {
  private zoom = 1;

  get zoomFactor(): number {
    return this.zoom;
  }
  set zoomFactor(factor: number) {
    this.setZoomFactor(factor);
  }
  getZoomFactor(): number {
    return this.zoom;
  }
  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0");
    this.zoom = factor;
    record('webContents.setZoomFactor', factor);
  }
  getZoomLevel(): number {
    return Math.log(this.zoom) / Math.log(1.2);
  }
  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level);
  }
  async setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void> {
    record('webContents.setVisualZoomLevelLimits', minimum, maximum);
  }
  setBackgroundThrottling(allowed: boolean): void {
    record('webContents.setBackgroundThrottling', allowed);
  }
  setUserAgent(agent: string): void {
    record('webContents.setUserAgent', agent);
  }
  getUserAgent(): string {
    return '';
  }
  setAudioMuted(muted: boolean): void {
    record('webContents.setAudioMuted', muted);
  }
  setIgnoreMenuShortcuts(ignore: boolean): void {
    record('webContents.setIgnoreMenuShortcuts', ignore);
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    record('webContents.setWebRTCIPHandlingPolicy', policy);
  }
  openDevTools(): void {
    record('webContents.openDevTools');
  }
  closeDevTools(): void {}
  toggleDevTools(): void {
    record('webContents.toggleDevTools');
  }
  isDevToolsOpened(): boolean {
    return false;
  }
}
