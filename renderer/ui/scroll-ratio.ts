/**
 * How many pixels of a list one pixel of its scroll bar stands for: 1 unless the list is too long to be laid out.
 */
export function scrollRatio(fullPx: number, heightPx: number, viewportPx: number): number {
  return heightPx >= fullPx || heightPx <= viewportPx ? 1 : (fullPx - viewportPx) / (heightPx - viewportPx);
}
