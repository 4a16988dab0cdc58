import type { TFunction } from 'i18next';
import { Check, CircleAlert, TriangleAlert } from 'lucide-react';
import type { ActiveTask, Language, TaskDetail, TaskRow } from '#contract/model.ts';
import { failureWords } from '#contract/words/words.ts';
import type { RowWords } from '../../i18n/row-words.ts';
import { rowWords } from '../../i18n/row-words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useLive } from '../../state/context.tsx';
import type { Hold } from '../../state/pauses.ts';
import { holdsOf } from '../../state/pauses.ts';

/** What happened, in words: the verdict, the sentence, what one can do, and why the name is as it is. */
export function Story({ detail }: { readonly detail: TaskDetail }) {
  const { t, language, formats } = useTexts();
  const { row } = detail;
  const live = useLive(({ active }) => active.find(({ taskId }) => taskId === row.taskId));
  const hold = useLive((state) => holdsOf(state).get(row.batchId)) ?? (row.isPaused ? 'paused' : undefined);
  const words = rowWords(row, live, { t, language, formats, now: Date.now(), hold });
  const lines = storyLines(t, language, row, { live, words, hold });
  return (
    <div className="story">
      <p className="story-state" data-tone={words.tone}>
        <ToneSign tone={words.tone} />
        {words.short}
      </p>
      {lines.map((line) => (
        <p className="story-line selectable" key={line}>
          {line}
        </p>
      ))}
      {detail.declaredExtension === null || row.format === null ? null : (
        <p className="story-line">
          {t('inspector.renamed', { declared: detail.declaredExtension, format: row.format })}
        </p>
      )}
    </div>
  );
}

function storyLines(
  t: TFunction,
  language: Language,
  row: TaskRow,
  state: {
    readonly live: ActiveTask | undefined;
    readonly words: RowWords;
    readonly hold: Hold | undefined;
  },
): readonly string[] {
  const { live, words, hold } = state;
  if (live !== undefined) return words.sentence === null ? [] : [words.sentence];
  if (row.failure !== null && (row.state === 'failed' || row.state === 'waiting')) {
    const { sentence, cure } = failureWords(language, row.failure, row.host);
    return [sentence, cure];
  }
  if (row.state === 'queued') return [t(`inspector.${hold ?? 'queued'}`)];
  if (row.state === 'canceled') return [t('inspector.canceled')];
  return words.sentence === null ? [] : [words.sentence];
}

function ToneSign({ tone }: { readonly tone: RowWords['tone'] }) {
  switch (tone) {
    case 'saved':
      return <Check size={16} aria-hidden />;
    case 'attention':
      return <TriangleAlert size={16} aria-hidden />;
    case 'problem':
      return <CircleAlert size={16} aria-hidden />;
    case 'live':
    case 'quiet':
      return null;
  }
}
