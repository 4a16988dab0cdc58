import { useTexts } from '../../i18n/use-texts.ts';
import { usePanels, useSession } from '../../state/context.tsx';
import { Modal } from '../../ui/modal.tsx';
import './about.css';

/** What this program is, and what it runs on. */
export function AboutDialog() {
  const { t } = useTexts();
  const { panels } = useSession();
  const isOpen = usePanels(({ dialog }) => dialog === 'about');
  const info = usePanels(({ appInfo }) => appInfo);
  return (
    <Modal
      isOpen={isOpen}
      onClose={() => panels.setState({ dialog: null })}
      title={t('about.title')}
      closeLabel={t('about.close')}
    >
      <div className="dialog-body about">
        <p>{t('about.text')}</p>
        {info === null ? null : (
          <>
            <p className="about-version selectable">{t('about.version', { version: info.version })}</p>
            <p className="about-parts selectable">
              Electron {info.electron} · Chromium {info.chrome} · Node {info.node} · {info.platform}
            </p>
          </>
        )}
        <p className="about-parts">{t('about.license')}</p>
      </div>
    </Modal>
  );
}
