import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, useSession } from '../../state/context.tsx';
import { offeredBy } from './offered.ts';

/** Whatever is dragged over the window can be dropped anywhere in it; this says so, and takes it. */
export function DropTarget() {
  const { t } = useTexts();
  const isOver = useDrop();
  if (!isOver) return null;
  return (
    <div className="drop">
      <div className="drop-box" role="status">
        <FileDown size={32} strokeWidth={1.5} aria-hidden />
        <strong className="drop-title">{t('drop.title')}</strong>
        <span className="drop-text">{t('drop.text')}</span>
      </div>
    </div>
  );
}

const TYPES: ReadonlySet<string> = new Set(['Files', 'text/plain', 'text/html', 'text/uri-list']);

function useDrop(): boolean {
  const { panels } = useSession();
  const { dropFiles, pasteOffered } = useActions();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    /** Something dragged inside the page is no list, and a field takes text by itself. */
    let isOwn = false;
    let depth = 0;
    const isWanted = (event: DragEvent) =>
      !isOwn &&
      panels.getState().dialog === null &&
      (event.dataTransfer?.types.some((type) => TYPES.has(type)) ?? false);
    const end = () => {
      depth = 0;
      setIsOver(false);
    };
    const listeners = {
      dragstart: () => {
        isOwn = true;
      },
      dragend: () => {
        isOwn = false;
      },
      dragenter: (event: DragEvent) => {
        if (!isWanted(event)) return;
        event.preventDefault();
        depth += 1;
        setIsOver(true);
      },
      dragover: (event: DragEvent) => {
        if (!isWanted(event)) return;
        event.preventDefault();
        if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      },
      // Chromium tells of leaving each element on the way.
      dragleave: () => {
        depth -= 1;
        if (depth <= 0) end();
      },
      drop: (event: DragEvent) => {
        if (!isWanted(event)) return;
        event.preventDefault();
        event.stopPropagation();
        end();
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length > 0) dropFiles(files);
        else pasteOffered(offeredBy(event.dataTransfer));
      },
    };
    const entries = Object.entries(listeners) as [string, (event: Event) => void][];
    // Before the editor, which would insert what is dropped on it.
    for (const [name, listener] of entries) window.addEventListener(name, listener, true);
    return () => {
      for (const [name, listener] of entries) window.removeEventListener(name, listener, true);
    };
  }, [panels, dropFiles, pasteOffered]);
  return isOver;
}
