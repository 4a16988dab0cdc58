// What Pixhaul relies on of Electron, written from Electron's documentation: it must hold on the stand-in and on
// real Electron alike.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fixture } from './fixture.ts';
import { chooseHost, fixtureApp, soonMs, startFixture } from './fixture.ts';

/** What the fixture's preload shows its page, as far as the tests use it. */
type Exposed = {
  readonly invoke: (channel: string, ...args: unknown[]) => Promise<unknown>;
  readonly tell: (value: unknown) => void;
  readonly onTold: (listener: (...args: unknown[]) => void) => () => void;
  readonly failNow: () => void;
  readonly makeInstance: () => object;
  readonly callBack: (callback: (value: number) => number) => number;
  readonly values: { list: number[]; nested: { deep: boolean }; when: Date; bytes: Uint8Array };
  readonly shownProcess: Readonly<Record<string, unknown>>;
  readonly modules: (name: string) => string;
};
type FixtureWindow = { readonly fixture: Exposed; readonly onTold: unknown[][] };
type Seen = {
  readonly events: string[];
  readonly requests: string[];
  readonly second?: { argv: string[]; folder: string; data: unknown };
};
type Worker = {
  pid: number | undefined;
  stdout: NodeJS.ReadableStream | null;
  on: (name: string, listener: (value: unknown) => void) => void;
  once: (name: string, listener: (value: unknown) => void) => void;
  postMessage: (message: unknown) => void;
  kill: () => boolean;
};
type MainGlobals = {
  readonly seen: Seen;
  readonly mainWindow: Electron.BrowserWindow;
  readonly startWorker: (mode: string, options?: object) => Worker;
};

// These run in the page; they are declared here so that the tests below are typed.
declare const window: FixtureWindow & typeof globalThis.window;

/** Describes the contract for one host; `skipReason` names why it cannot run here. */
export function describeContract(host: 'stand-in' | 'electron', skipReason?: string): void {
  const title = skipReason
    ? `Electron's contract on ${host} (${skipReason})`
    : `Electron's contract on ${host}`;
  describe.skipIf(skipReason !== undefined)(title, () => {
    let fixture: Fixture;
    const page = (): Page => fixture.page;
    const seen = (): Promise<Seen> =>
      fixture.app.evaluate(() => {
        const { events, requests, second } = (globalThis as unknown as MainGlobals).seen;
        return second ? { events, requests, second } : { events, requests };
      });

    beforeAll(async () => {
      chooseHost(host);
      fixture = await startFixture();
    });
    afterAll(async () => {
      await fixture?.end();
    });

    describe('messages between window and main', () => {
      test('carry the types of structured clone both ways', async () => {
        const results = await page().evaluate(async () => {
          const echo = (value: unknown): Promise<unknown> => window.fixture.invoke('echo', value);
          const date = (await echo(new Date(5))) as Date;
          const map = (await echo(new Map([['a', { b: 1n }]]))) as Map<string, { b: bigint }>;
          const set = (await echo(new Set([1, 'x']))) as Set<unknown>;
          const bytes = (await echo(new Uint8Array([0, 255, 7]))) as Uint8Array;
          const floats = (await echo(new Float64Array([0.5]))) as Float64Array;
          const error = (await echo(new RangeError('far'))) as Error;
          const record = (await echo({ missing: undefined, none: null, list: [1, [2]] })) as object;
          return {
            date: date instanceof Date && date.getTime(),
            map: map instanceof Map && String(map.get('a')?.b),
            set: set instanceof Set && [...set],
            bytes: bytes instanceof Uint8Array && [...bytes],
            floats: floats instanceof Float64Array && [...floats],
            error: error instanceof Error && error.message,
            keys: Object.keys(record),
            text: await echo('𝄞 漢字 \u0000 \\ "'),
            numbers: [Number.isNaN(await echo(Number.NaN)), Object.is(await echo(-0), -0), await echo(1e300)],
          };
        });
        expect(results).toEqual({
          date: 5,
          map: '1',
          set: [1, 'x'],
          bytes: [0, 255, 7],
          floats: [0.5],
          error: 'far',
          keys: ['missing', 'none', 'list'],
          text: '𝄞 漢字 \u0000 \\ "',
          numbers: [true, true, 1e300],
        });
      });

      test('arrive in main as what they were', async () => {
        const types = await page().evaluate(() =>
          Promise.all(
            [new Date(), new Map(), new Uint8Array(2), [], undefined, 1n].map((value) =>
              window.fixture.invoke('type-of', value),
            ),
          ),
        );
        expect(types).toEqual(
          ['Date', 'Map', 'Uint8Array', 'Array', 'Undefined', 'BigInt'].map((t) => `[object ${t}]`),
        );
      });

      test("reject with the handler's error as text", async () => {
        const error = await page().evaluate(() =>
          window.fixture
            .invoke('fail')
            .catch((reason: Error) => [reason.constructor === Error, reason.message]),
        );
        expect(error).toEqual([true, "Error invoking remote method 'fail': TypeError: deliberate"]);
      });

      test('reject when nobody handles the channel', async () => {
        const message = await page().evaluate(() =>
          window.fixture.invoke('nobody').catch((reason: Error) => reason.message),
        );
        expect(message).toContain("No handler registered for 'nobody'");
      });

      test('refuse what cannot be cloned, in both directions', async () => {
        const messages = await page().evaluate(async () => [
          await window.fixture.invoke('return-function').catch((reason: Error) => reason.message),
        ]);
        expect(messages[0]).toContain('An object could not be cloned');
      });

      test('keep their order and reach every listener', async () => {
        await page().evaluate(() => {
          for (let at = 0; at < 50; at++) window.fixture.tell(at);
        });
        await page().waitForFunction(() => window.onTold.length === 50);
        const told = await page().evaluate(() => window.onTold);
        expect(told).toEqual(Array.from({ length: 50 }, (_, at) => [at, 'twice']));
      });

      test('name the frame they come from', async () => {
        const sender = await page().evaluate(() => window.fixture.invoke('sender'));
        expect(sender).toEqual({
          url: 'app://pixhaul/index.html',
          origin: 'app://pixhaul',
          isMainFrame: true,
        });
      });
    });

    describe('the preload bridge', () => {
      test('shows the page a frozen object that it cannot replace', async () => {
        const facts = await page().evaluate(() => {
          const property = Object.getOwnPropertyDescriptor(window, 'fixture');
          const { values } = window.fixture;
          return [
            property?.writable,
            property?.configurable,
            Object.isFrozen(window.fixture),
            Object.isFrozen(values.nested),
          ];
        });
        expect(facts).toEqual([false, false, true, true]);
      });

      test('copies values and keeps what structured clone keeps', async () => {
        const values = await page().evaluate(() => {
          const { list, when, bytes } = window.fixture.values;
          return [list, when instanceof Date && when.getTime(), bytes instanceof Uint8Array && [...bytes]];
        });
        expect(values).toEqual([[1, 2, 3], 0, [1, 2]]);
      });

      test('copies errors, drops prototypes and calls back', async () => {
        const facts = await page().evaluate(() => {
          let message = '';
          try {
            window.fixture.failNow();
          } catch (error) {
            message = (error as Error).message;
          }
          const instance = window.fixture.makeInstance() as Record<string, unknown>;
          return [
            message,
            instance['own'],
            typeof instance['method'],
            window.fixture.callBack((value) => value * 2),
          ];
        });
        expect(facts[0]).toContain('from the preload');
        expect(facts.slice(1)).toEqual([1, 'undefined', 41]);
      });

      test('gives the page nothing of Node or Electron', async () => {
        const kinds = await page().evaluate(() =>
          ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].map(
            (name) => typeof Reflect.get(window, name),
          ),
        );
        expect(kinds).toEqual(Array(5).fill('undefined'));
      });

      test('gives a sandboxed preload only a few modules', async () => {
        const facts = await page().evaluate(() => [
          window.fixture.shownProcess['type'],
          window.fixture.shownProcess['sandboxed'],
          window.fixture.modules('fs'),
          window.fixture.modules('node:child_process'),
        ]);
        expect(facts[0]).toBe('renderer');
        expect(facts[1]).toBe(true);
        expect(facts[2]).toContain('module not found: fs');
        expect(facts[3]).toContain('module not found');
      });
    });

    describe("the app's own scheme", () => {
      test('reaches the handler with its own address, method and body', async () => {
        const answer = await page().evaluate(async () => {
          const response = await fetch('/echo?x=1', { method: 'POST', body: 'grüße' });
          return [response.status, await response.json()];
        });
        expect(answer).toEqual([201, { url: 'app://pixhaul/echo?x=1', method: 'POST', body: 'grüße' }]);
      });

      test("gives the handler's status, and fails when the handler throws", async () => {
        const facts = await page().evaluate(async () => [
          (await fetch('/nothing-here')).status,
          await fetch('/broken').then(
            () => 'answered',
            (error: Error) => error.name,
          ),
        ]);
        expect(facts).toEqual([404, 'TypeError']);
      });

      test('enforces the Content-Security-Policy of the answer', async () => {
        const facts = await page().evaluate(async () => {
          const inline = document.createElement('script');
          inline.textContent = 'window.inlineRan = true';
          document.body.append(inline);
          const outside = await fetch('https://example.invalid/').then(
            () => 'allowed',
            (error: Error) => error.name,
          );
          // The driver's own evaluation may eval; the page's script has tried it.
          return [document.body.dataset['eval'], 'inlineRan' in window, outside];
        });
        expect(facts).toEqual(['EvalError', false, 'TypeError']);
      });

      test("obeys the session's onBeforeRequest", async () => {
        const outcome = await page().evaluate(() =>
          fetch('/forbidden').then(
            () => 'answered',
            (error: Error) => error.name,
          ),
        );
        expect(outcome).toBe('TypeError');
        const { requests } = await seen();
        expect(requests).not.toContain('app://pixhaul/forbidden');
        expect(requests).not.toContain('app://pixhaul/favicon.ico');
      });
    });

    describe('the window', () => {
      test('lets the app prevent a navigation', async () => {
        await page().click('#away');
        await expect
          .poll(async () => (await seen()).events, { timeout: soonMs })
          .toContain('will-navigate https://example.invalid/away');
        expect(await page().title()).toBe('Fixture');
      });

      test('asks the app before a new window and opens none', async () => {
        await page().click('#blank');
        await expect
          .poll(async () => (await seen()).events, { timeout: soonMs })
          .toContain('window-open https://example.invalid/blank');
        expect(fixture.app.windows()).toHaveLength(1);
      });

      test("follows the app's theme", async () => {
        const isDark = (): Promise<boolean> =>
          page().evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
        const choose = (source: 'dark' | 'light'): Promise<boolean> =>
          fixture.app.evaluate(({ nativeTheme }, chosen) => {
            nativeTheme.themeSource = chosen;
            return nativeTheme.shouldUseDarkColors;
          }, source);
        expect(await choose('dark')).toBe(true);
        await expect.poll(isDark, { timeout: soonMs }).toBe(true);
        expect(await choose('light')).toBe(false);
        await expect.poll(isDark, { timeout: soonMs }).toBe(false);
      });

      test('stays open when the app prevents its close', async () => {
        const isDestroyed = await fixture.app.evaluate(() => {
          const { mainWindow } = globalThis as unknown as MainGlobals;
          mainWindow.once('close', (event) => event.preventDefault());
          mainWindow.close();
          return mainWindow.isDestroyed();
        });
        expect(isDestroyed).toBe(false);
      });

      test("takes the page's title, and its changes", async () => {
        const title = (): Promise<string> =>
          fixture.app.evaluate(() => (globalThis as unknown as MainGlobals).mainWindow.getTitle());
        await expect.poll(title, { timeout: soonMs }).toBe('Fixture');
        await page().evaluate(() => {
          document.title = 'Three pictures';
        });
        await expect.poll(title, { timeout: soonMs }).toBe('Three pictures');
      });

      test('keeps bounds, title and state', async () => {
        const facts = await fixture.app.evaluate(() => {
          const { mainWindow } = globalThis as unknown as MainGlobals;
          mainWindow.setTitle('Renamed');
          mainWindow.setProgressBar(0.5);
          mainWindow.setProgressBar(-1);
          mainWindow.setSize(1000, 700);
          return [mainWindow.getTitle(), mainWindow.getSize(), mainWindow.isDestroyed()];
        });
        expect(facts).toEqual(['Renamed', [1000, 700], false]);
      });

      test('tells of a crashed page and loads again', async () => {
        await fixture.app.evaluate(() => {
          const { mainWindow, seen: noted } = globalThis as unknown as MainGlobals;
          noted.events.length = 0;
          mainWindow.webContents.forcefullyCrashRenderer();
        });
        await expect
          .poll(async () => (await seen()).events, { timeout: soonMs })
          .toContain('render-process-gone');
        const title = await fixture.app.evaluate(async () => {
          const { mainWindow } = globalThis as unknown as MainGlobals;
          const { promise, resolve } = Promise.withResolvers<void>();
          mainWindow.webContents.once('did-finish-load', () => resolve());
          mainWindow.webContents.reload();
          await promise;
          return await mainWindow.webContents.executeJavaScript('document.querySelector("h1").textContent');
        });
        expect(title).toBe('Fixture');
      });
    });

    describe('a second instance', () => {
      test('greets the first with its data and ends', async () => {
        const electron = createRequire(import.meta.url)('electron') as unknown as string;
        const second = spawn(electron, [fixtureApp, '--second'], { env: fixture.env, stdio: 'ignore' });
        const [code] = await once(second, 'exit');
        expect(code).toBe(0);
        await expect
          .poll(async () => (await seen()).second?.data, { timeout: soonMs })
          .toEqual({
            greeting: 'from the second',
            list: ['a', 'b'],
          });
        expect((await seen()).second?.argv).toContain('--second');
      });
    });

    describe('a utility process', () => {
      test('has no pid before it is spawned and after it has ended, and ends with 0 by kill()', async () => {
        const facts = await fixture.app.evaluate(async () => {
          const worker = (globalThis as unknown as MainGlobals).startWorker('echo');
          const before = worker.pid;
          await new Promise((resolve) => worker.once('spawn', resolve));
          const during = typeof worker.pid;
          const ended = new Promise((resolve) => worker.once('exit', resolve));
          const killed = worker.kill();
          return { before, during, killed, code: await ended, after: worker.pid, again: worker.kill() };
        });
        expect(facts).toEqual({
          before: undefined,
          during: 'number',
          killed: true,
          code: 0,
          after: undefined,
          again: false,
        });
      });

      test.each([
        ['throw', 1],
        ['exit', 7],
        ['end', 0],
      ])('that does "%s" ends with %i', async (mode, code) => {
        const ended = await fixture.app.evaluate(async (_electron, chosen) => {
          const worker = (globalThis as unknown as MainGlobals).startWorker(chosen, { stdio: 'ignore' });
          return await new Promise((resolve) => worker.once('exit', resolve));
        }, mode);
        expect(ended).toBe(code);
      });

      test('whose file is missing ends with 1', async () => {
        const code = await fixture.app.evaluate(async ({ utilityProcess }) => {
          const worker = utilityProcess.fork('/nowhere/at/all.mjs', [], { stdio: 'ignore' });
          return await new Promise((resolve) => worker.once('exit', resolve));
        });
        expect(code).toBe(1);
      });

      test('gets the messages that were sent before it listened, in order', async () => {
        const messages = await fixture.app.evaluate(async () => {
          const worker = (globalThis as unknown as MainGlobals).startWorker('late');
          const got: unknown[] = [];
          worker.postMessage(1);
          worker.postMessage({ two: new Uint8Array([2]) });
          await new Promise<void>((resolve) => {
            worker.on('message', (message) => {
              got.push(message);
              if (got.length === 2) resolve();
            });
          });
          worker.kill();
          const [first, second] = got as [{ late: number }, { late: { two: Uint8Array } }];
          return [first.late, second.late.two instanceof Uint8Array, second.late.two[0]];
        });
        expect(messages).toEqual([1, true, 2]);
      });

      test('says what it is', async () => {
        const facts = await fixture.app.evaluate(async () => {
          const worker = (globalThis as unknown as MainGlobals).startWorker('facts');
          return await new Promise((resolve) => worker.once('message', resolve));
        });
        expect(facts).toMatchObject({ type: 'utility', isMainThread: true, send: 'undefined' });
      });

      test('writes where its stdio says', async () => {
        const text = await fixture.app.evaluate(async () => {
          const worker = (globalThis as unknown as MainGlobals).startWorker('speak', { stdio: 'pipe' });
          let said = '';
          worker.stdout?.on('data', (chunk) => {
            said += chunk;
          });
          await new Promise((resolve) => worker.once('exit', resolve));
          return said;
        });
        expect(text).toBe('to stdout');
      });
    });

    test('the clipboard answers with promises', async () => {
      const text = await fixture.app.evaluate(async ({ clipboard }) => {
        await clipboard.writeText('copied');
        return await clipboard.readText();
      });
      expect(text).toBe('copied');
    });

    test('a dialog can be replaced by the test', async () => {
      const chosen = await fixture.app.evaluate(async ({ dialog }) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: ['/chosen'] });
        return (await dialog.showOpenDialog({})).filePaths;
      });
      expect(chosen).toEqual(['/chosen']);
    });

    test('quitting tells everybody in order and ends the process', async () => {
      const { app, folder } = fixture;
      await app.close();
      const log = await fs.readFile(`${folder}/events.log`, 'utf8');
      const wanted = ['before-quit', 'close', 'closed', 'will-quit', 'quit'];
      expect(
        log
          .split('\n')
          .filter((name) => wanted.includes(name))
          .slice(-5),
      ).toEqual(wanted);
      expect(fixture.process.exitCode).toBe(0);
    });
  });
}
