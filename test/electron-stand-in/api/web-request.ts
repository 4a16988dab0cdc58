import type {
  CallbackResponse,
  OnBeforeRequestListenerDetails,
  WebContents,
  WebRequestFilter,
} from 'electron';
import type { PageRequest } from '../page/requests.ts';
import { strict } from '../strict.ts';

type ResourceType = OnBeforeRequestListenerDetails['resourceType'];
type Listener = (
  details: OnBeforeRequestListenerDetails,
  callback: (response: CallbackResponse) => void,
) => void;
type Registered = { readonly filter: WebRequestFilter; readonly listener: Listener };

const resourceTypes: Readonly<Record<string, ResourceType>> = {
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  Media: 'media',
  Ping: 'ping',
  XHR: 'xhr',
  Fetch: 'xhr',
  CSPViolationReport: 'cspReport',
  WebSocket: 'webSocket',
};

/** Chromium's match pattern (`<all_urls>`, `*://host/*`, `app://*`) as a test of addresses. */
export function matchesPattern(pattern: string, url: string): boolean {
  if (pattern === '<all_urls>') return true;
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped.replace(/^\.\*:/, '(https?|wss?|[a-z][a-z0-9+-]*):')}$`).test(url);
}

function applies({ urls, types, excludeUrls }: WebRequestFilter, url: string, type: ResourceType): boolean {
  if (types && !(types as ResourceType[]).includes(type)) return false;
  if (excludeUrls?.some((pattern) => matchesPattern(pattern, url))) return false;
  return urls.length === 0 || urls.some((pattern) => matchesPattern(pattern, url));
}

function typeOf(request: PageRequest): ResourceType {
  if (request.resourceType === 'Document') return request.isMainFrame ? 'mainFrame' : 'subFrame';
  return resourceTypes[request.resourceType] ?? 'other';
}

let registered: Registered | undefined;
let lastRequestId = 0;

/** Electron's `session.webRequest`: only onBeforeRequest, which is asked for every request of every window. */
export const webRequest = strict('session.webRequest', {
  onBeforeRequest: (
    filterOrListener: WebRequestFilter | Listener | null,
    maybeListener?: Listener | null,
  ): void => {
    const isFilter = typeof filterOrListener === 'object' && filterOrListener !== null;
    const filter = isFilter ? filterOrListener : { urls: [] };
    const listener = isFilter ? maybeListener : filterOrListener;
    registered = listener ? { filter, listener } : undefined;
  },
});

/** What the app's onBeforeRequest says about `request`; nothing when it has none. */
export function askBeforeRequest(request: PageRequest, webContents: WebContents): Promise<CallbackResponse> {
  const resourceType = typeOf(request);
  const { url, method, headers } = request;
  if (!registered || !applies(registered.filter, url, resourceType)) return Promise.resolve({});
  const { listener } = registered;
  return new Promise((resolve) => {
    const details: OnBeforeRequestListenerDetails = {
      id: ++lastRequestId,
      url,
      method,
      webContentsId: webContents.id,
      webContents,
      frame: webContents.mainFrame,
      resourceType,
      referrer: headers['Referer'] ?? '',
      timestamp: Date.now(),
      uploadData: [],
    };
    listener(details, resolve);
  });
}
