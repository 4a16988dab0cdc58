import type { Ref } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useDraft, useSession } from '../../state/context.tsx';
import type { DraftPane } from '../../state/draft.ts';
import { LineList } from './line-list.tsx';
import { Mapper } from './mapper.tsx';
import type { Tab } from './tabs.tsx';
import { Tabs } from './tabs.tsx';
import type { TextPaneHandle } from './text-pane.tsx';
import { TextPane } from './text-pane.tsx';
import { Verdict } from './verdict.tsx';

/** What unfolds: a table's columns, the text to correct with its verdicts, or the lines of one verdict. */
export function DraftLines({ editor }: { readonly editor: Ref<TextPaneHandle> }) {
  const { t } = useTexts();
  const { draft } = useSession();
  const pane = useDraft((state) => state.pane);
  const hasLines = useDraft(({ summary }) => summary !== null && summary.lines > 0);
  const tabs = useTabs();
  return (
    <>
      {hasLines ? <Tabs label={t('add.verdicts')} tabs={tabs} shown={pane} onShow={draft.setPane} /> : null}
      <Pane pane={pane} editor={editor} />
    </>
  );
}

function Pane({ pane, editor }: { readonly pane: DraftPane; readonly editor: Ref<TextPaneHandle> }) {
  const { t } = useTexts();
  const { draft } = useSession();
  const table = useDraft(({ summary }) => summary?.table ?? null);
  if (pane === 'text') return <TextPane ref={editor} />;
  if (pane === 'columns') return table === null ? null : <Mapper table={table} />;
  return (
    <LineList
      lines={draft.lines}
      label={t('add.lines')}
      noneText={t('add.noLines')}
      hasReasons={pane === 'unusable' || pane === 'all'}
      verdict={({ verdict }) => <Verdict verdict={verdict} />}
    />
  );
}

function useTabs(): readonly Tab<DraftPane>[] {
  const { t } = useTexts();
  const summary = useDraft((state) => state.summary);
  const pane = useDraft((state) => state.pane);
  const isLocked = useDraft(({ textPlace }) => textPlace === 'locked');
  const isTable = (summary?.table ?? null) !== null;
  const known = summary?.known ?? 0;
  const { unusable = 0, duplicates = 0, lines = 0, fresh = 0 } = summary ?? {};
  const fetched = fresh - known;
  const tabs: readonly (Tab<DraftPane> & { readonly isShown: boolean })[] = [
    { name: 'columns', label: t('mapper.tab'), count: null, isShown: isTable },
    { name: 'text', label: t('add.text'), count: null, isShown: !isLocked },
    { name: 'unusable', label: t('add.onlyUnusable'), count: unusable, isShown: unusable > 0 },
    { name: 'duplicate', label: t('add.onlyDuplicate'), count: duplicates, isShown: duplicates > 0 },
    { name: 'known', label: t('add.onlyKnown'), count: known, isShown: known > 0 },
    { name: 'new', label: t('add.onlyNew'), count: fetched, isShown: fetched > 0 && fetched < lines },
    { name: 'all', label: t('add.all'), count: lines, isShown: true },
  ];
  // The one that is looked at stays, even when nothing is left in it.
  return tabs.filter(({ name, isShown }) => isShown || (name === pane && name !== 'columns'));
}
