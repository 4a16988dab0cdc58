// Starts the fixture app under Playwright, on the stand-in or on real Electron.
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { _electron } from 'playwright';

const root = path.resolve(import.meta.dirname, '../../..');
const electronFolder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/** The folder that ELECTRON_OVERRIDE_DIST_PATH names. */
export const standInFolder = path.join(root, 'test', 'electron-stand-in');
/** The app that the tests drive. */
export const fixtureApp = path.join(standInFolder, 'fixture-app');

/** How long a fact may take to come true on a busy machine. */
export const soonMs = 30_000;

/** True when Electron's own binary has been downloaded. */
export async function hasRealElectron(): Promise<boolean> {
  const file = path.join(electronFolder, 'path.txt');
  const name = await fs.readFile(file, 'utf8').catch(() => undefined);
  return (
    name !== undefined &&
    (await fs.stat(path.join(electronFolder, 'dist', name)).catch(() => false)) !== false
  );
}

/** A running fixture with a temp folder of its own. */
export type Fixture = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly process: ChildProcess;
  /** Holds the user data, the log and everything the app puts into the temp folder. */
  readonly folder: string;
  readonly env: Record<string, string>;
  /** Quits the app, if it still runs, and removes the folder. */
  readonly end: () => Promise<void>;
};

/** Chooses the host of this test file; once, because npm's `electron` module remembers what it read first. */
export function chooseHost(host: 'stand-in' | 'electron'): void {
  if (host === 'stand-in') process.env['ELECTRON_OVERRIDE_DIST_PATH'] = standInFolder;
  else delete process.env['ELECTRON_OVERRIDE_DIST_PATH'];
}

/** The environment of an app whose temp folder and user data are `folder`'s. */
export async function fixtureEnv(
  folder: string,
  extraEnv: Record<string, string> = {},
): Promise<Record<string, string>> {
  const userData = path.join(folder, 'user-data');
  const temp = path.join(folder, 'temp');
  await Promise.all([fs.mkdir(userData, { recursive: true }), fs.mkdir(temp, { recursive: true })]);
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(inherited),
    // '0' in the environment shows the windows of these tests.
    PIXHAUL_STAND_IN_HEADLESS: process.env['PIXHAUL_STAND_IN_HEADLESS'] ?? '1',
    FIXTURE_USER_DATA: userData,
    FIXTURE_LOG: path.join(folder, 'events.log'),
    TMPDIR: temp,
    ...extraEnv,
  };
}

/** Starts the fixture and waits until its page's script has run. */
export async function startFixture(extraEnv: Record<string, string> = {}): Promise<Fixture> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'pixhaul-fixture-'));
  const env = await fixtureEnv(folder, extraEnv);
  const app = await _electron.launch({ args: [fixtureApp], cwd: root, env, colorScheme: null });
  const main = app.process();
  const page = await app.firstWindow();
  await page.waitForSelector('body[data-script=ran]');
  const end = async (): Promise<void> => {
    if (main.exitCode === null && main.signalCode === null) await app.close();
    await fs.rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  return { app, page, process: main, folder, env, end };
}
