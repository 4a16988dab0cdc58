import { AlertTriangle, Plus } from 'lucide-react';
import { useId, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { TemplateProblem } from '#contract/model.ts';
import { COLLISIONS } from '#contract/model.ts';
import type { TemplateHelp } from '#contract/words/template-words.ts';
import { templateHelp, templateProblemWords } from '#contract/words/template-words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useDraft, useNames, useSession } from '../../state/context.tsx';
import { Button } from '../../ui/button.tsx';
import { ChoiceField, SwitchField } from '../../ui/fields.tsx';
import type { MenuEntry } from '../../ui/menu.tsx';
import { ButtonMenu } from '../../ui/menu.tsx';

/** More columns than these are typed by hand. */
const MAX_COLUMN_ENTRIES = 12;

/** Room for so many names is there before they are. */
const MAX_FIRST_NAMES = 5;

/** How files are named and what becomes of names that are taken; folded until it is asked for. */
export function NameOptions() {
  const { t } = useTexts();
  const isUnfolded = useNames((state) => state.isUnfolded);
  if (!isUnfolded) return null;
  return (
    <section className="names" aria-label={t('names.title')}>
      <TemplateField />
      <FirstNames />
      <CollisionField />
      <Switches />
    </section>
  );
}

function TemplateField() {
  const { t } = useTexts();
  const { draft } = useSession();
  const template = useNames(({ options }) => options.template);
  const problem = useNames((state) => state.problem);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const hintId = useId();
  /** Where the caret is, so that a variable can be put into the middle of a name. */
  const insert = (text: string) => {
    const at = field.current?.selectionStart ?? template.length;
    const to = field.current?.selectionEnd ?? at;
    flushSync(() => draft.names.change({ template: template.slice(0, at) + text + template.slice(to) }));
    field.current?.setSelectionRange(at + text.length, at + text.length);
  };
  const entries = useEntries(insert);
  return (
    <div className="names-row">
      <label className="names-label" htmlFor={id}>
        {t('names.template')}
      </label>
      <div className="names-field">
        <div className="names-template">
          <input
            ref={field}
            id={id}
            className="text-field"
            value={template}
            spellCheck={false}
            autoComplete="off"
            aria-invalid={problem !== null}
            aria-describedby={hintId}
            onChange={(event) => draft.names.change({ template: event.target.value })}
          />
          <ButtonMenu
            entries={entries}
            finalFocus={field}
            trigger={
              <Button icon={<Plus size={14} aria-hidden />} title={t('names.insertHint')}>
                {t('names.insert')}
              </Button>
            }
          />
        </div>
        <p className="add-note" id={hintId} role={problem === null ? undefined : 'alert'}>
          {problem === null ? t('names.folderHint') : <ProblemWords problem={problem} />}
        </p>
      </div>
    </div>
  );
}

/** All that a name can be made of; of a table the columns by their names. */
function useEntries(insert: (text: string) => void): readonly MenuEntry[] {
  const { language } = useTexts();
  const columns = useDraft(({ summary }) => summary?.table?.columns);
  const entryOf = (label: string, form: string) => ({ label, shortcut: form, onChoose: () => insert(form) });
  const help = templateHelp(language);
  const ofKind = (kind: TemplateHelp['kind']) =>
    help
      .filter((entry) => entry.kind === kind && entry.word !== 'column')
      .map(({ sentence, form }) => entryOf(sentence, form));
  const named = (columns ?? [])
    .slice(0, MAX_COLUMN_ENTRIES)
    .map(({ name }) => entryOf(name, `{col.${name}}`));
  return [
    ...named,
    ...(named.length === 0 ? [] : ['line' as const]),
    ...ofKind('variable'),
    'line',
    ...ofKind('filter'),
    'line',
    ...ofKind('sign'),
  ];
}

function ProblemWords({ problem }: { readonly problem: TemplateProblem }) {
  const { language } = useTexts();
  return <span className="names-problem">{templateProblemWords(language, problem)}</span>;
}

function FirstNames() {
  const { t } = useTexts();
  const preview = useNames((state) => state.preview);
  const isOld = useNames(({ problem }) => problem !== null);
  const late = preview?.lateVariables ?? [];
  const expected = useDraft(({ summary }) => Math.min(summary?.fresh ?? 0, MAX_FIRST_NAMES));
  return (
    <div className="names-row">
      <span className="names-label">{t('names.first')}</span>
      <div className="names-field" data-old={isOld}>
        <ol
          className="names-first"
          aria-label={t('names.first')}
          style={{ minHeight: `${expected * 20 + 5}px` }}
        >
          {(preview?.names ?? []).map((name, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same name may come twice.
            <li key={index}>
              <bdi title={name}>{name}</bdi>
            </li>
          ))}
        </ol>
        {late.length === 0 ? null : (
          <p className="add-note">{t('names.late', { names: late.map((name) => `{${name}}`).join(', ') })}</p>
        )}
      </div>
    </div>
  );
}

function CollisionField() {
  const { t } = useTexts();
  const { draft } = useSession();
  const collision = useNames(({ options }) => options.collision);
  const isAsked = useNames((state) => state.isOverwriteAsked);
  const id = useId();
  return (
    <div className="names-row">
      <span className="names-label" id={id}>
        {t('names.collision')}
      </span>
      <div className="names-field">
        <ChoiceField
          labelledBy={id}
          value={isAsked ? 'overwrite' : collision}
          choices={COLLISIONS.map((value) => ({ value, label: t(`names.collisions.${value}`) }))}
          onChange={(value) => draft.names.change({ collision: value })}
        />
        {isAsked ? (
          <div className="add-warning" role="alert">
            <AlertTriangle size={16} aria-hidden />
            <span className="add-warning-words">{t('names.overwriteAsk')}</span>
            <Button size="small" onClick={() => draft.names.answerOverwrite(true)}>
              {t('names.overwriteYes')}
            </Button>
            <Button size="small" onClick={() => draft.names.answerOverwrite(false)}>
              {t('names.overwriteNo')}
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}

function Switches() {
  const { t } = useTexts();
  const { draft } = useSession();
  const timeId = useId();
  const knownId = useId();
  const keepsServerTime = useNames(({ options }) => options.keepsServerTime);
  const fetchesKnown = useNames(({ options }) => options.fetchesKnown);
  return (
    <div className="names-switches">
      <span className="add-choice">
        <SwitchField
          labelledBy={timeId}
          isOn={keepsServerTime}
          onChange={(isOn) => draft.names.change({ keepsServerTime: isOn })}
        />
        <span id={timeId}>{t('names.keepsServerTime')}</span>
      </span>
      <span className="add-choice">
        <SwitchField
          labelledBy={knownId}
          isOn={fetchesKnown}
          onChange={(isOn) => draft.names.change({ fetchesKnown: isOn })}
        />
        <span id={knownId}>{t('names.fetchesKnown')}</span>
      </span>
    </div>
  );
}
