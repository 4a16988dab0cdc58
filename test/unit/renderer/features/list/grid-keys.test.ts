import { describe, expect, test } from 'vitest';
import type { GridKey } from '../../../../../renderer/features/list/grid-keys.ts';
import { gridKeyAction } from '../../../../../renderer/features/list/grid-keys.ts';

const press = (key: string, held: Partial<GridKey> = {}) =>
  gridKeyAction({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe('keys in the grid', () => {
  test('move, and extend with Shift', () => {
    expect(press('ArrowDown')).toEqual({ kind: 'move', rows: 1, mode: 'select' });
    expect(press('ArrowUp', { shiftKey: true })).toEqual({ kind: 'move', rows: -1, mode: 'extend' });
    expect(press('End')).toEqual({ kind: 'end', isLast: true, mode: 'select' });
    expect(press('PageUp', { shiftKey: true })).toEqual({ kind: 'page', pages: -1, mode: 'extend' });
  });

  test('move without selecting while Ctrl is held', () => {
    expect(press('ArrowDown', { ctrlKey: true })).toEqual({ kind: 'move', rows: 1, mode: 'keep' });
    expect(press(' ', { ctrlKey: true })).toEqual({ kind: 'toggle' });
  });

  test('act on the selection', () => {
    expect(press('Enter')).toEqual({ kind: 'open' });
    expect(press('Delete')).toEqual({ kind: 'remove' });
    expect(press('r')).toEqual({ kind: 'retry' });
    expect(press('p')).toEqual({ kind: 'pause' });
    expect(press('a', { ctrlKey: true })).toEqual({ kind: 'select-all' });
  });

  test('on a Mac remove with Cmd+Backspace and open with Cmd+Down', () => {
    expect(press('Backspace', { metaKey: true })).toEqual({ kind: 'remove' });
    expect(press('ArrowDown', { metaKey: true })).toEqual({ kind: 'open' });
  });

  test('leave everything else to the window', () => {
    expect(press('i', { altKey: true })).toBeNull();
    expect(press('f', { ctrlKey: true })).toBeNull();
    expect(press('x')).toBeNull();
  });
});
