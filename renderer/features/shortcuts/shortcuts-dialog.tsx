import { shortcutText } from '../../i18n/keys.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { usePanels, useSession } from '../../state/context.tsx';
import { Modal } from '../../ui/modal.tsx';
import './shortcuts.css';

const EVERYWHERE = [
  ['paste', 'Mod+V'],
  ['openList', 'Mod+O'],
  ['download', 'Mod+Enter'],
  ['nextProblem', 'F8'],
  ['search', 'Mod+F'],
  ['inspector', 'Alt+I'],
  ['panes', 'F6'],
  ['settings', 'Mod+,'],
  ['help', '?'],
] as const;

const IN_LIST = [
  ['move', '↑ ↓'],
  ['ends', 'Home End'],
  ['pages', 'PageUp PageDown'],
  ['extend', 'Shift+↑ ↓'],
  ['toggle', 'Ctrl+Space'],
  ['selectAll', 'Mod+A'],
  ['open', 'Enter'],
  ['retry', 'R'],
  ['pause', 'P'],
  ['remove', 'Del'],
  ['clear', 'Esc'],
] as const;

/** Every key that does something. */
export function ShortcutsDialog() {
  const { t } = useTexts();
  const { panels } = useSession();
  const isOpen = usePanels(({ dialog }) => dialog === 'shortcuts');
  const platform = usePanels(({ appInfo }) => appInfo?.platform);
  const groups = [
    { title: t('shortcuts.groupEverywhere'), keys: EVERYWHERE },
    { title: t('shortcuts.groupList'), keys: IN_LIST },
  ];
  return (
    <Modal
      isOpen={isOpen}
      onClose={() => panels.setState({ dialog: null })}
      title={t('shortcuts.title')}
      closeLabel={t('shortcuts.close')}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it may scroll, so the keyboard must reach it. */}
      <section className="dialog-body shortcuts" tabIndex={0} aria-label={t('shortcuts.title')}>
        {groups.map(({ title, keys }) => (
          <div key={title}>
            <h3 className="shortcuts-title">{title}</h3>
            <dl>
              {keys.map(([name, key]) => (
                <div className="shortcut" key={name}>
                  <dt>{t(`shortcuts.${name}`)}</dt>
                  <dd>
                    {shortcutText(key, platform)
                      .split(' ')
                      .map((part) => (
                        <kbd className="kbd" key={part}>
                          {part}
                        </kbd>
                      ))}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </section>
    </Modal>
  );
}
