import { ChevronRight } from 'lucide-react';
import type { DraftSummary } from '#contract/model.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCheck, useDraft, useSession } from '../../state/context.tsx';
import { Button } from '../../ui/button.tsx';
import { ENCODING_NAMES } from './reading-line.tsx';

/** The counts of the list in one line; a click unfolds the lines. */
export function Summary() {
  const { t } = useTexts();
  const { draft } = useSession();
  const wasAppended = useDraft((state) => state.wasAppended);
  const startOver = () => {
    // The button goes away.
    document.querySelector<HTMLElement>('.add-download')?.focus();
    void draft.startOver();
  };
  return (
    <div className="add-head">
      <Counts />
      {wasAppended ? (
        <Button kind="link" title={t('add.startOverHint')} onClick={startOver}>
          {t('add.startOver')}
        </Button>
      ) : null}
    </div>
  );
}

function Counts() {
  const { t } = useTexts();
  const summary = useDraft((state) => state.summary);
  const phase = useDraft((state) => state.phase);
  const readFraction = useDraft((state) => state.readFraction);
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
  return <Unfold summary={summary} />;
}

/** What opens the lines and the options; a check shows lines of its own instead. */
function Unfold({ summary }: { readonly summary: DraftSummary }) {
  const { t } = useTexts();
  const { draft } = useSession();
  const isUnfolded = useDraft((state) => state.isUnfolded);
  const isChecking = useCheck(({ progress }) => progress !== null);
  const words = <CountWords summary={summary} isFolded={!isUnfolded && !isChecking} />;
  if (isChecking) return <p className="add-summary">{words}</p>;
  return (
    <button
      type="button"
      className="add-summary"
      aria-expanded={isUnfolded}
      title={isUnfolded ? t('add.hideLines') : t('add.showLines')}
      onClick={() => draft.setUnfolded(!isUnfolded)}
    >
      {words}
      <span className="add-unfold">
        {t('add.details')}
        <ChevronRight className="add-chevron" size={16} aria-hidden />
      </span>
    </button>
  );
}

function CountWords({ summary, isFolded }: { readonly summary: DraftSummary; readonly isFolded: boolean }) {
  const { t } = useTexts();
  const { fresh, known, duplicates, unusable } = summary;
  return (
    <span className="add-counts">
      <strong>{t('add.fresh', { count: fresh - known })}</strong>
      {known === 0 ? null : <span> · {t('add.known', { count: known })}</span>}
      {duplicates === 0 ? null : <span> · {t('add.duplicates', { count: duplicates })}</span>}
      {unusable === 0 ? null : (
        <span className="add-unusable"> · {t('add.unusable', { count: unusable })}</span>
      )}
      {isFolded ? <FormWords summary={summary} /> : null}
    </span>
  );
}

/** How the list is read, where that is not the usual; unfolded, it can be changed. */
function FormWords({ summary: { kind, encoding } }: { readonly summary: DraftSummary }) {
  const { t } = useTexts();
  return (
    <>
      {kind === null || kind === 'text' ? null : <span> · {t(`add.kind.${kind}`)}</span>}
      {encoding === null || encoding === 'utf-8' ? null : <span> · {ENCODING_NAMES[encoding]}</span>}
    </>
  );
}
