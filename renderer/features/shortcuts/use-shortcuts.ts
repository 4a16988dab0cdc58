import { useEffect } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useSession } from '../../state/context.tsx';
import type { Command } from '../../state/session.ts';

/** The keys that work everywhere, and the entries of the desktop's menu that ask for the same. */
export function useShortcuts(): void {
  const session = useSession();
  const { t } = useTexts();
  useEffect(() => {
    const { actions, draft, panels } = session;
    const isBusy = () => panels.getState().dialog !== null || draft.store.getState().isOpen;
    const obey = (command: Command) => {
      switch (command) {
        case 'add':
          return draft.open();
        case 'open-list':
          return actions.openList(t('empty.openTitle'));
        case 'settings':
        case 'about':
          return panels.setState({ dialog: command });
        case 'search':
          return focusSearch();
      }
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (isBusy() || event.defaultPrevented) return;
      if (event.altKey && event.code === 'KeyI' && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        panels.setState(({ isInspectorOpen }) => ({ isInspectorOpen: !isInspectorOpen }));
        return;
      }
      if (event.key === '?' && !isTyping(event)) {
        panels.setState({ dialog: 'shortcuts' });
        return;
      }
      const command = commandFor(event);
      if (command === null) return;
      event.preventDefault();
      obey(command);
    };
    /** Before anyone else: the messages would take the key for themselves, and the round would end there. */
    const onPaneKey = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || isBusy()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      focusNextPane(event.shiftKey);
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keydown', onPaneKey, true);
    const stopCommands = session.onCommand(obey);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keydown', onPaneKey, true);
      stopCommands();
    };
  }, [session, t]);
}

function commandFor(event: KeyboardEvent): Command | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return null;
  switch (event.key.toLowerCase()) {
    case 'f':
      return 'search';
    case 'o':
      return 'open-list';
    case ',':
      return 'settings';
    default:
      return null;
  }
}

function isTyping(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.matches('input, textarea');
}

function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('[data-search]');
  field?.focus();
  field?.select();
}

const FOCUSABLE = 'button:not(:disabled), [href], input, select, textarea, [tabindex="0"]';

/** Moves the focus to the part of the window after, or before, the one that has it. */
function focusNextPane(isBackwards: boolean): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const step = isBackwards ? -1 : 1;
  for (let tried = 1; tried <= panes.length; tried += 1) {
    const pane = panes.at((at + step * tried + panes.length * 2) % panes.length);
    const target =
      pane?.querySelector<HTMLElement>('[role="grid"]') ?? pane?.querySelector<HTMLElement>(FOCUSABLE);
    if (target == null) continue;
    target.focus({ focusVisible: true } as FocusOptions);
    return;
  }
}
