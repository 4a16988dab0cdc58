import type { Selection } from '#contract/model.ts';
import type { Target } from '#contract/worker-messages.ts';
import type { ViewClient } from './store/store-client.ts';

/** Most URLs that one copy puts on the clipboard. */
const MAX_COPIED_URLS = 100_000;
const EVERY_LINE = { filter: 'all', search: '', sort: 'line', isDescending: false } as const;

export interface Selections {
  /** What the store acts on. */
  target(selection: Selection): Promise<Exclude<Target, { kind: 'everything' }>>;
  urls(selection: Selection): Promise<{ readonly text: string; readonly count: number }>;
}

/** Turns what a person selected in a view into the tasks that it means. */
export function createSelections(views: ViewClient): Selections {
  const idsOfBatch = async (batchId: number): Promise<Uint32Array> => {
    const { viewId } = await views.openView({ ...EVERY_LINE, batchId });
    try {
      return await views.getIds({ viewId, exceptTaskIds: [] });
    } finally {
      await views.closeView({ viewId });
    }
  };

  const ids = (selection: Selection): Promise<Uint32Array> | Uint32Array => {
    switch (selection.kind) {
      case 'tasks':
        return Uint32Array.from(selection.taskIds);
      case 'view':
        return views.getIds({ viewId: selection.viewId, exceptTaskIds: selection.exceptTaskIds });
      case 'batch':
        return idsOfBatch(selection.batchId);
    }
  };

  return {
    async target(selection) {
      if (selection.kind === 'batch') return { kind: 'batch', batchId: selection.batchId };
      return { kind: 'tasks', taskIds: await ids(selection) };
    },
    async urls(selection) {
      const taskIds = await ids(selection);
      const text = await views.getUrls({ taskIds, limit: MAX_COPIED_URLS });
      return { text, count: Math.min(taskIds.length, MAX_COPIED_URLS) };
    },
  };
}
