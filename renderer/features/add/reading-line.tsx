import { useId, useState } from 'react';
import type { DraftSummary, ListEncoding, ListKind } from '#contract/model.ts';
import { LIST_ENCODINGS, LIST_KINDS } from '#contract/model.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCheck, useDraft, useSession } from '../../state/context.tsx';
import { ChoiceField, SwitchField } from '../../ui/fields.tsx';

/** Names of encodings, which are the same in every language. */
export const ENCODING_NAMES: Readonly<Record<ListEncoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030',
};

/** How the list is read, where that is of interest: what it is written in, and what that leaves open. */
export function ReadingLine() {
  const summary = useDraft((state) => state.summary);
  const isUnfolded = useDraft((state) => state.isUnfolded);
  const hasRelative = useDraft((state) => state.hasRelative);
  const isChecking = useCheck(({ progress }) => progress !== null);
  if (summary === null || summary.kind === null || isChecking) return null;
  const { kind, reading, encoding, ranges, literalBrackets, table, ignoredOptions } = summary;
  const hasNotes = literalBrackets > 0 || ignoredOptions.length > 0;
  if (!isUnfolded && !hasNotes) return null;
  const hasRanges = ranges.length > 0 || reading.areRangesLiteral;
  return (
    <div className="add-reading-line">
      <KindField kind={kind} />
      {encoding === null || table?.form.container === 'xlsx' ? null : <EncodingField encoding={encoding} />}
      {table === null ? null : <TableFields table={table} />}
      {hasRanges ? <LiteralField isOn={reading.areRangesLiteral} /> : null}
      {hasRelative || reading.baseUrl !== null ? (
        <BaseUrlField key={summary.draftId} value={reading.baseUrl} />
      ) : null}
      {literalBrackets > 0 ? <LiteralBrackets count={literalBrackets} /> : null}
      {ignoredOptions.length > 0 ? <IgnoredOptions names={ignoredOptions} /> : null}
    </div>
  );
}

function KindField({ kind }: { readonly kind: ListKind }) {
  const { t } = useTexts();
  const { draft } = useSession();
  const id = useId();
  return (
    <span className="add-choice">
      <span id={id}>{t('add.readAs')}</span>
      <ChoiceField
        size="small"
        labelledBy={id}
        value={kind}
        choices={LIST_KINDS.map((value) => ({ value, label: t(`add.kind.${value}`) }))}
        onChange={(value) => void draft.readAs({ kind: value, roles: null, hasHeader: null })}
      />
    </span>
  );
}

function EncodingField({ encoding }: { readonly encoding: ListEncoding }) {
  const { t } = useTexts();
  const { draft } = useSession();
  const id = useId();
  return (
    <span className="add-choice">
      <span id={id}>{t('add.encoding')}</span>
      <ChoiceField
        size="small"
        labelledBy={id}
        value={encoding}
        choices={LIST_ENCODINGS.map((value) => ({ value, label: ENCODING_NAMES[value] }))}
        onChange={(value) => void draft.readAs({ encoding: value })}
      />
    </span>
  );
}

function TableFields({ table }: { readonly table: NonNullable<DraftSummary['table']> }) {
  const { t } = useTexts();
  const { draft } = useSession();
  const headerId = useId();
  const sheetId = useId();
  return (
    <>
      {table.sheets.length > 1 && table.sheet !== null ? (
        <span className="add-choice">
          <span id={sheetId}>{t('mapper.sheet')}</span>
          <ChoiceField
            size="small"
            labelledBy={sheetId}
            value={table.sheet}
            choices={table.sheets.map((name) => ({ value: name, label: name }))}
            onChange={(sheet) => void draft.readAs({ sheet, roles: null, hasHeader: null })}
          />
        </span>
      ) : null}
      <span className="add-choice">
        <SwitchField
          labelledBy={headerId}
          isOn={table.form.hasHeader}
          onChange={(hasHeader) => void draft.readAs({ hasHeader, roles: null })}
        />
        <span id={headerId}>{t('mapper.hasHeader')}</span>
      </span>
    </>
  );
}

function LiteralField({ isOn }: { readonly isOn: boolean }) {
  const { t } = useTexts();
  const { draft } = useSession();
  const id = useId();
  return (
    <span className="add-choice">
      <SwitchField
        labelledBy={id}
        isOn={isOn}
        onChange={(areRangesLiteral) => void draft.readAs({ areRangesLiteral })}
      />
      <span id={id}>{t('add.rangesLiteral')}</span>
    </span>
  );
}

function LiteralBrackets({ count }: { readonly count: number }) {
  const { t } = useTexts();
  return <p className="add-note add-ignored">{t('add.literalBrackets', { count })}</p>;
}

function BaseUrlField({ value }: { readonly value: string | null }) {
  const { t } = useTexts();
  const { draft } = useSession();
  const [typed, setTyped] = useState(value ?? '');
  const id = useId();
  const apply = () => {
    const baseUrl = typed.trim() === '' ? null : typed.trim();
    if (baseUrl !== value) void draft.readAs({ baseUrl });
  };
  return (
    <div className="add-base">
      <label className="add-base-label">
        {t('add.baseUrl')}
        <input
          className="text-field"
          type="url"
          value={typed}
          placeholder={t('add.baseUrlExample')}
          spellCheck={false}
          aria-describedby={id}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={apply}
          onKeyDown={(event) => event.key === 'Enter' && apply()}
        />
      </label>
      <p className="add-note" id={id}>
        {t('add.baseUrlHint')}
      </p>
    </div>
  );
}

function IgnoredOptions({ names }: { readonly names: readonly string[] }) {
  const { t } = useTexts();
  const words = t('add.ignoredOptions', { names: names.join(', ') });
  return <p className="add-note add-ignored">{words}</p>;
}
