/** Short messages at the window's edge. What they say in words is the drawing side's business. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Failure } from '#contract/failures.ts';
import type { BatchId } from '#contract/model.ts';

export type NoticeContent =
  | { readonly kind: 'removed'; readonly count: number; readonly undoId: number }
  | { readonly kind: 'no-links' }
  | { readonly kind: 'copied'; readonly count: number }
  | { readonly kind: 'retried'; readonly count: number }
  | { readonly kind: 'canceled'; readonly count: number }
  /** `batchId`: the list that they went to; null when they gather in the Add sheet. */
  | { readonly kind: 'collected'; readonly count: number; readonly batchId: BatchId | null }
  | { readonly kind: 'added-to'; readonly name: string }
  | { readonly kind: 'one-list' }
  | { readonly kind: 'sheet-saved'; readonly path: string }
  | { readonly kind: 'failure'; readonly failure: Failure };

export interface Notice {
  readonly noticeId: number;
  readonly content: NoticeContent;
}

export interface Notices {
  readonly store: StoreApi<{ readonly notices: readonly Notice[] }>;
  tell(content: NoticeContent): void;
  /** Forgets a message that was drawn. */
  drop(noticeId: number): void;
}

/** Makes an empty board of messages. */
export function createNotices(): Notices {
  const store = createStore<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));
  let lastId = 0;
  return {
    store,
    tell(content) {
      lastId += 1;
      const notice: Notice = { noticeId: lastId, content };
      store.setState(({ notices }) => ({ notices: [...notices, notice] }));
    },
    drop(noticeId) {
      store.setState(({ notices }) => ({
        notices: notices.filter((notice) => notice.noticeId !== noticeId),
      }));
    },
  };
}
