import type { ClipboardEvent, RefObject } from 'react';
import { useState } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useDraft, useSession } from '../../state/context.tsx';
import { isShortText } from '../../state/draft.ts';
import { DraftLines } from './draft-lines.tsx';

/** What unfolds: the lines with their verdicts, and, while the text is short, the text itself to correct. */
export function Editor({ field }: { readonly field: RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useTexts();
  const isUnfolded = useDraft((state) => state.isUnfolded);
  const isEditable = useDraft((state) => state.isEditable);
  const hasLines = useDraft(({ summary }) => summary !== null && summary.lines > 0);
  const [isEditing, setIsEditing] = useState(false);
  if (!hasLines) {
    return (
      <div className="add-editor">
        <TextField field={field} />
      </div>
    );
  }
  if (!isUnfolded) return null;
  return (
    <div className="add-editor">
      <DraftLines
        aside={
          isEditable ? (
            <button
              type="button"
              className="add-tab"
              aria-pressed={isEditing}
              onClick={() => setIsEditing(!isEditing)}
            >
              {t('add.correct')}
            </button>
          ) : null
        }
      />
      {isEditable && isEditing ? <TextField field={field} /> : null}
    </div>
  );
}

function TextField({ field }: { readonly field: RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useTexts();
  const { draft } = useSession();
  const text = useDraft((state) => state.text) ?? '';
  /** A text area would freeze on a large paste: that one goes past it, into a draft. */
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (isShortText(pasted) && isShortText(text)) return;
    event.preventDefault();
    void draft.append(pasted);
  };
  return (
    <textarea
      ref={field}
      className="add-text selectable"
      aria-label={t('add.field')}
      placeholder={t('add.placeholder')}
      spellCheck={false}
      autoComplete="off"
      wrap="off"
      value={text}
      onPaste={onPaste}
      onChange={(event) => draft.edit(event.target.value)}
    />
  );
}
