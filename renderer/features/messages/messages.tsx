import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Language } from '#contract/model.ts';
import { failureWords } from '#contract/words/words.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useSession } from '../../state/context.tsx';
import type { NoticeContent } from '../../state/notices.ts';
import { Toasts, useToasts } from '../../ui/toasts.tsx';

const MESSAGE_MS = 4_000;
/** Long enough to notice a mistake and reach the button. */
const UNDO_MS = 10_000;

/** Turns what the state has to tell into messages at the foot of the window. */
export function Messages() {
  const { t, language } = useTexts();
  const { notices, actions } = useSession();
  const told = useStore(notices.store, (state) => state.notices);
  const { add, close } = useToasts();
  useEffect(() => {
    for (const { noticeId, content } of told) {
      notices.drop(noticeId);
      const toastId = add({
        title: wordsOf(content, t, language),
        timeout: content.kind === 'removed' ? UNDO_MS : MESSAGE_MS,
        ...(content.kind === 'removed'
          ? {
              actionProps: {
                children: t('notices.undo'),
                onClick: () => {
                  close(toastId);
                  actions.undoRemove(content.undoId);
                },
              },
            }
          : {}),
      });
    }
  }, [told, notices, actions, add, close, t, language]);
  return <Toasts label={t('notices.label')} closeLabel={t('notices.dismiss')} />;
}

function wordsOf(content: NoticeContent, t: TFunction, language: Language): string {
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
    case 'failure': {
      const { sentence, cure } = failureWords(language, content.failure, null);
      return `${sentence} ${cure}`;
    }
  }
}
