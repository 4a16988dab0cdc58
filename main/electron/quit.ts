import type { BrowserWindow } from 'electron';
import { app, dialog, powerMonitor } from 'electron';
import type { Language } from '#contract/model.ts';
import { wordsFor } from '#contract/words/words.ts';
import { presentWindow } from './window.ts';

/** What the engine takes at most to stop (RELIABILITY: nothing is lost when it is cut off here). */
const LONGEST_STOP_MS = 3000;

export interface QuitOptions {
  readonly window: BrowserWindow;
  /** Whether quitting would interrupt something. */
  isWorking(): boolean;
  language(): Language;
  /** Stops everything and loses nothing. */
  stop(): Promise<void>;
  log(message: string, facts?: Readonly<Record<string, unknown>>): void;
}

type Phase = 'running' | 'asking' | 'leaving' | 'left';

/**
 * Sees to it that the app ends in order: while work runs the person is asked once, and the engine is stopped before
 * the app goes. Closing the window quits; on macOS it hides, and the app stays in the Dock.
 */
export function guardQuit({ window, isWorking, language, stop, log }: QuitOptions): void {
  let phase: Phase = 'running';

  const leave = async () => {
    phase = 'leaving';
    await within(stop(), LONGEST_STOP_MS).catch((error: unknown) =>
      log('The engine did not stop in order', { error: String(error) }),
    );
    phase = 'left';
    app.quit();
  };
  const request = async () => {
    if (isWorking()) {
      phase = 'asking';
      if (!(await wantsToQuit(window, language()))) {
        phase = 'running';
        return;
      }
    }
    await leave();
  };
  // The system does not wait for an answer, and would kill us.
  const leaveUnasked = () => {
    if (phase === 'running' || phase === 'asking') void leave();
  };

  app.on('before-quit', (event) => {
    if (phase === 'left') return;
    event.preventDefault();
    if (phase === 'running') void request();
  });
  window.on('close', (event) => {
    if (phase === 'left') return;
    event.preventDefault();
    if (process.platform === 'darwin') window.hide();
    else app.quit();
  });
  app.on('activate', () => presentWindow(window));
  app.on('window-all-closed', () => app.quit());
  window.on('session-end', leaveUnasked);
  powerMonitor.on('shutdown', leaveUnasked);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, leaveUnasked);
}

async function wantsToQuit(window: BrowserWindow, language: Language): Promise<boolean> {
  const { quitQuestion, quitDetail, keepDownloading, quitAndGoOnLater } = wordsFor(language).dialogs;
  presentWindow(window);
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: quitQuestion,
    detail: quitDetail,
    buttons: [keepDownloading, quitAndGoOnLater],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

async function within(work: Promise<void>, limitMs: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Not done within ${limitMs} ms`)), limitMs);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
