import { useEffect } from 'react';
import { switchLanguage } from '../../i18n/i18n.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useLive, useOverview, usePanels, useSession } from '../../state/context.tsx';

/** Keeps the page itself in step: its title, theme and language; looks at the clipboard when it gets the focus. */
export function useDocument(): void {
  useTitle();
  useTheme();
  useLanguage();
  useClipboardOffer();
}

function useTitle(): void {
  const { t } = useTexts();
  const percent = useOverview(({ everything }) => {
    const isRunning = everything.total > 0 && everything.settled < everything.total;
    return isRunning && !everything.isLoading ? everything.percent : null;
  });
  useEffect(() => {
    document.title = percent === null ? 'Pixhaul' : t('app.titlePercent', { percent });
  }, [percent, t]);
}

function useTheme(): void {
  const theme = useLive(({ settings }) => settings.theme);
  const platform = usePanels(({ appInfo }) => appInfo?.platform);
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
    dataset['platform'] = platform ?? '';
  }, [theme, platform]);
}

function useLanguage(): void {
  const chosen = useLive(({ settings }) => settings.language);
  const systemLanguage = usePanels(({ appInfo }) => appInfo?.systemLanguage ?? 'en');
  const isReady = useLive((state) => state.isReady);
  useEffect(() => {
    if (isReady) void switchLanguage(chosen === 'system' ? systemLanguage : chosen);
  }, [chosen, systemLanguage, isReady]);
}

function useClipboardOffer(): void {
  const { actions } = useSession();
  const isEmpty = useLive(({ isReady, batches }) => isReady && batches.length === 0);
  useEffect(() => {
    if (!isEmpty) return;
    const look = () => actions.lookAtClipboard();
    look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [actions, isEmpty]);
}
