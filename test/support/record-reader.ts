import type { DraftReading } from '../../contract/model.ts';
import { AS_DETECTED } from '../../contract/model.ts';
import type { LineFacts } from '../../contract/worker-messages.ts';
import type { Found, MakeReader, ReadTable } from '../../main/engine/lists/list-reader.ts';

export interface RecordedEntry {
  readonly line: number;
  readonly found: Found;
  readonly facts: LineFacts | null;
}

export interface Recorded {
  readonly lines: number;
  readonly entries: readonly RecordedEntry[];
  /** As it was told last. */
  readonly table: ReadTable | null;
}

/** What a reader says of a text that comes in these pieces. */
export function recordReader(
  makeReader: MakeReader,
  pieces: readonly string[],
  reading: Partial<DraftReading> = {},
): Recorded {
  const entries: RecordedEntry[] = [];
  let lines = 0;
  let table: ReadTable | null = null;
  const reader = makeReader(
    {
      line: () => {
        lines += 1;
      },
      entry: (line, found, facts) => entries.push({ line, found, facts }),
      range: () => {},
      table: (told) => {
        table = told;
      },
      literalBracket: () => {},
      ignoredOption: () => {},
    },
    { ...AS_DETECTED, ...reading },
  );
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return { lines, entries, table };
}
