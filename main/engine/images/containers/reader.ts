/** Numbers and short texts at places of a file; a place outside of it reads as zero and is remembered. */
export interface Reader {
  readonly bytes: Uint8Array;
  readonly length: number;
  /** True once something outside of the file was asked for: the file ends too early. */
  readonly isPast: boolean;
  u8(at: number): number;
  u16(at: number): number;
  u32(at: number): number;
  /** 64 bits; exact up to 2⁵³, which no file reaches. */
  u64(at: number): number;
  i32(at: number): number;
  text(at: number, length: number): string;
  /** Whether `length` bytes from `at` on are inside of the file; does not count as asking. */
  holds(at: number, length: number): boolean;
}

/** Reads numbers in one byte order; never throws. */
export function createReader(bytes: Uint8Array, order: 'big' | 'little'): Reader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = order === 'little';
  let isPast = false;
  const holds = (at: number, length: number): boolean =>
    at >= 0 && length >= 0 && at + length <= bytes.length;
  const inside = (at: number, length: number): boolean => {
    if (holds(at, length)) return true;
    isPast = true;
    return false;
  };
  const u32 = (at: number): number => (inside(at, 4) ? view.getUint32(at, isLittle) : 0);
  return {
    bytes,
    length: bytes.length,
    get isPast() {
      return isPast;
    },
    u8: (at) => (inside(at, 1) ? view.getUint8(at) : 0),
    u16: (at) => (inside(at, 2) ? view.getUint16(at, isLittle) : 0),
    u32,
    u64: (at) => (isLittle ? u32(at) + u32(at + 4) * 2 ** 32 : u32(at) * 2 ** 32 + u32(at + 4)),
    i32: (at) => (inside(at, 4) ? view.getInt32(at, isLittle) : 0),
    text: (at, length) => (inside(at, length) ? String.fromCharCode(...bytes.subarray(at, at + length)) : ''),
    holds,
  };
}
