/** *Collect*: while it is on, every link that is copied anywhere is added, without this window coming forward. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Client } from '#contract/api.ts';
import type { BatchId, DraftSummary } from '#contract/model.ts';
import { AS_DETECTED } from '#contract/model.ts';
import type { LongText } from './draft-text.ts';
import { feedDraft } from './draft-text.ts';
import type { Notices } from './notices.ts';

export interface CollectState {
  readonly isOn: boolean;
  /** The list that the links go to at once; null: they gather in the Add sheet. */
  readonly batchId: BatchId | null;
  /** Links added since it was turned on. */
  readonly count: number;
}

export interface Collect {
  readonly store: StoreApi<CollectState>;
  /** Turns it on or off. What is copied goes to this list, or gathers in the sheet for null. */
  toggle(batchId: BatchId | null): void;
  /** What was gathered became a list, and what comes goes there too. */
  follow(batchId: BatchId): void;
  /** A list is gone. */
  forget(batchId: BatchId): void;
}

export interface CollectParts {
  readonly client: Client;
  readonly notices: Notices;
  /** Adds text to the Add sheet without opening it. */
  gather(text: string): Promise<void>;
}

/** Makes it, off; it listens to the client until the window ends. */
export function createCollect({ client, notices, gather }: CollectParts): Collect {
  const store = createStore<CollectState>(() => ({ isOn: false, batchId: null, count: 0 }));
  /** One copy after the other: two that overlap would take each other's draft. */
  let last: Promise<unknown> = Promise.resolve();

  const feed = (text: LongText): Promise<DraftSummary | null> =>
    feedDraft(client, text, {
      listName: null,
      reading: AS_DETECTED,
      isWanted: () => true,
      onPiece: () => {},
    });
  const take = async (text: string) => {
    const { isOn, batchId } = store.getState();
    if (!isOn) return;
    const summary = await feed(text);
    if (summary === null) return;
    const { draftId, fresh } = summary;
    const added = batchId === null || fresh === 0 ? null : await client.addToBatch({ draftId, batchId });
    if (added === null || !added.ok) await client.closeDraft({ draftId });
    if (fresh === 0) return;
    if (added?.ok === false) {
      notices.tell({ kind: 'failure', failure: added.failure });
      return;
    }
    if (added === null) await gather(text);
    store.setState(({ count }) => ({ count: count + fresh }));
    notices.tell({ kind: 'collected', count: fresh, batchId });
  };
  client.on('linksCopied', ({ text }) => {
    last = last.then(() => take(text));
  });

  return {
    store,
    toggle(batchId) {
      const isOn = !store.getState().isOn;
      store.setState({ isOn, batchId: isOn ? batchId : null, count: 0 });
      void client.setCollecting({ isOn });
    },
    follow(batchId) {
      const { isOn, batchId: now } = store.getState();
      if (isOn && now === null) store.setState({ batchId });
    },
    forget(batchId) {
      if (store.getState().batchId === batchId) store.setState({ batchId: null });
    },
  };
}
