/** The editor of a list's text: any length that fits into memory, with undo, input methods and marks in the gutter. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import type { Extension } from '@codemirror/state';
import { EditorState, Text } from '@codemirror/state';
import type { ViewUpdate } from '@codemirror/view';
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import type { LongText } from '../../../state/draft-text.ts';
import { editorTheme } from './editor-theme.ts';
import type { RangeNote } from './range-notes.ts';
import { rangeNotes, showNotes } from './range-notes.ts';
import type { VerdictMark } from './verdict-marks.ts';
import { showMarks, verdictGutter } from './verdict-marks.ts';

export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

export interface TextEditorOptions {
  /** Gets the editor inside a shadow root: only there may it bring its styles under the page's policy. */
  readonly host: HTMLElement;
  readonly text: LongText;
  readonly label: string;
  readonly placeholder: string;
  /** The person changed the text. */
  readonly onEdit: (text: LongText) => void;
  /** Other lines are on screen. */
  readonly onVisible: (lines: LineSpan) => void;
  readonly onCaret: (line: number) => void;
}

export interface TextEditor {
  /** Takes another text; what was undone of the old one is forgotten. */
  setText(text: LongText): void;
  visibleLines(): LineSpan;
  caretLine(): number;
  showMarks(lines: LineSpan, marks: readonly VerdictMark[]): void;
  showNotes(notes: readonly RangeNote[]): void;
  /** Brings a line into the middle, with the caret in it. */
  goToLine(line: number): void;
  focus(): void;
  destroy(): void;
}

/** Makes an editor in its host, which it leaves empty when it is destroyed. */
export function createTextEditor(options: TextEditorOptions): TextEditor {
  const root = options.host.shadowRoot ?? options.host.attachShadow({ mode: 'open' });
  let lastSeen: LineSpan = { first: 0, last: 0 };
  const onUpdate = (update: ViewUpdate) => {
    const { view, state } = update;
    if (update.docChanged) options.onEdit(asLongText(state.doc));
    if (update.selectionSet || update.docChanged) options.onCaret(caretLineOf(view));
    if (!update.viewportChanged && !update.docChanged) return;
    const seen = visibleLinesOf(view);
    if (seen.first === lastSeen.first && seen.last === lastSeen.last) return;
    lastSeen = seen;
    options.onVisible(seen);
  };
  const stateOf = (text: LongText) =>
    EditorState.create({
      doc: toLines(text),
      extensions: [extensions(options), EditorView.updateListener.of(onUpdate)],
    });
  const view = new EditorView({ state: stateOf(options.text), parent: root, root });
  lastSeen = visibleLinesOf(view);
  return {
    setText(text) {
      view.setState(stateOf(text));
      options.onVisible(visibleLinesOf(view));
    },
    visibleLines: () => visibleLinesOf(view),
    caretLine: () => caretLineOf(view),
    showMarks: (lines, marks) => showMarks(view, { ...lines, marks }),
    showNotes: (notes) => showNotes(view, notes),
    goToLine(line) {
      const { from } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
      view.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'center', x: 'start' }),
      });
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function extensions({ label, placeholder: words }: TextEditorOptions): Extension {
  return [
    lineNumbers(),
    verdictGutter(),
    rangeNotes(),
    history(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    placeholder(words),
    // Ctrl+Enter is the sheet's: it downloads, and no line is added to the list by it.
    keymap.of([{ key: 'Mod-Enter', run: () => true }, ...historyKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({
      'aria-label': label,
      tabindex: '0',
      autocorrect: 'off',
      autocapitalize: 'off',
    }),
    editorTheme,
  ];
}

/** In one go for a string; from pieces that an editor keeps, its own. */
function toLines(text: LongText): Text {
  return Text.of(text.slice(0, text.length).split(/\r\n?|\n/));
}

const asLongText = (doc: Text): LongText => ({
  length: doc.length,
  slice: (from, to) => doc.sliceString(from, to),
});

const caretLineOf = ({ state }: EditorView): number => state.doc.lineAt(state.selection.main.head).number;

function visibleLinesOf({ state, viewport }: EditorView): LineSpan {
  return { first: state.doc.lineAt(viewport.from).number, last: state.doc.lineAt(viewport.to).number };
}
