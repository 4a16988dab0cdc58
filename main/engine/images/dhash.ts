/** Pixels of 8 bits, row by row, as sharp's raw output gives them. */
export interface RawPixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. */
  readonly channels: number;
}

const COLUMNS = 9;
const ROWS = 8;

/** Brightness of one pixel on white, 0 to 255. */
function brightness({ data, channels }: RawPixels, at: number): number {
  const red = data[at] ?? 0;
  const isGrey = channels < 3;
  const grey = isGrey ? red : 0.299 * red + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  if (channels === 1 || channels === 3) return grey;
  const opacity = (data[at + channels - 1] ?? 0) / 255;
  return grey * opacity + 255 * (1 - opacity);
}

/** Mean brightness of the part of the picture under one cell of a 9 × 8 grid. */
function cellBrightness(pixels: RawPixels, column: number, row: number): number {
  const { width, height, channels } = pixels;
  const left = Math.floor((column * width) / COLUMNS);
  const right = Math.max(left + 1, Math.floor(((column + 1) * width) / COLUMNS));
  const top = Math.floor((row * height) / ROWS);
  const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / ROWS));
  let sum = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) sum += brightness(pixels, (y * width + x) * channels);
  }
  return sum / ((right - left) * (bottom - top));
}

/** 64-bit difference hash of a picture as 16 hexadecimal digits: alike pictures differ in few bits. */
export function differenceHash(pixels: RawPixels): string {
  let bits = '';
  for (let row = 0; row < ROWS; row += 1) {
    let left = cellBrightness(pixels, 0, row);
    for (let column = 1; column < COLUMNS; column += 1) {
      const right = cellBrightness(pixels, column, row);
      // Half a step, so that rounding does not decide in plain areas.
      bits += left > right + 0.5 ? '1' : '0';
      left = right;
    }
  }
  return BigInt(`0b${bits}`).toString(16).padStart(16, '0');
}

/** Whether any pixel lets the background through. */
export function isSeeThrough({ data, channels }: RawPixels): boolean {
  if (channels !== 2 && channels !== 4) return false;
  for (let at = channels - 1; at < data.length; at += channels) if (data[at] !== 255) return true;
  return false;
}
