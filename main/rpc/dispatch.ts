import type { DesktopApi, EngineApi } from '#contract/api.ts';
import { DESKTOP_REQUESTS, ENGINE_REQUESTS } from '#contract/api.ts';
import { isPlainData } from './plain-data.ts';
import { REQUEST_SCHEMAS } from './schemas.ts';

/** What goes back over the boundary: an answer, or a sentence without a stack and without anything of the request. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: string };

export type Dispatch = (method: unknown, argument: unknown) => Promise<Answer>;

export interface DispatchOptions {
  readonly engine: EngineApi;
  readonly desktop: DesktopApi;
  /** The engine is being stopped: requests are no longer answered, and that one in flight fails is no bug. */
  isClosing(): boolean;
  log(level: 'warn' | 'error', message: string, facts?: Readonly<Record<string, unknown>>): void;
}

/** An answer that never comes: the window that waits for it is about to go. */
const CLOSING = new Promise<never>(() => {});

type Handler = (argument: never) => Promise<unknown>;
type Method = keyof typeof REQUEST_SCHEMAS;

/**
 * Makes the one door for messages of the window: an unknown request, or one that is not exactly what the contract
 * says, is refused and logged; what a handler throws is logged here and reaches the window as a plain sentence.
 */
export function createDispatch({ engine, desktop, isClosing, log }: DispatchOptions): Dispatch {
  const handlers = new Map<unknown, readonly [Method, Handler]>([
    ...ENGINE_REQUESTS.map((name) => [name, [name, engine[name].bind(engine) as Handler]] as const),
    ...DESKTOP_REQUESTS.map((name) => [name, [name, desktop[name].bind(desktop) as Handler]] as const),
  ]);
  const refuse = (error: string, facts: Readonly<Record<string, unknown>>): Answer => {
    log('warn', error, facts);
    return { ok: false, error };
  };
  return async (method, argument) => {
    if (isClosing()) return CLOSING;
    const found = handlers.get(method);
    if (!found) return refuse('There is no such request.', { method: nameOf(method) });
    const [name, handler] = found;
    if (!isPlainData(argument)) return refuse(`The request ${name} is too large or is not plain data.`, {});
    const parsed = REQUEST_SCHEMAS[name].safeParse(argument);
    if (!parsed.success) {
      // Where and of which kind: never the value itself, which may hold a secret.
      const issues = parsed.error.issues.slice(0, 5).map(({ code, path }) => `${path.join('.')}: ${code}`);
      return refuse(`The request ${name} does not keep to the contract.`, { issues });
    }
    try {
      return { ok: true, value: await handler(parsed.data as never) };
    } catch (error) {
      if (isClosing()) return CLOSING;
      log('error', `The request ${name} threw`, { error: describe(error) });
      return { ok: false, error: `The request ${name} could not be answered; the log says why.` };
    }
  };
}

const nameOf = (method: unknown): string =>
  typeof method === 'string' ? method.slice(0, 40) : typeof method;

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
