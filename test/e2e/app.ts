/** What every spec starts from: the built app in folders of its own, a loopback server, and what must never happen. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CDPSession, ElectronApplication, Page } from 'playwright/test';
import { _electron, test as base, expect } from 'playwright/test';
import type { Client } from '#contract/api.ts';
import type { ImageServer } from '../support/image-server.ts';
import { startImageServer } from '../support/image-server.ts';
import type { TemporaryFolder } from '../support/temp-folder.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { processTree, survivors } from './processes.ts';

declare global {
  interface Window {
    /** The page's client, for what a person cannot see. */
    readonly pixhaul: Client;
  }
}

const root = path.resolve(import.meta.dirname, '../..');
/** Not committed: pictures are for looking at. */
const pictures = path.join(root, 'pictures');
/** How long a busy machine may take from start to window, or to save a handful of pictures. */
export const SOON_MS = 30_000;

export interface LaunchOptions {
  /** Holds `state` and `pictures`; the spec's own folder where it is not named. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly stateFolder: string;
  readonly picturesFolder: string;
  /** From the start of the process until the page showed itself. */
  readonly firstWindowMs: number;
  /** Pastes where the focus is, as Ctrl+V does. */
  paste(text: string): Promise<void>;
  /** The same with what browsers and spreadsheets put beside the plain text. */
  pasteHtml(html: string, plain: string): Promise<void>;
  /** Drops text, or an empty file of this name, on the window. */
  drop(what: { readonly text: string } | { readonly fileName: string }): Promise<void>;
  /** Puts a text on the app's clipboard. */
  copy(text: string): Promise<void>;
  /** Answers the system's next dialogs for files and folders. */
  chooseInDialogs(...paths: readonly string[]): Promise<void>;
  /** Sets the size of what is seen, in pixels of the page, as a window of that size or zoom would show it. */
  resize(width: number, height: number, zoom?: number): Promise<void>;
  /** Saves what is seen as `pictures/<name>.png`. */
  takePicture(name: string): Promise<void>;
  /** Faults that this spec brings about on purpose; any other fails it. */
  expectFaults(pattern: RegExp): void;
  /** Quits as a person does who answers the question with "Quit and go on later". */
  quit(): Promise<void>;
  /** Ends the main process as a power cut would. */
  kill(): Promise<void>;
}

interface Fixtures {
  readonly folder: TemporaryFolder;
  readonly server: ImageServer;
  readonly launchApp: (options?: LaunchOptions) => Promise<RunningApp>;
}

/** Playwright's test with an app, its folder and a server; whatever was started is ended and checked afterwards. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
  folder: async ({}, use) => {
    const folder = await temporaryFolder();
    await use(folder);
    await folder[Symbol.asyncDispose]();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  server: async ({}, use) => {
    const server = await startImageServer();
    await use(server);
    await server.close();
  },
  launchApp: async ({ folder }, use) => {
    const started: LaunchedApp[] = [];
    await use(async (options = {}) => {
      const running = await launch({ folder: folder.path, ...options });
      started.push(running);
      return running;
    });
    for (const running of started) await running.quit();
    for (const running of started) await running.check();
  },
});

interface LaunchedApp extends RunningApp {
  /** Fails where something went wrong that nobody expected. */
  check(): Promise<void>;
}

async function launch({
  folder,
  env = {},
}: LaunchOptions & { readonly folder: string }): Promise<LaunchedApp> {
  const stateFolder = path.join(folder, 'state');
  const picturesFolder = path.join(folder, 'pictures');
  const startedAt = performance.now();
  const app = await _electron.launch({
    args: [...launchSwitches(), root],
    cwd: root,
    env: environment({ PIXHAUL_STATE: stateFolder, PIXHAUL_PICTURES: picturesFolder, ...env }),
    // The page's colours are the app's affair.
    colorScheme: null,
  });
  const faults = watchFaults(app);
  const page = await app.firstWindow();
  await page
    .getByRole('button', { name: 'Settings' })
    .or(page.getByRole('button', { name: '设置' }))
    .waitFor();
  const firstWindowMs = performance.now() - startedAt;
  const main = app.process();
  const expected: RegExp[] = [];
  let leftBehind: readonly string[] = [];
  let isEnded = false;
  let session: CDPSession | undefined;

  const end = async (how: () => Promise<unknown>) => {
    if (isEnded) return;
    isEnded = true;
    const tree = await processTree(main.pid ?? 0);
    const gone = new Promise<void>((resolve) => {
      if (main.exitCode !== null || main.signalCode !== null) resolve();
      else main.once('exit', () => resolve());
    });
    await how();
    await gone;
    // Children end a moment after their parent.
    await expect
      .poll(() => survivors(tree), { timeout: SOON_MS })
      .toEqual([])
      .catch(() => undefined);
    leftBehind = await survivors(tree);
  };

  return {
    app,
    page,
    stateFolder,
    picturesFolder,
    firstWindowMs,
    paste: (text) => page.evaluate(pasteInPage, { 'text/plain': text }),
    pasteHtml: (html, plain) => page.evaluate(pasteInPage, { 'text/html': html, 'text/plain': plain }),
    drop: (what) => page.evaluate(dropInPage, what),
    copy: (text) => app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text),
    chooseInDialogs: (...paths) =>
      app.evaluate(({ dialog }, filePaths) => {
        dialog.showOpenDialog = async () => ({ canceled: filePaths.length === 0, filePaths });
      }, paths as string[]),
    async resize(width, height, zoom = 1) {
      // What the session set ends with it, so it stays.
      session ??= await app.context().newCDPSession(page);
      await session.send('Emulation.setDeviceMetricsOverride', {
        width: Math.round(width / zoom),
        height: Math.round(height / zoom),
        deviceScaleFactor: zoom,
        mobile: false,
      });
    },
    async takePicture(name) {
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled' });
    },
    expectFaults: (pattern) => void expected.push(pattern),
    quit: () =>
      end(async () => {
        await app.evaluate(({ dialog }) => {
          dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
        });
        await app.close();
      }),
    kill: () => end(async () => main.kill('SIGKILL')),
    async check() {
      const bugs = await bugsInLog(stateFolder);
      const unexpected = [...faults, ...bugs].filter((fault) => !expected.some((one) => one.test(fault)));
      expect(unexpected, 'faults in the page or in the log').toEqual([]);
      expect(leftBehind, 'processes that outlived the app').toEqual([]);
    },
  };
}

function launchSwitches(): readonly string[] {
  // Chromium's own sandbox does not work for root.
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

function environment(own: Readonly<Record<string, string>>): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => {
    const [name, value] = entry;
    return value !== undefined && !name.startsWith('LC_');
  });
  return {
    ...Object.fromEntries(inherited),
    LANG: 'en_US.UTF-8',
    LANGUAGE: 'en',
    // '0' in the environment shows the windows of these specs.
    PIXHAUL_STAND_IN_HEADLESS: process.env['PIXHAUL_STAND_IN_HEADLESS'] ?? '1',
    ...own,
  };
}

/** Gathers what a page complains of: its console (broken security policies are told there too) and its uncaught errors. */
function watchFaults(app: ElectronApplication): readonly string[] {
  const faults: string[] = [];
  app.context().on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  app.context().on('weberror', (error) => faults.push(`page: ${error.error().message}`));
  return faults;
}

async function bugsInLog(stateFolder: string): Promise<readonly string[]> {
  const folder = path.join(stateFolder, 'logs');
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => /^\S+ error /.test(line))
    .map((line) => `log: ${line}`);
}

/** The page gets the event that a paste brings; the system's clipboard stays the person's. */
function pasteInPage(forms: Readonly<Record<string, string>>): void {
  const data = new DataTransfer();
  for (const [type, text] of Object.entries(forms)) data.setData(type, text);
  const event = new ClipboardEvent('paste', {
    clipboardData: data,
    bubbles: true,
    cancelable: true,
    composed: true,
  });
  let target = document.activeElement ?? document.body;
  // The editor's field is inside a shadow root.
  while (target.shadowRoot?.activeElement) target = target.shadowRoot.activeElement;
  target.dispatchEvent(event);
}

/** The page gets the events that a drag from another program brings. */
function dropInPage(what: { readonly text: string } | { readonly fileName: string }): void {
  const data = new DataTransfer();
  if ('text' in what) data.setData('text/plain', what.text);
  else data.items.add(new File([], what.fileName));
  for (const name of ['dragenter', 'dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}
