import type { Transferable } from 'node:worker_threads';
import type { Call, Notice, Reply } from '#contract/worker-messages.ts';

/** One end of a line to another thread or process, whatever carries it. */
export interface MessageEnd {
  post(message: unknown, transfer?: readonly Transferable[]): void;
  onMessage(listener: (message: unknown) => void): void;
}

type Methods = Readonly<Record<string, (argument: never) => Promise<unknown>>>;
/** A table of methods as an interface: `Call` can name each of them. */
export type MethodTable<Api> = {
  readonly [Name in keyof Api]: Api[Name] & ((argument: never) => Promise<unknown>);
};

export interface Caller<Api> {
  /** Asks the other side; rejects when it threw (a bug) or is gone. */
  call<Name extends keyof Api & string>(
    method: Name,
    argument: Api[Name] extends (argument: infer Argument) => Promise<unknown> ? Argument : never,
    transfer?: readonly Transferable[],
  ): Promise<Api[Name] extends (argument: never) => Promise<infer Value> ? Value : never>;
  /** Rejects everything that waits for an answer, and every later call. */
  fail(reason: Error): void;
  readonly pending: number;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
}

const isReply = (message: unknown): message is Reply =>
  typeof message === 'object' && message !== null && 'callId' in message && 'ok' in message;
const isNotice = (message: unknown): message is Notice =>
  typeof message === 'object' && message !== null && 'notice' in message;
const isCall = (message: unknown): message is Call =>
  typeof message === 'object' && message !== null && 'callId' in message && 'method' in message;

/** Turns a line to a worker into typed calls; notices go to `onNotice` in the order they come. */
export function createCaller<Api>(
  end: MessageEnd,
  onNotice: (name: string, value: unknown) => void = () => {},
): Caller<Api> {
  const waiting = new Map<number, Waiting>();
  let lastCallId = 0;
  let failure: Error | null = null;
  end.onMessage((message) => {
    if (isNotice(message)) return onNotice(message.notice, message.value);
    if (!isReply(message)) return;
    const asked = waiting.get(message.callId);
    waiting.delete(message.callId);
    if (message.ok) asked?.resolve(message.value as never);
    else asked?.reject(new Error(message.error));
  });
  return {
    call(method, argument, transfer) {
      if (failure) return Promise.reject(failure);
      lastCallId += 1;
      const callId = lastCallId;
      return new Promise((resolve, reject) => {
        waiting.set(callId, { resolve, reject });
        end.post({ callId, method, argument } satisfies Call, transfer);
      });
    },
    fail(reason) {
      failure = reason;
      for (const asked of waiting.values()) asked.reject(reason);
      waiting.clear();
    },
    get pending() {
      return waiting.size;
    },
  };
}

/** Answers calls with the methods of a table; what a method throws reaches the caller as the text of an error. */
export function serve<Api extends MethodTable<Api>>(end: MessageEnd, methods: Api): void {
  const table = methods as unknown as Methods;
  end.onMessage((message) => {
    if (!isCall(message)) return;
    const { callId, method } = message;
    const answer = async () => {
      const found = Object.hasOwn(table, method) ? table[method] : undefined;
      if (!found) throw new Error(`Unknown method: ${method}`);
      return found.call(table, message.argument as never);
    };
    void answer().then(
      (value) => end.post({ callId, ok: true, value } satisfies Reply),
      (error: unknown) => end.post({ callId, ok: false, error: describe(error) } satisfies Reply),
    );
  });
}

/** Tells the other side something that it did not ask for. */
export function notify(end: MessageEnd, notice: string, value: unknown): void {
  end.post({ notice, value } satisfies Notice);
}

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
