/** What the person chose for names and files of the list in the sheet, and the names that come of it. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { AddOptions, Client } from '#contract/api.ts';
import { DEFAULT_ADD_OPTIONS } from '#contract/api.ts';
import type { DraftId, ListKind, NamePreview, TemplateProblem } from '#contract/model.ts';
import type { Clock } from './clock.ts';

const PREVIEW_DELAY_MS = 150;

export type ChosenOptions = Omit<AddOptions, 'onlyGood'>;

const { onlyGood: _, ...DEFAULT_CHOSEN } = DEFAULT_ADD_OPTIONS;

export interface NamesState {
  readonly options: ChosenOptions;
  readonly isUnfolded: boolean;
  /** Of the template as it was when typing last paused; the last good one while there is a problem. */
  readonly preview: NamePreview | null;
  readonly problem: TemplateProblem | null;
  /** Replacing files was chosen for the first time: the person is asked whether they mean it. */
  readonly isOverwriteAsked: boolean;
}

export interface DraftNames {
  readonly store: StoreApi<NamesState>;
  setUnfolded(isUnfolded: boolean): void;
  change(options: Partial<ChosenOptions>): void;
  answerOverwrite(isMeant: boolean): void;
  /** A new list begins: folded, unless what was chosen for its kind is not the usual. */
  begin(): void;
  /** Another list is in the sheet: its kind brings back what was chosen for that kind. */
  follow(draftId: DraftId, kind: ListKind | null): void;
  /** Whether the template can be used for the list; where it cannot, the options unfold and say why. */
  verify(): Promise<boolean>;
}

const isUsual = (options: ChosenOptions): boolean =>
  Object.entries(DEFAULT_CHOSEN).every(([name, value]) => options[name as keyof ChosenOptions] === value);

/** Makes the options as they are by default; what is chosen is remembered by kind until the window closes. */
export function createDraftNames(client: Client, clock: Clock): DraftNames {
  const store = createStore<NamesState>(() => ({
    options: DEFAULT_CHOSEN,
    isUnfolded: false,
    preview: null,
    problem: null,
    isOverwriteAsked: false,
  }));
  const remembered = new Map<ListKind | null, ChosenOptions>();
  let draftId: DraftId | null = null;
  let kind: ListKind | null = null;
  let cancelPreview: (() => void) | null = null;
  let isOverwriteConfirmed = false;
  let isNew = true;

  const preview = async (): Promise<void> => {
    cancelPreview?.();
    cancelPreview = null;
    const { template } = store.getState().options;
    if (draftId === null) return;
    const asked = draftId;
    const answer = await client.previewNames({ draftId: asked, template });
    if (draftId !== asked || store.getState().options.template !== template) return;
    if (answer.ok) store.setState({ preview: answer.value, problem: null });
    else store.setState({ problem: answer.failure });
  };
  const previewSoon = () => {
    cancelPreview?.();
    cancelPreview = clock.after(PREVIEW_DELAY_MS, () => void preview());
  };
  const set = (changed: Partial<ChosenOptions>) => {
    const options = { ...store.getState().options, ...changed };
    remembered.set(kind, options);
    store.setState({ options });
    if (changed.template !== undefined) previewSoon();
  };

  return {
    store,
    setUnfolded(isUnfolded) {
      store.setState({ isUnfolded });
      if (isUnfolded) void preview();
    },
    change(changed) {
      const isAsked = changed.collision === 'overwrite' && !isOverwriteConfirmed;
      store.setState({ isOverwriteAsked: isAsked });
      if (!isAsked) set(changed);
    },
    answerOverwrite(isMeant) {
      store.setState({ isOverwriteAsked: false });
      isOverwriteConfirmed ||= isMeant;
      if (isMeant) set({ collision: 'overwrite' });
    },
    begin() {
      isNew = true;
      store.setState({ isUnfolded: false });
    },
    follow(nextDraftId, nextKind) {
      draftId = nextDraftId;
      if (nextKind !== kind) {
        kind = nextKind;
        const options = remembered.get(kind) ?? DEFAULT_CHOSEN;
        store.setState({ options, isOverwriteAsked: false, preview: null, problem: null });
      }
      // What differs from the usual is seen before it is used.
      if (isNew && !isUsual(store.getState().options)) store.setState({ isUnfolded: true });
      isNew = false;
      if (store.getState().isUnfolded) void preview();
    },
    async verify() {
      if (store.getState().options.template !== DEFAULT_CHOSEN.template) await preview();
      const isGood = store.getState().problem === null;
      if (!isGood) store.setState({ isUnfolded: true });
      return isGood;
    },
  };
}
