import { ChevronDown, ChevronUp } from 'lucide-react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useList, useSession } from '../../state/context.tsx';
import type { Column } from './columns.ts';
import { COLUMNS } from './columns.ts';

/** The heads of the columns; a click sorts, another turns the order round. */
export function GridHead() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the virtual grid.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus.
    <div className="grid-head grid-columns" role="row" aria-rowindex={1}>
      {COLUMNS.map((column) => (
        <ColumnHead key={column.sort} column={column} />
      ))}
    </div>
  );
}

function ColumnHead({ column }: { readonly column: Column }) {
  const { t } = useTexts();
  const { list } = useSession();
  const isSorted = useList(({ query }) => query.sort === column.sort);
  const isDescending = useList(({ query }) => query.isDescending);
  const name = t(`list.${column.sort}`);
  const sortBy = () => {
    void list.setQuery({ sort: column.sort, isDescending: isSorted && !isDescending });
  };
  const order = isDescending ? 'descending' : 'ascending';
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the virtual grid.
    // biome-ignore lint/a11y/useFocusableInteractive: its button has the focus.
    <div
      className={`grid-head-cell head-${column.sort}`}
      role="columnheader"
      aria-colindex={column.index}
      aria-sort={isSorted ? order : 'none'}
    >
      <button
        type="button"
        className="grid-head-button"
        aria-label={column.sort === 'line' ? t('list.lineLong') : undefined}
        title={column.sort === 'line' ? t('list.lineLong') : undefined}
        onClick={sortBy}
      >
        {name}
        {isSorted ? <SortSign isDescending={isDescending} /> : null}
      </button>
    </div>
  );
}

function SortSign({ isDescending }: { readonly isDescending: boolean }) {
  return isDescending ? <ChevronDown size={12} aria-hidden /> : <ChevronUp size={12} aria-hidden />;
}
