import {
  ClipboardPlus,
  Copy,
  FolderOpen,
  Info,
  Keyboard,
  ListX,
  MoreHorizontal,
  PanelRight,
  Pause,
  Play,
  Plus,
  RotateCcw,
  Rows3,
  Rows4,
  Settings,
  X,
} from 'lucide-react';
import { shortcutText } from '../../i18n/keys.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, useCollect, useList, useLive, usePanels, useSession } from '../../state/context.tsx';
import { canPause, isHeld } from '../../state/pauses.ts';
import { countSelected } from '../../state/selection.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Hint } from '../../ui/hint.tsx';
import type { MenuEntry } from '../../ui/menu.tsx';
import { ButtonMenu } from '../../ui/menu.tsx';
import { SearchField } from './search-field.tsx';
import './toolbar.css';

/** The row of tools at the top of the window. */
export function Toolbar() {
  const { t } = useTexts();
  const { draft } = useSession();
  const isEmpty = useLive(({ batches }) => batches.length === 0);
  return (
    <header className="toolbar" data-pane="">
      <Hint text={t('toolbar.addHint')} shortcut={useShortcut('Mod+V')}>
        <Button
          kind={isEmpty ? 'normal' : 'primary'}
          icon={<Plus size={16} aria-hidden />}
          onClick={draft.open}
        >
          {t('toolbar.add')}
        </Button>
      </Hint>
      <CollectButton />
      {isEmpty ? null : (
        <>
          <PauseButton />
          <SelectionTools />
          <SearchField />
        </>
      )}
      <ViewTools isEmpty={isEmpty} />
    </header>
  );
}

function CollectButton() {
  const { t } = useTexts();
  const { toggleCollect } = useActions();
  const isOn = useCollect((state) => state.isOn);
  return (
    <Hint text={isOn ? t('collect.hintOn') : t('collect.hint')}>
      <button
        type="button"
        className="icon-button toolbar-collect"
        aria-label={t('collect.label')}
        aria-pressed={isOn}
        onClick={toggleCollect}
      >
        <ClipboardPlus size={16} aria-hidden />
      </button>
    </Hint>
  );
}

function useShortcut(keys: string): string {
  return shortcutText(
    keys,
    usePanels(({ appInfo }) => appInfo?.platform),
  );
}

function PauseButton() {
  const { t } = useTexts();
  const { togglePaused } = useActions();
  const batchId = useList(({ query }) => query.batchId);
  const isPaused = useLive((live) => isHeld(live, batchId));
  const isOfUse = useLive((live) => isPaused || canPause(live, batchId));
  return (
    <Hint text={isPaused ? t('toolbar.resumeHint') : t('toolbar.pauseHint')}>
      <Button
        className="button toolbar-pause"
        icon={isPaused ? <Play size={16} aria-hidden /> : <Pause size={16} aria-hidden />}
        // Not `disabled`: the focus would be lost when the last picture ends.
        aria-disabled={!isOfUse}
        onClick={() => isOfUse && togglePaused()}
      >
        {isPaused ? t('toolbar.resume') : t('toolbar.pause')}
      </Button>
    </Hint>
  );
}

function SelectionTools() {
  const { t } = useTexts();
  const actions = useActions();
  const count = useList(({ selection }) => countSelected(selection));
  const focusTaskId = useList(({ focusTaskId: taskId }) => taskId);
  const isNone = count === 0;
  const tools = [
    { label: t('selection.retry'), key: 'R', icon: RotateCcw, run: actions.retrySelection },
    { label: t('selection.cancel'), key: undefined, icon: X, run: actions.cancelSelection },
    { label: t('selection.remove'), key: 'Del', icon: ListX, run: actions.removeSelection },
    { label: t('selection.copyUrls'), key: undefined, icon: Copy, run: actions.copySelectedUrls },
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups buttons.
    <div className="toolbar-selection" role="group" aria-label={t('selection.count', { count })}>
      {tools.map(({ label, key, icon: Icon, run }) => (
        <IconButton key={label} label={label} shortcut={key} disabled={isNone} onClick={run}>
          <Icon size={16} aria-hidden />
        </IconButton>
      ))}
      <IconButton
        label={t('selection.showInFolder')}
        disabled={count !== 1 || focusTaskId === null}
        onClick={() => focusTaskId !== null && actions.showInFolder(focusTaskId)}
      >
        <FolderOpen size={16} aria-hidden />
      </IconButton>
    </div>
  );
}

function ViewTools({ isEmpty }: { readonly isEmpty: boolean }) {
  const { t } = useTexts();
  const { panels } = useSession();
  const density = usePanels((state) => state.density);
  const isInspectorOpen = usePanels((state) => state.isInspectorOpen);
  const isCompact = density === 'compact';
  const inspectorKeys = useShortcut('Alt+I');
  return (
    <div className="toolbar-view">
      {isEmpty ? null : (
        <>
          <IconButton
            label={isCompact ? t('toolbar.comfortable') : t('toolbar.compact')}
            onClick={() => panels.setState({ density: isCompact ? 'comfortable' : 'compact' })}
          >
            {isCompact ? <Rows3 size={16} aria-hidden /> : <Rows4 size={16} aria-hidden />}
          </IconButton>
          <IconButton
            label={t('toolbar.inspector')}
            shortcut={inspectorKeys}
            isPressed={isInspectorOpen}
            onClick={() => panels.setState({ isInspectorOpen: !isInspectorOpen })}
          >
            <PanelRight size={16} aria-hidden />
          </IconButton>
        </>
      )}
      <IconButton
        label={t('toolbar.settings')}
        shortcut={useShortcut('Mod+,')}
        onClick={() => panels.setState({ dialog: 'settings' })}
      >
        <Settings size={16} aria-hidden />
      </IconButton>
      <MoreMenu />
    </div>
  );
}

function MoreMenu() {
  const { t } = useTexts();
  const actions = useActions();
  const { panels } = useSession();
  const isCollecting = useCollect((state) => state.isOn);
  const openKeys = useShortcut('Mod+O');
  const entries: readonly MenuEntry[] = [
    {
      label: t('toolbar.openList'),
      icon: <FolderOpen size={16} aria-hidden />,
      shortcut: openKeys,
      onChoose: () => actions.openList(t('empty.openTitle')),
    },
    {
      label: isCollecting ? t('collect.hintOn') : t('collect.hint'),
      icon: <ClipboardPlus size={16} aria-hidden />,
      onChoose: actions.toggleCollect,
    },
    'line',
    {
      label: t('toolbar.shortcuts'),
      icon: <Keyboard size={16} aria-hidden />,
      shortcut: '?',
      onChoose: () => panels.setState({ dialog: 'shortcuts' }),
    },
    {
      label: t('toolbar.about'),
      icon: <Info size={16} aria-hidden />,
      onChoose: () => panels.setState({ dialog: 'about' }),
    },
  ];
  return (
    <ButtonMenu
      entries={entries}
      trigger={
        <button type="button" className="icon-button" aria-label={t('toolbar.more')}>
          <MoreHorizontal size={16} aria-hidden />
        </button>
      }
    />
  );
}
