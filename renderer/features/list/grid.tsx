import { Copy, FolderOpen, Image, ListX, PauseCircle, RotateCcw, X } from 'lucide-react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useEffect, useMemo, useRef } from 'react';
import type { ActiveTask, TaskId } from '#contract/model.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, useList, useLive, usePanels, useSession } from '../../state/context.tsx';
import type { FocusMode, ListView } from '../../state/list-view.ts';
import { holdsOf } from '../../state/pauses.ts';
import { isSelected } from '../../state/selection.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { AreaMenu } from '../../ui/menu.tsx';
import { useVirtualRows } from '../../ui/virtual-rows.ts';
import { COLUMNS, HEAD_PX } from './columns.ts';
import { GridHead } from './grid-head.tsx';
import type { GridKeyAction } from './grid-keys.ts';
import { gridKeyAction } from './grid-keys.ts';
import { GridRow } from './grid-row.tsx';
import { useSeconds } from './use-seconds.ts';

/** The list as a grid: true counts for screen readers, every key, only the rows on screen. */
export function Grid({ rowPx }: { readonly rowPx: number }) {
  const { t } = useTexts();
  const { list } = useSession();
  const total = useList((state) => state.total);
  const query = useList((state) => state.query);
  const focusIndex = useList((state) => state.focusIndex);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualRows({ scroller, count: total, rowPx, headPx: HEAD_PX });
  const { scrollTo, rows } = virtual;
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;

  useEffect(() => list.show(first, last), [list, first, last]);
  useEffect(() => {
    // The first list takes the place of the empty window, and with it of what had the focus.
    const isLost = document.activeElement === document.body && navigator.userActivation.hasBeenActive;
    if (isLost) scroller.current?.focus();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view starts at its top.
  useEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  }, [query]);

  const perform = useGridKeys(scrollTo, () => pageLength(scroller.current, rowPx));
  const isFocusDrawn = focusIndex >= first && focusIndex <= last && rows.length > 0;
  return (
    <AreaMenu entries={useRowEntries()}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot hold a million virtual rows. */}
      <div
        ref={scroller}
        className="grid"
        role="grid"
        tabIndex={0}
        aria-label={t('list.label')}
        aria-rowcount={total + 1}
        aria-colcount={COLUMNS.length}
        aria-multiselectable="true"
        aria-activedescendant={isFocusDrawn ? rowId(focusIndex) : undefined}
        onKeyDown={(event) => onKeyDown(event, perform)}
        onClick={(event) => onPointer(event, list, clickMode(event))}
        onDoubleClick={() => perform({ kind: 'open' })}
        onContextMenu={(event) => onContextMenu(event, list)}
      >
        <GridHead />
        {/* biome-ignore lint/a11y/useSemanticElements: part of the virtual grid above. */}
        <div className="grid-body" role="rowgroup" style={{ height: virtual.heightPx }}>
          <Rows rows={rows} rowPx={rowPx} focusIndex={focusIndex} />
        </div>
      </div>
    </AreaMenu>
  );
}

function Rows(props: {
  readonly rows: readonly { readonly index: number; readonly topPx: number }[];
  readonly rowPx: number;
  readonly focusIndex: number;
}) {
  const { list } = useSession();
  const selection = useList((state) => state.selection);
  // Rows are read below; the version says when they changed.
  useList((state) => state.version);
  const active = useLive((state) => state.active);
  const batches = useLive((state) => state.batches);
  const isAllPaused = useLive(({ totals }) => totals.isPaused);
  const holds = useMemo(
    () => holdsOf({ batches, totals: { isPaused: isAllPaused } }),
    [batches, isAllPaused],
  );
  const live = useMemo(
    () => new Map<TaskId, ActiveTask>(active.map((task) => [task.taskId, task])),
    [active],
  );
  const shown = props.rows.map(({ index, topPx }) => ({ index, topPx, row: list.rowAt(index) }));
  const now = useSeconds(shown.some(({ row }) => row?.state === 'waiting'));
  return shown.map(({ index, topPx, row }) => (
    <GridRow
      key={index}
      id={rowId(index)}
      index={index}
      topPx={topPx}
      heightPx={props.rowPx}
      row={row}
      live={row === undefined ? undefined : live.get(row.taskId)}
      now={row?.state === 'waiting' ? now : 0}
      hold={row === undefined ? undefined : holds.get(row.batchId)}
      isSelected={row !== undefined && isSelected(selection, row.taskId)}
      isFocused={index === props.focusIndex}
    />
  ));
}

function rowId(index: number): string {
  return `row-${index}`;
}

function pageLength(scroller: HTMLElement | null, rowPx: number): number {
  return scroller === null ? 1 : Math.max(1, Math.floor((scroller.clientHeight - HEAD_PX) / rowPx) - 1);
}

function onKeyDown(event: KeyboardEvent<HTMLElement>, perform: (action: GridKeyAction) => void): void {
  if (event.target !== event.currentTarget) return;
  const action = gridKeyAction(event);
  if (action === null) return;
  event.preventDefault();
  event.stopPropagation();
  perform(action);
}

function clickMode(event: MouseEvent): FocusMode {
  if (event.shiftKey) return 'extend';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'select';
}

function rowIndexAt(event: MouseEvent): number | null {
  const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
  return element === null ? null : Number(element.dataset['index']);
}

function onPointer(event: MouseEvent, list: ListView, mode: FocusMode): void {
  const index = rowIndexAt(event);
  if (index !== null) void list.focusRow(index, mode);
}

/** The menu acts on the selection: a row outside it becomes the selection first. */
function onContextMenu(event: MouseEvent, list: ListView): void {
  const index = rowIndexAt(event);
  if (index === null) return;
  const row = list.rowAt(index);
  const isIn = row !== undefined && isSelected(list.store.getState().selection, row.taskId);
  void list.focusRow(index, isIn ? 'keep' : 'select');
}

function useGridKeys(scrollTo: (index: number) => void, pageRows: () => number) {
  const { list } = useSession();
  const actions = useActions();
  return (action: GridKeyAction) => {
    const { focusIndex, total, focusTaskId } = list.store.getState();
    const move = (index: number, mode: FocusMode) => {
      const target = Math.max(0, Math.min(index, total - 1));
      scrollTo(target);
      void list.focusRow(target, mode);
    };
    switch (action.kind) {
      case 'move':
        return move(focusIndex + action.rows, action.mode);
      case 'page':
        return move(focusIndex + action.pages * pageRows(), action.mode);
      case 'end':
        return move(action.isLast ? total - 1 : 0, action.mode);
      case 'toggle':
        return move(focusIndex, 'toggle');
      case 'select-all':
        return list.selectAll();
      case 'clear':
        return list.clearSelection();
      case 'open':
        return focusTaskId === null ? undefined : actions.openFile(focusTaskId);
      case 'remove':
        return actions.removeSelection();
      case 'retry':
        return actions.retrySelection();
      case 'pause':
        return actions.toggleSelectionPaused();
    }
  };
}

function useRowEntries(): readonly MenuEntry[] {
  const { t } = useTexts();
  const actions = useActions();
  const focusTaskId = useList((state) => state.focusTaskId);
  const isMac = usePanels(({ appInfo }) => appInfo?.platform === 'darwin');
  const withFocused = (run: (taskId: TaskId) => void) => () => {
    if (focusTaskId !== null) run(focusTaskId);
  };
  return [
    {
      label: t('selection.open'),
      icon: <Image size={16} aria-hidden />,
      shortcut: 'Enter',
      onChoose: withFocused(actions.openFile),
    },
    {
      label: t('selection.showInFolder'),
      icon: <FolderOpen size={16} aria-hidden />,
      onChoose: withFocused(actions.showInFolder),
    },
    {
      label: t('selection.copyUrls'),
      icon: <Copy size={16} aria-hidden />,
      onChoose: actions.copySelectedUrls,
    },
    'line',
    {
      label: t('selection.retry'),
      icon: <RotateCcw size={16} aria-hidden />,
      shortcut: 'R',
      onChoose: actions.retrySelection,
    },
    {
      label: t('selection.pauseOrResume'),
      icon: <PauseCircle size={16} aria-hidden />,
      shortcut: 'P',
      onChoose: actions.toggleSelectionPaused,
    },
    { label: t('selection.cancel'), icon: <X size={16} aria-hidden />, onChoose: actions.cancelSelection },
    'line',
    {
      label: t('selection.remove'),
      icon: <ListX size={16} aria-hidden />,
      shortcut: isMac ? '⌘⌫' : 'Del',
      onChoose: actions.removeSelection,
    },
  ];
}
