import type { TFunction } from 'i18next';
import { FolderOpen } from 'lucide-react';
import type { Batch } from '#contract/model.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, useList, useLive, useOverview } from '../../state/context.tsx';
import { isHeld } from '../../state/pauses.ts';
import type { Progress } from '../../state/progress.ts';
import type { BarPart } from '../../ui/bars.tsx';
import { SegmentedBar } from '../../ui/bars.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Banners } from './banners.tsx';
import { Filters } from './filters.tsx';
import './header.css';

/** What is shown, how far it is, what needs the person, and which part of it to see. */
export function Header() {
  const { t } = useTexts();
  const actions = useActions();
  const batch = useShownBatch();
  return (
    <section className="header" data-pane="">
      <div className="header-line">
        <h1 className="header-title">
          <bdi>{batch === undefined ? t('batches.all') : batch.name}</bdi>
        </h1>
        {batch === undefined ? null : (
          <IconButton
            label={`${t('header.showFolder')}: ${batch.folder}`}
            size="small"
            onClick={() => actions.showBatchFolder(batch.batchId)}
          >
            <FolderOpen size={16} aria-hidden />
          </IconButton>
        )}
        <HeaderNumbers batch={batch} />
      </div>
      <HeaderBar />
      <Banners batch={batch} />
      <Filters />
    </section>
  );
}

function useShownBatch(): Batch | undefined {
  const batchId = useList(({ query }) => query.batchId);
  return useLive(({ batches }) => batches.find((batch) => batch.batchId === batchId));
}

function HeaderNumbers({ batch }: { readonly batch: Batch | undefined }) {
  const { t } = useTexts();
  const progress = useOverview((state) => state.progress);
  const minutesLeft = useOverview((state) => state.minutesLeft);
  const isPaused = useLive((live) => isHeld(live, batch?.batchId ?? null));
  const saved = progress.counts.done;
  if (progress.isLoading) {
    return <p className="header-numbers">{t('header.stillReading', { saved })}</p>;
  }
  const state = stateWord(t, progress, isPaused, batch, minutesLeft);
  return (
    <p className="header-numbers">
      {t('header.savedOf', { saved, total: progress.total })}
      {state === null ? null : <span className="header-left"> · {state}</span>}
    </p>
  );
}

function stateWord(
  t: TFunction,
  progress: Progress,
  isPaused: boolean,
  batch: Batch | undefined,
  minutesLeft: number | null,
): string | null {
  if (progress.settled === progress.total) return progress.total === 0 ? null : t('header.finished');
  if (batch !== undefined && batch.problem !== null) return t('header.stopped');
  if (isPaused) return t('header.paused');
  if (minutesLeft === null) return null;
  if (minutesLeft === 0) return t('header.lessThanMinute');
  return minutesLeft < 60
    ? t('header.minutes', { count: minutesLeft })
    : t('header.hours', { count: minutesLeft / 60 });
}

function HeaderBar() {
  const { t } = useTexts();
  const { bar, percent, counts, isLoading } = useOverview((state) => state.progress);
  const parts: readonly BarPart[] = [
    { tone: 'saved', fraction: bar.saved },
    { tone: 'skipped', fraction: bar.skipped },
    { tone: 'canceled', fraction: bar.canceled },
    { tone: 'failed', fraction: bar.failed },
    { tone: 'waiting', fraction: bar.waiting },
  ];
  return (
    <SegmentedBar
      parts={parts}
      percent={percent}
      label={t('header.progress')}
      valueText={t('header.progressText', {
        percent,
        saved: counts.done,
        waiting: counts.waiting,
        failed: counts.failed,
        skipped: counts.skipped,
      })}
      isIndeterminate={isLoading}
    />
  );
}
