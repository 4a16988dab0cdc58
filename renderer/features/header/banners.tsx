import { AlertTriangle, CircleAlert } from 'lucide-react';
import type { Batch } from '#contract/model.ts';
import { failureWords } from '#contract/words/words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, useList, useLive, useOverview, useSession } from '../../state/context.tsx';
import { countOf } from '../../state/overview.ts';
import { Button } from '../../ui/button.tsx';

/** At most one amber bar: a batch that stopped, else pictures that did not come. */
export function Banners({ batch }: { readonly batch: Batch | undefined }) {
  const stopped = useLive(({ batches }) => batches.find(({ problem }) => problem !== null));
  const shown = batch === undefined ? stopped : batch;
  return shown !== undefined && shown.problem !== null ? (
    <StoppedBanner batch={shown} isNamed={batch === undefined} />
  ) : (
    <ProblemsBanner />
  );
}

function StoppedBanner({ batch, isNamed }: { readonly batch: Batch; readonly isNamed: boolean }) {
  const { t, language } = useTexts();
  const { resumeAfterProblem } = useActions();
  if (batch.problem === null) return null;
  const { sentence, cure } = failureWords(language, batch.problem, null);
  return (
    <div className="banner" role="alert">
      <AlertTriangle className="banner-icon" size={16} aria-hidden />
      <p className="banner-text">
        <strong>{isNamed ? `${batch.name}: ${sentence}` : sentence}</strong> {cure}{' '}
        <span className="banner-folder">{t('header.problemFolder', { folder: batch.folder })}</span>
      </p>
      <Button size="small" onClick={() => resumeAfterProblem(batch.batchId)}>
        {t('header.tryAgain')}
      </Button>
    </div>
  );
}

function ProblemsBanner() {
  const { t } = useTexts();
  const { list } = useSession();
  const { retryProblems } = useActions();
  const batchId = useList(({ query }) => query.batchId);
  const isShown = useList(({ query }) => query.filter === 'problems');
  const count = useOverview(({ progress }) => countOf(progress.counts, progress.total, 'problems'));
  if (count === 0) return null;
  return (
    <div className="banner">
      <CircleAlert className="banner-icon" size={16} aria-hidden />
      <p className="banner-text">{t('header.needYou', { count })}</p>
      {isShown ? null : (
        <Button size="small" onClick={() => void list.setQuery({ filter: 'problems' })}>
          {t('header.review')}
        </Button>
      )}
      <Button size="small" onClick={() => retryProblems(batchId)}>
        {t('header.retryAll')}
      </Button>
    </div>
  );
}
