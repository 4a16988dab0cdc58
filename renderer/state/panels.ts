/** What belongs to this window alone: panels, density, dialogs. Part of it is remembered. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { AppInfo, Folder } from '#contract/api.ts';

export type Density = 'compact' | 'comfortable';
export type DialogName = 'settings' | 'shortcuts' | 'about';

export interface PanelState {
  readonly isInspectorOpen: boolean;
  readonly density: Density;
  readonly dialog: DialogName | null;
  /** A folder that was chosen before there was a list; used until the window closes. */
  readonly chosenFolder: Folder | null;
  /** Links on the clipboard when the window last got the focus. */
  readonly clipboardLinks: number;
  readonly appInfo: AppInfo | null;
}

/** Where small things are remembered between starts. */
export interface Memory {
  read(): string | null;
  write(text: string): void;
}

/** Makes the panels' state, with what is remembered; unreadable memory is as good as none. */
export function createPanels(memory: Memory): StoreApi<PanelState> {
  const store = createStore<PanelState>(() => ({
    isInspectorOpen: false,
    density: 'comfortable',
    dialog: null,
    chosenFolder: null,
    clipboardLinks: 0,
    appInfo: null,
    ...recall(memory.read()),
  }));
  store.subscribe(({ isInspectorOpen, density }, before) => {
    if (isInspectorOpen === before.isInspectorOpen && density === before.density) return;
    memory.write(JSON.stringify({ isInspectorOpen, density }));
  });
  return store;
}

function recall(text: string | null): Partial<Pick<PanelState, 'isInspectorOpen' | 'density'>> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    const { isInspectorOpen, density } = value as Record<string, unknown>;
    return {
      isInspectorOpen: isInspectorOpen === true,
      density: density === 'compact' ? 'compact' : 'comfortable',
    };
  } catch {
    return {};
  }
}

/** The page's local storage, or nothing where it is refused. */
export function storageMemory(key: string): Memory {
  return {
    read() {
      try {
        return window.localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    write(text) {
      try {
        window.localStorage.setItem(key, text);
      } catch {
        // Remembering a panel's width is a comfort: a full or refused storage must not disturb the work.
      }
    },
  };
}
