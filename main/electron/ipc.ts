import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';
import { ipcMain } from 'electron';
import type { EventName, Events } from '#contract/api.ts';
import type { Answer, Dispatch } from '../rpc/dispatch.ts';
import { isOwnUrl } from './address.ts';

export interface IpcOptions {
  readonly window: BrowserWindow;
  readonly dispatch: Dispatch;
  log(message: string, facts?: Readonly<Record<string, unknown>>): void;
}

/** Sends an event to the window; silently nothing when the window is gone. */
export type Send = <Name extends EventName>(name: Name, event: Events[Name]) => void;

/** Connects the window with the dispatch: only our own page, in the main frame of our own window, is heard. */
export function connectWindow({ window, dispatch, log }: IpcOptions): Send {
  ipcMain.handle('pixhaul:request', async (event, method: unknown, argument: unknown): Promise<Answer> => {
    if (isFromOwnPage(event, window)) return dispatch(method, argument);
    log('A message from elsewhere was refused', { origin: originOf(event) });
    return { ok: false, error: 'Only the page of Pixhaul is answered.' };
  });
  return (name, event) => {
    if (!window.isDestroyed() && !window.webContents.isDestroyed()) {
      window.webContents.send('pixhaul:event', name, event);
    }
  };
}

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
