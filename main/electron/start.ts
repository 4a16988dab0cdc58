import path from 'node:path';
import { app, dialog, nativeTheme, protocol, session } from 'electron';
import type { Language, Settings } from '#contract/model.ts';
import type { MessageWords } from '#contract/words/catalogue.ts';
import { fill, wordsFor } from '#contract/words/words.ts';
import type { Engine } from '../engine/engine.ts';
import { startEngine } from '../engine/engine.ts';
import { createDispatch } from '../rpc/dispatch.ts';
import { APP_SCHEME } from './address.ts';
import { createAppHandler } from './app-protocol.ts';
import { createDesktopApi } from './desktop-api.ts';
import { createDroppedFiles } from './dropped-files.ts';
import type { Places } from './electron-host.ts';
import { createElectronHost } from './electron-host.ts';
import type { Send } from './ipc.ts';
import { connectWindow } from './ipc.ts';
import { languageOf, systemLanguage } from './language.ts';
import type { Log } from './log.ts';
import { setMenu } from './menu.ts';
import { createProgress } from './progress.ts';
import { guardQuit } from './quit.ts';
import { denyEverything } from './security.ts';
import { createWindow, presentWindow } from './window.ts';
import { watchWork } from './work.ts';

export interface StartOptions {
  readonly places: Places;
  /** Absolute folder of the build (`dist`). */
  readonly builtFolder: string;
  readonly log: Log;
}

/** Starts engine and window; call it when the app is ready. What stands in the way is shown, and the app ends. */
export async function startApp({ places, builtFolder, log }: StartOptions): Promise<void> {
  const warn = (message: string, facts?: Readonly<Record<string, unknown>>) =>
    log.write('warn', message, facts);
  denyEverything(session.defaultSession, warn);
  const started = await startEngine(createElectronHost(places, builtFolder, log));
  if (!started.ok) {
    log.write('error', 'The store could not be opened', { reason: started.reason, detail: started.detail });
    const language = systemLanguage();
    const words = wordsFor(language).storeProblems[started.reason];
    await showMessage(language, 'error', words, { folder: places.stateFolder });
    app.exit(1);
    return;
  }
  const { engine } = started;
  protocol.handle(
    APP_SCHEME,
    createAppHandler({
      pageFolder: path.join(builtFolder, 'renderer'),
      thumbnailPath: (name) => engine.thumbnailPath(name),
    }),
  );
  const settings = followSettings(engine, await engine.getSettings({}));
  const language = () => languageOf(settings());
  const preloadFile = path.join(builtFolder, 'preload', 'index.cjs');
  const window = createWindow({ stateFolder: places.stateFolder, preloadFile, log: warn });
  const dropped = createDroppedFiles();
  const desktop = createDesktopApi({
    window,
    engine,
    picturesFolder: places.picturesFolder,
    dropped,
    language,
    onLinksCopied: (text) => send('linksCopied', { text }),
  });
  let isClosing = false;
  const send = connectWindow({
    window,
    dispatch: createDispatch({ engine, desktop, isClosing: () => isClosing, log: log.write }),
    registerDrop: dropped.register,
    log: warn,
  });
  passEventsOn(engine, send, language);

  const progress = createProgress(window, language);
  const watch = await watchWork(engine, {
    onChanged: progress.show,
    onFinished: progress.tellFinished,
    onStopped: progress.tellStopped,
  });
  app.on('second-instance', () => presentWindow(window));
  guardQuit({
    window,
    isWorking: () => watch.work.isWorking,
    language,
    log: warn,
    async stop() {
      isClosing = true;
      watch.stop();
      progress.stop();
      await engine.close();
      await log.flush();
    },
  });
  if (engine.setAside) {
    const words = wordsFor(language()).dialogs.storeSetAside;
    await showMessage(language(), 'warning', words, {
      folder: path.resolve(places.stateFolder, engine.setAside),
    });
  }
}

/** Says why the app cannot start, where even the engine's words may be missing; then the app ends. */
export async function giveUp(error: unknown, log: Log): Promise<void> {
  log.write('error', 'The app could not start', {
    error: error instanceof Error ? error.stack : String(error),
  });
  const language = systemLanguage();
  const detail = error instanceof Error ? error.message : '';
  const words = wordsFor(language).dialogs.startProblem;
  await Promise.all([log.flush(), showMessage(language, 'error', words, { detail })]);
  app.exit(1);
}

async function showMessage(
  language: Language,
  type: 'error' | 'warning',
  { title, sentence, cure }: MessageWords,
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  await dialog.showMessageBox({
    type,
    message: title,
    detail: `${fill(language, sentence, facts)}\n\n${cure}`,
    buttons: [wordsFor(language).dialogs.close],
    noLink: true,
  });
}

/** The settings as they are now; the page's colours follow them without its doing anything. */
function followSettings(engine: Engine, first: Settings): () => Settings {
  let settings = first;
  const apply = () => {
    nativeTheme.themeSource = settings.theme;
  };
  engine.on('settingsChanged', (changed) => {
    settings = changed;
    apply();
  });
  apply();
  return () => settings;
}

function passEventsOn(engine: Engine, send: Send, language: () => Language): void {
  let menuLanguage: Language | null = null;
  const showMenu = () => {
    // Setting it anew would close a menu that is open.
    if (menuLanguage === language()) return;
    menuLanguage = language();
    setMenu(menuLanguage, (command) => send('commandChosen', { command }));
  };
  engine.on('changed', (changes) => send('changed', changes));
  engine.on('settingsChanged', (settings) => {
    send('settingsChanged', settings);
    showMenu();
  });
  showMenu();
}
