// What is the stand-in's own: how it starts and ends, what it refuses, what it leaves behind.
import type { ChildProcess } from 'node:child_process';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fixture } from './fixture.ts';
import { chooseHost, fixtureApp, fixtureEnv, soonMs, standInFolder, startFixture } from './fixture.ts';

const executable = path.join(standInFolder, 'electron');
const isLinux = process.platform === 'linux';
const hasNpmChromium = isLinux && process.arch === 'x64';

let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  chooseHost('stand-in');
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'pixhaul-stand-in-test-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await fs.rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

/** Starts the executable itself, without a driver. */
function startBare(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(executable, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function runBare(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; said: string }> {
  const child = startBare(args, env);
  const [said, [code]] = await Promise.all([text(child.stderr as Readable), once(child, 'exit')]);
  return { code: Number(code), said };
}

/** Resolves when the fixture's window has shown itself. */
async function shown(env: Record<string, string>): Promise<void> {
  const log = (): Promise<string> => fs.readFile(env['FIXTURE_LOG'] ?? '', 'utf8').catch(() => '');
  await expect.poll(log, { timeout: soonMs }).toContain('show\n');
}

type ProcessRow = { readonly pid: number; readonly parent: number; readonly state: string };

function processes(): ProcessRow[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=']).toString().trim().split('\n');
  return lines.map((line) => {
    const [pid, parent, state = ''] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), state };
  });
}

/** Every process that descends from `pid`, itself included. */
function family(pid: number): number[] {
  const rows = processes();
  const found = [pid];
  for (const parent of found)
    found.push(...rows.filter((row) => row.parent === parent).map((row) => row.pid));
  return found;
}

/** Those of `pids` that run; one that has ended and waits for its parent to notice does not. */
function stillRunning(pids: readonly number[]): number[] {
  const running = processes().filter((row) => !row.state.startsWith('Z'));
  return running.map((row) => row.pid).filter((pid) => pids.includes(pid));
}

function left(env: Record<string, string>): Promise<string[]> {
  return fs.readdir(env['TMPDIR'] ?? '').then((names) => names.filter((name) => name.startsWith('pixhaul-')));
}

describe('starting', () => {
  test('npx electron --version answers', async () => {
    const { stdout } = await promisify(execFile)(executable, ['--version']);
    expect(stdout).toMatch(/^v\d+\.\d+\.\d+ /);
  });

  test('the first line says what runs', async () => {
    const env = await fixtureEnv(path.join(folder, 'first-line'));
    const child = startBare([fixtureApp], env);
    const said = text(child.stderr as Readable);
    await shown(env);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(await said).toMatch(
      /^Stand-in Fixture is running on the Electron stand-in \(Node 24\.[\d.]+, Chromium [\d.]+\)\n$/,
    );
  });

  test('a PIXHAUL_CHROMIUM that is no program is named', async () => {
    const env = await fixtureEnv(path.join(folder, 'bad'), { PIXHAUL_CHROMIUM: '/nowhere/chromium' });
    const { code, said } = await runBare([fixtureApp], env);
    expect(code).toBe(1);
    expect(said).toContain('/nowhere/chromium');
  });

  test('a main module that throws ends with 1 and leaves nothing', async () => {
    const env = await fixtureEnv(path.join(folder, 'throws'));
    const main = path.join(folder, 'throws.mjs');
    await fs.writeFile(main, "throw new Error('main is broken');");
    const { code, said } = await runBare([main], env);
    expect(code).toBe(1);
    expect(said).toContain('main is broken');
    expect(await left(env)).toEqual([]);
  });

  test.skipIf(!isLinux)('no port is open unless one is asked for (needs ps of Linux)', async () => {
    const env = await fixtureEnv(path.join(folder, 'no-port'));
    const child = startBare([fixtureApp], env);
    await shown(env);
    const commands = await Promise.all(
      family(child.pid ?? 0).map((pid) => fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(commands.some((command) => command.includes('--remote-debugging-pipe'))).toBe(true);
    expect(commands.some((command) => command.includes('--remote-debugging-port'))).toBe(false);
  });

  test('a lost lock ends the process before any Chromium is started', async () => {
    const env = await fixtureEnv(path.join(folder, 'lock'));
    const first = startBare([fixtureApp], env);
    await shown(env);
    const second = startBare([fixtureApp], env);
    const pids = family(second.pid ?? 0);
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    await expect.poll(() => stillRunning(pids), { timeout: soonMs }).toEqual([]);
    expect(await left(env)).toHaveLength(1);
    // The second was never ready: all windows that are told of are the first one's.
    const log = await fs.readFile(env['FIXTURE_LOG'] ?? '', 'utf8');
    expect(log.split('\n').filter((line) => line === 'dom-ready')).toHaveLength(1);
    first.kill('SIGTERM');
    await once(first, 'exit');
  });
});

describe('ending', () => {
  test('SIGTERM quits as the app would, and leaves no process and no profile', async () => {
    const env = await fixtureEnv(path.join(folder, 'term'), { FIXTURE_WORKER: 'echo' });
    const child = startBare([fixtureApp], env);
    await shown(env);
    const pids = family(child.pid ?? 0);
    expect(pids.length).toBeGreaterThan(3);
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(await fs.readFile(env['FIXTURE_LOG'] ?? '', 'utf8')).toContain('will-quit\n');
    expect(await left(env)).toEqual([]);
    await expect.poll(() => stillRunning(pids), { timeout: soonMs }).toEqual([]);
  });

  test.each([[['--inspect=0', '--remote-debugging-port=0']], [[]]])(
    'a kill in the middle leaves no process and no profile (switches: %j)',
    async (switches) => {
      const env = await fixtureEnv(path.join(folder, `kill-${switches.length}`), { FIXTURE_WORKER: 'echo' });
      const child = startBare([...switches, fixtureApp], env);
      await shown(env);
      const pids = family(child.pid ?? 0);
      child.kill('SIGKILL');
      await once(child, 'exit');
      await expect.poll(() => stillRunning(pids), { timeout: soonMs }).toEqual([]);
      await expect.poll(() => left(env), { timeout: soonMs }).toEqual([]);
    },
  );
});

describe('a running app', () => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await startFixture();
  });
  afterAll(async () => {
    await fixture.end();
  });

  test('is told by name what is not provided', async () => {
    const messages = await fixture.app.evaluate(({ app, autoUpdater, BrowserWindow, screen }) => {
      const messageOf = (use: () => unknown): string => {
        try {
          use();
          return 'nothing was thrown';
        } catch (error) {
          return (error as Error).message;
        }
      };
      return [
        messageOf(() => app.getGPUInfo('basic')),
        messageOf(() => autoUpdater.checkForUpdates()),
        messageOf(() => BrowserWindow.getAllWindows()[0]?.setVibrancy('menu')),
        messageOf(() => screen.dipToScreenPoint({ x: 0, y: 0 })),
        messageOf(() => new BrowserWindow({ webPreferences: { nodeIntegration: true } })),
      ];
    });
    expect(messages).toEqual([
      expect.stringContaining('app.getGPUInfo'),
      expect.stringContaining('autoUpdater'),
      expect.stringContaining('BrowserWindow.setVibrancy'),
      expect.stringContaining('screen.dipToScreenPoint'),
      expect.stringContaining('webPreferences.nodeIntegration'),
    ]);
  });

  test('records what nobody can see', async () => {
    const what = await fixture.app.evaluate(({ Notification, powerSaveBlocker, shell, app }) => {
      new Notification({ title: 'Done', body: '3 pictures' }).show();
      powerSaveBlocker.stop(powerSaveBlocker.start('prevent-app-suspension'));
      void shell.openPath('/somewhere');
      app.setBadgeCount(3);
      type Own = { pixhaulStandIn: { recorded: { what: string; details: unknown[] }[] } };
      return (globalThis as unknown as Own).pixhaulStandIn.recorded.slice(-5);
    });
    expect(what).toEqual([
      { what: 'Notification', details: [{ title: 'Done', body: '3 pictures', silent: false }] },
      { what: 'powerSaveBlocker.start', details: ['prevent-app-suspension', 1] },
      { what: 'powerSaveBlocker.stop', details: [1] },
      { what: 'shell.openPath', details: ['/somewhere'] },
      { what: 'app.setBadgeCount', details: [3] },
    ]);
  });

  test('gets the clicks of a menu it has made', async () => {
    const clicked = await fixture.app.evaluate(({ Menu }) => {
      const got: unknown[] = [];
      const submenu = [
        {
          id: 'check',
          label: 'Check',
          type: 'checkbox' as const,
          click: (item: { checked: boolean }) => got.push(item.checked),
        },
        { role: 'copy' as const },
      ];
      Menu.setApplicationMenu(Menu.buildFromTemplate([{ label: 'File', submenu }, { role: 'editMenu' }]));
      const menu = Menu.getApplicationMenu();
      menu?.getMenuItemById('check')?.click();
      return [got, menu?.items.map((item) => item.label), menu?.items[0]?.submenu?.items[1]?.label];
    });
    expect(clicked).toEqual([[true], ['File', 'Edit'], 'Copy']);
  });

  test('gives a path only for a file that the driver has named', async () => {
    const file = path.join(fixture.folder, 'list.txt');
    await fs.writeFile(file, 'https://example.com/a.png');
    const pathOf = (): Promise<unknown> =>
      fixture.page.evaluate(() => {
        const input = document.querySelector<HTMLInputElement>('#file');
        const { fixture: exposed } = window as unknown as { fixture: { pathOf: (file: unknown) => string } };
        return exposed.pathOf(input?.files?.[0]);
      });
    await fixture.page.setInputFiles('#file', file);
    expect(await pathOf()).toBe('');
    await fixture.app.evaluate((_electron, named) => {
      type Own = { mainWindow: { webContents: { _givePaths: (paths: Record<string, string>) => void } } };
      (globalThis as unknown as Own).mainWindow.webContents._givePaths({ 'list.txt': named });
    }, file);
    await expect.poll(pathOf, { timeout: soonMs }).toBe(file);
  });

  test.skipIf(!isLinux)('loads the GLib of the system into utility processes (needs Linux)', async () => {
    const preload = await fixture.app.evaluate(async () => {
      type Worker = { once: (name: string, listener: (value: unknown) => void) => void };
      const { startWorker } = globalThis as unknown as { startWorker: (mode: string) => Worker };
      const worker = startWorker('preload');
      return await new Promise((resolve) => worker.once('message', resolve));
    });
    expect(preload).toMatchObject({ preload: expect.stringMatching(/^$|libgobject-2\.0\.so\.0$/) });
  });

  test('gets a new page when it keeps a window that the person closed', async () => {
    const { app, page } = fixture;
    await app.evaluate(() => {
      const { mainWindow } = globalThis as unknown as { mainWindow: Electron.BrowserWindow };
      mainWindow.once('close', (event) => event.preventDefault());
    });
    const nextPage = app.waitForEvent('window');
    const devTools = await app.context().newCDPSession(page);
    const { targetInfo } = await devTools.send('Target.getTargetInfo');
    await devTools.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {});
    const next = await nextPage;
    await next.waitForSelector('body[data-script=ran]');
    expect(await next.title()).toBe('Fixture');
  });

  test('quits when the person closes its last window', async () => {
    const { app, process: main } = fixture;
    const [page] = app.windows();
    const devTools = await app.context().newCDPSession(page as never);
    const { targetInfo } = await devTools.send('Target.getTargetInfo');
    const ended = once(main, 'exit');
    await devTools.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {});
    const log = (): Promise<string> => fs.readFile(`${fixture.folder}/events.log`, 'utf8');
    await expect.poll(log, { timeout: soonMs }).toContain('window-all-closed\n');
    await app.close();
    await ended;
    expect(main.exitCode).toBe(0);
  });
});

describe.skipIf(!hasNpmChromium)("npm's Chromium (needs Linux on x64)", () => {
  test('is unpacked once for processes that ask at the same time, and runs the app', async () => {
    const cache = path.join(folder, 'cache');
    const finder = path.join(standInFolder, 'chromium', 'find.ts');
    const script = `const { findChromium } = await import(${JSON.stringify(finder)});
      const none = { isExecutable: () => false, env: {} };
      console.log(JSON.stringify(await findChromium(none)));`;
    const ask = async (): Promise<{ path: string; kind: string; headlessOnly: boolean }> => {
      const options = { env: { ...process.env, XDG_CACHE_HOME: cache } };
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '-e', script],
        options,
      );
      return JSON.parse(stdout);
    };
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(first).toEqual(second);
    expect(first).toMatchObject({ kind: 'npm', headlessOnly: true });
    expect(await fs.readdir(path.dirname(path.dirname(first.path)))).toHaveLength(1);

    const fixture = await startFixture({ PIXHAUL_CHROMIUM: first.path });
    const chrome = await fixture.app.evaluate(() => process.versions.chrome);
    await fixture.end();
    expect(chrome).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });
});
