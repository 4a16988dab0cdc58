/** Verdicts of lines as marks in the editor's gutter; they move with their lines until newer ones come. */
import type { Extension } from '@codemirror/state';
import { RangeSet, StateEffect, StateField } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { GutterMarker, gutter } from '@codemirror/view';
import type { LineVerdict } from '#contract/model.ts';

export interface VerdictMark {
  /** Line of the text, from 1. */
  readonly line: number;
  readonly kind: LineVerdict['kind'];
  readonly words: string;
}

/** Drawn on a grid of 16. */
const SHAPES: Readonly<Record<LineVerdict['kind'], string>> = {
  new: 'M8 4.5v7M4.5 8h7',
  known: 'M3.5 8.5l3 3 6-7',
  duplicate: 'M6.5 3.5h6v6M3.5 6.5h6v6h-6z',
  unusable: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M4.2 4.2l7.6 7.6',
};
const SVG = 'http://www.w3.org/2000/svg';

class Mark extends GutterMarker {
  readonly kind: LineVerdict['kind'];
  readonly words: string;

  constructor({ kind, words }: VerdictMark) {
    super();
    this.kind = kind;
    this.words = words;
  }
  override eq(other: GutterMarker): boolean {
    return other instanceof Mark && other.kind === this.kind && other.words === this.words;
  }
  override toDOM(): Node {
    const box = document.createElement('div');
    box.className = 'cm-verdict';
    box.dataset['verdict'] = this.kind;
    box.title = this.words;
    const drawing = document.createElementNS(SVG, 'svg');
    drawing.setAttribute('viewBox', '0 0 16 16');
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', SHAPES[this.kind]);
    drawing.append(path);
    box.append(drawing);
    return box;
  }
}

/** The marks of these lines take the place of all that are between `first` and `last`. */
interface Judged {
  readonly first: number;
  readonly last: number;
  readonly marks: readonly VerdictMark[];
}

const judged = StateEffect.define<Judged>();

const marks = StateField.define<RangeSet<Mark>>({
  create: () => RangeSet.empty,
  update(held, transaction) {
    const { newDoc: doc } = transaction;
    let set = held.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(judged)) continue;
      const { value } = effect;
      const from = doc.line(Math.min(value.first, doc.lines)).from;
      const to = doc.line(Math.min(value.last, doc.lines)).to;
      const added = value.marks.filter(({ line }) => line <= doc.lines);
      set = set.update({
        filterFrom: from,
        filterTo: to,
        filter: () => false,
        add: added.map((mark) => new Mark(mark).range(doc.line(mark.line).from)),
        sort: true,
      });
    }
    return set;
  },
});

/** The gutter with the marks. */
export function verdictGutter(): Extension {
  return [
    marks,
    gutter({
      class: 'cm-verdicts',
      markers: (view) => view.state.field(marks),
      initialSpacer: () => new Mark({ line: 1, kind: 'new', words: '' }),
    }),
  ];
}

/** Shows the verdicts of the lines from `first` to `last`, one mark for a line. */
export function showMarks(view: EditorView, value: Judged): void {
  view.dispatch({ effects: judged.of(value) });
}
