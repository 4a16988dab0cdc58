import { describe, expect, test } from 'vitest';
import {
  countSelected,
  isSelected,
  NOTHING_SELECTED,
  selectRows,
  selectView,
  toggleRow,
  toSelection,
} from '../../../../renderer/state/selection.ts';

describe('the selection', () => {
  test('says "all but these two" as one object, however long the list is', () => {
    const all = toggleRow(toggleRow(selectView(7, 1_000_000), 3), 5);
    expect(countSelected(all)).toBe(999_998);
    expect(isSelected(all, 3)).toBe(false);
    expect(isSelected(all, 4)).toBe(true);
    expect(toSelection(all)).toEqual({ kind: 'view', viewId: 7, exceptTaskIds: [3, 5] });
  });

  test('takes a row back in that was taken out', () => {
    const all = toggleRow(toggleRow(selectView(7, 10), 3), 3);
    expect(countSelected(all)).toBe(10);
  });

  test('is nothing when every row was taken out', () => {
    const none = toggleRow(selectView(7, 1), 3);
    expect(toSelection(none)).toBeNull();
  });

  test('of an empty view is nothing', () => {
    expect(selectView(7, 0)).toBe(NOTHING_SELECTED);
  });

  test('of single rows is their ids', () => {
    expect(toSelection(toggleRow(selectRows([1, 2]), 2))).toEqual({ kind: 'tasks', taskIds: [1] });
  });
});
