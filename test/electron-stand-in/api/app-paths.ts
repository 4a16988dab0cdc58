import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { getHost } from '../host.ts';

const overrides = new Map<string, string>();
const home = os.homedir();
const userFolders: Readonly<Record<string, string>> = {
  desktop: 'Desktop',
  documents: 'Documents',
  downloads: 'Downloads',
  music: 'Music',
  pictures: 'Pictures',
  videos: process.platform === 'darwin' ? 'Movies' : 'Videos',
};
const xdgNames: Readonly<Record<string, string>> = { downloads: 'DOWNLOAD' };

function configFolder(): string {
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support');
  return process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config');
}

/** A folder that the person's desktop has under another name (`~/.config/user-dirs.dirs`). */
function xdgFolder(name: string): string | undefined {
  const key = `XDG_${xdgNames[name] ?? name.toUpperCase()}_DIR`;
  if (process.env[key]) return process.env[key];
  const file = path.join(configFolder(), 'user-dirs.dirs');
  const text = process.platform === 'linux' && fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const value = new RegExp(`^${key}="(.+)"$`, 'm').exec(text)?.[1];
  return value?.replace(/^\$HOME/, home);
}

function defaultPath(name: string, appName: string): string | undefined {
  const folder = userFolders[name];
  if (folder) return xdgFolder(name) ?? path.join(home, folder);
  const executable = path.join(getHost().standInFolder, 'electron');
  const places: Readonly<Record<string, () => string>> = {
    home: () => home,
    appData: configFolder,
    userData: () =>
      getHost().switches.get('user-data-dir') ?? path.join(getPath('appData', appName), appName),
    sessionData: () => getPath('userData', appName),
    logs: () => path.join(getPath('userData', appName), 'logs'),
    crashDumps: () => path.join(getPath('userData', appName), 'Crashpad'),
    temp: () => os.tmpdir(),
    exe: () => executable,
    module: () => executable,
  };
  return places[name]?.();
}

/** Electron's app.getPath; throws "Failed to get '…' path" for a name that it does not know. */
export function getPath(name: string, appName: string): string {
  const found = overrides.get(name) ?? defaultPath(name, appName);
  if (found === undefined) throw new Error(`Failed to get '${name}' path`);
  return found;
}

/** Electron's app.setPath; throws for a relative path and for an unknown name. */
export function setPath(name: string, folder: string, appName: string): void {
  if (!path.isAbsolute(folder)) throw new Error('Path must be absolute');
  getPath(name, appName);
  overrides.set(name, folder);
}
