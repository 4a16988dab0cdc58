import { ArrowLeft, FolderOpen, ListPlus, SearchCheck, SlidersHorizontal } from 'lucide-react';
import type { RefObject } from 'react';
import { flushSync } from 'react-dom';
import { useTexts } from '../../i18n/use-texts.ts';
import {
  useActions,
  useCheck,
  useDraft,
  useList,
  useLive,
  useNames,
  useSession,
} from '../../state/context.tsx';
import { goodCountOf } from '../../state/draft-check.ts';
import { Button } from '../../ui/button.tsx';
import { Hint } from '../../ui/hint.tsx';

/** The last line of the sheet: what else can be done with the list, and Download. */
export function Footer({ button }: { readonly button: RefObject<HTMLButtonElement | null> }) {
  const isEmpty = useDraft(({ phase, summary }) => phase === 'empty' && summary === null);
  const isOpened = useIsOpened();
  return (
    <div className="add-footer">
      {isEmpty ? <OpenButton /> : isOpened ? <MoreButtons /> : null}
      <span className="add-footer-end">
        <AddToButton />
        <DownloadButtons button={button} isEmpty={isEmpty} />
      </span>
    </div>
  );
}

/** Whether there is more to see than the three lines of a clean paste. */
function useIsOpened(): boolean {
  const isUnfolded = useDraft((state) => state.isUnfolded);
  const hasOptions = useNames((state) => state.isUnfolded);
  const isChecking = useCheck(({ progress }) => progress !== null);
  return isUnfolded || hasOptions || isChecking;
}

function OpenButton() {
  const { t } = useTexts();
  const actions = useActions();
  return (
    <Button
      icon={<FolderOpen size={16} aria-hidden />}
      onClick={() => actions.openList(t('empty.openTitle'))}
    >
      {t('add.openList')}
    </Button>
  );
}

function MoreButtons() {
  const { t } = useTexts();
  const { draft } = useSession();
  const isUnfolded = useNames((state) => state.isUnfolded);
  return (
    <span className="add-footer-start">
      <Button
        kind="plain"
        icon={<SlidersHorizontal size={16} aria-hidden />}
        aria-expanded={isUnfolded}
        onClick={() => {
          flushSync(() => draft.names.setUnfolded(!isUnfolded));
          document.querySelector<HTMLElement>('.names-template input')?.focus();
        }}
      >
        {t('names.title')}
      </Button>
      <CheckButton />
    </span>
  );
}

/** To the check and back: one button, so that the focus stays when it is pressed. */
function CheckButton() {
  const { t } = useTexts();
  const { draft } = useSession();
  const isChecking = useCheck(({ progress }) => progress !== null);
  const isUseless = useDraft(({ summary }) => (summary?.fresh ?? 0) === 0);
  const toggle = () => {
    if (isChecking) draft.check.leave();
    else if (!isUseless) void draft.startCheck();
  };
  return (
    <Hint text={isChecking ? t('check.leaveHint') : t('check.startHint')}>
      <Button
        className="button add-check"
        kind="plain"
        icon={isChecking ? <ArrowLeft size={16} aria-hidden /> : <SearchCheck size={16} aria-hidden />}
        aria-disabled={isUseless}
        onClick={toggle}
      >
        {isChecking ? t('check.leave') : t('check.start')}
      </Button>
    </Hint>
  );
}

/** Offered where one list is shown: that is the one which lines are added to. */
function AddToButton() {
  const { t } = useTexts();
  const { addToShownBatch } = useActions();
  const batchId = useList(({ query }) => query.batchId);
  const name = useLive(({ batches }) => batches.find((batch) => batch.batchId === batchId)?.name);
  const isOfUse = useDraft(({ summary }) => (summary?.fresh ?? 0) > 0);
  if (name === undefined || !isOfUse) return null;
  return (
    <Button
      className="button add-to"
      icon={<ListPlus size={16} aria-hidden />}
      title={`${t('add.addTo', { name })}\n${t('add.addToHint')}`}
      onClick={addToShownBatch}
    >
      <bdi className="add-to-name">{t('add.addTo', { name })}</bdi>
    </Button>
  );
}

function DownloadButtons(props: {
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly isEmpty: boolean;
}) {
  const { t } = useTexts();
  const { draft } = useSession();
  const isWanted = useDraft(({ isDownloadWanted, phase }) => isDownloadWanted || phase === 'adding');
  const isUseless = useDraft(({ phase, summary }) => phase === 'ready' && summary?.fresh === 0);
  const good = useCheck(goodCountOf);
  const hasProblem = useNames(({ problem }) => problem !== null);
  const isChecked = good > 0;
  return (
    <>
      {isChecked ? (
        <Button onClick={() => void draft.download({ onlyGood: false })}>{t('check.downloadAll')}</Button>
      ) : null}
      <Button
        ref={props.button}
        kind="primary"
        className="button add-download"
        aria-disabled={props.isEmpty || isUseless || hasProblem}
        aria-busy={isWanted}
        title={isWanted ? t('add.startsWhenRead') : undefined}
        onClick={() => void draft.download()}
      >
        {isChecked ? t('check.downloadGood', { count: good }) : t('add.download')}
      </Button>
    </>
  );
}
