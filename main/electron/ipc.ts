import path from 'node:path';
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';
import { ipcMain } from 'electron';
import type { EventName, Events } from '#contract/api.ts';
import type { Answer, Dispatch } from '../rpc/dispatch.ts';
import { isOwnUrl } from './address.ts';

/** No system has longer ones. */
const MAX_PATH_LENGTH = 40_000;

export interface IpcOptions {
  readonly window: BrowserWindow;
  readonly dispatch: Dispatch;
  /** Keeps the path of a file that was dropped on the window, and answers the id that stands for it. */
  registerDrop(file: string): string;
  log(message: string, facts?: Readonly<Record<string, unknown>>): void;
}

/** Sends an event to the window; silently nothing when the window is gone. */
export type Send = <Name extends EventName>(name: Name, event: Events[Name]) => void;

/** Connects the window with the dispatch: only our own page, in the main frame of our own window, is heard. */
export function connectWindow({ window, dispatch, registerDrop, log }: IpcOptions): Send {
  ipcMain.handle('pixhaul:request', async (event, method: unknown, argument: unknown): Promise<Answer> => {
    if (isFromOwnPage(event, window)) return dispatch(method, argument);
    log('A message from elsewhere was refused', { origin: originOf(event) });
    return { ok: false, error: 'Only the page of Pixhaul is answered.' };
  });
  // Only the preload can say where a dropped file lies: the page never has its path.
  ipcMain.handle('pixhaul:drop', (event, file: unknown): string | null =>
    isFromOwnPage(event, window) && isPath(file) ? registerDrop(file) : null,
  );
  return (name, event) => {
    if (!window.isDestroyed() && !window.webContents.isDestroyed()) {
      window.webContents.send('pixhaul:event', name, event);
    }
  };
}

const isPath = (file: unknown): file is string =>
  typeof file === 'string' && file.length <= MAX_PATH_LENGTH && path.isAbsolute(file);

function isFromOwnPage(event: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  if (window.isDestroyed() || event.sender !== window.webContents) return false;
  try {
    const frame = event.senderFrame;
    return frame !== null && frame.parent === null && isOwnUrl(frame.url);
  } catch {
    return false; // The frame is gone already.
  }
}

function originOf(event: IpcMainInvokeEvent): string | null {
  try {
    const { protocol, host } = new URL(event.senderFrame?.url ?? '');
    return `${protocol}//${host}`;
  } catch {
    return null;
  }
}
