import { useTexts } from '../../i18n/use-texts.ts';
import { useLive } from '../../state/context.tsx';
import './status-bar.css';

/** What is going on, in one quiet line at the foot of the window. */
export function StatusBar() {
  const { t, formats } = useTexts();
  const totals = useLive((state) => state.totals);
  const { active, activeHosts, bytesPerSecond, savedPerSecond, freeBytes, isPaused } = totals;
  const isIdle = active === 0;
  return (
    <footer className="status-line">
      {isIdle ? (
        <span>{isPaused ? t('status.paused') : t('status.idle')}</span>
      ) : (
        <>
          <span className="status-part">{t('status.active', { count: active })}</span>
          <span className="status-part">{t('status.perSecond', { count: savedPerSecond })}</span>
          <span className="status-part status-speed">
            {t('status.speed', { size: formats.bytes(bytesPerSecond) })}
          </span>
          <span className="status-part">{t('status.servers', { count: activeHosts })}</span>
        </>
      )}
      {freeBytes === null ? null : (
        <span className="status-free">{t('status.free', { size: formats.bytes(freeBytes) })}</span>
      )}
    </footer>
  );
}
