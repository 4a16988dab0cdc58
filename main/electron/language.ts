import { app } from 'electron';
import type { Language, Settings } from '#contract/model.ts';

/** The language of the system, as far as Pixhaul speaks it. Ask when the app is ready. */
export function systemLanguage(): Language {
  const [first = 'en'] = app.getPreferredSystemLanguages();
  return /^zh\b/i.test(first) ? 'zh-CN' : 'en';
}

/** The language that the person chose, else the system's. */
export function languageOf({ language }: Pick<Settings, 'language'>): Language {
  return language === 'system' ? systemLanguage() : language;
}
