/** All that is known of the one task that the inspector shows. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { Client } from '#contract/api.ts';
import type { TaskDetail, TaskId } from '#contract/model.ts';
import type { ChangedRows } from './live.ts';

export interface DetailState {
  readonly taskId: TaskId | null;
  readonly detail: TaskDetail | null;
}

export interface Detail {
  readonly store: StoreApi<DetailState>;
  /** Shows another task; what was shown stays until the answer is there. */
  show(taskId: TaskId | null): Promise<void>;
  rowsChanged(rows: ChangedRows): void;
}

/** Makes an empty inspector. */
export function createDetail(client: Client): Detail {
  const store = createStore<DetailState>(() => ({ taskId: null, detail: null }));

  const fetch = async (taskId: TaskId) => {
    const detail = await client.getTask({ taskId });
    if (store.getState().taskId === taskId) store.setState({ detail });
  };

  return {
    store,
    async show(taskId) {
      if (taskId === store.getState().taskId) return;
      store.setState(taskId === null ? { taskId, detail: null } : { taskId });
      if (taskId !== null) await fetch(taskId);
    },
    rowsChanged(rows) {
      const { taskId } = store.getState();
      if (taskId !== null && (rows === 'many' || rows.includes(taskId))) void fetch(taskId);
    },
  };
}
