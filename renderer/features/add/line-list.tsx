import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useTexts } from '../../i18n/use-texts.ts';
import type { LinePages } from '../../state/line-pages.ts';
import { MiddleText } from '../../ui/middle-text.tsx';
import { useVirtualRows } from '../../ui/virtual-rows.ts';

/** Room for a reason on two lines. */
const LINE_PX = 36;

interface ListedLine {
  readonly line: number;
  readonly text: string;
}

/** Lines of a list, as many as there are, each with what is to be said of it. */
export function LineList<Row extends ListedLine>(props: {
  readonly lines: LinePages<Row>;
  readonly label: string;
  readonly noneText: string;
  /** The right column holds sentences. */
  readonly hasReasons: boolean;
  readonly verdict: (row: Row) => ReactNode;
}) {
  const { lines } = props;
  const total = useStore(lines.store, (state) => state.total);
  useStore(lines.store, (state) => state.version);
  const scroller = useRef<HTMLElement>(null);
  const { rows, heightPx } = useVirtualRows({ scroller, count: total, rowPx: LINE_PX, headPx: 0 });
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => lines.show(first, last), [lines, first, last]);
  return (
    <section
      ref={scroller}
      className="add-lines"
      data-reasons={props.hasReasons}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
      tabIndex={0}
      aria-label={props.label}
    >
      {total === 0 ? <p className="add-lines-none">{props.noneText}</p> : null}
      <ul className="add-lines-body" style={{ height: heightPx }}>
        {rows.map(({ index, topPx }) => {
          const row = lines.rowAt(index);
          return (
            <li
              className="add-line"
              key={index}
              aria-posinset={index + 1}
              aria-setsize={total}
              style={{ height: LINE_PX, transform: `translateY(${topPx}px)` }}
            >
              {row === undefined ? null : <Line row={row}>{props.verdict(row)}</Line>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Line({ row, children }: { readonly row: ListedLine; readonly children: ReactNode }) {
  const { t, formats } = useTexts();
  return (
    <>
      <span className="add-line-number" aria-hidden="true">
        {formats.number(row.line)}
      </span>
      <span className="spoken">{t('add.line', { line: row.line })}</span>
      <MiddleText className="add-line-text" text={row.text} tail={18} />
      {children}
    </>
  );
}
