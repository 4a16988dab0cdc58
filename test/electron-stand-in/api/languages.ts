import { getHost } from '../host.ts';

/** "zh_CN.UTF-8" as "zh-CN"; undefined for C and POSIX. */
export function languageTag(locale: string | undefined): string | undefined {
  const tag = locale?.split(/[.@]/)[0]?.replace('_', '-');
  return tag && tag !== 'C' && tag !== 'POSIX' ? tag : undefined;
}

/** The person's languages, the first one first, read as on Linux; never empty. */
export function systemLanguages(env: NodeJS.ProcessEnv = process.env): string[] {
  const listed = (env['LANGUAGE'] ?? '').split(':');
  const locales = [...listed, env['LC_ALL'], env['LC_MESSAGES'], env['LANG']];
  const tags = locales.map(languageTag).filter((tag) => tag !== undefined);
  return tags.length > 0 ? [...new Set(tags)] : ['en-US'];
}

/** The language of Electron's own parts: `--lang`, or the first of the person's. */
export function appLocale(): string {
  return getHost().switches.get('lang') || (systemLanguages()[0] ?? 'en-US');
}
