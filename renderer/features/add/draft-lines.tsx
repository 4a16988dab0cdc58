import { Ban, CopyMinus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import type { DraftLine } from '#contract/model.ts';
import { unusableWords } from '#contract/words/words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useDraft, useSession } from '../../state/context.tsx';
import type { LineFilter } from '../../state/draft.ts';
import { MiddleText } from '../../ui/middle-text.tsx';
import { useVirtualRows } from '../../ui/virtual-rows.ts';

/** Room for a reason on two lines. */
const LINE_PX = 36;

/** The lines of the draft, each with what will become of it; those with a problem first. */
export function DraftLines({ aside }: { readonly aside: ReactNode }) {
  const { t, formats } = useTexts();
  const { draft } = useSession();
  const summary = useDraft((state) => state.summary);
  const only = useDraft((state) => state.only);
  const tabs: readonly { readonly only: LineFilter; readonly label: string; readonly count: number }[] = [
    { only: 'unusable', label: t('add.onlyUnusable'), count: summary?.unusable ?? 0 },
    { only: 'duplicate', label: t('add.onlyDuplicate'), count: summary?.duplicates ?? 0 },
    { only: 'new', label: t('add.onlyNew'), count: summary?.fresh ?? 0 },
    { only: 'all', label: t('add.all'), count: summary?.lines ?? 0 },
  ];
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups buttons. */}
      <div className="add-tabs" role="group" aria-label={t('add.verdicts')}>
        {tabs.map((tab) => (
          <button
            type="button"
            className="add-tab"
            key={tab.only}
            aria-pressed={tab.only === only}
            onClick={() => void draft.setOnly(tab.only)}
          >
            {tab.label} <span className="add-tab-count">{formats.number(tab.count)}</span>
          </button>
        ))}
        <span className="add-tabs-aside">{aside}</span>
      </div>
      <LineList />
    </>
  );
}

function LineList() {
  const { t } = useTexts();
  const { draft } = useSession();
  const total = useDraft((state) => state.linesTotal);
  const only = useDraft((state) => state.only);
  useDraft((state) => state.linesVersion);
  const scroller = useRef<HTMLElement>(null);
  const { rows, heightPx } = useVirtualRows({ scroller, count: total, rowPx: LINE_PX, headPx: 0 });
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => draft.showLines(first, last), [draft, first, last]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section ref={scroller} className="add-lines" data-only={only} tabIndex={0} aria-label={t('add.lines')}>
      {total === 0 ? <p className="add-lines-none">{t('add.noLines')}</p> : null}
      <ul className="add-lines-body" style={{ height: heightPx }}>
        {rows.map(({ index, topPx }) => {
          const line = draft.lineAt(index);
          return (
            <li
              className="add-line"
              key={index}
              aria-posinset={index + 1}
              aria-setsize={total}
              style={{ height: LINE_PX, transform: `translateY(${topPx}px)` }}
            >
              {line === undefined ? null : <Line line={line} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Line({ line }: { readonly line: DraftLine }) {
  const { t, formats } = useTexts();
  return (
    <>
      <span className="add-line-number" aria-hidden="true">
        {formats.number(line.line)}
      </span>
      <span className="spoken">{t('add.line', { line: line.line })}</span>
      <MiddleText className="add-line-text" text={line.text} tail={18} />
      <VerdictMark line={line} />
    </>
  );
}

function VerdictMark({ line: { verdict } }: { readonly line: DraftLine }) {
  const { t, language } = useTexts();
  switch (verdict.kind) {
    case 'new':
      return (
        <span className="add-verdict">
          <Plus size={14} aria-hidden />
          {t('add.verdictNew')}
        </span>
      );
    case 'duplicate':
      return (
        <span className="add-verdict">
          <CopyMinus size={14} aria-hidden />
          {t('add.verdictDuplicate', { line: verdict.ofLine })}
        </span>
      );
    case 'unusable': {
      const words = unusableWords(language, verdict.reason);
      return (
        <span className="add-verdict" data-tone="attention" title={words}>
          <Ban size={14} aria-hidden />
          <span className="add-verdict-words">{words}</span>
        </span>
      );
    }
  }
}
