import { Check, CircleAlert, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ActiveTask } from '#contract/model.ts';
import type { RowWords } from '../../i18n/row-words.ts';
import { liveFraction } from '../../i18n/row-words.ts';

/** A download that is over in a moment needs no bar. */
const BAR_DELAY_MS = 500;

/** A word with a sign where there is need for one; a bar for a download that takes its time. */
export function StatusCell(props: { readonly words: RowWords; readonly live: ActiveTask | undefined }) {
  const { words, live } = props;
  return (
    <span className="status" data-tone={words.tone}>
      <StatusSign tone={words.tone} />
      <span className="status-word" title={words.sentence ?? words.short}>
        {words.short}
      </span>
      {live === undefined ? null : <LiveBar live={live} />}
    </span>
  );
}

function StatusSign({ tone }: { readonly tone: RowWords['tone'] }) {
  switch (tone) {
    case 'saved':
      return <Check className="status-sign" size={14} aria-hidden />;
    case 'attention':
      return <TriangleAlert className="status-sign" size={14} aria-hidden />;
    case 'problem':
      return <CircleAlert className="status-sign" size={14} aria-hidden />;
    case 'live':
    case 'quiet':
      return null;
  }
}

function LiveBar({ live }: { readonly live: ActiveTask }) {
  const isLate = useIsLate(live.startedAt);
  const fraction = liveFraction(live);
  if (!isLate || fraction === null) return null;
  return (
    <span className="status-bar" aria-hidden="true">
      <span className="status-bar-done" style={{ width: `${fraction * 100}%` }} />
    </span>
  );
}

function useIsLate(startedAt: number): boolean {
  const [isLate, setIsLate] = useState(() => Date.now() - startedAt >= BAR_DELAY_MS);
  useEffect(() => {
    if (isLate) return;
    const timer = setTimeout(() => setIsLate(true), startedAt + BAR_DELAY_MS - Date.now());
    return () => clearTimeout(timer);
  }, [isLate, startedAt]);
  return isLate;
}
