import { EventEmitter } from 'node:events';
import type { WebContents, WebFrameMain } from 'electron';
import type { PreloadMessage } from '../page/page.ts';
import { strict } from '../strict.ts';
import { makeEvent } from './event.ts';

type Handler = (event: unknown, ...args: unknown[]) => unknown;

/** The handlers and listeners of one place that messages arrive at. */
export class StandInIpc extends EventEmitter {
  private readonly handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    if (typeof handler !== 'function')
      throw new TypeError(`Expected handler to be a function, but found type '${typeof handler}'`);
    this.handlers.set(channel, handler);
  }
  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
  /** The stand-in's own: the handler of a channel. */
  _find(channel: string): Handler | undefined {
    return this.handlers.get(channel);
  }
}

/** Electron's `ipcMain`. */
export const ipcMain = strict('ipcMain', new StandInIpc());

type Sender = {
  readonly sender: WebContents;
  readonly senderFrame: WebFrameMain;
  readonly places: readonly StandInIpc[];
};

async function answerInvoke(
  message: Extract<PreloadMessage, { type: 'invoke' }>,
  event: unknown,
  places: readonly StandInIpc[],
): Promise<object> {
  const { channel, id, args } = message;
  const reject = (error: unknown): object => ({
    type: 'reject',
    id,
    error: `Error invoking remote method '${channel}': ${error}`,
  });
  const handler = places.map((place) => place._find(channel)).find((found) => found !== undefined);
  if (!handler) return reject(new Error(`No handler registered for '${channel}'`));
  try {
    return { type: 'resolve', id, value: await handler(event, ...args) };
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error);
    return reject(error);
  }
}

/** Gives a message of the page to the app, at the narrowest place first; resolves to the answer of an invoke. */
export async function dispatchIpc(
  message: Exclude<PreloadMessage, { type: 'preload-error' }>,
  { sender, senderFrame, places }: Sender,
): Promise<object | undefined> {
  const ids = { processId: 1, frameId: 1 };
  const reply = (channel: string, ...args: unknown[]): void => sender.send(channel, ...args);
  const event = makeEvent({
    type: 'frame',
    sender,
    senderFrame,
    ...ids,
    ports: [],
    returnValue: undefined,
    reply,
  });
  if (message.type === 'invoke') return await answerInvoke(message, event, places);
  for (const place of places) place.emit(message.channel, event, ...message.args);
  return undefined;
}
