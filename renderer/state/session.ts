/** One window's whole state, wired: what the engine tells, what is shown of it, and what can be asked. */
import type { Client, Events } from '#contract/api.ts';
import type { BatchId } from '#contract/model.ts';
import type { Actions } from './actions.ts';
import { createActions } from './actions.ts';
import type { Clock } from './clock.ts';
import type { Collect } from './collect.ts';
import { createCollect } from './collect.ts';
import type { Detail } from './detail.ts';
import { createDetail } from './detail.ts';
import type { Draft } from './draft.ts';
import { createDraft } from './draft.ts';
import type { ListView } from './list-view.ts';
import { createListView } from './list-view.ts';
import type { Live, LiveState } from './live.ts';
import { createLive } from './live.ts';
import type { Notices } from './notices.ts';
import { createNotices } from './notices.ts';
import type { Overview } from './overview.ts';
import { countOf, createOverview } from './overview.ts';
import type { Memory } from './panels.ts';
import { createPanels } from './panels.ts';

/** A view that only grew is opened again at most this often. */
const REOPEN_INTERVAL_MS = 1_000;

export type Command = Events['commandChosen']['command'];

export interface Session {
  readonly live: Live;
  readonly list: ListView;
  readonly detail: Detail;
  readonly draft: Draft;
  readonly collect: Collect;
  readonly notices: Notices;
  readonly overview: Overview;
  readonly panels: ReturnType<typeof createPanels>;
  readonly actions: Actions;
  /** Calls the listener for each entry of the desktop's menu that is chosen, until the returned function is called. */
  onCommand(listener: (command: Command) => void): () => void;
  /** Starts listening and opens the first view. */
  start(): Promise<void>;
  stop(): void;
}

/** Makes the state of a window around a client. Nothing is asked before `start`. */
export function createSession(client: Client, clock: Clock, memory: Memory): Session {
  const list = createListView(client);
  const detail = createDetail(client);
  const notices = createNotices();
  const overview = createOverview(client, clock);
  const panels = createPanels(memory);
  const live = createLive(client, clock, (rows) => {
    list.rowsChanged(rows);
    detail.rowsChanged(rows);
  });
  const draft = createDraft(client, clock, (batchId) => {
    collect.follow(batchId);
    void list.setQuery({ batchId, filter: 'all', search: '', sort: 'line', isDescending: false });
  });
  const collect = createCollect({
    client,
    notices,
    gather: (text) => draft.gather(text, panels.getState().chosenFolder),
  });
  const actions = createActions({
    client,
    live,
    list,
    draft,
    collect,
    notices,
    panels,
    releaseProgress: () => overview.release(),
  });
  const follow = createFollower({ list, overview }, clock);
  const stops: (() => void)[] = [];

  return {
    live,
    list,
    detail,
    draft,
    collect,
    notices,
    overview,
    panels,
    actions,
    onCommand: (listener) => client.on('commandChosen', ({ command }) => listener(command)),
    async start() {
      stops.push(
        live.store.subscribe((state, before) => {
          if (isGone(list.store.getState().query.batchId, before, state)) actions.showBatch(null);
          const { batchId: collecting } = collect.store.getState();
          if (collecting !== null && isGone(collecting, before, state)) collect.forget(collecting);
          overview.update(state, list.store.getState().query.batchId);
          follow();
        }),
        list.store.subscribe((state, before) => {
          if (state.query.batchId !== before.query.batchId) {
            overview.update(live.store.getState(), state.query.batchId);
          }
          if (state.focusTaskId !== before.focusTaskId) void detail.show(state.focusTaskId);
        }),
      );
      actions.loadAppInfo();
      await live.start();
      await list.setQuery({});
    },
    stop() {
      for (const stop of stops.splice(0)) stop();
      live.stop();
    },
  };
}

function isGone(batchId: BatchId | null, before: LiveState, now: LiveState): boolean {
  const isIn = ({ batches }: LiveState) => batches.some((batch) => batch.batchId === batchId);
  return batchId !== null && isIn(before) && !isIn(now);
}

/**
 * Answers a function that keeps an open view in step with the counts: a view of everything that only changed its
 * length is opened again by itself, any other waits for a click, because rows would move under the person.
 */
function createFollower({ list, overview }: Pick<Session, 'list' | 'overview'>, clock: Clock): () => void {
  let reopenedAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;
  const follow = () => {
    const { query, total, viewId, selection } = list.store.getState();
    if (viewId === null || query.search !== '') return;
    const { progress } = overview.store.getState();
    const expected = countOf(progress.counts, progress.total, query.filter);
    const isFree = (query.filter === 'all' && query.sort === 'line') || total === 0;
    if (expected === total) list.setOutdated(false);
    else if (!isFree || selection.kind === 'all') list.setOutdated(true);
    else reopenSoon();
  };
  const reopenSoon = () => {
    if (cancel !== null) return;
    cancel = clock.after(Math.max(0, reopenedAt + REOPEN_INTERVAL_MS - clock.now()), () => {
      cancel = null;
      reopenedAt = clock.now();
      void list.reopen();
    });
  };
  return follow;
}
