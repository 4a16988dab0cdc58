/** What a line with ranges stands for, as a note under it. */
import type { Extension } from '@codemirror/state';
import { StateEffect, StateField } from '@codemirror/state';
import type { DecorationSet } from '@codemirror/view';
import { Decoration, EditorView, WidgetType } from '@codemirror/view';

export interface RangeNote {
  /** Line of the text, from 1. */
  readonly line: number;
  readonly words: string;
}

class Note extends WidgetType {
  readonly words: string;

  constructor(words: string) {
    super();
    this.words = words;
  }
  override eq(other: WidgetType): boolean {
    return other instanceof Note && other.words === this.words;
  }
  override toDOM(): HTMLElement {
    const note = document.createElement('div');
    note.className = 'cm-range';
    note.textContent = this.words;
    note.title = this.words;
    return note;
  }
}

const noted = StateEffect.define<readonly RangeNote[]>();

const notes = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(held, transaction) {
    const { newDoc: doc } = transaction;
    let set = held.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(noted)) continue;
      const shown = effect.value.filter(({ line }) => line <= doc.lines);
      set = Decoration.set(
        shown.map(({ line, words }) =>
          Decoration.widget({ widget: new Note(words), block: true, side: 1 }).range(doc.line(line).to),
        ),
        true,
      );
    }
    return set;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Room for notes under lines. */
export function rangeNotes(): Extension {
  return notes;
}

/** Shows these notes in place of those that were shown. */
export function showNotes(view: EditorView, value: readonly RangeNote[]): void {
  view.dispatch({ effects: noted.of(value) });
}
