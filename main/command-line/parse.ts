import type { DraftLine, LineVerdict } from '#contract/model.ts';
import { unusableWords } from '#contract/words/words.ts';
import type { ListClient } from '../engine/lists/list-client.ts';
import { startLists } from '../engine/lists/list-client.ts';
import { EXIT } from './exit.ts';
import { workerFile } from './node-host.ts';
import type { Output } from './output.ts';
import type { Input } from './read-list.ts';
import { readList } from './read-list.ts';

const LINES_PER_PAGE = 500;

export interface ParseRequest {
  readonly lists: readonly string[];
  readonly stdin: Input;
}

/** Runs `pixhaul parse`: says what every line of a list is, and fetches nothing. */
export async function parse({ lists, stdin }: ParseRequest, output: Output): Promise<number> {
  if (lists.length === 0) {
    output.say('listMissing');
    return EXIT.usage;
  }
  const client = startLists({ workerFile: workerFile('lists') });
  try {
    for (const list of lists) {
      const status = await parseList(client, list, stdin, output);
      if (status !== EXIT.allSaved) return status;
    }
    return EXIT.allSaved;
  } finally {
    await client.close();
  }
}

async function parseList(client: ListClient, list: string, stdin: Input, output: Output): Promise<number> {
  const { draftId } = await client.openDraft({ listName: null });
  const isRead = await readList(list, stdin, output, (file) => client.readFile({ draftId, file }));
  if (!isRead) return EXIT.usage;
  const { fresh, duplicates, unusable, lines, kind, encoding, table } = await client.endDraft({ draftId });
  for (let offset = 0; ; offset += LINES_PER_PAGE) {
    const page = await client.getDraftLines({ draftId, offset, limit: LINES_PER_PAGE, only: 'all' });
    for (const line of page.lines) showLine(line, output);
    if (offset + LINES_PER_PAGE >= page.total) break;
  }
  output.say('accepted', { fresh, duplicates, unusable });
  const columns = table?.columns ?? null;
  output.tell({ type: 'summary', lines, fresh, duplicates, unusable, kind, encoding, columns });
  return EXIT.allSaved;
}

function showLine(line: DraftLine, output: Output): void {
  if (output.isJson) output.tell({ type: 'line', line: line.line, text: line.text, ...line.verdict });
  else
    output.print(
      `${[line.line, line.verdict.kind, line.text, noteOf(line.verdict, output)].join('\t').trimEnd()}\n`,
    );
}

function noteOf(verdict: LineVerdict, output: Output): string {
  switch (verdict.kind) {
    case 'new':
    case 'known':
      return '';
    case 'duplicate':
      return `= ${verdict.ofLine}`;
    case 'unusable':
      return unusableWords(output.language, verdict.reason);
  }
}
