import type { TFunction } from 'i18next';
import { Ban, Check, CopyMinus, Plus } from 'lucide-react';
import type { Language, LineVerdict } from '#contract/model.ts';
import { unusableWords } from '#contract/words/words.ts';
import { useTexts } from '../../i18n/use-texts.ts';

const ICONS = { new: Plus, known: Check, duplicate: CopyMinus, unusable: Ban } as const;

/** What will become of a line, in words. */
export function verdictWords(t: TFunction, language: Language, verdict: LineVerdict): string {
  switch (verdict.kind) {
    case 'new':
      return t('add.verdictNew');
    case 'known':
      return t('add.verdictKnown');
    case 'duplicate':
      return t('add.verdictDuplicate', { line: verdict.ofLine });
    case 'unusable':
      return unusableWords(language, verdict.reason);
  }
}

/** The same, with its sign. */
export function Verdict({ verdict }: { readonly verdict: LineVerdict }) {
  const { t, language } = useTexts();
  const Icon = ICONS[verdict.kind];
  const words = verdictWords(t, language, verdict);
  const isProblem = verdict.kind === 'unusable';
  return (
    <span className="add-verdict" data-tone={isProblem ? 'attention' : undefined} title={words}>
      <Icon size={14} aria-hidden />
      <span className="add-verdict-words">{words}</span>
    </span>
  );
}
