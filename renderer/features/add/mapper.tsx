import { AlertTriangle } from 'lucide-react';
import { useState } from 'react';
import type { ColumnRole, TableColumn, TableShape } from '#contract/model.ts';
import { COLUMN_ROLES } from '#contract/model.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useSession } from '../../state/context.tsx';
import { ChoiceField } from '../../ui/fields.tsx';

/** A table's first rows, with what each column is for; every column can be said to be something else. */
export function Mapper({ table }: { readonly table: TableShape }) {
  const { t } = useTexts();
  const { columns, sample } = table;
  const order = useOrder(columns);
  return (
    <>
      <Warnings table={table} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <section className="mapper" tabIndex={0} aria-label={t('mapper.label')}>
        <table className="mapper-table">
          <thead>
            <tr>
              {order.map(([column, index]) => (
                <th key={column.name} scope="col" data-role={column.role}>
                  <bdi className="mapper-name" title={column.name}>
                    {column.name}
                  </bdi>
                  <RoleField column={column} index={index} columns={columns} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sample.map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a table have no other name than their place.
              <tr key={row}>
                {order.map(([column, index]) => (
                  <td key={column.name} data-role={column.role}>
                    <bdi className="mapper-cell" title={cells[index]}>
                      {cells[index]}
                    </bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/**
 * The columns that are used first, so that they are in sight without scrolling; what a person changes then stays where it is.
 */
function useOrder(
  columns: readonly TableColumn[],
): readonly (readonly [column: TableColumn, index: number])[] {
  const names = JSON.stringify(columns.map(({ name }) => name));
  const [order, setOrder] = useState({ names: '', indexes: [] as readonly number[] });
  if (order.names !== names) {
    const all = columns.map((_column, index) => index);
    const isOther = (index: number) => columns[index]?.role === 'other';
    setOrder({ names, indexes: [...all.filter((index) => !isOther(index)), ...all.filter(isOther)] });
  }
  return order.indexes.flatMap((index) => {
    const column = columns[index];
    return column === undefined ? [] : [[column, index] as const];
  });
}

function RoleField(props: {
  readonly column: TableColumn;
  readonly index: number;
  readonly columns: readonly TableColumn[];
}) {
  const { t } = useTexts();
  const { draft } = useSession();
  const { column, index, columns } = props;
  const choose = (role: ColumnRole) => {
    const roles = columns.map((one, at) => (at === index ? role : one.role));
    void draft.readAs({ roles });
  };
  return (
    <ChoiceField
      size="small"
      label={t('mapper.role', { name: column.name })}
      value={column.role}
      choices={COLUMN_ROLES.map((role) => ({ value: role, label: t(`mapper.roles.${role}`) }))}
      onChange={choose}
    />
  );
}

function Warnings({ table: { columns, spoiledCells } }: { readonly table: TableShape }) {
  const { t } = useTexts();
  const hasLinks = columns.some(({ role }) => role === 'url');
  return (
    <>
      {hasLinks ? null : (
        <p className="add-warning">
          <AlertTriangle size={16} aria-hidden />
          {t('mapper.noLinks')}
        </p>
      )}
      {spoiledCells === 0 ? null : (
        <p className="add-warning">
          <AlertTriangle size={16} aria-hidden />
          {t('mapper.spoiled', { count: spoiledCells })}
        </p>
      )}
    </>
  );
}
