import type { CustomScheme, Protocol } from 'electron';
import type { PageRequest } from '../page/requests.ts';
import { record } from '../record.ts';
import { strict } from '../strict.ts';
import { lifecycle, needReady } from './lifecycle.ts';
import { fetchFile } from './net.ts';

type ProtocolHandler = Parameters<Protocol['handle']>[1];

const privileged = new Set<string>();
const handlers = new Map<string, ProtocolHandler>();
const builtIn = new Set(['http', 'https', 'file', 'data', 'blob', 'about', 'ws', 'wss']);
let isRegistered = false;

/** The schemes that have pages: those registered as privileged. */
export const pageSchemes: ReadonlySet<string> = privileged;

function registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
  if (lifecycle.isReady())
    throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
  if (isRegistered) throw new Error('protocol.registerSchemesAsPrivileged may be called only once');
  isRegistered = true;
  for (const { scheme, privileges } of schemes) {
    privileged.add(scheme);
    record('protocol.registerSchemesAsPrivileged', scheme, privileges);
  }
}

function handle(scheme: string, handler: ProtocolHandler): void {
  needReady('protocol.handle can only be used after app is ready');
  if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
  if (builtIn.has(scheme))
    throw new Error(`The Electron stand-in does not provide protocol.handle for '${scheme}'`);
  handlers.set(scheme, handler);
}

/** Electron's `protocol`; the older register… and intercept… functions are not provided. */
export const protocol = strict('protocol', {
  registerSchemesAsPrivileged,
  handle,
  unhandle: (scheme) => void handlers.delete(scheme),
  isProtocolHandled: (scheme) => handlers.has(scheme) || builtIn.has(scheme),
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'>);

/** Answers a request by the app's handler; a scheme without one, and a handler that throws, are network errors. */
export async function respond(request: PageRequest): Promise<Response> {
  const { protocol: scheme } = new URL(request.url);
  if (scheme === 'file:') return await fetchFile(request.url);
  const handler = handlers.get(scheme.slice(0, -1));
  if (!handler) return Response.error();
  const { method, headers, body } = request;
  try {
    const init = body ? { method, headers, body: new Uint8Array(body) } : { method, headers };
    return await handler(new Request(request.url, init));
  } catch (error) {
    console.error(error);
    return Response.error();
  }
}
