import { expect } from 'playwright/test';
import { test } from './app.ts';

test('the page has no hand on Node, and its own client cannot be changed', async ({ launchApp }) => {
  const { page } = await launchApp();
  const seen = await page.evaluate(() => {
    const all = globalThis as unknown as Record<string, unknown>;
    const client = all['pixhaul'] as Record<string, unknown>;
    const tryTo = (change: () => void) => {
      try {
        change();
      } catch {
        // A frozen object may throw or stay as it is.
      }
    };
    const before = client['getSnapshot'];
    tryTo(() => {
      client['getSnapshot'] = () => 'mine';
    });
    tryTo(() => {
      client['extra'] = 1;
    });
    tryTo(() => {
      all['pixhaul'] = {};
    });
    return {
      node: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
        (name) => typeof all[name] !== 'undefined',
      ),
      isFrozen: Object.isFrozen(client),
      isSame: all['pixhaul'] === client && client['getSnapshot'] === before && !('extra' in client),
    };
  });
  expect(seen).toEqual({ node: [], isFrozen: true, isSame: true });
});

test('the page can run no text as code and load nothing from elsewhere', async ({ launchApp, server }) => {
  const { page, expectFaults } = await launchApp();
  expectFaults(/Content Security Policy|Mixed Content|Trusted ?Type|violates|ERR_|Refused|blocked/i);
  const tried = await page.evaluate(async (address) => {
    const outcome = async (work: () => unknown) => {
      try {
        await work();
        return 'done';
      } catch {
        return 'stopped';
      }
    };
    const loads = (element: HTMLImageElement, from: string) =>
      new Promise((resolve, reject) => {
        element.addEventListener('load', resolve);
        element.addEventListener('error', reject);
        element.src = from;
        document.body.append(element);
      });
    const script = document.createElement('script');
    let isInlineRun = false;
    document.addEventListener('inline-ran', () => {
      isInlineRun = true;
    });
    try {
      script.textContent = 'document.dispatchEvent(new Event("inline-ran"))';
      document.body.append(script);
    } catch {
      // Trusted types refuse the text itself.
    }
    // In a task of the page's own: what a debugger runs may do more.
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => resolve(outcome(() => new Function('return 1')())), 0);
    });
    return {
      evaluated,
      image: await outcome(() => loads(new Image(), `${address}/pictures/1.jpg`)),
      fetched: await outcome(() => fetch(`${address}/pictures/2.jpg`)),
      socket: await outcome(
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(address.replace('http', 'ws'));
            socket.addEventListener('open', resolve);
            socket.addEventListener('error', reject);
          }),
      ),
      isInlineRun,
    };
  }, server.origin);
  expect(tried).toEqual({
    evaluated: 'stopped',
    image: 'stopped',
    fetched: 'stopped',
    socket: 'stopped',
    isInlineRun: false,
  });
  expect(server.requests).toEqual([]);
});

test('the page stays where it is, whatever is clicked or dropped', async ({ launchApp, server }) => {
  const { app, page, expectFaults } = await launchApp();
  expectFaults(/Content Security Policy|Mixed Content|ERR_|Refused|blocked|navigat/i);
  const address = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());
  const before = await address();
  await page.evaluate((url) => {
    const link = document.createElement('a');
    link.href = url;
    link.textContent = 'away';
    document.body.append(link);
    link.click();
    window.open(url);
    window.open(url, '_blank', 'width=300,height=200');
    location.href = url;
  }, server.url('/html/away'));
  await expect(page.getByRole('button', { name: 'Add links' })).toBeVisible();
  expect(await address()).toBe(before);
  expect(server.requests).toEqual([]);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('a request that main does not know, or with wrong input, is refused', async ({ launchApp }) => {
  const { page, expectFaults } = await launchApp();
  expectFaults(/request|input|refused/i);
  const answers = await page.evaluate(async () => {
    const client = window.pixhaul as unknown as Record<string, (request: unknown) => Promise<unknown>>;
    const ask = async (name: string, request: unknown) => {
      try {
        return { answer: await client[name]?.(request) };
      } catch (error) {
        return `refused: ${String(error).length > 0}`;
      }
    };
    return {
      names: ['readFile', 'execute', 'invoke', 'send', 'constructor'].filter((name) =>
        Object.hasOwn(client, name),
      ),
      wrong: await ask('changeSettings', { parallelDownloads: -1 }),
      path: await ask('addBatch', { draftId: 'no-draft', folderId: '/etc', name: null }),
      huge: await ask('getPage', { viewId: 'none', offset: 0, limit: 1e9 }),
    };
  });
  expect(answers.names).toEqual([]);
  expect(answers.wrong).toBe('refused: true');
  expect(answers.huge).toBe('refused: true');
  expect(JSON.stringify(answers.path)).not.toContain('"ok":true');
});
