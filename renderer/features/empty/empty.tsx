import { ClipboardPaste, FileText, Images, Sparkles } from 'lucide-react';
import { shortcutText } from '../../i18n/keys.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, usePanels } from '../../state/context.tsx';
import { Button } from '../../ui/button.tsx';
import { MiddleText } from '../../ui/middle-text.tsx';
import { samplePictures } from './samples.ts';
import './empty.css';

/** The window before there is anything in it: what to do, where pictures go, what is accepted. */
export function Empty() {
  const { t } = useTexts();
  const actions = useActions();
  const platform = usePanels(({ appInfo }) => appInfo?.platform);
  return (
    <main className="empty" data-pane="">
      <div className="empty-sign" aria-hidden="true">
        <Images size={40} strokeWidth={1.5} />
      </div>
      <h1 className="empty-title">{t('empty.title')}</h1>
      <p className="empty-text">{t('empty.text', { shortcut: shortcutText('Mod+V', platform) })}</p>
      <div className="empty-buttons">
        <Button
          kind="primary"
          icon={<ClipboardPaste size={16} aria-hidden />}
          onClick={actions.pasteClipboard}
        >
          {t('empty.paste')}
        </Button>
        <Button
          icon={<FileText size={16} aria-hidden />}
          onClick={() => actions.openList(t('empty.openTitle'))}
        >
          {t('empty.open')}
        </Button>
        <Button
          icon={<Sparkles size={16} aria-hidden />}
          onClick={() => actions.addSamples(samplePictures(), t('empty.samplesName'))}
        >
          {t('empty.samples')}
        </Button>
      </div>
      <Offer />
      <Folder />
    </main>
  );
}

function Offer() {
  const { t } = useTexts();
  const { pasteClipboard } = useActions();
  const count = usePanels(({ clipboardLinks }) => clipboardLinks);
  return (
    <p className="empty-offer" role="status">
      {count === 0 ? null : (
        <span className="empty-offer-box">
          {t('empty.clipboard', { count })}
          <Button size="small" onClick={pasteClipboard}>
            {t('empty.clipboardAdd')}
          </Button>
        </span>
      )}
    </p>
  );
}

function Folder() {
  const { t } = useTexts();
  const { chooseFirstFolder } = useActions();
  const folder = usePanels(({ chosenFolder, appInfo }) => chosenFolder?.path ?? appInfo?.picturesFolder);
  if (folder === undefined) return <p className="empty-folder" />;
  return (
    <p className="empty-folder">
      <MiddleText text={t('empty.savesTo', { folder })} tail={20} whole={folder} />
      <span aria-hidden="true">–</span>
      <Button
        className="button empty-change"
        kind="link"
        onClick={() => chooseFirstFolder(t('empty.chooseFolder'))}
      >
        {t('empty.change')}
      </Button>
    </p>
  );
}
