/** Rows of one height, as many as there are: only those on screen are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';
import { useCallback, useLayoutEffect, useRef } from 'react';
import { scrollRatio } from './scroll-ratio.ts';

/**
 * Chromium lays out at most 2²⁵ device pixels, and places them to a whole pixel only below 2²⁴. A longer list gets a
 * shorter scroll range, in which a pixel of the scroll bar stands for more than a pixel of the list.
 */
const MAX_LAYOUT_PX = 16_000_000;

export interface VirtualRows {
  /** Height of the element that makes the scroll bar. */
  readonly heightPx: number;
  readonly rows: readonly { readonly index: number; readonly topPx: number }[];
  scrollTo(index: number): void;
}

/** Follows the scrolling of an element and says which rows to draw, and where. */
export function useVirtualRows(options: {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly count: number;
  readonly rowPx: number;
  /** Height of what stays at the top of the scroller, over the rows. */
  readonly headPx: number;
}): VirtualRows {
  const { scroller, count, rowPx, headPx } = options;
  const fullPx = count * rowPx;
  const heightPx = Math.min(fullPx, Math.floor(MAX_LAYOUT_PX / window.devicePixelRatio));
  const sizes = useRef({ fullPx, heightPx });
  sizes.current = { fullPx, heightPx };
  const ratioOf = useCallback((element: HTMLElement) => {
    return scrollRatio(sizes.current.fullPx, sizes.current.heightPx, element.clientHeight);
  }, []);

  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
    observeElementOffset(instance, report) {
      const element = instance.scrollElement;
      if (element === null) return;
      const onScroll = () => report(element.scrollTop * ratioOf(element), false);
      onScroll();
      element.addEventListener('scroll', onScroll, { passive: true });
      return () => element.removeEventListener('scroll', onScroll);
    },
    scrollToFn(offset, _options, instance) {
      const element = instance.scrollElement;
      if (element !== null) element.scrollTop = offset / ratioOf(element);
    },
  });
  // The virtualizer keeps the sizes it has seen; another row height makes them all wrong.
  // biome-ignore lint/correctness/useExhaustiveDependencies: rowPx is what makes a new measure necessary.
  useLayoutEffect(() => virtualizer.measure(), [rowPx, virtualizer]);

  useLayoutEffect(() => keepWheelExact(scroller.current, ratioOf), [scroller, ratioOf]);

  const element = scroller.current;
  const shiftPx = element === null ? 0 : element.scrollTop - element.scrollTop * ratioOf(element);
  return {
    heightPx,
    rows: virtualizer.getVirtualItems().map(({ index }) => ({ index, topPx: index * rowPx + shiftPx })),
    scrollTo(index) {
      const target = scroller.current;
      if (target === null) return;
      const ratio = ratioOf(target);
      const viewPx = target.clientHeight - headPx;
      const topPx = index * rowPx;
      const offset = target.scrollTop * ratio;
      if (topPx < offset) target.scrollTop = topPx / ratio;
      else if (topPx + rowPx > offset + viewPx) target.scrollTop = (topPx + rowPx - viewPx) / ratio;
    },
  };
}

const LINE_PX = 40;

/** In a shortened scroll range a turn of the wheel would go too far: here it goes as far as in any other list. */
function keepWheelExact(
  element: HTMLElement | null,
  ratioOf: (element: HTMLElement) => number,
): (() => void) | undefined {
  if (element === null) return undefined;
  let rest = 0;
  const onWheel = (event: WheelEvent) => {
    const ratio = ratioOf(element);
    if (ratio === 1 || event.ctrlKey) return;
    event.preventDefault();
    const byPx = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE_PX : event.deltaY;
    rest += byPx / ratio;
    const step = Math.trunc(rest);
    rest -= step;
    element.scrollTop += step;
  };
  element.addEventListener('wheel', onWheel, { passive: false });
  return () => element.removeEventListener('wheel', onWheel);
}
