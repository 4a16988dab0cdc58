import { Buffer } from 'node:buffer';
import type { DevToolsData } from '../chromium/devtools.ts';
import { policyToInner, toInner, toOuter } from './address.ts';

/** A request of the page, with the address as the app knows it. */
export type PageRequest = {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  readonly resourceType: string;
  readonly isMainFrame: boolean;
};

/** What the app's side decides about requests. */
export type RequestPolicy = {
  /** False when a listener of will-navigate prevented it. Not asked for navigations that the app itself began. */
  readonly mayNavigate: (url: string, isMainFrame: boolean) => boolean;
  /** The app's webRequest.onBeforeRequest. */
  readonly filter: (request: PageRequest) => Promise<{ cancel?: boolean; redirectURL?: string }>;
  /** The app's protocol handler. */
  readonly respond: (request: PageRequest) => Promise<Response>;
  /** Called for an address that is no business of the app's: a window of the stand-in has no network. */
  readonly refused: (url: string) => void;
};

/** The parameters of Fetch.requestPaused that are used. */
export type PausedRequest = {
  readonly requestId: string;
  readonly request: {
    readonly url: string;
    readonly urlFragment?: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly postDataEntries?: readonly { readonly bytes?: string }[];
  };
  readonly resourceType: string;
  readonly frameId: string;
};

type Send = (method: string, params: DevToolsData) => Promise<unknown>;

const inPage = /^(data|blob|about|filesystem):/;

function outerHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const outer: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const isAddress = /^(origin|referer)$/i.test(name);
    outer[name] = isAddress ? toOuter(value).replace(/\/$/, /origin/i.test(name) ? '' : '/') : value;
  }
  return outer;
}

function innerHeaders(headers: Headers, schemes: ReadonlySet<string>): { name: string; value: string }[] {
  return [...headers].map(([name, value]) => {
    if (name === 'content-security-policy') return { name, value: policyToInner(value, schemes) };
    if (name === 'location' && URL.canParse(value)) return { name, value: toInner(value, schemes) };
    return { name, value };
  });
}

/** Reads a paused request; `mainFrameId` tells the window's own document from a frame's. */
export function readRequest(paused: PausedRequest, mainFrameId: string): PageRequest {
  const entries = paused.request.postDataEntries;
  return {
    url: toOuter(paused.request.url),
    method: paused.request.method,
    headers: outerHeaders(paused.request.headers),
    body: entries && Buffer.concat(entries.map((entry) => Buffer.from(entry.bytes ?? '', 'base64'))),
    resourceType: paused.resourceType,
    isMainFrame: paused.frameId === mainFrameId,
  };
}

/** Answers one paused request by the app's own decisions; nothing ever goes on to a network. */
export async function answerRequest(
  send: Send,
  paused: PausedRequest,
  request: PageRequest,
  schemes: ReadonlySet<string>,
  policy: RequestPolicy,
): Promise<void> {
  const { requestId } = paused;
  const fail = (errorReason: string): Promise<unknown> =>
    send('Fetch.failRequest', { requestId, errorReason });

  if (inPage.test(request.url)) return void (await send('Fetch.continueRequest', { requestId }));
  const { cancel, redirectURL } = await policy.filter(request);
  if (cancel) return void (await fail('BlockedByClient'));
  if (redirectURL) {
    const responseHeaders = [{ name: 'location', value: toInner(redirectURL, schemes) }];
    return void (await send('Fetch.fulfillRequest', { requestId, responseCode: 307, responseHeaders }));
  }
  if (request.url === paused.request.url) {
    policy.refused(request.url);
    return void (await fail('BlockedByClient'));
  }
  // Chromium's own wish, which Electron does not have.
  if (request.resourceType === 'Other' && new URL(request.url).pathname === '/favicon.ico')
    return void (await send('Fetch.fulfillRequest', { requestId, responseCode: 204 }));
  const response = await policy.respond(request);
  if (response.type === 'error') return void (await fail('Failed'));
  await send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: innerHeaders(response.headers, schemes),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  });
}
