import { CircleAlert, RotateCcw } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import type { ViewFilter } from '#contract/model.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, useList, useOverview, useSession } from '../../state/context.tsx';
import { countOf } from '../../state/overview.ts';
import { Button } from '../../ui/button.tsx';

const ALWAYS: readonly ViewFilter[] = ['all', 'active', 'saved', 'problems'];
const SOMETIMES: readonly ViewFilter[] = ['waiting', 'skipped', 'canceled'];

/** The counts, each of which shows its part of the list. */
export function Filters() {
  const { t, formats } = useTexts();
  const { list } = useSession();
  const progress = useOverview((state) => state.progress);
  const shown = useList(({ query }) => query.filter);
  const count = (filter: ViewFilter) => countOf(progress.counts, progress.total, filter);
  const group = useRef<HTMLDivElement>(null);
  const digits = formats.number(progress.total).length;
  // Room for the largest count, so that no tab moves while the numbers grow.
  useLayoutEffect(() => group.current?.style.setProperty('--filter-digits', `${digits}ch`), [digits]);
  const filters = [...ALWAYS, ...SOMETIMES.filter((filter) => filter === shown || count(filter) > 0)];
  return (
    <div className="filters">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups buttons. */}
      <div ref={group} className="filter-group" role="group" aria-label={t('header.filters')}>
        {filters.map((filter) => (
          <button
            type="button"
            className="filter"
            key={filter}
            aria-pressed={filter === shown}
            data-filter={filter}
            data-attention={filter === 'problems' && count(filter) > 0}
            onClick={() => void list.setQuery({ filter })}
          >
            {t(`header.filter.${filter}`)}
            <span className="filter-count">{formats.number(count(filter))}</span>
          </button>
        ))}
      </div>
      <div className="filter-aside">
        <Outdated />
        <ProblemsTool />
      </div>
    </div>
  );
}

function Outdated() {
  const { t } = useTexts();
  const { list } = useSession();
  const isOutdated = useList((state) => state.isOutdated);
  if (!isOutdated) return null;
  return (
    <p className="outdated">
      {t('header.outdated')}
      <Button kind="link" size="small" onClick={() => void list.reopen()}>
        {t('header.update')}
      </Button>
    </p>
  );
}

/** What needs the person, in a place that is kept for it: nothing moves when the first failure comes. */
function ProblemsTool() {
  const { t } = useTexts();
  const { list } = useSession();
  const { retryProblems } = useActions();
  const batchId = useList(({ query }) => query.batchId);
  const isShown = useList(({ query }) => query.filter === 'problems');
  const count = useOverview(({ progress }) => countOf(progress.counts, progress.total, 'problems'));
  if (count === 0) return null;
  if (isShown) {
    return (
      <Button size="small" icon={<RotateCcw size={14} aria-hidden />} onClick={() => retryProblems(batchId)}>
        {t('header.retryAll')}
      </Button>
    );
  }
  return (
    <button type="button" className="need-you" onClick={() => void list.setQuery({ filter: 'problems' })}>
      <CircleAlert size={14} aria-hidden />
      <span className="need-you-count">{t('header.needYou', { count })}</span>
      <span className="need-you-word">{t('header.review')}</span>
    </button>
  );
}
