// A tiny Electron app without a build: what the stand-in's tests drive. It runs on real Electron as well.
import fs from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow, ipcMain, nativeTheme, protocol, session, utilityProcess } from 'electron';

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";
const pages = path.join(import.meta.dirname, 'pages');
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);
if (process.env.FIXTURE_USER_DATA) app.setPath('userData', process.env.FIXTURE_USER_DATA);

// What happened, for the tests to read through evaluate().
globalThis.seen = { events: [], requests: [], senders: [], workers: [] };
const note = (name) => {
  globalThis.seen.events.push(name);
  if (process.env.FIXTURE_LOG) fs.appendFileSync(process.env.FIXTURE_LOG, `${name}\n`);
};

/** Answers app://pixhaul/…: files of pages/, and what the request was under /echo. */
async function answer(request) {
  const { host, pathname } = new URL(request.url);
  globalThis.seen.requests.push(request.url);
  if (host !== 'pixhaul') return new Response('unknown host', { status: 404 });
  if (pathname === '/echo') {
    const body = await request.text();
    return Response.json({ url: request.url, method: request.method, body }, { status: 201 });
  }
  if (pathname === '/broken') throw new Error('deliberate');
  const name = path.basename(pathname) || 'index.html';
  try {
    const data = await fs.promises.readFile(path.join(pages, name));
    const type = types[path.extname(name)] ?? 'application/octet-stream';
    return new Response(data, { headers: { 'content-type': type, 'content-security-policy': policy } });
  } catch {
    return new Response('not found', { status: 404 });
  }
}

ipcMain.handle('echo', (_event, value) => value);
ipcMain.handle('type-of', (_event, value) => Object.prototype.toString.call(value));
ipcMain.handle('fail', () => {
  throw new TypeError('deliberate');
});
ipcMain.handle('return-function', () => () => {});
ipcMain.handle('sender', (event) => {
  const isMainFrame = event.senderFrame === event.sender.mainFrame;
  return { url: event.senderFrame.url, origin: event.senderFrame.origin, isMainFrame };
});
ipcMain.on('tell', (event, value) => {
  globalThis.seen.senders.push(value);
  event.reply('told', value, 'twice');
});

globalThis.startWorker = (mode, options = {}) => {
  const worker = utilityProcess.fork(path.join(import.meta.dirname, 'worker.mjs'), [mode], {
    serviceName: 'fixture worker',
    ...options,
  });
  globalThis.seen.workers.push(worker);
  return worker;
};

function createWindow() {
  const window = new BrowserWindow({
    width: 900,
    height: 640,
    show: false,
    webPreferences: {
      preload: path.join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
    },
  });
  globalThis.mainWindow = window;
  for (const name of ['ready-to-show', 'show', 'close', 'closed']) window.on(name, () => note(name));
  for (const name of ['did-finish-load', 'dom-ready', 'render-process-gone'])
    window.webContents.on(name, () => note(name));
  window.webContents.on('will-navigate', (event, url) => {
    note(`will-navigate ${url}`);
    event.preventDefault();
  });
  window.webContents.setWindowOpenHandler(({ url }) => {
    note(`window-open ${url}`);
    return { action: 'deny' };
  });
  window.once('ready-to-show', () => window.show());
  return window.loadURL('app://pixhaul/index.html');
}

const isFirst = app.requestSingleInstanceLock({ greeting: 'from the second', list: ['a', 'b'] });
if (!isFirst) {
  app.quit();
} else {
  app.on('second-instance', (_event, argv, folder, data) => {
    globalThis.seen.second = { argv, folder, data };
  });
  app.on('window-all-closed', () => {
    note('window-all-closed');
    app.quit();
  });
  for (const name of ['before-quit', 'will-quit', 'quit']) app.on(name, () => note(name));
  nativeTheme.on('updated', () => note('theme updated'));
  void app.whenReady().then(async () => {
    protocol.handle('app', answer);
    session.defaultSession.webRequest.onBeforeRequest((details, callback) => {
      callback({ cancel: details.url.endsWith('/forbidden') });
    });
    if (process.env.FIXTURE_WORKER) globalThis.startWorker(process.env.FIXTURE_WORKER);
    await createWindow();
  });
}
