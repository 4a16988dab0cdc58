import { Ban, Check, CircleHelp, FileText, FileX, ImageMinus, Lock } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import type { CheckedLine, CheckProgress } from '#contract/model.ts';
import { LINK_FINDINGS } from '#contract/model.ts';
import { failureWords } from '#contract/words/words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCheck, useSession } from '../../state/context.tsx';
import type { FindingFilter } from '../../state/draft-check.ts';
import { Button } from '../../ui/button.tsx';
import { LineList } from './line-list.tsx';
import type { Tab } from './tabs.tsx';
import { Tabs } from './tabs.tsx';

const ICONS = {
  good: Check,
  small: ImageMinus,
  html: FileText,
  'not-an-image': FileX,
  refused: Lock,
  dead: Ban,
  unknown: CircleHelp,
} as const;

/** What is behind the links: how far the look is, and the lines by what was found. */
export function CheckPane({ progress }: { readonly progress: CheckProgress }) {
  const { t } = useTexts();
  const { draft } = useSession();
  const only = useCheck((state) => state.only);
  const shown = LINK_FINDINGS.filter((finding) => finding === 'good' || progress.findings[finding] > 0);
  const tabs: readonly Tab<FindingFilter>[] = [
    { name: 'all', label: t('check.all'), count: progress.checked, widest: progress.total },
    ...shown.map((name) => ({
      name,
      label: t(`check.finding.${name}`),
      count: progress.findings[name],
      ...(name === 'good' ? { widest: progress.total } : {}),
      ...(name === 'small' ? { hint: t('check.smallHint') } : {}),
    })),
  ];
  return (
    <>
      <CheckHead progress={progress} />
      <Tabs label={t('check.label')} tabs={tabs} shown={only} onShow={draft.check.setOnly} />
      <LineList
        lines={draft.check.lines}
        label={t('check.label')}
        noneText={t('check.noLines')}
        hasReasons={false}
        verdict={(line) => <Finding line={line} />}
      />
    </>
  );
}

function CheckHead({ progress }: { readonly progress: CheckProgress }) {
  const { t } = useTexts();
  const { isRunning, checked, total } = progress;
  const isWhole = checked === total;
  const words = isRunning
    ? t('check.running', { checked, total })
    : isWhole
      ? t('check.done', { count: checked })
      : t('check.stopped', { checked, total });
  return (
    <div className="check-head">
      <span className="check-words">{words}</span>
      {isRunning ? <progress className="check-bar" max={total} value={checked} aria-label={words} /> : null}
      <span className="spoken" role="status">
        {isRunning ? '' : words}
      </span>
      {isRunning ? <StopButton /> : null}
    </div>
  );
}

/** It is there only while the check runs; where it had the focus, the way back to the list gets it. */
function StopButton() {
  const { t } = useTexts();
  const { draft } = useSession();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const made = button.current;
    return () => {
      if (document.activeElement === made) document.querySelector<HTMLElement>('.add-check')?.focus();
    };
  }, []);
  return (
    <Button ref={button} size="small" onClick={() => void draft.check.stop()}>
      {t('check.stop')}
    </Button>
  );
}

function Finding({ line }: { readonly line: CheckedLine }) {
  const { t, language, formats } = useTexts();
  const { finding, failure, format, width, height } = line;
  const Icon = ICONS[finding];
  const isFine = finding === 'good' || finding === 'small';
  const facts = [
    failure === null ? t(`check.finding.${finding}`) : failureWords(language, failure, null).short,
    ...(format === null ? [] : [format.toUpperCase()]),
    ...(width === null || height === null ? [] : [formats.dimensions(width, height)]),
  ].join(' · ');
  return (
    <span className="add-verdict" data-tone={isFine ? undefined : 'attention'} title={facts}>
      <Icon size={14} aria-hidden />
      <span className="add-verdict-words">{facts}</span>
    </span>
  );
}
