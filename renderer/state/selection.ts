/** What is selected in the list: some rows, or all of a frozen view but a few. Never positions. */
import type { Selection, TaskId, ViewId } from '#contract/model.ts';

export type RowSelection =
  | { readonly kind: 'some'; readonly taskIds: ReadonlySet<TaskId> }
  | {
      readonly kind: 'all';
      readonly viewId: ViewId;
      readonly total: number;
      readonly except: ReadonlySet<TaskId>;
    };

export const NOTHING_SELECTED: RowSelection = { kind: 'some', taskIds: new Set() };

/** Selects exactly these rows. */
export function selectRows(taskIds: Iterable<TaskId>): RowSelection {
  return { kind: 'some', taskIds: new Set(taskIds) };
}

/** Selects every row that the view held when it was opened. */
export function selectView(viewId: ViewId, total: number): RowSelection {
  return total === 0 ? NOTHING_SELECTED : { kind: 'all', viewId, total, except: new Set() };
}

export function isSelected(selection: RowSelection, taskId: TaskId): boolean {
  return selection.kind === 'some' ? selection.taskIds.has(taskId) : !selection.except.has(taskId);
}

export function countSelected(selection: RowSelection): number {
  return selection.kind === 'some'
    ? selection.taskIds.size
    : Math.max(0, selection.total - selection.except.size);
}

/** Adds the row when it is not selected, takes it out when it is. */
export function toggleRow(selection: RowSelection, taskId: TaskId): RowSelection {
  if (selection.kind === 'some') return { kind: 'some', taskIds: withToggled(selection.taskIds, taskId) };
  const next: RowSelection = { ...selection, except: withToggled(selection.except, taskId) };
  return countSelected(next) === 0 ? NOTHING_SELECTED : next;
}

function withToggled(taskIds: ReadonlySet<TaskId>, taskId: TaskId): ReadonlySet<TaskId> {
  const next = new Set(taskIds);
  if (!next.delete(taskId)) next.add(taskId);
  return next;
}

/** What an action is told to act on; null when nothing is selected. */
export function toSelection(selection: RowSelection): Selection | null {
  if (countSelected(selection) === 0) return null;
  return selection.kind === 'some'
    ? { kind: 'tasks', taskIds: [...selection.taskIds] }
    : { kind: 'view', viewId: selection.viewId, exceptTaskIds: [...selection.except] };
}
