import type { RefObject } from 'react';
import { useEffect } from 'react';
import { useActions, useSession } from '../../state/context.tsx';

/** Whether a person could type there, so that a paste belongs to it. */
function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=button]), textarea'))
  );
}

/**
 * A paste outside a field opens the sheet. Enter downloads even when it is pressed before the sheet has the focus:
 * paste and Enter follow each other faster than a dialog opens.
 */
export function usePaste(sheet: RefObject<HTMLElement | null>): void {
  const { draft, panels } = useSession();
  const { pasteText } = useActions();
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (isField(event.target) || panels.getState().dialog !== null) return;
      event.preventDefault();
      pasteText(event.clipboardData?.getData('text/plain') ?? '');
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const { isOpen, phase } = draft.store.getState();
      if (event.key !== 'Enter' || !isOpen || phase === 'empty') return;
      const isInSheet = event.target instanceof Node && sheet.current?.contains(event.target) === true;
      if (isInSheet || isField(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      void draft.download();
    };
    window.addEventListener('paste', onPaste);
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      window.removeEventListener('paste', onPaste);
      window.removeEventListener('keydown', onKeyDown, true);
    };
  }, [draft, panels, pasteText, sheet]);
}
