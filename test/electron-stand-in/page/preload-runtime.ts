// What a sandboxed preload may require(), in the preload's own world. Pasted, as text, into the page: it must not
// use anything from outside itself.
import type { Codec } from './codec.ts';

/** What the preload's `process` object shows. */
export type PreloadProcess = {
  readonly platform: string;
  readonly arch: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
};

/** The preload's side of IPC: `deliver` takes a packed message from main, `run` runs the preload's text. */
export type PreloadRuntime = {
  readonly deliver: (text: string) => void;
  readonly run: (source: (...args: unknown[]) => void) => void;
};

/** Makes `ipcRenderer` and the rest of a sandboxed preload's modules; `post` sends a packed message to main. */
export function makePreloadRuntime(
  codec: Codec,
  post: (text: string) => void,
  exposeInMainWorld: (key: string, value: unknown) => void,
  shown: PreloadProcess,
): PreloadRuntime {
  type Listener = (...args: unknown[]) => void;
  type Entry = { readonly listener: Listener; readonly once: boolean };
  type Incoming =
    | { readonly type: 'event'; readonly channel: string; readonly args: unknown[] }
    | { readonly type: 'paths'; readonly paths: Readonly<Record<string, string>> }
    | { readonly type: 'resolve'; readonly id: number; readonly value: unknown }
    | { readonly type: 'reject'; readonly id: number; readonly error: string };

  class Emitter {
    private readonly entries = new Map<string, Entry[]>();

    private add(name: string, entry: Entry): this {
      this.entries.set(name, [...(this.entries.get(name) ?? []), entry]);
      return this;
    }
    on(name: string, listener: Listener): this {
      return this.add(name, { listener, once: false });
    }
    addListener(name: string, listener: Listener): this {
      return this.on(name, listener);
    }
    once(name: string, listener: Listener): this {
      return this.add(name, { listener, once: true });
    }
    off(name: string, listener: Listener): this {
      const entries = this.entries.get(name) ?? [];
      const at = entries.findLastIndex((entry) => entry.listener === listener);
      if (at >= 0) this.entries.set(name, entries.toSpliced(at, 1));
      return this;
    }
    removeListener(name: string, listener: Listener): this {
      return this.off(name, listener);
    }
    removeAllListeners(name?: string): this {
      if (name === undefined) this.entries.clear();
      else this.entries.delete(name);
      return this;
    }
    emit(name: string, ...args: unknown[]): boolean {
      const entries = this.entries.get(name) ?? [];
      for (const entry of entries) {
        if (entry.once) this.off(name, entry.listener);
        entry.listener.apply(this, args);
      }
      return entries.length > 0;
    }
    listenerCount(name: string): number {
      return this.entries.get(name)?.length ?? 0;
    }
  }

  const missing = (what: string) => (): never => {
    throw new Error(`The Electron stand-in does not provide ${what}`);
  };
  const missingObject = (name: string): object =>
    new Proxy({}, { get: (_, key) => missing(`${name}.${String(key)}`) });

  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const paths = new Map<string, string>();
  let lastId = 0;

  const invoke = (channel: string, ...args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      const text = codec.pack({ type: 'invoke', id, channel, args });
      pending.set(id, { resolve, reject });
      post(text);
    });
  const ipcRenderer = Object.assign(new Emitter(), {
    send: (channel: string, ...args: unknown[]) => post(codec.pack({ type: 'send', channel, args })),
    invoke,
    sendSync: missing('ipcRenderer.sendSync'),
    postMessage: missing('ipcRenderer.postMessage'),
    sendToHost: missing('ipcRenderer.sendToHost'),
  });

  const receive = (message: Incoming): void => {
    if (message.type === 'event') {
      const event = {
        sender: ipcRenderer,
        ports: [],
        senderId: 0,
        preventDefault() {},
        defaultPrevented: false,
      };
      ipcRenderer.emit(message.channel, event, ...message.args);
    } else if (message.type === 'paths') {
      for (const [name, path] of Object.entries(message.paths)) paths.set(name, path);
    } else {
      const waiting = pending.get(message.id);
      pending.delete(message.id);
      if (message.type === 'resolve') waiting?.resolve(message.value);
      else waiting?.reject(new Error(message.error));
    }
  };

  const getPathForFile = (file: unknown): string => {
    if (!(file instanceof File))
      throw new TypeError("Failed to get path: parameter 1 is not of type 'File'.");
    return paths.get(file.name) ?? '';
  };
  const electron = {
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld,
      exposeInIsolatedWorld: missing('contextBridge.exposeInIsolatedWorld'),
      executeInMainWorld: missing('contextBridge.executeInMainWorld'),
    },
    webUtils: { getPathForFile },
    webFrame: missingObject('webFrame'),
    crashReporter: missingObject('crashReporter'),
    nativeImage: missingObject('nativeImage'),
  };
  const modules: Record<string, unknown> = {
    electron,
    'electron/renderer': electron,
    'electron/common': electron,
    events: Object.assign(Emitter, { EventEmitter: Emitter, default: Emitter }),
    timers: { setTimeout, clearTimeout, setInterval, clearInterval },
    url: { URL, URLSearchParams },
  };
  const require = (name: string): unknown => {
    const found = modules[name.replace(/^node:/, '')];
    if (!found) throw new Error(`module not found: ${name}`);
    return found;
  };
  const process = Object.freeze({
    ...shown,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    isMainFrame: true,
    env: {},
    argv: [],
    execPath: '',
    on() {},
    once() {},
  });

  return {
    deliver: (text) => receive(codec.unpack(text) as Incoming),
    run: (source) => {
      const module = { exports: {} };
      source(require, process, module, module.exports);
    },
  };
}
