import {
  AlertTriangle,
  Check,
  CircleAlert,
  Ellipsis,
  FileSpreadsheet,
  FolderOpen,
  Images,
  Pause,
  Play,
  RotateCcw,
  Trash2,
  X,
} from 'lucide-react';
import type { Batch } from '#contract/model.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, useList, useLive, useOverview } from '../../state/context.tsx';
import { countOf } from '../../state/overview.ts';
import { settledCount } from '../../state/progress.ts';
import { ProgressRing } from '../../ui/bars.tsx';
import type { MenuEntry } from '../../ui/menu.tsx';
import { AreaMenu, ButtonMenu } from '../../ui/menu.tsx';
import './sidebar.css';

/** All pictures, and each list with how far it is. In a narrow window only its signs are left. */
export function Sidebar() {
  const { t } = useTexts();
  const batches = useLive((state) => state.batches);
  return (
    <nav className="sidebar" data-pane="" aria-label={t('batches.label')}>
      <AllPictures />
      <h2 className="sidebar-heading">{t('batches.heading')}</h2>
      <ul className="sidebar-list">
        {batches.map((batch) => (
          <BatchItem key={batch.batchId} batch={batch} />
        ))}
      </ul>
    </nav>
  );
}

function AllPictures() {
  const { t, formats } = useTexts();
  const { showBatch } = useActions();
  const isShown = useList(({ query }) => query.batchId === null);
  const total = useOverview(({ everything }) => everything.total);
  return (
    <button
      type="button"
      className="sidebar-item sidebar-all"
      aria-current={isShown ? 'page' : undefined}
      title={t('batches.all')}
      onClick={() => showBatch(null)}
    >
      <Images size={16} aria-hidden />
      <span className="sidebar-name">{t('batches.all')}</span>
      <span className="sidebar-count">{formats.number(total)}</span>
    </button>
  );
}

function BatchItem({ batch }: { readonly batch: Batch }) {
  const { t } = useTexts();
  const { showBatch } = useActions();
  const isShown = useList(({ query }) => query.batchId === batch.batchId);
  const percent = useOverview(({ percentOf }) => percentOf.get(batch.batchId) ?? 0);
  const entries = useBatchEntries(batch);
  const state = useBatchState(batch);
  return (
    <AreaMenu entries={entries}>
      <li className="sidebar-row">
        <button
          type="button"
          className="sidebar-item"
          aria-current={isShown ? 'page' : undefined}
          title={`${batch.name}\n${state}\n${batch.folder}`}
          onClick={() => showBatch(batch.batchId)}
        >
          <BatchSign batch={batch} percent={percent} />
          <span className="sidebar-text">
            <bdi className="sidebar-name">{batch.name}</bdi>
            <span className="sidebar-detail">{state}</span>
          </span>
        </button>
        <span className="sidebar-more">
          <ButtonMenu
            entries={entries}
            trigger={
              <button
                type="button"
                className="icon-button"
                data-size="small"
                aria-label={t('batches.actions', { name: batch.name })}
              >
                <Ellipsis size={16} aria-hidden />
              </button>
            }
          />
        </span>
      </li>
    </AreaMenu>
  );
}

function useBatchState(batch: Batch): string {
  const { t } = useTexts();
  const settled = settledCount(batch.counts);
  const counts = t('batches.counts', { settled, total: batch.total });
  if (batch.problem !== null) return `${t('batches.stopped')} · ${counts}`;
  if (batch.isLoading) return t('batches.loading');
  const count = countOf(batch.counts, batch.total, 'problems');
  if (settled === batch.total) return count === 0 ? counts : t('header.needYou', { count });
  return batch.isPaused ? `${t('batches.paused')} · ${counts}` : counts;
}

function BatchSign({ batch, percent }: { readonly batch: Batch; readonly percent: number }) {
  if (batch.problem !== null) return <AlertTriangle className="sidebar-warn" size={16} aria-hidden />;
  if (settledCount(batch.counts) === batch.total && !batch.isLoading) {
    return countOf(batch.counts, batch.total, 'problems') > 0 ? (
      <CircleAlert className="sidebar-warn" size={16} aria-hidden />
    ) : (
      <Check size={16} aria-hidden />
    );
  }
  if (batch.isPaused) return <Pause size={16} aria-hidden />;
  return <ProgressRing percent={percent} />;
}

function useBatchEntries(batch: Batch): readonly MenuEntry[] {
  const { t } = useTexts();
  const actions = useActions();
  const { batchId, counts, isPaused } = batch;
  const isDone = settledCount(counts) === batch.total;
  const hasProblems = counts.failed > 0;
  return [
    {
      label: isPaused ? t('batches.resume') : t('batches.pause'),
      icon: isPaused ? <Play size={16} aria-hidden /> : <Pause size={16} aria-hidden />,
      isDisabled: isDone,
      onChoose: () => actions.toggleBatchPaused(batchId),
    },
    {
      label: t('batches.retryProblems'),
      icon: <RotateCcw size={16} aria-hidden />,
      isDisabled: !hasProblems,
      onChoose: () => actions.retryProblems(batchId),
    },
    {
      label: t('batches.showFolder'),
      icon: <FolderOpen size={16} aria-hidden />,
      onChoose: () => actions.showBatchFolder(batchId),
    },
    ...(batch.options.sheet === null
      ? []
      : [
          {
            label: t('batches.saveSheet'),
            icon: <FileSpreadsheet size={16} aria-hidden />,
            onChoose: () => actions.saveSheet(batchId, t('batches.saveSheetTitle')),
          },
        ]),
    'line',
    {
      label: t('batches.cancel'),
      icon: <X size={16} aria-hidden />,
      isDisabled: isDone,
      onChoose: () => actions.cancelBatch(batchId),
    },
    {
      label: t('batches.remove'),
      icon: <Trash2 size={16} aria-hidden />,
      onChoose: () => actions.removeBatch(batchId),
    },
  ];
}
