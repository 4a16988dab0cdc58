/** *Check links*: what is behind the links of the list in the sheet, saving nothing. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Client } from '#contract/api.ts';
import type { CheckedLine, CheckProgress, DraftId, LinkFinding } from '#contract/model.ts';
import type { Clock } from './clock.ts';
import type { LinePages } from './line-pages.ts';
import { createLinePages } from './line-pages.ts';

const POLL_INTERVAL_MS = 250;

export type FindingFilter = LinkFinding | 'all';

export interface CheckState {
  /** Null: not checked. */
  readonly progress: CheckProgress | null;
  readonly only: FindingFilter;
}

export interface DraftCheck {
  readonly store: StoreApi<CheckState>;
  readonly lines: LinePages<CheckedLine>;
  start(draftId: DraftId): Promise<void>;
  /** Ends it; what was found so far stays. */
  stop(): Promise<void>;
  /** Puts it away, for another list or because the person is done with it. */
  leave(): void;
  setOnly(only: FindingFilter): void;
  /** How many links a check found good that has ended; 0 while it runs, or where there was none. */
  goodCount(): number;
}

/** How many links can be downloaded as good: known when the check has ended. */
export function goodCountOf({ progress }: CheckState): number {
  return progress === null || progress.isRunning ? 0 : progress.findings.good;
}

/** Makes a check that has not begun. */
export function createDraftCheck(client: Client, clock: Clock): DraftCheck {
  const store = createStore<CheckState>(() => ({ progress: null, only: 'all' }));
  let draftId: DraftId | null = null;
  let cancelPoll: (() => void) | null = null;
  const lines = createLinePages<CheckedLine>((offset, limit) =>
    draftId === null ? null : client.getCheckedLines({ draftId, offset, limit, only: store.getState().only }),
  );

  const show = (asked: DraftId, progress: CheckProgress | null) => {
    if (asked !== draftId || progress === null) return;
    store.setState({ progress });
    lines.refresh();
    cancelPoll?.();
    cancelPoll = progress.isRunning ? clock.after(POLL_INTERVAL_MS, () => void poll(asked)) : null;
  };
  const poll = async (asked: DraftId) => {
    if (asked === draftId) show(asked, await client.getCheck({ draftId: asked }));
  };

  return {
    store,
    lines,
    async start(asked) {
      draftId = asked;
      show(asked, await client.startCheck({ draftId: asked }));
    },
    async stop() {
      const asked = draftId;
      if (asked !== null) show(asked, await client.stopCheck({ draftId: asked }));
    },
    leave() {
      const asked = draftId;
      const { progress } = store.getState();
      draftId = null;
      cancelPoll?.();
      cancelPoll = null;
      lines.clear();
      store.setState({ progress: null, only: 'all' });
      if (asked !== null && progress?.isRunning === true) void client.stopCheck({ draftId: asked });
    },
    goodCount: () => goodCountOf(store.getState()),
    setOnly(only) {
      lines.clear();
      store.setState({ only });
      lines.refresh();
    },
  };
}
