/** Texts, words and numbers in the language of the window, for components. */
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '#contract/model.ts';
import type { Formats } from './formats.ts';
import { formatsFor } from './formats.ts';

export interface Texts {
  readonly t: TFunction;
  readonly language: Language;
  readonly formats: Formats;
}

/** Draws the component again when the language changes. */
export function useTexts(): Texts {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
  return useMemo(() => ({ t, language, formats: formatsFor(language) }), [t, language]);
}
