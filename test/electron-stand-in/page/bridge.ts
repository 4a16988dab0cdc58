// contextBridge between the two JavaScript worlds of one page. Each side calls `makeBridge` with the same two
// event names, crossed. A CustomEvent's detail is cloned synchronously from world to world; functions and promises
// travel as numbers. Pasted, as text, into the page: it must not use anything from outside itself.

/** One side of the bridge. */
export type Bridge = {
  /** Hands `value` to the other side, which calls its `onExpose`; throws what that throws. */
  readonly expose: (key: string, value: unknown) => void;
};

/** Joins this world to the other one; natives are taken now, before the page's own scripts can replace them. */
export function makeBridge(
  inbox: string,
  outbox: string,
  onExpose: (key: string, value: unknown) => void,
): Bridge {
  type Packed = null | {
    readonly $f?: number;
    readonly $p?: number;
    readonly $e?: string;
    readonly $c?: unknown;
  };
  type Message =
    | { readonly type: 'expose'; readonly key: string; readonly value: unknown }
    | { readonly type: 'call'; readonly id: number; readonly args: unknown }
    | { readonly type: 'reply'; readonly value?: unknown; readonly error?: unknown }
    | { readonly type: 'resolve' | 'reject'; readonly id: number; readonly value: unknown };
  type Settlers = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void };

  const maxDepth = 1000;
  const NativeEvent = CustomEvent;
  const dispatch = window.dispatchEvent.bind(window);
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<number, Settlers>();
  let lastId = 0;
  let reply: Extract<Message, { type: 'reply' }> | undefined;

  const tell = (message: Message): void => {
    dispatch(new NativeEvent(outbox, { detail: message }));
  };
  const ask = (message: Message): unknown => {
    reply = undefined;
    tell(message);
    const answer = reply as Extract<Message, { type: 'reply' }> | undefined;
    if (answer && 'error' in answer) throw unpack(answer.error);
    return unpack(answer?.value);
  };

  const packPromise = (promise: Promise<unknown>): Packed => {
    const id = ++lastId;
    promise.then(
      (value) => tell({ type: 'resolve', id, value: pack(value, 0) }),
      (error: unknown) => tell({ type: 'reject', id, value: pack(error, 0) }),
    );
    return { $p: id };
  };
  // Prototypes are dropped and only own enumerable properties travel, as in Electron.
  const packRecord = (value: object, depth: number): unknown =>
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item, depth + 1)]));
  function pack(value: unknown, depth: number): unknown {
    if (depth > maxDepth) throw new Error('Electron contextBridge recursion depth exceeded.');
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.');
    if (typeof value === 'function') {
      functions.set(++lastId, value as (...args: unknown[]) => unknown);
      return { $f: lastId };
    }
    if (value === null || typeof value !== 'object') return value;
    if (value instanceof Promise) return packPromise(value);
    if (value instanceof Error) return { $e: value.message };
    if (Array.isArray(value)) return value.map((item) => pack(item, depth + 1));
    const isRecord = Object.prototype.toString.call(value) === '[object Object]';
    return isRecord ? packRecord(value, depth) : { $c: structuredClone(value) };
  }

  function unpack(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(unpack);
    const packed = value as NonNullable<Packed>;
    const { $f, $p } = packed;
    if ($f !== undefined) return (...args: unknown[]) => ask({ type: 'call', id: $f, args: pack(args, 0) });
    if ($p !== undefined)
      return new Promise((resolve, reject) => {
        promises.set($p, { resolve, reject });
      });
    if (packed.$e !== undefined) return new Error(packed.$e);
    if ('$c' in packed) return packed.$c;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
  }

  const answer = (run: () => unknown): void => {
    let message: Message;
    try {
      message = { type: 'reply', value: pack(run(), 0) };
    } catch (error) {
      message = { type: 'reply', error: pack(error, 0) };
    }
    tell(message);
  };
  const settle = (message: Extract<Message, { type: 'resolve' | 'reject' }>): void => {
    promises.get(message.id)?.[message.type](unpack(message.value));
    promises.delete(message.id);
  };
  window.addEventListener(inbox, (event) => {
    const message = (event as CustomEvent<Message>).detail;
    if (message.type === 'reply') reply = message;
    else if (message.type === 'expose') answer(() => onExpose(message.key, unpack(message.value)));
    else if (message.type === 'call')
      answer(() => functions.get(message.id)?.(...(unpack(message.args) as unknown[])));
    else settle(message);
  });
  return { expose: (key, value) => void ask({ type: 'expose', key, value: pack(value, 0) }) };
}
