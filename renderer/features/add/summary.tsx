import { ChevronRight } from 'lucide-react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useDraft, useSession } from '../../state/context.tsx';
import { Button } from '../../ui/button.tsx';

/** The counts of the list in one line; a click unfolds the lines. */
export function Summary() {
  const { t } = useTexts();
  const { draft } = useSession();
  const wasAppended = useDraft((state) => state.wasAppended);
  return (
    <div className="add-head">
      <Counts />
      {wasAppended ? (
        <Button kind="link" title={t('add.startOverHint')} onClick={() => void draft.startOver()}>
          {t('add.startOver')}
        </Button>
      ) : null}
    </div>
  );
}

function Counts() {
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
  const { fresh, known, duplicates, unusable } = summary;
  return (
    <button
      type="button"
      className="add-summary"
      aria-expanded={isUnfolded}
      title={isUnfolded ? t('add.hideLines') : t('add.showLines')}
      onClick={() => draft.setUnfolded(!isUnfolded)}
    >
      <span className="add-counts">
        <strong>{t('add.fresh', { count: fresh - known })}</strong>
        {known === 0 ? null : <span> · {t('add.known', { count: known })}</span>}
        {duplicates === 0 ? null : <span> · {t('add.duplicates', { count: duplicates })}</span>}
        {unusable === 0 ? null : (
          <span className="add-unusable"> · {t('add.unusable', { count: unusable })}</span>
        )}
      </span>
      <ChevronRight className="add-chevron" size={16} aria-hidden />
    </button>
  );
}
