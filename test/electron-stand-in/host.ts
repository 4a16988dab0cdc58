import type { FoundChromium } from './chromium/find.ts';

/** What is known before the app's main module runs. */
export type Host = {
  readonly standInFolder: string;
  readonly appFolder: string;
  readonly appName: string;
  readonly appVersion: string;
  readonly switches: Map<string, string>;
  readonly chromium: FoundChromium;
};

let current: Host | undefined;

/** Sets what this process runs; called once, before any API is used. */
export function setHost(host: Host): void {
  current = host;
}

/** What this process runs. */
export function getHost(): Host {
  if (!current) throw new Error('The Electron stand-in was used before it was started');
  return current;
}

/** True when windows should be seen: there is a display and PIXHAUL_STAND_IN_HEADLESS does not forbid it. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean {
  if (env['PIXHAUL_STAND_IN_HEADLESS'] === '1') return false;
  return platform === 'linux' ? Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']) : true;
}
