/** What the frame of a picture's file says, without decoding a pixel. */
export interface Container {
  /**
   * `whole`: there to its end · `cut`: it begins well and ends too early · `broken`: no such picture, or not one pixel of it.
   */
  readonly state: 'whole' | 'cut' | 'broken';
  /** Before a rotation by EXIF; null where the frame does not say. */
  readonly width: number | null;
  readonly height: number | null;
  readonly frames: number | null;
  /** What a decoder must hold in memory of each pixel at once; 0 where it can go row by row. */
  readonly heldBytesPerPixel: number;
}

/** A container of the given state; what is not named is not known. */
export function container(
  state: Container['state'],
  known: Partial<Omit<Container, 'state'>> = {},
): Container {
  return { width: null, height: null, frames: null, heldBytesPerPixel: 0, ...known, state };
}
