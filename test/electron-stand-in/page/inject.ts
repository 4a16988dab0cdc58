import { makeBridge } from './bridge.ts';
import { makeCodec } from './codec.ts';
import type { PreloadProcess } from './preload-runtime.ts';
import { makePreloadRuntime } from './preload-runtime.ts';

/** The name of the isolated world that the preload runs in. */
export const preloadWorld = 'electron-preload';
/** The binding that only the preload's world has; it is taken away before the preload runs. */
export const postBinding = '__standInPost';
/** The function of the preload's world that main calls with a packed message. */
export const deliverFunction = '__standInDeliver';

/** The script of the page's own world: takes what the preload exposes and freezes it. Top frame only. */
export function mainWorldScript(inbox: string, outbox: string): string {
  return `(() => { if (window !== top) return; const makeBridge = ${makeBridge};
    const freeze = (value) => { if (value && typeof value === 'object' && !ArrayBuffer.isView(value)) {
      Object.values(value).forEach(freeze); Object.freeze(value); } return value; };
    makeBridge('${outbox}', '${inbox}', (key, value) => {
      if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object');
      Object.defineProperty(window, key, { value: freeze(value), enumerable: true });
    }); })()`;
}

/** The script of the preload's world: its runtime, a watch on the title, then the preload itself. Top frame only. */
export function preloadScript(
  inbox: string,
  outbox: string,
  shown: PreloadProcess,
  preloadText: string,
): string {
  return `(() => { const post = globalThis.${postBinding}; delete globalThis.${postBinding};
    if (!post || window !== top) return;
    const codec = (${makeCodec})(); const makeBridge = ${makeBridge}; const makePreloadRuntime = ${makePreloadRuntime};
    const bridge = makeBridge('${inbox}', '${outbox}', () => {});
    const runtime = makePreloadRuntime(codec, post, bridge.expose, ${JSON.stringify(shown)});
    Object.defineProperty(globalThis, '${deliverFunction}', { value: runtime.deliver });
    let lastTitle = '';
    const tellTitle = () => { if (document.title === lastTitle) return;
      lastTitle = document.title; post(codec.pack({ type: 'titled', title: lastTitle })); };
    document.addEventListener('DOMContentLoaded', () => { tellTitle();
      new MutationObserver(tellTitle).observe(document.head, { subtree: true, childList: true, characterData: true }); });
    try { runtime.run(function (require, process, module, exports) {\n${preloadText}\n}); }
    catch (error) { post(codec.pack({ type: 'preload-error', error: String(error && error.stack || error) })); }
  })()`;
}
