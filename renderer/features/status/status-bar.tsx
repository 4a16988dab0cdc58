import { useTexts } from '../../i18n/use-texts.ts';
import { useCollect, useLive, useOverview } from '../../state/context.tsx';
import { isHeld } from '../../state/pauses.ts';
import './status-bar.css';

/** What is going on, in one quiet line at the foot of the window. */
export function StatusBar() {
  const { t, formats } = useTexts();
  const totals = useLive((state) => state.totals);
  const { active, activeHosts, bytesPerSecond, savedPerSecond, freeBytes } = totals;
  const isIdle = active === 0;
  return (
    <footer className="status-line">
      {isIdle ? (
        <Idle />
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
      <Collecting />
      {freeBytes === null ? null : (
        <span className="status-free">{t('status.free', { size: formats.bytes(freeBytes) })}</span>
      )}
    </footer>
  );
}

/** Why nothing is being fetched. */
function Idle() {
  const { t } = useTexts();
  const isPaused = useLive((live) => live.totals.isPaused || isHeld(live, null));
  const isStopped = useLive(({ batches }) => batches.some(({ problem }) => problem !== null));
  const waiting = useOverview(({ everything }) => everything.counts.waiting);
  if (isPaused) return <span>{t('status.paused')}</span>;
  if (isStopped) return <span>{t('status.stopped')}</span>;
  return <span>{waiting > 0 ? t('status.waiting', { count: waiting }) : t('status.idle')}</span>;
}

function Collecting() {
  const { t } = useTexts();
  const isOn = useCollect((state) => state.isOn);
  const count = useCollect((state) => state.count);
  if (!isOn) return null;
  return (
    <span className="status-collect">
      {count === 0 ? t('collect.statusNone') : t('collect.status', { count })}
    </span>
  );
}
