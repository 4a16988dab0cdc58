import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { BatchId, Language } from '#contract/model.ts';
import { failureWords } from '#contract/words/words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useSession } from '../../state/context.tsx';
import type { NoticeContent } from '../../state/notices.ts';
import type { Session } from '../../state/session.ts';
import { Toasts, useToasts } from '../../ui/toasts.tsx';

const MESSAGE_MS = 4_000;
/** Long enough to notice a mistake and reach the button. */
const UNDO_MS = 10_000;

/** Turns what the state has to tell into messages at the foot of the window. */
export function Messages() {
  const { t, language } = useTexts();
  const { notices, live, draft, actions } = useSession();
  const told = useStore(notices.store, (state) => state.notices);
  const { add, close } = useToasts();
  useEffect(() => {
    const nameOf = (batchId: BatchId) =>
      live.store.getState().batches.find((batch) => batch.batchId === batchId)?.name ?? '';
    for (const { noticeId, content } of told) {
      notices.drop(noticeId);
      const offer = offerOf(content, t, { actions, draft });
      const toastId = add({
        title: wordsOf(content, t, language, nameOf),
        timeout: content.kind === 'removed' ? UNDO_MS : MESSAGE_MS,
        ...(offer === null
          ? {}
          : {
              actionProps: {
                children: offer.label,
                onClick: () => {
                  close(toastId);
                  offer.run();
                },
              },
            }),
      });
    }
  }, [told, notices, live, draft, actions, add, close, t, language]);
  return <Toasts label={t('notices.label')} closeLabel={t('notices.dismiss')} />;
}

/** What can be done about it at once. */
function offerOf(
  content: NoticeContent,
  t: TFunction,
  { actions, draft }: Pick<Session, 'actions' | 'draft'>,
): { readonly label: string; readonly run: () => void } | null {
  switch (content.kind) {
    case 'removed':
      return { label: t('notices.undo'), run: () => actions.undoRemove(content.undoId) };
    case 'collected':
      return content.batchId === null ? { label: t('notices.show'), run: draft.open } : null;
    default:
      return null;
  }
}

function wordsOf(
  content: NoticeContent,
  t: TFunction,
  language: Language,
  nameOf: (batchId: BatchId) => string,
): string {
  switch (content.kind) {
    case 'removed':
      return t('notices.removed', { count: content.count });
    case 'no-links':
      return t('notices.noLinks');
    case 'copied':
      return t('notices.copied', { count: content.count });
    case 'retried':
      return content.count === 0
        ? t('notices.nothingToRetry')
        : t('notices.retried', { count: content.count });
    case 'canceled':
      return t('notices.canceled', { count: content.count });
    case 'collected':
      return content.batchId === null
        ? t('notices.collected', { count: content.count })
        : t('notices.collectedTo', { count: content.count, name: nameOf(content.batchId) });
    case 'added-to':
      return t('notices.addedTo', { name: content.name });
    case 'one-list':
      return t('notices.oneList');
    case 'sheet-saved':
      return t('notices.sheetSaved', { path: content.path });
    case 'failure': {
      const { sentence, cure } = failureWords(language, content.failure, null);
      return `${sentence} ${cure}`;
    }
  }
}
