import type { EngineApi } from '#contract/api.ts';
import type { DraftId } from '#contract/model.ts';
import type { LinkCheck, LinkCheckOptions } from './check-links.ts';
import { startLinkCheck } from './check-links.ts';
import type { ListClient } from './lists/list-client.ts';

export interface LinkChecksOptions extends Omit<LinkCheckOptions, 'rows'> {
  readonly lists: Pick<ListClient, 'getNewRows' | 'keepRows'>;
}

export interface LinkChecks
  extends Pick<EngineApi, 'startCheck' | 'stopCheck' | 'getCheck' | 'getCheckedLines'> {
  /** Leaves only the links that were found good in a draft; a draft that was not checked stays whole. */
  keepGood(draftId: DraftId): Promise<void>;
  /** Ends the check of a draft that is closed, or read in another way. */
  drop(draftId: DraftId): Promise<void>;
  /** Settles when a draft's check has ended, or there is none. */
  ended(draftId: DraftId): Promise<void>;
  close(): Promise<void>;
}

const NOT_BEGUN = {
  isRunning: false,
  total: 0,
  checked: 0,
  findings: { good: 0, small: 0, html: 0, 'not-an-image': 0, refused: 0, dead: 0, unknown: 0 },
} as const;

/** The checks of all open drafts, at most one for each. */
export function createLinkChecks({ lists, ...options }: LinkChecksOptions): LinkChecks {
  const checks = new Map<DraftId, LinkCheck>();
  const drop = async (draftId: DraftId) => {
    const check = checks.get(draftId);
    checks.delete(draftId);
    await check?.stop();
  };
  return {
    async startCheck({ draftId }) {
      const known = checks.get(draftId);
      // One that was stopped begins anew.
      if (known && (known.progress.isRunning || known.progress.checked === known.progress.total))
        return known.progress;
      const rows = (offset: number, limit: number) => lists.getNewRows({ draftId, offset, limit });
      const check = startLinkCheck({ ...options, rows });
      checks.set(draftId, check);
      return check.progress;
    },
    async stopCheck({ draftId }) {
      const check = checks.get(draftId);
      await check?.stop();
      return check?.progress ?? NOT_BEGUN;
    },
    getCheck: async ({ draftId }) => checks.get(draftId)?.progress ?? null,
    getCheckedLines: async ({ draftId, offset, limit, only }) =>
      (await checks.get(draftId)?.lines(offset, limit, only)) ?? { lines: [], total: 0 },
    async keepGood(draftId) {
      const check = checks.get(draftId);
      if (check) await lists.keepRows({ draftId, rows: check.goodRows() });
    },
    drop,
    ended: async (draftId) => checks.get(draftId)?.ended,
    async close() {
      await Promise.all([...checks.keys()].map(drop));
    },
  };
}
