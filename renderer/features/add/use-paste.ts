import type { RefObject } from 'react';
import { useEffect } from 'react';
import { useActions, useSession } from '../../state/context.tsx';
import { offeredBy } from './offered.ts';

/** Whether a person could type there, so that a paste belongs to it; it may be inside the editor's shadow root. */
function isField(event: Event): boolean {
  const [target] = event.composedPath();
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
  const { pasteOffered } = useActions();
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (isField(event) || panels.getState().dialog !== null) return;
      event.preventDefault();
      pasteOffered(offeredBy(event.clipboardData));
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const { isOpen, phase } = draft.store.getState();
      if (event.key !== 'Enter' || !isOpen || phase === 'empty') return;
      const isInSheet = event.target instanceof Node && sheet.current?.contains(event.target) === true;
      if (isInSheet || isField(event)) return;
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
  }, [draft, panels, pasteOffered, sheet]);
}
