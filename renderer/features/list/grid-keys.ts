import type { FocusMode } from '../../state/list-view.ts';

export type GridKeyAction =
  | { readonly kind: 'move'; readonly rows: number; readonly mode: FocusMode }
  | { readonly kind: 'page'; readonly pages: number; readonly mode: FocusMode }
  | { readonly kind: 'end'; readonly isLast: boolean; readonly mode: FocusMode }
  | { readonly kind: 'toggle' | 'select-all' | 'clear' | 'open' | 'remove' | 'retry' | 'pause' };

/** The part of a keyboard event that decides. */
export interface GridKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Says what a key does in the grid; null for keys that the grid leaves to others. */
export function gridKeyAction(event: GridKey): GridKeyAction | null {
  if (event.altKey) return null;
  const isCommand = event.ctrlKey || event.metaKey;
  return isCommand ? commandKey(event) : (movement(event) ?? plainKey(event));
}

function movement({ key, shiftKey }: GridKey, plain: FocusMode = 'select'): GridKeyAction | null {
  const mode = shiftKey ? 'extend' : plain;
  switch (key) {
    case 'ArrowDown':
      return { kind: 'move', rows: 1, mode };
    case 'ArrowUp':
      return { kind: 'move', rows: -1, mode };
    case 'PageDown':
      return { kind: 'page', pages: 1, mode };
    case 'PageUp':
      return { kind: 'page', pages: -1, mode };
    case 'Home':
      return { kind: 'end', isLast: false, mode };
    case 'End':
      return { kind: 'end', isLast: true, mode };
    default:
      return null;
  }
}

function plainKey({ key, shiftKey }: GridKey): GridKeyAction | null {
  if (shiftKey) return null;
  switch (key) {
    case 'Enter':
      return { kind: 'open' };
    case 'Delete':
      return { kind: 'remove' };
    case 'Escape':
      return { kind: 'clear' };
    case 'r':
    case 'R':
      return { kind: 'retry' };
    case 'p':
    case 'P':
      return { kind: 'pause' };
    default:
      return null;
  }
}

function commandKey(event: GridKey): GridKeyAction | null {
  switch (event.key) {
    case 'a':
    case 'A':
      return { kind: 'select-all' };
    case ' ':
      return { kind: 'toggle' };
    case 'Backspace':
      return event.metaKey ? { kind: 'remove' } : null;
    default:
      // macOS opens with the arrow that elsewhere only moves.
      if (event.metaKey && event.key === 'ArrowDown') return { kind: 'open' };
      return movement(event, 'keep');
  }
}
