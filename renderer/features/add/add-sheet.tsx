import { Folder } from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
import { useRef } from 'react';
import { failureWords } from '#contract/words/words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, useCheck, useDraft, useSession } from '../../state/context.tsx';
import { Button } from '../../ui/button.tsx';
import { MiddleText } from '../../ui/middle-text.tsx';
import { Modal } from '../../ui/modal.tsx';
import { CheckPane } from './check-pane.tsx';
import { DraftLines } from './draft-lines.tsx';
import { Footer } from './footer.tsx';
import { NameOptions } from './name-options.tsx';
import { ReadingLine } from './reading-line.tsx';
import { Summary } from './summary.tsx';
import type { TextPaneHandle } from './text-pane.tsx';
import { usePaste } from './use-paste.ts';
import './add-sheet.css';

/** The sheet between a paste and a download. A clean paste shows three lines, and Enter starts it. */
export function AddSheet() {
  const { t } = useTexts();
  const { draft } = useSession();
  const isOpen = useDraft((state) => state.isOpen);
  const isFilled = useDraft(({ phase }) => phase !== 'empty');
  const button = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const editor = useRef<TextPaneHandle>(null);
  usePaste(sheet);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void draft.download();
    } else if (event.key === 'F8') {
      event.preventDefault();
      editor.current?.goToProblem(event.shiftKey ? -1 : 1);
    }
  };
  return (
    <Modal
      isOpen={isOpen}
      onClose={draft.close}
      title={t('add.title')}
      closeLabel={t('add.close')}
      placement="sheet"
      initialFocus={() => (isFilled ? button.current : textField())}
      finalFocus={() => document.querySelector<HTMLElement>('[role="grid"]')}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: shortcuts for the whole sheet. */}
      <div className="add" ref={sheet} onKeyDown={onKeyDown}>
        <div className="add-scroll">
          <Summary />
          <ReadingLine />
          <Details editor={editor} />
          <NameOptions />
          <FolderLine />
          <FailureLine />
        </div>
        <Footer button={button} />
      </div>
    </Modal>
  );
}

/** The editor's own field, which its shadow root hides from a search of the page. */
const textField = () =>
  document.querySelector('[data-editor]')?.shadowRoot?.querySelector<HTMLElement>('[role="textbox"]') ?? null;

/** The middle of the sheet: the check while there is one, else the list itself, where there is something to see. */
function Details({ editor }: { readonly editor: Ref<TextPaneHandle> }) {
  const progress = useCheck((state) => state.progress);
  const isShown = useDraft(
    ({ isUnfolded, phase, summary }) => isUnfolded || (phase === 'empty' && summary === null),
  );
  if (progress === null && !isShown) return null;
  return (
    <div className="add-editor">
      {progress === null ? <DraftLines editor={editor} /> : <CheckPane progress={progress} />}
    </div>
  );
}

function FailureLine() {
  const { language } = useTexts();
  const failure = useDraft((state) => state.failure);
  if (failure === null) return null;
  const { sentence, cure } = failureWords(language, failure, null);
  return (
    <p className="add-failure" role="alert">
      {sentence} {cure}
    </p>
  );
}

function FolderLine() {
  const { t } = useTexts();
  const actions = useActions();
  const folder = useDraft((state) => state.folder);
  const isEmpty = useDraft(({ phase, summary }) => phase === 'empty' && summary === null);
  if (isEmpty) return null;
  return (
    <p className="add-folder">
      <Folder size={16} aria-hidden />
      <span className="spoken">{t('add.savesTo')} </span>
      {folder === null ? (
        <span className="add-folder-pending">{t('add.folderPending')}</span>
      ) : (
        <MiddleText text={folder.path} tail={32} />
      )}
      <Button kind="link" onClick={() => actions.chooseDraftFolder(t('add.chooseFolder'))}>
        {t('add.change')}
      </Button>
    </p>
  );
}
