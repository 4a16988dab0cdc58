import type { Readable, Writable } from 'node:stream';

/** The parameters of a DevTools event or the result of a command: what the protocol's documentation says. */
export type DevToolsData = Readonly<Record<string, unknown>>;

/** A DevTools event; `sessionId` says which page it belongs to. */
export type DevToolsEvent = {
  readonly method: string;
  readonly params: DevToolsData;
  readonly sessionId?: string;
};

/** A connection to a running Chromium. */
export type DevTools = {
  /** Sends a command; rejects with the command's name when Chromium refuses it or is gone. */
  readonly send: <Result = DevToolsData>(
    method: string,
    params?: DevToolsData,
    sessionId?: string,
  ) => Promise<Result>;
  /** Calls `listener` for every event until the returned function is called. */
  readonly listen: (listener: (event: DevToolsEvent) => void) => () => void;
};

type Waiting = {
  readonly method: string;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
};
type Incoming = DevToolsEvent & {
  readonly id?: number;
  readonly result?: DevToolsData;
  readonly error?: { message: string };
};

/** Calls `onText` for each NUL-ended message of `stream`. */
export function readMessages(stream: Readable, onText: (text: string) => void): void {
  let parts: string[] = [];
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const texts = chunk.split('\0');
    const rest = texts.pop() ?? '';
    for (const text of texts) {
      onText(parts.join('') + text);
      parts = [];
    }
    if (rest) parts.push(rest);
  });
}

/** Speaks the DevTools protocol over `--remote-debugging-pipe`'s two streams. */
export function connectDevTools(fromChromium: Readable, toChromium: Writable): DevTools {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: DevToolsEvent) => void>();
  let lastId = 0;
  let isGone = false;

  const settle = (message: Incoming): void => {
    const entry = waiting.get(message.id ?? 0);
    waiting.delete(message.id ?? 0);
    if (message.error) entry?.reject(new Error(`${entry.method}: ${message.error.message}`));
    else entry?.resolve((message.result ?? {}) as never);
  };
  readMessages(fromChromium, (text) => {
    const message = JSON.parse(text) as Incoming;
    if (message.id !== undefined) settle(message);
    else for (const listener of listeners) listener(message);
  });
  fromChromium.on('close', () => {
    isGone = true;
    for (const entry of waiting.values()) entry.reject(new Error(`${entry.method}: Chromium has ended`));
    waiting.clear();
  });
  // A write after Chromium's end is answered by 'close' above.
  toChromium.on('error', () => {});

  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        if (isGone) {
          reject(new Error(`${method}: Chromium has ended`));
          return;
        }
        const id = ++lastId;
        waiting.set(id, { method, resolve, reject });
        toChromium.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      }),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
