import { ChevronDown } from 'lucide-react';
import type { Ref, RefObject } from 'react';
import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { DraftLine } from '#contract/model.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useDraft, useSession } from '../../state/context.tsx';
import type { Draft } from '../../state/draft.ts';
import { shortUrl } from '../../state/short-url.ts';
import { Button } from '../../ui/button.tsx';
import { Hint } from '../../ui/hint.tsx';
import type { LineSpan, TextEditor } from './editor/text-editor.ts';
import { createTextEditor } from './editor/text-editor.ts';
import { Verdict, verdictWords } from './verdict.tsx';

export interface TextPaneHandle {
  focus(): void;
  /** Goes to the nearest line that cannot be used, and round the end of the text. */
  goToProblem(direction: 1 | -1): void;
}

/** Of several links in a line, the one that matters most gives the mark. */
const RANKS = { unusable: 3, duplicate: 2, known: 1, new: 0 } as const;

/** The text of the list in an editor, with what will become of each line. */
export function TextPane({ ref }: { readonly ref: Ref<TextPaneHandle> }) {
  const { draft } = useSession();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<TextEditor>(null);
  const [caret, setCaret] = useState(1);
  const verdicts = useVerdicts(host, editor, setCaret);
  useRangeNotes(editor);
  useImperativeHandle(ref, () => ({
    focus: () => editor.current?.focus(),
    goToProblem: (direction) => void goToProblem(draft, editor.current, direction),
  }));
  return (
    <div className="add-text">
      <div ref={host} className="add-text-host" data-editor="" />
      <CaretLine line={caret} verdict={verdicts.get(caret)}>
        <ProblemButton onClick={() => void goToProblem(draft, editor.current, 1)} />
      </CaretLine>
    </div>
  );
}

async function goToProblem(draft: Draft, editor: TextEditor | null, direction: 1 | -1): Promise<void> {
  if (editor === null) return;
  const end = direction === 1 ? 0 : Number.MAX_SAFE_INTEGER;
  const problem =
    (await draft.problemBeside(editor.caretLine(), direction)) ?? (await draft.problemBeside(end, direction));
  if (problem === null) return;
  editor.goToLine(problem.line);
  editor.focus();
}

/** Makes the editor, keeps its text and marks in step with the draft, and answers the verdicts of lines on screen. */
function useVerdicts(
  host: RefObject<HTMLDivElement | null>,
  editor: RefObject<TextEditor | null>,
  onCaret: (line: number) => void,
): ReadonlyMap<number, DraftLine> {
  const { t, language } = useTexts();
  const { draft } = useSession();
  const textVersion = useDraft((state) => state.textVersion);
  const summary = useDraft((state) => state.summary);
  const isCurrent = useDraft(({ isTextAhead, phase }) => !isTextAhead && phase !== 'reading');
  const [seen, setSeen] = useState<LineSpan>({ first: 1, last: 1 });
  const [verdicts, setVerdicts] = useState<ReadonlyMap<number, DraftLine>>(new Map());

  useEffect(() => {
    if (host.current === null) return;
    const made = createTextEditor({
      host: host.current,
      text: draft.text() ?? '',
      label: t('add.field'),
      placeholder: t('add.placeholder'),
      onEdit: draft.edit,
      onVisible: setSeen,
      onCaret,
    });
    editor.current = made;
    setSeen(made.visibleLines());
    return () => {
      editor.current = null;
      made.destroy();
    };
  }, [draft, host, editor, onCaret, t]);

  const shownVersion = useRef(textVersion);
  useEffect(() => {
    if (shownVersion.current === textVersion) return;
    shownVersion.current = textVersion;
    editor.current?.setText(draft.text() ?? '');
  }, [draft, editor, textVersion]);

  useEffect(() => {
    if (!isCurrent || summary === null) return;
    let isStale = false;
    void draft.linesBetween(seen.first, seen.last).then((lines) => {
      if (isStale) return;
      const byLine = worstByLine(lines);
      editor.current?.showMarks(
        seen,
        [...byLine.values()].map(({ line, verdict }) => ({
          line,
          kind: verdict.kind,
          words: verdictWords(t, language, verdict),
        })),
      );
      setVerdicts(byLine);
    });
    return () => {
      isStale = true;
    };
  }, [draft, editor, seen, summary, isCurrent, t, language]);
  useFirstProblem(editor);
  return verdicts;
}

/** The first time that there is something to correct, it is brought into view. */
function useFirstProblem(editor: RefObject<TextEditor | null>): void {
  const { draft } = useSession();
  const textVersion = useDraft((state) => state.textVersion);
  const isReady = useDraft(({ phase, summary }) => phase === 'ready' && (summary?.unusable ?? 0) > 0);
  const doneFor = useRef(-1);
  useEffect(() => {
    if (!isReady || doneFor.current === textVersion) return;
    doneFor.current = textVersion;
    void draft.problemBeside(0, 1).then((problem) => {
      if (problem !== null) editor.current?.goToLine(problem.line);
    });
  }, [draft, editor, textVersion, isReady]);
}

function worstByLine(lines: readonly DraftLine[]): ReadonlyMap<number, DraftLine> {
  const byLine = new Map<number, DraftLine>();
  for (const line of lines) {
    const held = byLine.get(line.line);
    if (held === undefined || RANKS[line.verdict.kind] > RANKS[held.verdict.kind])
      byLine.set(line.line, line);
  }
  return byLine;
}

function useRangeNotes(editor: RefObject<TextEditor | null>): void {
  const { t } = useTexts();
  const ranges = useDraft((state) => state.summary?.ranges);
  const isCurrent = useDraft(({ isTextAhead, phase }) => !isTextAhead && phase !== 'reading');
  const textVersion = useDraft((state) => state.textVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has lost its notes.
  useEffect(() => {
    if (ranges === undefined || !isCurrent) return;
    editor.current?.showNotes(
      ranges.map(({ line, count, first, last }) => ({
        line,
        words: t('add.range', { count, first: lastPart(first), last: lastPart(last) }),
      })),
    );
  }, [editor, ranges, isCurrent, textVersion, t]);
}

/** `001.jpg` of `https://a.example/b/001.jpg`; the whole where it ends with a slash. */
function lastPart(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1) || shortUrl(url);
}

function CaretLine(props: {
  readonly line: number;
  readonly verdict: DraftLine | undefined;
  readonly children: React.ReactNode;
}) {
  const { t } = useTexts();
  return (
    <div className="add-caret">
      <div className="add-caret-words" aria-live="polite">
        {t('add.position', { line: props.line })}{' '}
        {props.verdict === undefined ? null : <Verdict verdict={props.verdict.verdict} />}
      </div>
      {props.children}
    </div>
  );
}

function ProblemButton({ onClick }: { readonly onClick: () => void }) {
  const { t } = useTexts();
  const unusable = useDraft((state) => state.summary?.unusable ?? 0);
  if (unusable === 0) return null;
  return (
    <Hint text={t('add.nextProblem')} shortcut="F8">
      <Button kind="plain" size="small" icon={<ChevronDown size={14} aria-hidden />} onClick={onClick}>
        {t('add.nextProblem')}
      </Button>
    </Hint>
  );
}
