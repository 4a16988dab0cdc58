import { EventEmitter } from 'node:events';
import { record } from '../record.ts';
import { strict } from '../strict.ts';
import { net } from './net.ts';
import { protocol } from './protocol.ts';
import { webRequest } from './web-request.ts';

const nothing = async (): Promise<void> => {};

class StandInSession extends EventEmitter {
  readonly protocol = protocol;
  readonly webRequest = webRequest;
  readonly fetch = net.fetch;
  readonly storagePath = null;
  spellCheckerEnabled = true;
  readonly availableSpellCheckerLanguages: string[] = [];
  /** The handlers that the app gave; a test may call them, Chromium's own questions never reach them. */
  readonly _handlers = new Map<string, unknown>();

  setPermissionRequestHandler(handler: unknown): void {
    this._handlers.set('permission-request', handler);
  }
  setPermissionCheckHandler(handler: unknown): void {
    this._handlers.set('permission-check', handler);
  }
  setDevicePermissionHandler(handler: unknown): void {
    this._handlers.set('device-permission', handler);
  }
  setDisplayMediaRequestHandler(handler: unknown): void {
    this._handlers.set('display-media-request', handler);
  }
  setUSBProtectedClassesHandler(handler: unknown): void {
    this._handlers.set('usb-protected-classes', handler);
  }
  setBluetoothPairingHandler(handler: unknown): void {
    this._handlers.set('bluetooth-pairing', handler);
  }
  setCertificateVerifyProc(proc: unknown): void {
    this._handlers.set('certificate-verify', proc);
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellCheckerEnabled = enabled;
    record('session.setSpellCheckerEnabled', enabled);
  }
  isSpellCheckerEnabled(): boolean {
    return this.spellCheckerEnabled;
  }
  setSpellCheckerLanguages(languages: string[]): void {
    record('session.setSpellCheckerLanguages', languages);
  }
  getSpellCheckerLanguages(): string[] {
    return [];
  }
  setSpellCheckerDictionaryDownloadURL(url: string): void {
    record('session.setSpellCheckerDictionaryDownloadURL', url);
  }
  async resolveProxy(_url: string): Promise<string> {
    return 'DIRECT';
  }
  async setProxy(config: object): Promise<void> {
    record('session.setProxy', config);
  }
  readonly closeAllConnections = nothing;
  readonly forceReloadProxyConfig = nothing;
  readonly clearCache = nothing;
  readonly clearStorageData = nothing;
  readonly clearData = nothing;
  readonly clearHostResolverCache = nothing;
  readonly clearAuthCache = nothing;
  flushStorageData(): void {}
  setUserAgent(agent: string): void {
    record('session.setUserAgent', agent);
  }
  isPersistent(): boolean {
    return false;
  }
  getStoragePath(): null {
    return null;
  }
}

/** Electron's `session.defaultSession`; every window has this one. */
export const defaultSession = strict('session', new StandInSession());

/** Electron's `session`; partitions are not kept apart. */
export const session = strict('session', { defaultSession, fromPartition: () => defaultSession });
