import fs from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Batch, SheetForm, TaskRow } from '../../../contract/model.ts';
import { DEFAULT_NAME_OPTIONS } from '../../../contract/model.ts';
import type { LineFacts, Outcome, SavedFacts } from '../../../contract/worker-messages.ts';
import { readJson } from '../../../main/engine/lists/json-reader.ts';
import { readSheet, readTable } from '../../../main/engine/lists/table-reader.ts';
import { xlsxToText } from '../../../main/engine/lists/xlsx.ts';
import type { OutcomeSource } from '../../../main/engine/manifest.ts';
import { writeResultSheet } from '../../../main/engine/result-sheet.ts';
import type { Recorded } from '../../support/record-reader.ts';
import { recordReader } from '../../support/record-reader.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const HASHES = ['ab', 'cd', 'ef'].map((byte) => byte.repeat(32));
const CSV: SheetForm = { container: 'csv', delimiter: ',', encoding: 'utf-8', hasHeader: true };
const RESULT = ['file', 'status', 'width', 'height', 'sha256'];

function batchOf(columns: readonly string[], sheet: SheetForm | null): Batch {
  const options = { ...DEFAULT_NAME_OPTIONS, fetchesKnown: false, columns, sheet };
  return { batchId: 7, options } as unknown as Batch;
}

interface Told {
  readonly line: number;
  readonly part?: number;
  readonly url: string;
  readonly cells?: readonly string[];
  readonly file?: string;
  readonly sha256?: string | undefined;
  readonly row?: Partial<TaskRow>;
}

/** An outcome as the store gives it; saved where it has a file. */
function outcomeOf({ line, part = 1, url, cells, file, sha256, row }: Told): Outcome {
  const given: LineFacts | null = cells ? { cells } : null;
  const facts = file === undefined ? null : { file, sha256: sha256 ?? HASHES[0], width: 800, height: 600 };
  const state = {
    state: file === undefined ? 'queued' : 'done',
    failure: null,
    skip: null,
    duplicateOfLine: null,
    integrity: null,
  };
  return {
    ...{ taskId: line * 100 + part, line, part, url, given, startedAt: null, finishedAt: null },
    facts: facts as unknown as SavedFacts,
    row: { ...state, ...row } as unknown as TaskRow,
  };
}

/** Pages of two, so that every seam is crossed. */
const sourceOf =
  (outcomes: readonly Outcome[]): OutcomeSource =>
  async ({ afterLine, afterPart, limit }) =>
    outcomes
      .filter(({ line, part }) => line > afterLine || (line === afterLine && part > afterPart))
      .slice(0, Math.min(limit, 2));

async function sheetOf(batch: Batch, told: readonly Told[]): Promise<Buffer> {
  await using folder = await temporaryFolder();
  await writeResultSheet(batch, sourceOf(told.map(outcomeOf)), folder.file('out'));
  expect(await fs.readdir(folder.path)).toEqual(['out']);
  return await fs.readFile(folder.file('out'));
}

function readAgain(bytes: Uint8Array, form: SheetForm): Recorded {
  if (form.container === 'xlsx') {
    const read = xlsxToText(bytes, null);
    if (!read.ok) throw new Error(read.failure);
    return recordReader(readSheet, [...read.value.pieces]);
  }
  const text = new TextDecoder(form.container === 'json' ? 'utf-8' : form.encoding).decode(bytes);
  return recordReader(form.container === 'json' ? readJson : readTable, [text]);
}

const rowsOf = (bytes: Uint8Array) => bytes.toString().replace('\ufeff', '').split('\r\n');

describe('a result sheet', () => {
  const columns = ['sku', 'image'];
  const a = { line: 2, url: 'https://x.com/a.jpg', cells: ['A', 'https://x.com/a.jpg'] };

  test('has the columns of the list, then what became of each row', async () => {
    const b = { line: 3, url: 'https://x.com/b.jpg', cells: ['B', 'https://x.com/b.jpg'] };
    const failed: Partial<TaskRow> = { state: 'failed', failure: { code: 'http-404' } };
    const unusable: Partial<TaskRow> = { state: 'skipped', skip: 'unusable' };
    const sheet = await sheetOf(batchOf(columns, CSV), [
      { ...a, file: 'shirts/A.jpg' },
      { ...b, row: failed },
      { line: 9, url: 'C', cells: ['C'], row: unusable },
    ]);
    expect(rowsOf(sheet)).toEqual([
      'sku,image,file,status,width,height,sha256',
      `A,https://x.com/a.jpg,shirts/A.jpg,done,800,600,${HASHES[0]}`,
      'B,https://x.com/b.jpg,,failed: http-404,,,',
      'C,,,skipped: unusable,,,',
      '',
    ]);
  });

  test('puts several pictures of a row between bars, and reads them again apart', async () => {
    const cells = ['A', 'https://x.com/a.jpg|https://x.com/b.jpg|https://x.com/c.jpg'];
    const parts = ['a', 'b', 'c'].map((name, at) => ({
      line: 2,
      part: at + 1,
      url: `https://x.com/${name}.jpg`,
      cells,
    }));
    const sheet = await sheetOf(batchOf(columns, CSV), [
      { ...parts[0]!, file: 'A.jpg', sha256: HASHES[0] },
      { ...parts[1]!, row: { state: 'failed', failure: { code: 'html' } } },
      { ...parts[2]!, file: 'A-3.jpg', sha256: HASHES[2] },
    ]);
    expect(rowsOf(sheet)[1]).toBe(
      `${cells.join()},A.jpg||A-3.jpg,done|failed: html|done,800||800,600||600,${HASHES[0]}||${HASHES[2]}`,
    );
    const facts = readAgain(sheet, CSV).entries.map((entry) => [entry.facts?.name, entry.facts?.sha256]);
    expect(facts).toEqual([
      ['A.jpg', HASHES[0]],
      ['A', undefined],
      ['A-3.jpg', HASHES[2]],
    ]);
  });

  test('gives a duplicate the file of the line that it repeats', async () => {
    const row: Partial<TaskRow> = { state: 'skipped', skip: 'duplicate', duplicateOfLine: 2 };
    const told = [
      { ...a, file: 'A.jpg' },
      { ...a, line: 3, row },
    ];
    expect(rowsOf(await sheetOf(batchOf(columns, CSV), told))[2]).toBe(
      `A,https://x.com/a.jpg,A.jpg,skipped: duplicate,800,600,${HASHES[0]}`,
    );
  });

  test('replaces the columns of an earlier one in place', async () => {
    const own = ['sku', ...RESULT, 'image', 'note'];
    const cells = ['A', 'old.jpg', 'failed: html', '', '', '', 'https://x.com/a.jpg', 'n'];
    const sheet = await sheetOf(batchOf(own, CSV), [{ ...a, cells, file: 'new.jpg' }]);
    expect(rowsOf(sheet).slice(0, 2)).toEqual([
      own.join(),
      `A,new.jpg,done,800,600,${HASHES[0]},https://x.com/a.jpg,n`,
    ]);
  });

  test("keeps a person's own column of the same name, also the second time", async () => {
    const first = await sheetOf(batchOf(['sku', 'width', 'image'], CSV), [
      { ...a, cells: ['A', '12 cm', 'https://x.com/a.jpg'], file: 'A.jpg' },
    ]);
    const header = 'sku,width,image,file,status,width 2,height,sha256';
    expect(rowsOf(first)[0]).toBe(header);
    const again = readAgain(first, CSV);
    const { name, sha256 } = again.entries[0]?.facts ?? {};
    expect({ name, sha256 }).toEqual({ name: 'A.jpg', sha256: HASHES[0] });
    const cells = again.entries[0]?.facts?.cells ?? [];
    const second = await sheetOf(batchOf(header.split(','), CSV), [{ ...a, cells, file: 'A.jpg' }]);
    expect(second).toEqual(first);
  });

  test('of a list that is no table has its URLs, without passwords', async () => {
    const told = { line: 1, url: 'https://me:secret@x.com/a.jpg?key=1', file: 'a.jpg' };
    expect(rowsOf(await sheetOf(batchOf([], null), [told]))).toEqual([
      'url,file,status,width,height,sha256',
      `https://x.com/a.jpg?key=1,a.jpg,done,800,600,${HASHES[0]}`,
      '',
    ]);
  });

  test('says the URL of a line that was added later in the column for URLs', async () => {
    const sheet = await sheetOf(batchOf(columns, CSV), [
      { ...a, file: 'A.jpg' },
      { line: 4, url: 'https://x.com/z.jpg' },
    ]);
    expect(rowsOf(sheet)[2]).toBe(',https://x.com/z.jpg,,queued,,,');
  });

  const forms: readonly SheetForm[] = [
    CSV,
    { ...CSV, delimiter: '\t', encoding: 'utf-16le' },
    { ...CSV, delimiter: ';', encoding: 'gb18030' },
    { ...CSV, delimiter: '|', encoding: 'utf-16be' },
    { ...CSV, container: 'xlsx' },
    { ...CSV, container: 'json' },
  ];
  test.each(forms)('comes back cell for cell: $container $delimiter $encoding', async (form) => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }).map((given) => given.replace(/[\ue000-\uf8ff]/g, '')),
      fc.constantFrom(
        '00123',
        '=1+1',
        '图片，一',
        'a,b;c|d\te',
        '"',
        '\n',
        ' x ',
        'sep=;',
        '1.2E+12',
        '"a\n\n',
      ),
    );
    const row = fc.record({ sku: fc.stringMatching(/^[A-Z]{1,3}\d{1,5}$/), note: text });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (rows) => {
        const told = rows.map(({ sku, note }, at) => {
          const url = `https://x.com/${at}.jpg`;
          return {
            line: at + 2,
            url,
            cells: [sku, url, note],
            file: `dir/${sku}.jpg`,
            sha256: HASHES[at % 3],
          };
        });
        const sheet = await sheetOf(batchOf(['SKU', 'Image URL', 'note'], form), told);
        const { table, entries } = readAgain(sheet, form);
        expect(table?.columns.map(({ name }) => name)).toEqual(['SKU', 'Image URL', 'note', ...RESULT]);
        expect(entries.map(({ found }) => found.text)).toEqual(told.map(({ url }) => url));
        const kept = entries.map(({ facts }) => facts?.cells?.slice(0, 3));
        expect(kept).toEqual(told.map(({ cells }) => cells));
        expect(entries.map(({ facts }) => [facts?.folder, facts?.name, facts?.sha256])).toEqual(
          told.map(({ file, sha256 }) => ['dir', file.slice(4), sha256]),
        );
      }),
      { numRuns: 15 },
    );
  });

  test('leaves the file that was there, and nothing else, when it cannot be written', async () => {
    await using folder = await temporaryFolder();
    await fs.writeFile(folder.file('out'), 'before');
    const failing: OutcomeSource = async () => {
      throw new Error('gone');
    };
    await expect(writeResultSheet(batchOf(columns, CSV), failing, folder.file('out'))).rejects.toThrow(
      'gone',
    );
    expect(await fs.readdir(folder.path)).toEqual(['out']);
    expect(await fs.readFile(folder.file('out'), 'utf8')).toBe('before');
  });
});
