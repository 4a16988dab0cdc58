import { useSyncExternalStore } from 'react';
import { usePanels } from '../../state/context.tsx';
import { COMFORTABLE_ROW_PX, COMPACT_ROW_PX, LOW_WINDOW_PX } from './columns.ts';

const lowWindow = () => window.matchMedia(`(height < ${LOW_WINDOW_PX}px)`);

function subscribe(onChange: () => void): () => void {
  const query = lowWindow();
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** Height of a row: what the person chose, but short where the window is low. */
export function useRowHeight(): number {
  const isLow = useIsLowWindow();
  const density = usePanels((state) => state.density);
  return isLow || density === 'compact' ? COMPACT_ROW_PX : COMFORTABLE_ROW_PX;
}

/** Whether the window is too low for tall rows and the whole Active band. */
export function useIsLowWindow(): boolean {
  return useSyncExternalStore(subscribe, () => lowWindow().matches);
}
