// Which Electron runs the app here: the real one, or the stand-in of test/electron-stand-in.
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { inProject, readJson, runQuietly, say, writeJson } from './project.mjs';

const packageFolder = inProject('node_modules', 'electron');
const failureFile = inProject('.cache', 'electron-download.json');

/** After a failed download the next one is tried a day later, so that each start stays quick. */
const retryAfterMs = 24 * 60 * 60 * 1_000;
const probeTimeoutMs = 4_000;
const downloadTimeoutMs = 15 * 60 * 1_000;

/** The folder whose `electron` takes the place of Electron's binary (ELECTRON_OVERRIDE_DIST_PATH). */
export const standInFolder = inProject('test', 'electron-stand-in');

/** Tells whether Electron's own binary is installed. */
export function isElectronInstalled() {
  try {
    const executable = fs.readFileSync(path.join(packageFolder, 'path.txt'), 'utf8');
    return fs.existsSync(path.join(packageFolder, 'dist', executable));
  } catch {
    return false;
  }
}

/** Tells whether a window can be shown at all. */
export function hasDisplay(platform = process.platform, env = process.env) {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Answers whether Electron's binary is here in the end: downloads it, unless that failed within the last day. */
export async function obtainElectron() {
  if (isElectronInstalled()) return true;
  const { version } = readJson(path.join(packageFolder, 'package.json'));
  if (failedLately(version, Date.now())) return false;
  const isDownloaded = (await answers(downloadHost())) && (await download(version));
  if (!isDownloaded) writeJson(failureFile, { version, failedAtMs: Date.now() });
  return isDownloaded;
}

/** @param {string} version @param {number} nowMs */
function failedLately(version, nowMs) {
  try {
    const failure = readJson(failureFile);
    return failure.version === version && nowMs - failure.failedAtMs < retryAfterMs;
  } catch {
    return false;
  }
}

function downloadHost() {
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'];
  return mirror || 'https://github.com/electron/electron/releases/';
}

/**
 * Tells within seconds whether a server can be reached: Electron's installer would try much longer.
 * @param {string} url
 * @returns {Promise<boolean>}
 */
function answers(url) {
  return new Promise((resolve) => {
    const agent = new https.Agent({ proxyEnv: process.env });
    const signal = AbortSignal.timeout(probeTimeoutMs);
    const request = https.request(url, { method: 'HEAD', agent, signal }, (response) => {
      response.resume();
      resolve(true);
    });
    request.once('error', () => resolve(false));
    request.end();
  });
}

/** @param {string} version */
async function download(version) {
  say(`Downloading Electron ${version} (once, about 110 MB) …`);
  const usesProxy = Boolean(process.env['HTTPS_PROXY'] || process.env['https_proxy']);
  const env = usesProxy ? { ...process.env, ELECTRON_GET_USE_PROXY: '1' } : process.env;
  const installer = path.join(packageFolder, 'install.js');
  const { code } = await runQuietly(process.execPath, [installer], { env, timeoutMs: downloadTimeoutMs });
  return code === 0 && isElectronInstalled();
}

/** Answers the environment in which `electron` and Playwright start the stand-in. */
export function standInEnvironment(env = process.env) {
  return { ...env, ELECTRON_OVERRIDE_DIST_PATH: standInFolder };
}

/**
 * Answers what Node runs to start the app in Electron.
 * @param {boolean} isReal whether Electron's own binary runs it
 * @param {readonly string[]} args for the app
 */
export function electronArguments(isReal, args) {
  const cli = path.join(packageFolder, 'cli.js');
  // Chromium refuses to start for root unless its sandbox is off; the stand-in sees to that itself.
  const isRoot = isReal && process.platform === 'linux' && process.getuid?.() === 0;
  if (isRoot) say("Running as root: Chromium's sandbox is off.");
  return [cli, ...(isRoot ? ['--no-sandbox'] : []), inProject(), ...args];
}
