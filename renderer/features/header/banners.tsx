import { AlertTriangle } from 'lucide-react';
import type { Failure } from '#contract/failures.ts';
import type { Batch } from '#contract/model.ts';
import { failureWords } from '#contract/words/words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, useLive } from '../../state/context.tsx';
import { Button } from '../../ui/button.tsx';

/** One amber bar, only when work has stopped and waits for the person. */
export function Banners({ batch }: { readonly batch: Batch | undefined }) {
  const stateProblem = useLive(({ totals }) => totals.stateProblem);
  const stopped = useLive(({ batches }) => batches.find(({ problem }) => problem !== null));
  const shown = batch === undefined ? stopped : batch;
  if (stateProblem !== null) return <StateBanner failure={stateProblem} />;
  if (shown === undefined || shown.problem === null) return null;
  return <StoppedBanner batch={shown} isNamed={batch === undefined} />;
}

/** Results cannot be written down: it ends by itself when there is room again. */
function StateBanner({ failure }: { readonly failure: Failure }) {
  const { language } = useTexts();
  const { sentence, cure } = failureWords(language, failure, null);
  return (
    <div className="banner" role="alert">
      <AlertTriangle className="banner-icon" size={16} aria-hidden />
      <p className="banner-text">
        <strong>{sentence}</strong> {cure}
      </p>
    </div>
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
        <strong>{isNamed ? `${batch.name}: ${sentence}` : sentence}</strong> {cure}
        {sentence.includes(batch.folder) ? null : (
          <span className="banner-folder"> {t('header.problemFolder', { folder: batch.folder })}</span>
        )}
      </p>
      <Button size="small" onClick={() => resumeAfterProblem(batch.batchId)}>
        {t('header.resume')}
      </Button>
    </div>
  );
}
