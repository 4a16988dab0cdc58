// One window's page: a Chromium target, driven over the DevTools protocol. The preload runs in an isolated world;
// IPC is a binding that only that world has; the app's scheme is answered by intercepting requests.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import type { DevToolsData, DevToolsEvent } from '../chromium/devtools.ts';
import type { RunningChromium } from '../chromium/start.ts';
import { toInner, toOuter } from './address.ts';
import { makeCodec } from './codec.ts';
import { deliverFunction, mainWorldScript, postBinding, preloadScript, preloadWorld } from './inject.ts';
import type { LoadError } from './load-error.ts';
import { makeLoadError } from './load-error.ts';
import type { PausedRequest, RequestPolicy } from './requests.ts';
import { answerRequest, readRequest } from './requests.ts';

/** A message of the preload's runtime. */
export type PreloadMessage =
  | { readonly type: 'send'; readonly channel: string; readonly args: unknown[] }
  | { readonly type: 'invoke'; readonly id: number; readonly channel: string; readonly args: unknown[] }
  | { readonly type: 'preload-error'; readonly error: string };
type Told = PreloadMessage | { readonly type: 'titled'; readonly title: string };

/** What the page tells its owner. */
export type PageOwner = RequestPolicy & {
  /** A message of the preload; what it resolves to is sent back. */
  readonly message: (message: PreloadMessage) => Promise<object | undefined>;
  readonly navigated: (url: string, isSameDocument: boolean) => void;
  readonly startedLoading: () => void;
  readonly stoppedLoading: () => void;
  readonly domReady: () => void;
  readonly loaded: () => void;
  readonly titled: (title: string) => void;
  readonly said: (level: string, text: string) => void;
  readonly wantsWindow: (details: { url: string; frameName: string; features: string }) => void;
  readonly crashed: () => void;
  /** The person closed the window, or Chromium did; not called after `close()`. */
  readonly closed: () => void;
};

export type PageOptions = {
  readonly width: number;
  readonly height: number;
  readonly preload: string | undefined;
  readonly schemes: ReadonlySet<string>;
  /** Take the window that Chromium opened when it started, in place of a new one. */
  readonly takesFirstWindow: boolean;
};

/** An open page. */
export type Page = {
  readonly targetId: string;
  /** Packs `message` and gives it to the preload's world; kept until there is one. Throws what cannot be cloned. */
  readonly post: (message: object) => void;
  /** Resolves when the document has loaded; rejects with a LoadError. */
  readonly load: (url: string) => Promise<void>;
  readonly reload: (ignoreCache: boolean) => Promise<void>;
  /** Evaluates in the page's own world. */
  readonly evaluate: (code: string, userGesture: boolean) => Promise<unknown>;
  readonly send: (method: string, params?: DevToolsData) => Promise<DevToolsData>;
  readonly setColorScheme: (scheme: 'light' | 'dark' | 'system') => void;
  readonly setWindow: (bounds: DevToolsData) => void;
  readonly close: () => Promise<void>;
};

type PendingLoad = { readonly resolve: () => void; readonly reject: (error: LoadError) => void; url: string };
type Frame = {
  readonly id: string;
  readonly parentId?: string;
  readonly url: string;
  readonly urlFragment?: string;
};
type Context = { readonly id: number; readonly name: string; readonly auxData?: { frameId?: string } };

const codec = makeCodec();
// Early messages wait for the preload's world, as in Electron; an app that sends for ever to nobody is bounded.
const maxEarly = 10_000;

async function takeTarget(chromium: RunningChromium, options: PageOptions): Promise<string> {
  const { devTools } = chromium;
  if (options.takesFirstWindow) {
    type Targets = { targetInfos: { type: string; targetId: string }[] };
    const { targetInfos } = await devTools.send<Targets>('Target.getTargets');
    const first = targetInfos.find((target) => target.type === 'page');
    if (first) return first.targetId;
  }
  const { width, height } = options;
  const size = { url: 'about:blank', width, height, newWindow: true };
  return (await devTools.send<{ targetId: string }>('Target.createTarget', size)).targetId;
}

function worldScripts(preload: string | undefined): { page: string; preload: string } {
  const [inbox, outbox] = [randomUUID(), randomUUID()];
  const shown = { platform: process.platform, arch: process.arch, versions: { ...process.versions } };
  const text = preload === undefined ? '' : fs.readFileSync(preload, 'utf8');
  return { page: mainWorldScript(inbox, outbox), preload: preloadScript(inbox, outbox, shown, text) };
}

/** Opens a page and prepares its worlds and its interception; it shows nothing until `load`. */
export async function openPage(
  chromium: RunningChromium,
  options: PageOptions,
  owner: PageOwner,
): Promise<Page> {
  const { devTools } = chromium;
  const targetId = await takeTarget(chromium, options);
  const attached = await devTools.send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  const { sessionId } = attached;
  const send = (method: string, params: DevToolsData = {}): Promise<DevToolsData> =>
    devTools.send(method, params, sessionId);
  /** For what may fail only because the page went away meanwhile. */
  const tell = (method: string, params?: DevToolsData): void => {
    send(method, params).catch(() => {});
  };

  let world: number | undefined;
  let isClosing = false;
  let isFinished = false;
  let isOwnNavigation = false;
  let pending: PendingLoad | undefined;
  let early: string[] = [];

  const deliver = (text: string, contextId: number): void =>
    tell('Runtime.evaluate', { expression: `${deliverFunction}(${JSON.stringify(text)})`, contextId });
  const post = (message: object, contextId = world): void => {
    const text = codec.pack(message);
    if (contextId !== undefined) deliver(text, contextId);
    else if (early.length < maxEarly) early.push(text);
  };

  const receive = async (payload: string, contextId: number): Promise<void> => {
    const message = codec.unpack(payload) as Told;
    if (message.type === 'titled') {
      owner.titled(message.title);
      return;
    }
    const answer = await owner.message(message);
    if (!answer || contextId !== world) return;
    try {
      post(answer, contextId);
    } catch (error) {
      if (message.type === 'invoke') {
        const text = `Error invoking remote method '${message.channel}': ${error}`;
        post({ type: 'reject', id: message.id, error: text }, contextId);
      }
    }
  };

  const answerPaused = async (paused: PausedRequest): Promise<void> => {
    const request = readRequest(paused, targetId);
    if (paused.resourceType === 'Document' && (!request.isMainFrame || !isOwnNavigation)) {
      if (!owner.mayNavigate(request.url, request.isMainFrame)) {
        await send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' });
        return;
      }
    }
    if (paused.resourceType === 'Document' && request.isMainFrame) isOwnNavigation = false;
    await answerRequest(send, paused, request, options.schemes, owner);
  };

  // A page that is gone is no news; a listener of the app's that threw is, and its request must not hang.
  const answerFailed = (paused: PausedRequest, error: unknown): void => {
    if (isFinished) return;
    console.error(error);
    tell('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Failed' });
  };

  const contextCreated = (context: Context): void => {
    if (context.name !== preloadWorld || context.auxData?.frameId !== targetId) return;
    world = context.id;
    for (const text of early) deliver(text, world);
    early = [];
  };
  const frameNavigated = (frame: Frame): void => {
    if (frame.parentId === undefined) owner.navigated(toOuter(frame.url + (frame.urlFragment ?? '')), false);
  };
  const loaded = (): void => {
    pending?.resolve();
    pending = undefined;
    owner.loaded();
  };

  const ofMainFrame = (params: DevToolsData): boolean => params['frameId'] === targetId;
  const handlers: Record<string, (params: DevToolsData) => void> = {
    'Runtime.executionContextCreated': (params) => contextCreated(params['context'] as Context),
    'Runtime.executionContextDestroyed': (params) => {
      if (params['executionContextId'] === world) world = undefined;
    },
    'Runtime.executionContextsCleared': () => {
      world = undefined;
    },
    'Runtime.bindingCalled': (params) => {
      if (params['name'] === postBinding)
        void receive(String(params['payload']), Number(params['executionContextId']));
    },
    'Runtime.consoleAPICalled': (params) => {
      const args = params['args'] as readonly { value?: unknown; description?: string }[];
      const text = args.map((arg) => String(arg.value ?? arg.description ?? '')).join(' ');
      owner.said(String(params['type']), text);
    },
    'Page.frameNavigated': (params) => frameNavigated(params['frame'] as Frame),
    'Page.navigatedWithinDocument': (params) => {
      if (ofMainFrame(params)) owner.navigated(toOuter(String(params['url'])), true);
    },
    'Page.frameStartedLoading': (params) => ofMainFrame(params) && owner.startedLoading(),
    'Page.frameStoppedLoading': (params) => ofMainFrame(params) && owner.stoppedLoading(),
    'Page.domContentEventFired': () => owner.domReady(),
    'Page.loadEventFired': loaded,
    'Page.windowOpen': (params) =>
      owner.wantsWindow({
        url: toOuter(String(params['url'])),
        frameName: String(params['windowName']),
        features: (params['windowFeatures'] as string[]).join(','),
      }),
    'Fetch.requestPaused': (params) => {
      const paused = params as unknown as PausedRequest;
      answerPaused(paused).catch((error) => answerFailed(paused, error));
    },
  };
  const targetEvent = (event: DevToolsEvent): void => {
    const info = event.params['targetInfo'] as { targetId: string; openerId?: string } | undefined;
    const isMine = event.params['targetId'] === targetId;
    if (event.method === 'Target.targetDestroyed' && isMine) finish();
    else if (event.method === 'Target.targetCrashed' && isMine) owner.crashed();
    else if (event.method === 'Target.targetCreated' && info?.openerId === targetId)
      devTools.send('Target.closeTarget', { targetId: info.targetId }).catch(() => {});
  };
  const stopListening = devTools.listen((event) => {
    if (event.sessionId === sessionId) handlers[event.method]?.(event.params);
    else if (event.method.startsWith('Target.')) targetEvent(event);
  });
  const finish = (): void => {
    if (isFinished) return;
    isFinished = true;
    stopListening();
    pending?.reject(makeLoadError('net::ERR_ABORTED', pending.url));
    pending = undefined;
    if (!isClosing) owner.closed();
  };
  void chromium.ended.then(finish, finish);

  const scripts = worldScripts(options.preload);
  await Promise.all([
    send('Page.enable'),
    send('Runtime.addBinding', { name: postBinding, executionContextName: preloadWorld }),
    send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.page }),
    send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.preload, worldName: preloadWorld }),
    send('Runtime.enable'),
  ]);

  const load = async (url: string): Promise<void> => {
    pending?.reject(makeLoadError('net::ERR_ABORTED', pending.url));
    const done = new Promise<void>((resolve, reject) => {
      pending = { resolve, reject, url };
    });
    done.catch(() => {});
    isOwnNavigation = true;
    const result = await send('Page.navigate', { url: toInner(url, options.schemes) });
    if (result['errorText']) {
      isOwnNavigation = false;
      pending = undefined;
      throw makeLoadError(String(result['errorText']), url);
    }
    await done;
  };
  const evaluate = async (expression: string, userGesture: boolean): Promise<unknown> => {
    type Result = {
      result: { value?: unknown };
      exceptionDetails?: { text: string; exception?: DevToolsData };
    };
    const wish = { expression, awaitPromise: true, returnByValue: true, userGesture };
    const { result, exceptionDetails } = (await send('Runtime.evaluate', wish)) as unknown as Result;
    if (exceptionDetails)
      throw new Error(String(exceptionDetails.exception?.['description'] ?? exceptionDetails.text));
    return result.value;
  };
  const setWindow = async (bounds: DevToolsData): Promise<void> => {
    const { windowId } = await devTools.send<{ windowId: number }>('Browser.getWindowForTarget', {
      targetId,
    });
    await devTools.send('Browser.setWindowBounds', { windowId, bounds });
  };

  return {
    targetId,
    post: (message) => post(message),
    load,
    reload: async (ignoreCache) => {
      isOwnNavigation = true;
      await send('Page.reload', { ignoreCache });
    },
    evaluate,
    send,
    setColorScheme: (scheme) =>
      tell('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: scheme === 'system' ? '' : scheme }],
      }),
    setWindow: (bounds) => {
      setWindow(bounds).catch(() => {});
    },
    close: async () => {
      isClosing = true;
      await devTools.send('Target.closeTarget', { targetId }).catch(() => {});
    },
  };
}
