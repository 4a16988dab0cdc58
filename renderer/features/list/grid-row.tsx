import { memo } from 'react';
import type { ActiveTask, TaskRow } from '#contract/model.ts';
import { rowWords } from '../../i18n/row-words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import type { Hold } from '../../state/pauses.ts';
import { shortUrl } from '../../state/short-url.ts';
import { MiddleText } from '../../ui/middle-text.tsx';
import { StatusCell } from './status-cell.tsx';
import { Thumbnail } from './thumbnail.tsx';

export interface GridRowProps {
  readonly id: string;
  readonly index: number;
  readonly topPx: number;
  readonly heightPx: number;
  /** Undefined while its page is on the way. */
  readonly row: TaskRow | undefined;
  readonly live: ActiveTask | undefined;
  /** Epoch milliseconds for a countdown; 0 where nothing counts down. */
  readonly now: number;
  /** What holds its list. */
  readonly hold: Hold | undefined;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
}

/** One row of the list. It is drawn again only when something of it changes. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the virtual grid.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row.
    <div
      id={props.id}
      className="grid-row grid-columns"
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.isSelected}
      data-index={props.index}
      data-state={row?.state}
      data-focused={props.isFocused}
      data-task-id={row?.taskId}
      style={{ height: props.heightPx, transform: `translateY(${props.topPx}px)` }}
    >
      {row === undefined ? <PendingCells /> : <Cells {...props} row={row} />}
    </div>
  );
});

function PendingCells() {
  const { t } = useTexts();
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the virtual grid.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus.
    <div className="cell cell-pending" role="gridcell" aria-colindex={2}>
      <span className="spoken">{t('list.loading')}</span>
    </div>
  );
}

function Cells({ row, live, now, heightPx, hold }: GridRowProps & { readonly row: TaskRow }) {
  const { t, language, formats } = useTexts();
  const words = rowWords(row, live, { t, language, formats, now, hold });
  const isTall = heightPx > 40;
  const link = withoutScheme(row.url);
  return (
    <>
      <Cell name="line" index={1}>
        {formats.number(row.line)}
      </Cell>
      <Cell name="name" index={2}>
        <Thumbnail row={row} sizePx={isTall ? 36 : 22} />
        <span className="name">
          <MiddleText className="name-file" text={row.name} />
          {isTall ? (
            <MiddleText
              className="name-url"
              text={link}
              whole={shortUrl(row.url)}
              tailStart={fileStart(link)}
            />
          ) : null}
        </span>
      </Cell>
      <Cell name="status" index={3} title={words.sentence ?? undefined}>
        <StatusCell words={words} live={live} />
      </Cell>
      <Cell name="bytes" index={4}>
        {bytesOf(row, live) === null ? null : formats.bytes(bytesOf(row, live) ?? 0)}
      </Cell>
      <Cell name="pixels" index={5}>
        {row.width === null || row.height === null ? null : formats.dimensions(row.width, row.height)}
      </Cell>
      <Cell name="host" index={6} title={row.host}>
        <bdi>{row.host}</bdi>
      </Cell>
    </>
  );
}

/** Nearly every link begins alike, and the room is short; http stays, since it tells something. */
function withoutScheme(url: string): string {
  return shortUrl(url).replace(/^https:\/\//, '');
}

/** Where the last part of the path begins: of a long link the host and the file tell most. */
function fileStart(link: string): number | undefined {
  if (link.startsWith('data:')) return undefined;
  const path = link.split(/[?#]/, 1)[0] ?? link;
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? undefined : slash;
}

function bytesOf(row: TaskRow, live: ActiveTask | undefined): number | null {
  if (live === undefined) return row.bytes;
  return live.totalBytes ?? (live.receivedBytes > 0 ? live.receivedBytes : null);
}

function Cell(props: {
  readonly name: string;
  readonly index: number;
  readonly title?: string | undefined;
  readonly children: React.ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the virtual grid.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus.
    <div
      className={`cell cell-${props.name}`}
      role="gridcell"
      aria-colindex={props.index}
      title={props.title}
    >
      {props.children}
    </div>
  );
}
