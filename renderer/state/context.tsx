/** How components reach the window's state: by selecting the least of it. */
import type { ReactNode } from 'react';
import { createContext, useContext } from 'react';
import type { StoreApi } from 'zustand';
import { useStore } from 'zustand';
import type { Actions } from './actions.ts';
import type { CollectState } from './collect.ts';
import type { DetailState } from './detail.ts';
import type { DraftState } from './draft.ts';
import type { CheckState } from './draft-check.ts';
import type { NamesState } from './draft-names.ts';
import type { ListState } from './list-view.ts';
import type { LiveState } from './live.ts';
import type { OverviewState } from './overview.ts';
import type { PanelState } from './panels.ts';
import type { Session } from './session.ts';

const SessionContext = createContext<Session | null>(null);

/** Gives everything below it the window's state. */
export function SessionProvider(props: { readonly session: Session; readonly children: ReactNode }) {
  return <SessionContext value={props.session}>{props.children}</SessionContext>;
}

/** The window's state as a whole, for its functions; use the hooks below to read values. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('A component was drawn outside SessionProvider');
  return session;
}

/** What can be asked of the app. */
export function useActions(): Actions {
  return useSession().actions;
}

type Select<State> = <Value>(select: (state: State) => Value) => Value;

function hookFor<State>(storeOf: (session: Session) => StoreApi<State>): Select<State> {
  return (select) => useStore(storeOf(useSession()), select);
}

export const useLive: Select<LiveState> = hookFor(({ live }) => live.store);
export const useOverview: Select<OverviewState> = hookFor(({ overview }) => overview.store);
export const useList: Select<ListState> = hookFor(({ list }) => list.store);
export const useDetail: Select<DetailState> = hookFor(({ detail }) => detail.store);
export const useDraft: Select<DraftState> = hookFor(({ draft }) => draft.store);
export const useNames: Select<NamesState> = hookFor(({ draft }) => draft.names.store);
export const useCheck: Select<CheckState> = hookFor(({ draft }) => draft.check.store);
export const useCollect: Select<CollectState> = hookFor(({ collect }) => collect.store);
export const usePanels: Select<PanelState> = hookFor(({ panels }) => panels);
