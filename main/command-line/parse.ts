import type { DraftId, DraftLine, LineVerdict } from '#contract/model.ts';
import { unusableWords } from '#contract/words/words.ts';
import type { LineFacts } from '#contract/worker-messages.ts';
import { aria2Text } from '../engine/lists/aria2-writer.ts';
import type { ListClient } from '../engine/lists/list-client.ts';
import { startLists } from '../engine/lists/list-client.ts';
import { maskUrl } from '../engine/mask-url.ts';
import type { OptionValue } from './arguments.ts';
import { EXIT } from './exit.ts';
import { workerFile } from './node-host.ts';
import type { Output } from './output.ts';
import type { Input } from './read-list.ts';
import { readList } from './read-list.ts';

const LINES_PER_PAGE = 500;

export interface ParseRequest {
  readonly lists: readonly string[];
  readonly stdin: Input;
  readonly options: ReadonlyMap<string, OptionValue>;
}

/**
 * Runs `pixhaul parse`: says what every line of a list is, and fetches nothing. With `--as aria2` it writes an input
 * file of aria2 instead, with whole addresses but without passwords.
 */
export async function parse({ lists, stdin, options }: ParseRequest, output: Output): Promise<number> {
  if (lists.length === 0) {
    output.say('listMissing');
    return EXIT.usage;
  }
  const client = startLists({ workerFile: workerFile('lists') });
  try {
    for (const list of lists) {
      const status = await parseList(client, list, stdin, options.get('--as') === 'aria2', output);
      if (status !== EXIT.allSaved) return status;
    }
    return EXIT.allSaved;
  } finally {
    await client.close();
  }
}

async function parseList(
  client: ListClient,
  list: string,
  stdin: Input,
  isForAria2: boolean,
  output: Output,
): Promise<number> {
  const { draftId } = await client.openDraft({ listName: null });
  const isRead = await readList(list, stdin, output, (file) => client.readFile({ draftId, file }));
  if (!isRead) return EXIT.usage;
  const { fresh, duplicates, unusable, lines, kind, encoding, table } = await client.endDraft({ draftId });
  if (isForAria2) await printForAria2(client, draftId, output);
  else await showLines(client, draftId, output);
  output.say('accepted', { fresh, duplicates, unusable });
  if (isForAria2) return EXIT.allSaved;
  const columns = table?.columns ?? null;
  output.tell({ type: 'summary', lines, fresh, duplicates, unusable, kind, encoding, columns });
  return EXIT.allSaved;
}

async function showLines(client: ListClient, draftId: DraftId, output: Output): Promise<void> {
  for (let offset = 0; ; offset += LINES_PER_PAGE) {
    const page = await client.getDraftLines({ draftId, offset, limit: LINES_PER_PAGE, only: 'all' });
    for (const line of page.lines) showLine(line, output);
    if (offset + LINES_PER_PAGE >= page.total) break;
  }
}

/** Headers that are passwords by another name. */
const SECRET_HEADER = /^(?:proxy-)?authorization$/i;

async function printForAria2(client: ListClient, draftId: DraftId, output: Output): Promise<void> {
  for (let offset = 0; ; offset += LINES_PER_PAGE) {
    const page = await client.getNewRows({ draftId, offset, limit: LINES_PER_PAGE });
    output.print(aria2Text(page.rows.map(({ url, facts }) => ({ url: maskUrl(url), facts: masked(facts) }))));
    if (offset + LINES_PER_PAGE >= page.total) break;
  }
}

function masked(facts: LineFacts | null): LineFacts | null {
  if (facts === null) return null;
  const { headers, mirrors, referer } = facts;
  return {
    ...facts,
    ...(headers ? { headers: headers.filter(([name]) => !SECRET_HEADER.test(name)) } : {}),
    ...(mirrors ? { mirrors: mirrors.map(maskUrl) } : {}),
    ...(referer ? { referer: maskUrl(referer) } : {}),
  };
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
