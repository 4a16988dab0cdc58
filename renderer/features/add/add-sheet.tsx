import { ChevronRight, Folder, FolderOpen } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useRef } from 'react';
import { failureWords } from '#contract/words/words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, useDraft, useSession } from '../../state/context.tsx';
import { Button } from '../../ui/button.tsx';
import { MiddleText } from '../../ui/middle-text.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Editor } from './editor.tsx';
import { usePaste } from './use-paste.ts';
import './add-sheet.css';

/** The sheet between a paste and a download. A clean paste shows three lines, and Enter starts it. */
export function AddSheet() {
  const { t } = useTexts();
  const { draft } = useSession();
  const isOpen = useDraft((state) => state.isOpen);
  const isFilled = useDraft(({ phase, text }) => phase !== 'empty' || text !== '');
  const button = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  usePaste(sheet);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void draft.download();
  };
  return (
    <Modal
      isOpen={isOpen}
      onClose={draft.close}
      title={t('add.title')}
      closeLabel={t('add.close')}
      placement="sheet"
      initialFocus={isFilled ? button : field}
      finalFocus={() => document.querySelector<HTMLElement>('[role="grid"]')}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the whole sheet. */}
      <div className="add" ref={sheet} onKeyDown={onKeyDown}>
        <Summary />
        <Editor field={field} />
        <FolderLine />
        <FailureLine />
        <Footer button={button} />
      </div>
    </Modal>
  );
}

function Summary() {
  const { t } = useTexts();
  const { draft } = useSession();
  const summary = useDraft((state) => state.summary);
  const phase = useDraft((state) => state.phase);
  const readFraction = useDraft((state) => state.readFraction);
  const isUnfolded = useDraft((state) => state.isUnfolded);
  if (summary === null || summary.lines === 0) {
    const isReading = phase === 'reading';
    return (
      <p className="add-summary add-summary-none">
        {isReading ? t('add.reading') : t('add.nothing')}
        {isReading ? (
          <progress className="add-reading" value={readFraction} aria-label={t('add.reading')} />
        ) : null}
      </p>
    );
  }
  const { fresh, duplicates, unusable } = summary;
  return (
    <button
      type="button"
      className="add-summary"
      aria-expanded={isUnfolded}
      title={isUnfolded ? t('add.hideLines') : t('add.showLines')}
      onClick={() => draft.setUnfolded(!isUnfolded)}
    >
      <span className="add-counts">
        <strong>{t('add.fresh', { count: fresh })}</strong>
        {duplicates === 0 ? null : <span> · {t('add.duplicates', { count: duplicates })}</span>}
        {unusable === 0 ? null : (
          <span className="add-unusable"> · {t('add.unusable', { count: unusable })}</span>
        )}
      </span>
      <ChevronRight className="add-chevron" size={16} aria-hidden />
    </button>
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

function Footer({ button }: { readonly button: React.RefObject<HTMLButtonElement | null> }) {
  const { t } = useTexts();
  const { draft } = useSession();
  const actions = useActions();
  const isEmpty = useDraft(({ phase, summary }) => phase === 'empty' && summary === null);
  const isWanted = useDraft(({ isDownloadWanted, phase }) => isDownloadWanted || phase === 'adding');
  const isUseless = useDraft(({ phase, summary }) => phase === 'ready' && summary?.fresh === 0);
  return (
    <div className="add-footer">
      {isEmpty ? (
        <Button
          icon={<FolderOpen size={16} aria-hidden />}
          onClick={() => actions.openList(t('empty.openTitle'))}
        >
          {t('add.openList')}
        </Button>
      ) : (
        <span />
      )}
      <Button
        ref={button}
        kind="primary"
        className="button add-download"
        aria-disabled={isEmpty || isUseless}
        aria-busy={isWanted}
        title={isWanted ? t('add.startsWhenRead') : undefined}
        onClick={() => void draft.download()}
      >
        {t('add.download')}
      </Button>
    </div>
  );
}
