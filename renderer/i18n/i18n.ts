/** The window's languages: switched at any time, typed keys, numbers and plurals by Intl. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '#contract/model.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'window';
    resources: { window: typeof en };
  }
}

/** Makes the texts ready; resolves before the first drawing. */
export async function startTexts(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'window',
    ns: ['window'],
    resources: { en: { window: en }, 'zh-CN': { window: zhCN } },
    // React escapes what it draws.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

/** Draws the window in another language, without a restart. */
export async function switchLanguage(language: Language): Promise<void> {
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
