import { useEffect, useState } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useOverview, useSession } from '../../state/context.tsx';
import { countOf } from '../../state/overview.ts';

const DIGEST_INTERVAL_MS = 10_000;

/** Tells a screen reader how far it is: every ten seconds while it moves, and once at the end. */
export function Digest() {
  const { t } = useTexts();
  const { overview, live } = useSession();
  const [text, setText] = useState('');
  const isFinished = useOverview(
    ({ everything }) => everything.total > 0 && everything.settled === everything.total,
  );

  useEffect(() => {
    const tell = (isEnd: boolean) => {
      const { everything } = overview.store.getState();
      const values = {
        saved: everything.counts.done,
        total: everything.total,
        problems: countOf(everything.counts, everything.total, 'problems'),
      };
      const { active } = live.store.getState().totals;
      setText(isEnd ? t('list.digestEnd', values) : t('list.digest', { ...values, active }));
    };
    if (isFinished) {
      tell(true);
      return;
    }
    const timer = setInterval(() => tell(false), DIGEST_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [isFinished, overview, live, t]);

  return (
    <output className="spoken" aria-live="polite">
      {text}
    </output>
  );
}
