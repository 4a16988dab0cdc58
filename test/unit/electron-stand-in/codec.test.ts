import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeCodec } from '../../electron-stand-in/page/codec.ts';

const codec = makeCodec();
const roundTrip = (value: unknown): unknown => codec.unpack(codec.pack(value));

describe('the codec', () => {
  test('gives back what structured clone gives back', () => {
    const values = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: false,
      withNullPrototype: false,
    });
    fc.assert(
      fc.property(values, (value) => {
        expect(roundTrip(value)).toEqual(structuredClone(value));
      }),
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, undefined, null, 2n ** 80n])(
    'keeps %s',
    (value) => {
      expect(roundTrip(value)).toBe(value);
    },
  );

  test('keeps a record that has a key of its own tags', () => {
    const value = { $: 'date', v: 1, t: { $: 'record' } };
    expect(roundTrip(value)).toEqual(value);
  });

  test('keeps an own property named __proto__ as one', () => {
    const value = JSON.parse('{"__proto__": 1, "a": 2}') as object;
    expect(Object.keys(roundTrip(value) as object)).toEqual(['__proto__', 'a']);
  });

  test('keeps the bytes of a view into a larger buffer, and only those', () => {
    const view = new Uint16Array([1, 2, 3, 4]).subarray(1, 3);
    const copy = roundTrip(view) as Uint16Array;
    expect(copy).toEqual(new Uint16Array([2, 3]));
    expect(copy.buffer.byteLength).toBe(4);
  });

  test('keeps an invalid date, an expression and the kind of an error', () => {
    expect(Number.isNaN((roundTrip(new Date(Number.NaN)) as Date).getTime())).toBe(true);
    expect(String(roundTrip(/a+/giu))).toBe('/a+/giu');
    const error = roundTrip(new RangeError('far')) as Error;
    expect([error instanceof RangeError, error.message]).toEqual([true, 'far']);
  });

  test.each([
    ['a function', () => {}],
    ['a symbol', Symbol('x')],
    ['a promise', Promise.resolve()],
    ['a weak map', new WeakMap()],
  ])('refuses %s as structured clone does', (_name, value) => {
    expect(() => codec.pack({ value })).toThrow('could not be cloned');
  });

  test('refuses a cycle but not the same object twice', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(() => codec.pack(cycle)).toThrow('could not be cloned');
    const shared = { a: 1 };
    expect(roundTrip([shared, shared])).toEqual([shared, shared]);
  });

  test('works when it is pasted as text', () => {
    const pasted = new Function(`return (${makeCodec})()`)() as typeof codec;
    expect(pasted.unpack(pasted.pack(new Map([[1, new Date(2)]])))).toEqual(new Map([[1, new Date(2)]]));
  });
});
