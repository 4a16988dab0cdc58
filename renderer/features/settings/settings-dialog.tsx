import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Settings } from '#contract/model.ts';
import { DEFAULT_SETTINGS } from '#contract/model.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useActions, useLive, usePanels, useSession } from '../../state/context.tsx';
import { IconButton } from '../../ui/button.tsx';
import { ChoiceField, CountField, SwitchField } from '../../ui/fields.tsx';
import { Modal } from '../../ui/modal.tsx';
import './settings.css';

const MEBIBYTE = 1024 * 1024;
const LARGEST_IMAGE_MIB = 4096;

/** The settings that exist so far. Each acts at once and can be put back by itself. */
export function SettingsDialog() {
  const { t } = useTexts();
  const { panels } = useSession();
  const isOpen = usePanels(({ dialog }) => dialog === 'settings');
  return (
    <Modal
      isOpen={isOpen}
      onClose={() => panels.setState({ dialog: null })}
      title={t('settings.title')}
      closeLabel={t('settings.close')}
    >
      <div className="dialog-body">
        <p className="settings-note">{t('settings.applies')}</p>
        <Group title={t('settings.groupDownloads')}>
          <CountRow name="parallelDownloads" min={1} max={256} />
          <CountRow name="perHost" min={1} max={64} />
          <CountRow name="attempts" min={1} max={10} />
        </Group>
        <Group title={t('settings.groupPictures')}>
          <LargestImageRow />
          <SwitchRow name="makeThumbnails" />
        </Group>
        <Group title={t('settings.groupWindow')}>
          <ThemeRow />
          <LanguageRow />
          <SwitchRow name="watchClipboard" />
        </Group>
      </div>
    </Modal>
  );
}

function Group(props: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="settings-group">
      <h3 className="settings-group-title">{props.title}</h3>
      <div className="settings-rows">{props.children}</div>
    </section>
  );
}

interface FieldIds {
  readonly id: string;
  readonly labelledBy: string;
  readonly describedBy: string;
}

/** One setting: name, sentence, field, and the way back where it differs from the default. */
function Row(props: {
  readonly name: keyof Settings;
  readonly defaultText: string;
  readonly field: (ids: FieldIds) => ReactNode;
}) {
  const { t } = useTexts();
  const { resetSetting } = useActions();
  const isChanged = useLive(({ settings }) => settings[props.name] !== DEFAULT_SETTINGS[props.name]);
  const ids = {
    id: `setting-${props.name}-field`,
    labelledBy: `setting-${props.name}`,
    describedBy: `setting-${props.name}-text`,
  };
  return (
    <div className="settings-row">
      <div className="settings-words">
        <label id={ids.labelledBy} htmlFor={ids.id}>
          {t(`settings.${props.name}`)}
        </label>
        <p id={ids.describedBy} className="settings-text">
          {t(`settings.${props.name}Text`)}
        </p>
      </div>
      <span className="settings-reset">
        {isChanged ? (
          <IconButton
            label={t('settings.reset', { value: props.defaultText })}
            size="small"
            onClick={() => resetSetting(props.name)}
          >
            <Undo2 size={14} aria-hidden />
          </IconButton>
        ) : null}
      </span>
      {props.field(ids)}
    </div>
  );
}

function CountRow(props: {
  readonly name: 'parallelDownloads' | 'perHost' | 'attempts';
  readonly min: number;
  readonly max: number;
}) {
  const { t, language, formats } = useTexts();
  const { changeSettings } = useActions();
  const value = useLive(({ settings }) => settings[props.name]);
  return (
    <Row
      name={props.name}
      defaultText={formats.number(DEFAULT_SETTINGS[props.name])}
      field={(ids) => (
        <CountField
          {...ids}
          value={value}
          min={props.min}
          max={props.max}
          locale={language}
          lessLabel={t('settings.less')}
          moreLabel={t('settings.more')}
          onChange={(count) => changeSettings({ [props.name]: count })}
        />
      )}
    />
  );
}

function LargestImageRow() {
  const { t, language } = useTexts();
  const { changeSettings } = useActions();
  const bytes = useLive(({ settings }) => settings.maxImageBytes);
  return (
    <Row
      name="maxImageBytes"
      defaultText={`${DEFAULT_SETTINGS.maxImageBytes / MEBIBYTE} MiB`}
      field={(ids) => (
        <span className="settings-unit">
          <CountField
            {...ids}
            value={Math.round(bytes / MEBIBYTE)}
            min={1}
            max={LARGEST_IMAGE_MIB}
            step={16}
            locale={language}
            lessLabel={t('settings.less')}
            moreLabel={t('settings.more')}
            onChange={(mebibytes) => changeSettings({ maxImageBytes: mebibytes * MEBIBYTE })}
          />
          MiB
        </span>
      )}
    />
  );
}

function SwitchRow({ name }: { readonly name: 'makeThumbnails' | 'watchClipboard' }) {
  const { t } = useTexts();
  const { changeSettings } = useActions();
  const isOn = useLive(({ settings }) => settings[name]);
  return (
    <Row
      name={name}
      defaultText={DEFAULT_SETTINGS[name] ? t('settings.on') : t('settings.off')}
      field={(ids) => (
        <SwitchField {...ids} isOn={isOn} onChange={(next) => changeSettings({ [name]: next })} />
      )}
    />
  );
}

function ThemeRow() {
  const { t } = useTexts();
  const { changeSettings } = useActions();
  const theme = useLive(({ settings }) => settings.theme);
  const choices = (['system', 'light', 'dark'] as const).map((value) => ({
    value,
    label: t(`settings.themeValue.${value}`),
  }));
  return (
    <Row
      name="theme"
      defaultText={t('settings.themeValue.system')}
      field={(ids) => (
        <ChoiceField
          {...ids}
          value={theme}
          choices={choices}
          onChange={(value) => changeSettings({ theme: value })}
        />
      )}
    />
  );
}

function LanguageRow() {
  const { t } = useTexts();
  const { changeSettings } = useActions();
  const language = useLive(({ settings }) => settings.language);
  const choices = (['system', 'en', 'zh-CN'] as const).map((value) => ({
    value,
    label: t(`settings.languageValue.${value}`),
  }));
  return (
    <Row
      name="language"
      defaultText={t('settings.languageValue.system')}
      field={(ids) => (
        <ChoiceField
          {...ids}
          value={language}
          choices={choices}
          onChange={(value) => changeSettings({ language: value })}
        />
      )}
    />
  );
}
