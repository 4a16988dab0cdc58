import { useTexts } from '../../i18n/use-texts.ts';
import { useList, useOverview } from '../../state/context.tsx';
import { ActiveBand } from './active-band.tsx';
import { Digest } from './digest.tsx';
import { Grid } from './grid.tsx';
import { useRowHeight } from './use-row-height.ts';
import './list.css';

/** The Active band and the list below it. */
export function ListPane() {
  const rowPx = useRowHeight();
  const total = useList((state) => state.total);
  const isOpen = useList(({ viewId }) => viewId !== null);
  return (
    <section className="list-pane" data-pane="">
      <ActiveBand />
      {total === 0 && isOpen ? <NothingHere /> : <Grid rowPx={rowPx} />}
      <Digest />
    </section>
  );
}

function NothingHere() {
  const { t } = useTexts();
  const { search, filter } = useList(({ query }) => query);
  const isLoading = useOverview(({ progress }) => progress.isLoading);
  if (search !== '') {
    return (
      <div className="list-nothing">
        <p>{t('list.noMatch', { search })}</p>
        <p className="list-nothing-hint">{t('list.noMatchHint')}</p>
      </div>
    );
  }
  return (
    <div className="list-nothing">
      <p>{isLoading ? t('list.loading') : t(`list.emptyFilter.${filter}`)}</p>
    </div>
  );
}
