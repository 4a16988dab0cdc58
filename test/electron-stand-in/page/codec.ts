// Tagged JSON for what structured clone carries over Electron's IPC. The function is also pasted, as text,
// into the page: it must not use anything from outside itself.

/** Text form of a message, and back: `unpack(pack(value))` equals what structured clone makes of `value`. */
export type Codec = {
  readonly pack: (value: unknown) => string;
  readonly unpack: (text: string) => unknown;
};

/** Makes a codec; `pack` throws "An object could not be cloned." for functions, symbols, proxies of hosts and cycles. */
export function makeCodec(): Codec {
  type Tagged = { readonly $?: string; readonly v?: unknown; readonly t?: string };
  const chunkBytes = 0x8000;

  const toBase64 = (bytes: Uint8Array): string => {
    let binary = '';
    for (let at = 0; at < bytes.length; at += chunkBytes)
      binary += String.fromCharCode(...bytes.subarray(at, at + chunkBytes));
    return btoa(binary);
  };
  const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  const refuse = (): never => {
    throw new Error('An object could not be cloned.');
  };

  const encodeNumber = (value: number): unknown => {
    if (Object.is(value, -0)) return { $: 'number', v: '-0' };
    return Number.isFinite(value) ? value : { $: 'number', v: String(value) };
  };

  const encodeRecord = (value: object, above: Set<object>): unknown => {
    // fromEntries, because an assignment to "__proto__" would be lost.
    const record = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item, above)]));
    return Object.hasOwn(record, '$') ? { $: 'record', v: record } : record;
  };

  const encodeObject = (value: object, above: Set<object>): unknown => {
    if (Array.isArray(value)) return Array.from(value, (item) => encode(item, above));
    if (value instanceof ArrayBuffer) return { $: 'buffer', v: toBase64(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value)) {
      const type = Object.prototype.toString.call(value).slice(8, -1);
      return {
        $: 'view',
        t: type,
        v: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)),
      };
    }
    if (value instanceof Date) return { $: 'date', v: encode(value.getTime(), above) };
    if (value instanceof RegExp) return { $: 'regexp', v: [value.source, value.flags] };
    if (value instanceof Map)
      return { $: 'map', v: [...value].map(([key, item]) => [encode(key, above), encode(item, above)]) };
    if (value instanceof Set) return { $: 'set', v: [...value].map((item) => encode(item, above)) };
    if (value instanceof Error) return { $: 'error', v: [value.name, value.message, value.stack] };
    const tag = Object.prototype.toString.call(value);
    return tag === '[object Object]' ? encodeRecord(value, above) : refuse();
  };

  function encode(value: unknown, above: Set<object>): unknown {
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
    if (typeof value === 'number') return encodeNumber(value);
    if (typeof value === 'function' || typeof value === 'symbol') return refuse();
    if (value === null || typeof value !== 'object') return value;
    // Structured clone keeps cycles; a message of ours that has one is a mistake, so it is refused.
    if (above.has(value)) return refuse();
    above.add(value);
    const encoded = encodeObject(value, above);
    above.delete(value);
    return encoded;
  }

  const decodeRecord = (value: object): object =>
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]));

  const decodeView = (type: string, text: string): unknown => {
    const bytes = fromBase64(text);
    const View = (globalThis as unknown as Record<string, new (buffer: ArrayBuffer) => unknown>)[type];
    return View ? new View(bytes.buffer) : bytes;
  };

  const decodeError = ([name, message, stack]: readonly [string, string, string?]): Error => {
    const kinds: Record<string, ErrorConstructor> = {
      TypeError,
      RangeError,
      SyntaxError,
      ReferenceError,
      EvalError,
      URIError,
    };
    const error = new (kinds[name] ?? Error)(message);
    if (stack) error.stack = stack;
    return error;
  };

  const decoders: Record<string, (value: never, type: string) => unknown> = {
    undefined: () => undefined,
    bigint: (value: string) => BigInt(value),
    number: (value: string) => Number(value),
    date: (value: unknown) => new Date(decode(value) as number),
    regexp: ([source, flags]: [string, string]) => new RegExp(source, flags),
    map: (value: [unknown, unknown][]) => new Map(value.map(([key, item]) => [decode(key), decode(item)])),
    set: (value: unknown[]) => new Set(value.map(decode)),
    buffer: (value: string) => fromBase64(value).buffer,
    view: (value: string, type: string) => decodeView(type, value),
    error: decodeError as (value: never) => unknown,
    record: (value: object) => decodeRecord(value),
  };

  function decode(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(decode);
    const tagged = value as Tagged;
    if (!Object.hasOwn(tagged, '$') || tagged.$ === undefined) return decodeRecord(value);
    const decoder = decoders[tagged.$];
    if (!decoder) throw new Error(`The stand-in's codec does not know the tag ${tagged.$}`);
    return decoder(tagged.v as never, tagged.t ?? '');
  }

  return {
    pack: (value) => JSON.stringify(encode(value, new Set())),
    unpack: (text) => decode(JSON.parse(text)),
  };
}
